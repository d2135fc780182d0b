import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { OrderItems } from "#generated/campus/inventory/index.js";
import { notification } from "#generated/campus/notification/index.js";
import { order } from "#generated/campus/order/index.js";
import { createSend, type MemoryBroker, openMemoryBroker } from "#messaging";
import { temporaryFolder } from "../../support/folder.js";
import { inventoryPart } from "./campus-parts.js";
import { eventually, listenOn, type Player, play, publishForeign } from "./campus-stage.js";

let broker: MemoryBroker;
let stock: Player;
let good: readonly unknown[];
let bad: readonly unknown[];
beforeEach(async () => {
  broker = openMemoryBroker();
  await broker.declare(order.topology);
  await broker.declare(notification.topology);
  [good, bad] = [await listenOn(broker, "inventory_reserved"), await listenOn(broker, "inventory_failed")];
  stock = await play(inventoryPart, broker);
});
afterEach(() => stock.close());

const idOf = (n: number): string => `ORD-20240218-${String(n).padStart(8, "0")}`;
const lines = (...wanted: [item_id: string, quantity: number][]): OrderItems =>
  wanted.map(([item_id, quantity]) => ({ item_id, quantity, price: 10 }));
const placed = (n: number, items: OrderItems) => ({ order_id: idOf(n), user_id: "user_123", items });
const place = (n: number, items: OrderItems): Promise<void> =>
  order.publisher(createSend({ broker, appId: order.id })).orderPlaced(placed(n, items));

const levels = async (): Promise<unknown> => {
  const { items } = (await stock.ask("/inventory")).body as { items: { item_id: string; stock: number; reserved: number }[] };
  return Object.fromEntries(items.map(({ item_id, stock: left, reserved }) => [item_id, [left, reserved]]));
};
const processed = async (): Promise<unknown> => (await stock.ask("/health")).body.processed;
/** Orders that failed an attempt, and wait for the next or are given up. */
const inTrouble = async (): Promise<number> => {
  const queues = ["order_placed.wait.500", "order_placed.wait.2000", "order_placed.wait.8000", "dlq"];
  const depths = await Promise.all(queues.map((queue) => broker.depth(queue)));
  return depths.reduce<number>((sum, depth) => sum + (depth ?? 0), 0);
};
const seeded = { item_1: [1_000_000, 0], item_2: [1_000_000, 0], item_3: [5, 0] };

test("a new inventory holds what its document says, and has processed nothing", async () => {
  expect(await levels()).toEqual(seeded);
  expect((await stock.ask("/health")).body).toEqual({ status: "up", service: "inventory", processed: 0 });
});

describe("an order", () => {
  test("that can be met is reserved whole and told of with its items", async () => {
    const items = lines(["item_1", 2], ["item_2", 1]);
    await place(1, items);
    await eventually(() => good).toEqual([{ ...placed(1, items), timestamp: expect.any(String) }]);
    expect(await levels()).toEqual({ ...seeded, item_1: [999_998, 2], item_2: [999_999, 1] });
  });

  test("of which one item is short reserves nothing, and all that is short is told", async () => {
    await place(1, lines(["item_1", 2], ["item_3", 6], ["item_9", 1]));
    const reason = "Not enough of item_3: 6 wanted, 5 left. There is no item_9.";
    const unavailable = [
      { item_id: "item_3", requested: 6, available: 5 },
      { item_id: "item_9", requested: 1, available: 0 },
    ];
    const told = { order_id: idOf(1), user_id: "user_123", reason, unavailable, timestamp: expect.any(String) };
    await eventually(() => bad).toEqual([told]);
    expect([await levels(), good]).toEqual([seeded, []]);
  });

  test("that names an item twice asks for the sum", async () => {
    await place(1, lines(["item_3", 3], ["item_3", 3]));
    await eventually(() => bad).toMatchObject([{ unavailable: [{ item_id: "item_3", requested: 6, available: 5 }] }]);
    await place(2, lines(["item_3", 3], ["item_1", 1], ["item_3", 2]));
    await eventually(() => good).toMatchObject([{ order_id: idOf(2) }]);
    expect(await levels()).toEqual({ ...seeded, item_1: [999_999, 1], item_3: [0, 5] });
  });

  test("that takes the last unit leaves none to the next", async () => {
    await place(1, lines(["item_3", 5]));
    await place(2, lines(["item_3", 1]));
    await eventually(() => bad).toMatchObject([{ order_id: idOf(2), reason: "Not enough of item_3: 1 wanted, 0 left." }]);
    expect(await levels()).toEqual({ ...seeded, item_3: [0, 5] });
  });

  test("out of fifty at once gets a unit only while there is one", async () => {
    await Promise.all(Array.from({ length: 50 }, (_, n) => place(n, lines(["item_3", 1]))));
    await eventually(() => [good.length, bad.length]).toEqual([5, 45]);
    expect([await levels(), await processed()]).toEqual([{ ...seeded, item_3: [0, 5] }, 50]);
  });
});

