import { spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import Database from "better-sqlite3";
import { expect, onTestFinished, test } from "vitest";
import { openStore } from "#persistence";
import { type InventoryTables, type Item, migrations } from "../../../src/services/campus/inventory/store.js";
import { temporaryFolder } from "../../support/folder.js";

const child = fileURLToPath(new URL("inventory-child.ts", import.meta.url));

/** A process of inventory; it begins when it is told to. */
async function instance(url: string, from: number, to: number) {
  const args = ["--import", "tsx", child, url, `${from}`, `${to}`];
  const running = spawn(process.execPath, args, { stdio: ["pipe", "pipe", "inherit"] });
  onTestFinished(() => void running.kill("SIGKILL"));
  const ended = once(running, "close");
  await once(running.stdout, "data");
  return { begin: () => void running.stdin.write("go\n"), ended };
}

const seeded = { item_1: 500, item_2: 400 };

/** Fewer units than the orders ask for. */
async function stockUp(url: string): Promise<void> {
  const store = await openStore<InventoryTables>({ url, migrations });
  for (const [id, stock] of Object.entries(seeded))
    await store.perform({ run: ({ tx }) => tx.updateTable("items").set({ stock }).where("item_id", "=", id).execute() });
  await store.close();
}

function stateOf(url: string) {
  const db = new Database(url);
  const state = {
    items: db.prepare("select * from items where item_id <> 'item_3' order by item_id").all() as Item[],
    processed: db.prepare("select order_id from processed_orders").all().length,
    reserved: db.prepare("select order_id from processed_orders where outcome = 'reserved'").pluck().all() as string[],
    told: db.prepare("select id from warren_outbox").all().length,
  };
  db.close();
  return state;
}

const numbered = (id: string): number => Number(id.slice(-8));

test("two instances on one database, given the same orders twice each at once, reserve each once and never more than there is", async () => {
  const url = join(temporaryFolder(), "inventory.db");
  await stockUp(url);
  const instances = await Promise.all([instance(url, 0, 300), instance(url, 100, 400)]);
  for (const { begin } of instances) begin();
  expect(await Promise.all(instances.map(({ ended }) => ended))).toEqual([
    [0, null],
    [0, null],
  ]);
  const { items, processed, reserved, told } = stateOf(url);
  const held = (units: (n: number) => number) => reserved.reduce((sum, id) => sum + units(numbered(id)), 0);
  const [one, two] = [held((n) => 1 + (n % 3)), held((n) => 1 + (n % 2))];
  expect(items).toEqual([
    { item_id: "item_1", stock: seeded.item_1 - one, reserved: one },
    { item_id: "item_2", stock: seeded.item_2 - two, reserved: two },
  ]);
  expect({ processed, told }).toEqual({ processed: 400, told: 400 });
  // There is not enough for all, and orders for one of each come to the last: nothing is left over.
  expect([reserved.length < 400, items[0]?.stock]).toEqual([true, 0]);
}, 60_000);
