import { afterAll, beforeAll, expect, test } from "vitest";
import { openTestBroker, type TestBroker } from "../../support/broker.js";
import { type CampusSystem, type NewOrder, placed, plenty, repeat, startCampusSystem, until } from "./campus-stage.js";

const count = 10_000;
const small: NewOrder = { user_id: "user1", items: [{ item_id: "item_1", quantity: 1, price: 10.0 }] };

let broker: TestBroker;
let system: CampusSystem;

beforeAll(async () => {
  broker = await openTestBroker();
  system = await startCampusSystem(broker.url);
});
afterAll(async () => {
  await system.close();
  await broker.close();
});

const backlogLines = (): string[] =>
  system
    .instance("inventory")
    .log.map(({ msg }) => msg)
    .filter((text) => text.startsWith("Backlog of order_placed"));

test(`${count} orders that come while the inventory is stopped are all reserved when it is back, and the log tells how fast`, {
  timeout: 300_000,
}, async () => {
  await system.stop("inventory");
  const ids = (await repeat(count, 64, () => system.place(small))).map(({ order_id }) => order_id);
  expect(new Set(ids).size).toBe(count);
  await until(
    () => broker.depth("order_placed"),
    (depth) => depth === count,
    60_000,
  );

  await system.start("inventory");
  await until(system.processed, (processed) => processed === count, 120_000);
  await until(
    async () => backlogLines().at(-1) ?? "",
    (line) => line.includes("is drained"),
  );
  const lines = backlogLines();
  expect(lines[0]).toBe(`Backlog of order_placed: ${count} messages wait`);
  expect(lines.length).toBeGreaterThan(2);
  for (const line of lines.slice(1, -1)) expect(line).toMatch(/^Backlog of order_placed: \d+ % done, \d+ remaining, \d+ per second$/);
  expect(lines.at(-1)).toMatch(new RegExp(`^Backlog of order_placed is drained: ${count} messages in \\d+\\.\\d s$`));
  process.stdout.write(`${lines.join("\n")}\n`);

  const orders = await until(system.orders, (all) => all.every(({ status }) => status !== "placed"), 60_000);
  expect(orders.map(({ order_id }) => order_id).sort()).toEqual([...ids].sort());
  expect(orders.every(({ status }) => status === "reserved")).toBe(true);
  expect(await system.item("item_1")).toEqual({ item_id: "item_1", stock: plenty - count, reserved: count });
  const notifications = await until(system.notifications, (all) => all.length >= count, 60_000);
  expect(notifications.map(({ order_id }) => order_id).sort()).toEqual([...ids].sort());
  expect(await Promise.all(["order_placed", "dlq"].map((queue) => broker.depth(queue)))).toEqual([0, 0]);
});

interface Connection {
  readonly name: string;
  readonly user_provided_name?: string;
}

/** Cuts the connection on which the inventory consumes, once the broker tells of it. */
async function cutInventory(): Promise<void> {
  const connections = await until(
    () => broker.request<Connection[]>("GET", `/api/vhosts/${broker.vhost}/connections`),
    (all) => all.some(({ user_provided_name }) => user_provided_name === "campus/inventory (consuming)"),
  );
  const found = connections.find(({ user_provided_name }) => user_provided_name === "campus/inventory (consuming)");
  await broker.request("DELETE", `/api/connections/${encodeURIComponent(found?.name ?? "")}`);
}

test("orders that come while the inventory has lost its connection are told of as a backlog when it is back", {
  timeout: 120_000,
}, async () => {
  const [inventory, before, processed] = [system.instance("inventory"), backlogLines().length, await system.processed()];
  inventory.freeze();
  await cutInventory();
  const ids = Array.from({ length: 1_000 }, (_, at) => `ORD-20240218-${String(at).padStart(8, "0")}`);
  const channel = await broker.channel();
  for (const id of ids)
    channel.publish("order_events", "order.placed", Buffer.from(JSON.stringify(placed(id, small))), { persistent: true });
  await channel.waitForConfirms();
  await channel.close();
  inventory.thaw();
  const lines = await until(
    async () => backlogLines().slice(before),
    (told) => told.at(-1)?.includes("is drained") === true,
  );
  expect(lines[0]).toMatch(/^Backlog of order_placed: \d+ messages wait$/);
  expect(await until(system.processed, (all) => all >= processed + ids.length)).toBe(processed + ids.length);
});
