import { afterAll, beforeAll, expect, test } from "vitest";
import { openTestBroker, type TestBroker } from "../../support/broker.js";
import { type OrdersSystem, startOrdersSystem, until } from "../../support/orders-system.js";

let broker: TestBroker;
let system: OrdersSystem;

beforeAll(async () => {
  broker = await openTestBroker();
  system = await startOrdersSystem(broker.url);
});
afterAll(async () => {
  await system.close();
  await broker.close();
});

/** Messages that wait in any queue of the system. */
const waiting = async (): Promise<number> => {
  const depths = await Promise.all((await broker.queues()).map(({ name }) => broker.depth(name)));
  return depths.reduce<number>((sum, depth) => sum + (depth ?? 0), 0);
};

test("with product stopped, an order fails after the reservation's 15 seconds, and nothing is stuck", { timeout: 60_000 }, async () => {
  await system.stop("product");
  const placed = Date.now();
  const { id } = await system.place();
  const failed = await system.settled(id, 40_000);
  const took = Date.now() - placed;
  expect(failed).toMatchObject({ status: "failed", message: "Order is failed: the item could not be reserved in time" });
  expect(took).toBeGreaterThanOrEqual(14_900);
  expect(await until(waiting, (count) => count === 0)).toBe(0);
});

test("started again, product works off the orders that waited for it", { timeout: 60_000 }, async () => {
  if (system.isRunning("product")) await system.stop("product");
  const placed = await Promise.all(Array.from({ length: 50 }, () => system.place()));
  expect(
    await until(
      () => broker.depth("product-reservation-queue"),
      (depth) => depth === 50,
    ),
  ).toBe(50);
  await system.start("product");
  const ended = await Promise.all(placed.map(({ id }) => system.settled(id)));
  expect(ended.filter(({ status }) => status === "completed")).toHaveLength(50);
});

test("a service told to stop finishes what it does and exits within 10 seconds", { timeout: 60_000 }, async () => {
  if (!system.isRunning("product")) await system.start("product");
  const placed = await Promise.all(Array.from({ length: 100 }, () => system.place()));
  const began = Date.now();
  await system.stop("payment");
  expect(Date.now() - began).toBeLessThan(10_000);
  await system.start("payment");
  const ended = await Promise.all(placed.map(({ id }) => system.settled(id)));
  expect(ended.filter(({ status }) => status === "completed")).toHaveLength(100);
});