describe("the same order published again", () => {
  test("reserves once and is told of once, whatever message id it comes under, or none", async () => {
    const event = { ...placed(1, lines(["item_1", 1])), timestamp: "2024-02-18T12:00:00Z" };
    await place(1, event.items);
    for (const id of ["a", "b", undefined, "a"]) await publishForeign(broker, "order_events", "order.placed", event, id);
    await place(2, lines(["item_2", 1]));
    await eventually(() => good).toMatchObject([{ order_id: idOf(1) }, { order_id: idOf(2) }]);
    await eventually(processed).toBe(2);
    expect([await levels(), await inTrouble()]).toEqual([{ ...seeded, item_1: [999_999, 1], item_2: [999_999, 1] }, 0]);
  });

  test("is known after a restart, and so is how many were processed", async () => {
    const url = `sqlite:${temporaryFolder()}/inventory.db`;
    await stock.close();
    for (let run = 1; run <= 3; run++) {
      stock = await play(inventoryPart, broker, url);
      await place(1, lines(["item_1", 1]));
      await place(run + 1, lines(["item_3", 6]));
      await eventually(processed).toBe(run + 1);
      if (run < 3) await stock.close();
    }
    expect([await levels(), await inTrouble()]).toEqual([{ ...seeded, item_1: [999_999, 1] }, 0]);
  });
});

test.each([
  ["without items", { order_id: idOf(1), user_id: "u", items: [], timestamp: "2024-02-18T12:00:00Z" }],
  ["without an order id", { user_id: "u", items: lines(["item_1", 1]), timestamp: "2024-02-18T12:00:00Z" }],
  ["with a quantity below one", { ...placed(1, lines(["item_1", -1])), timestamp: "2024-02-18T12:00:00Z" }],
  ["of another kind", { hello: "world" }],
])("an event %s goes to the dead letters and is not processed; repaired, it is", async (_what, event) => {
  await publishForeign(broker, "order_events", "order.placed", event);
  await eventually(() => broker.depth("dlq")).toBe(1);
  expect([await processed(), await levels()]).toEqual([0, seeded]);
  await publishForeign(broker, "", "order_placed", { ...placed(1, lines(["item_1", 1])), timestamp: "2024-02-18T12:00:00Z" });
  await eventually(processed).toBe(1);
});

test("outcomes wait for readers that have not run yet: the inventory declares their queues too", async () => {
  const alone = openMemoryBroker();
  const only = await play(inventoryPart, alone);
  await order.publisher(createSend({ broker: alone, appId: order.id })).orderPlaced(placed(1, lines(["item_1", 1])));
  await order.publisher(createSend({ broker: alone, appId: order.id })).orderPlaced(placed(2, lines(["item_9", 1])));
  const depths = () => Promise.all(["inventory_reserved", "inventory_failed", "order_status_updates"].map((queue) => alone.depth(queue)));
  await eventually(depths).toEqual([1, 1, 2]);
  await only.close();
});
