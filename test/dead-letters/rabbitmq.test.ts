/** What only a real broker shows: its own dead letters, its delivery limits, and processes that are killed. */
import { spawn } from "node:child_process";
import { randomUUID } from "node:crypto";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, beforeEach, expect, onTestFinished, test } from "vitest";
import { runtimeHeaders as ours } from "#messaging";
import { repository } from "../cli/warren.js";
import { deadSale, openShop, type Shop } from "./shop.js";

let shop: Shop;
beforeAll(async () => {
  shop = await openShop("RabbitMQ");
});
afterAll(() => shop.close());
beforeEach(async () => {
  for (const queue of ["sales", "sales.dlq"]) await shop.take(queue);
});

const numbered = (count: number) => Array.from({ length: count }, () => randomUUID());

/** Lets the broker dead-letter one message of `sales`. */
async function rejectOne(id: string): Promise<void> {
  const { headers, ...sale } = deadSale(id);
  await shop.put({ ...sale, headers: { tenant: headers.tenant ?? "" }, exchange: "shop", routingKey: "sale.south" });
  const consumer = shop.connect();
  await consumer.ready();
  await consumer.consume("sales", { prefetch: 1 }, (delivery) => delivery.nack(false));
  await expect.poll(() => shop.depth("sales.dlq")).toBe(1);
  await consumer.close();
}

test("what the broker dead-lettered tells where and why, and goes back there", async () => {
  await rejectOne("a");
  const [shown] = await shop.look("sales.dlq");
  expect(shown?.letter).toMatchObject({
    id: "a",
    origin: "sales",
    published: { exchange: "shop", routingKey: "sale.south" },
    deaths: [{ queue: "sales", reason: "rejected", count: 1, exchange: "shop", routingKeys: ["sale.south"] }],
  });
  expect(shown?.verdict).toMatchObject({ accepted: false, faults: [{ pointer: "/price" }] });
  expect(await shop.desk.replay("sales.dlq", { select: { all: true } })).toMatchObject({ replayed: 1 });
  const [message] = await shop.take("sales");
  expect(message?.headers).toEqual({
    tenant: "north",
    [ours.attemptsQueue]: "sales",
    [ours.originalExchange]: "shop",
    [ours.originalRoutingKey]: "sale.south",
  });
});

test("looking again and again at a quorum queue loses nothing, and what moved to its end still knows where it came from", async () => {
  await rejectOne("a");
  let renewed = 0;
  for (let round = 0; round < 25; round++) {
    const report = await shop.desk.show("sales.dlq", {
      select: { limit: 5 },
      onLetter: ({ letter }) => expect(letter.origin).toBe("sales"),
    });
    renewed += report.renewed;
  }
  expect(renewed).toBe(2);
  expect(await shop.ids("sales.dlq")).toEqual(["a"]);
});

test("10,000 letters are replayed in seconds, in their order", async () => {
  const ids = numbered(10_000);
  await shop.put(...ids.map((id) => deadSale(id)));
  const start = performance.now();
  const report = await shop.desk.replay("sales.dlq", { select: { all: true } });
  const seconds = (performance.now() - start) / 1000;
  expect(report).toMatchObject({ replayed: 10_000, refused: 0 });
  expect(seconds).toBeLessThan(30);
  expect(await shop.ids("sales")).toEqual(ids);
}, 120_000);

test("a replay that is killed again and again loses nothing: what is not in one queue is in the other", async () => {
  const ids = numbered(3_000);
  await shop.put(...ids.map((id) => deadSale(id)));
  const child = fileURLToPath(new URL("replay-child.ts", import.meta.url));
  let kills = 0;
  for (const killAfter of [1, 300, 600]) {
    const running = spawn(process.execPath, ["--import", "tsx", child, shop.url, shop.folder], {
      cwd: repository,
      stdio: ["ignore", "pipe", "inherit"],
    });
    onTestFinished(() => void running.kill("SIGKILL"));
    let told = 0;
    running.stdout.on("data", (chunk: Buffer) => {
      told += chunk.length;
      if (told >= killAfter) running.kill("SIGKILL");
    });
    const signal = await new Promise((resolve) => running.once("close", (_, by) => resolve(by)));
    if (signal === "SIGKILL") kills++;
    // What the killed process held is back once the broker has noticed.
    await expect
      .poll(async () => ((await shop.depth("sales")) ?? 0) + ((await shop.depth("sales.dlq")) ?? 0))
      .toBeGreaterThanOrEqual(ids.length);
  }
  expect(kills).toBe(3);
  const [moved, left] = [await shop.ids("sales"), await shop.ids("sales.dlq")];
  expect(moved.length).toBeGreaterThan(0);
  expect(left.length).toBeGreaterThan(0);
  expect(new Set([...moved, ...left])).toEqual(new Set(ids));
}, 120_000);
