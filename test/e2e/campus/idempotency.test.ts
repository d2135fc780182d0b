import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { openTestBroker, type TestBroker } from "../../support/broker.js";
import { missing, python } from "../../support/pika.js";
import { type CampusSystem, placed, plenty, publishInPython, sample, startCampusSystem, until } from "./campus-stage.js";

const duplicates = 1_000;

let broker: TestBroker;
let system: CampusSystem;

beforeAll(async () => {
  broker = await openTestBroker();
  system = await startCampusSystem(broker.url);
  const channel = await broker.channel();
  await channel.assertQueue("seen");
  await channel.bindQueue("seen", "order_events", "order.placed");
  await channel.close();
});
afterAll(async () => {
  await system.close();
  await broker.close();
});

/** All that could have been done twice. */
const state = async () => ({
  item_1: await system.item("item_1"),
  item_2: await system.item("item_2"),
  processed: await system.processed(),
  notifications: (await system.notifications()).length,
});
const reservedOnce = (before: Awaited<ReturnType<typeof state>>) => ({
  item_1: { item_id: "item_1", stock: before.item_1.stock - 2, reserved: before.item_1.reserved + 2 },
  item_2: { item_id: "item_2", stock: before.item_2.stock - 1, reserved: before.item_2.reserved + 1 },
  processed: before.processed + 1,
  notifications: before.notifications + 1,
});

const queues = ["order_placed", "order_status_updates", "inventory_reserved", "inventory_failed", "dlq"];
/** No message is on its way any more. */
const quiet = async (): Promise<void> => {
  await until(
    () => Promise.all(queues.map((queue) => broker.depth(queue))),
    (depths) => depths.every((depth) => depth === 0),
  );
};

describe.skipIf(python === undefined)(python === undefined ? missing : "an order whose event", { timeout: 60_000 }, () => {
  let before: Awaited<ReturnType<typeof state>>;
  beforeEach(async () => {
    await broker.take("seen", 10_000);
    before = await state();
  });

  test(`is published again by hand, ${duplicates} times, each time under another message id, is reserved once`, async () => {
    const { order_id } = await system.place(sample);
    await system.settled(order_id);
    const [event] = await until(
      () => broker.take("seen"),
      (taken) => taken.length > 0,
    );
    const known = await system.outcomes("duplicate");
    await publishInPython(broker.url, event?.body.toString() ?? "", duplicates);
    await until(
      () => system.outcomes("duplicate"),
      (count) => count === known + duplicates,
    );
    await until(system.notifications, (all) => all.length > before.notifications);
    expect(await state()).toEqual(reservedOnce(before));
    expect(await broker.depth("dlq")).toBe(0);
  });

  test("comes many times before it was ever handled is reserved once", async () => {
    await publishInPython(broker.url, JSON.stringify(placed("ORD-20240218-manytime")), 50);
    await until(system.processed, (processed) => processed > before.processed);
    await quiet();
    await until(system.notifications, (all) => all.length > before.notifications);
    expect(await state()).toEqual(reservedOnce(before));
  });

  test("is delivered again because the inventory was killed while it had it is reserved once", async () => {
    const inventory = system.instance("inventory");
    inventory.freeze();
    await publishInPython(broker.url, JSON.stringify(placed("ORD-20240218-killed00")), 300);
    // The rest is in the hands of the frozen process.
    await until(
      () => broker.depth("order_placed"),
      (depth) => depth === 200,
    );
    await inventory.kill();
    await inventory.start();
    await until(system.processed, (processed) => processed > before.processed);
    await quiet();
    await until(
      () => system.outcomes("duplicate"),
      (count) => count === 299,
    );
    await until(system.notifications, (all) => all.length > before.notifications);
    expect(await state()).toEqual(reservedOnce(before));
    const metrics = await (await fetch(`${inventory.url}/metrics`)).text();
    expect(metrics).toContain('warren_redelivered_total{operation="orderPlaced"} 100');
  });

  test("was handled is known after the inventory was killed and started again", async () => {
    await publishInPython(broker.url, JSON.stringify(placed("ORD-20240218-restart0")));
    await until(system.processed, (processed) => processed > before.processed);
    await system.kill("inventory");
    await system.start("inventory");
    await publishInPython(broker.url, JSON.stringify(placed("ORD-20240218-restart0")), 100);
    await until(
      () => system.outcomes("duplicate"),
      (count) => count >= 100,
    );
    await until(system.notifications, (all) => all.length > before.notifications);
    expect(await state()).toEqual(reservedOnce(before));
  });

  test("after all of it stock and reserved units add up", async () => {
    for (const name of ["item_1", "item_2"]) {
      const { stock, reserved } = await system.item(name);
      expect(stock + reserved).toBe(plenty);
    }
  });
});
