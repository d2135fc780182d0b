import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { inventory } from "#generated/campus/inventory/index.js";
import { order } from "#generated/campus/order/index.js";
import { createSend, type MemoryBroker, openMemoryBroker } from "#messaging";
import { placeOrder } from "../../../src/services/campus/order/service.js";
import { temporaryFolder } from "../../support/folder.js";
import { orderPart } from "./campus-parts.js";
import { eventually, listenOn, type Player, play, publishForeign } from "./campus-stage.js";

const items = [
  { item_id: "item_1", quantity: 2, price: 10 },
  { item_id: "item_2", quantity: 1, price: 15.35 },
];
const sample = { user_id: "user_123", items };

let broker: MemoryBroker;
let orders: Player;
beforeEach(async () => {
  broker = openMemoryBroker();
  await broker.declare(inventory.topology);
  orders = await play(orderPart, broker);
});
afterEach(() => orders.close());

const place = async (): Promise<string> => String((await orders.ask("/order", sample)).body.order_id);
const statusOf = async (id: string): Promise<unknown> => (await orders.ask(`/order/${id}`)).body.status;
const asInventory = () => inventory.publisher(createSend({ broker, appId: inventory.id }));
const reserved = (order_id: string): Promise<void> => asInventory().inventoryReserved({ order_id, ...sample });
const failed = (order_id: string, reason = "There is no item_1."): Promise<void> =>
  asInventory().inventoryFailed({
    order_id,
    user_id: "user_123",
    reason,
    unavailable: [{ item_id: "item_1", requested: 2, available: 0 }],
  });

/** All that was told until now is handled: an order placed after it has become what it was told to. */
async function handled(): Promise<void> {
  const last = await place();
  await reserved(last);
  await eventually(() => statusOf(last)).toBe("reserved");
}

describe("an order", () => {
  test("is answered as placed, under an id with the day in it, and read where the answer says", async () => {
    const { status, location, body } = await orders.ask("/order", sample);
    const day = String(body.created_at).slice(0, 10).replaceAll("-", "");
    expect(body).toEqual({ order_id: expect.any(String), ...sample, status: "placed", created_at: expect.any(String) });
    expect(body.order_id).toMatch(new RegExp(`^ORD-${day}-[0-9a-z]{8}$`));
    expect({ status, location }).toEqual({ status: 201, location: `/order/${String(body.order_id)}` });
    expect(await orders.ask(`/order/${String(body.order_id)}`)).toMatchObject({ status: 200, body });
  });

  test("is told of with all its facts", async () => {
    const heard = await listenOn(broker, "order_placed");
    const { body } = await orders.ask("/order", sample);
    const { order_id, created_at } = body;
    await eventually(() => heard).toEqual([{ order_id, ...sample, timestamp: created_at }]);
  });

  test("is never given an id that another has", async () => {
    let taken = 0;
    const placed = await placeOrder(
      {
        add: async () => undefined,
        settle: async () => undefined,
        newest: async () => [],
        find: async (order_id) => (taken++ < 3 ? { order_id, ...sample, status: "placed", created_at: "" } : undefined),
      },
      order.publisher(async () => undefined),
      sample,
    );
    expect([placed.status, taken]).toEqual(["placed", 4]);
  });

  test("that nobody placed is answered 404", async () => {
    expect(await orders.ask("/order/ORD-20240218-abc12345")).toMatchObject({ status: 404, body: { detail: "There is no such order." } });
  });

  test("is still known after a restart, and its outcome still counts", async () => {
    const url = `sqlite:${temporaryFolder()}/orders.db`;
    const first = await play(orderPart, broker, url);
    const id = String((await first.ask("/order", sample)).body.order_id);
    await first.close();
    await orders.close();
    orders = await play(orderPart, broker, url);
    await reserved(id);
    await eventually(() => statusOf(id)).toBe("reserved");
  });
});

describe("the status of an order", () => {
  test("becomes reserved when the inventory says so", async () => {
    const id = await place();
    await reserved(id);
    await eventually(() => statusOf(id)).toBe("reserved");
  });

  test("becomes failed, with the reason, when the inventory says so", async () => {
    const id = await place();
    await failed(id, "Not enough of item_1: 2 wanted, 1 left.");
    const told = { status: "failed", reason: "Not enough of item_1: 2 wanted, 1 left." };
    await eventually(async () => (await orders.ask(`/order/${id}`)).body).toMatchObject(told);
  });

  test("is what the first outcome said, whatever comes after it and however often", async () => {
    const [good, bad] = [await place(), await place()];
    await Promise.all([reserved(good), failed(bad)]);
    for (const id of [good, bad]) await Promise.all([failed(id, "late"), reserved(id), reserved(id), failed(id, "later")]);
    await handled();
    expect([await statusOf(good), (await orders.ask(`/order/${bad}`)).body.reason]).toEqual(["reserved", "There is no item_1."]);
    expect(await broker.depth("dlq")).toBe(0);
  });

  test("follows events in whatever order they come", async () => {
    const ids = [await place(), await place(), await place()];
    for (const id of ids.toReversed()) await reserved(id);
    await eventually(() => Promise.all(ids.map(statusOf))).toEqual(["reserved", "reserved", "reserved"]);
  });

  test("is not disturbed by outcomes of orders that somebody else placed", async () => {
    await reserved("ORD-20240218-abc12345");
    await handled();
    expect(await broker.depth("dlq")).toBe(0);
  });

  test("is not touched by an event that breaks the contract: that goes to the dead letters", async () => {
    const id = await place();
    await publishForeign(broker, "inventory_events", "inventory.reserved", { order_id: id, user_id: "user_123", items: [] });
    // Both queues bound to that key have a copy; only the order application reads here.
    await eventually(() => broker.depth("dlq")).toBe(1);
    expect(await statusOf(id)).toBe("placed");
  });
});

describe("bad input is answered 400 with the field at fault:", () => {
  test.each([
    ["no user", { items }, "/user_id"],
    ["no items", { user_id: "u", items: [] }, "/items"],
    ["too many items", { user_id: "u", items: Array.from({ length: 101 }, () => items[0]) }, "/items"],
    ["none of an item", { user_id: "u", items: [{ ...items[0], quantity: 0 }] }, "/items/0/quantity"],
    ["half an item more", { user_id: "u", items: [{ ...items[0], quantity: 1.5 }] }, "/items/0/quantity"],
    ["a negative price", { user_id: "u", items: [{ ...items[0], price: -0.01 }] }, "/items/0/price"],
    ["a price as text", { user_id: "u", items: [{ ...items[0], price: "10.0" }] }, "/items/0/price"],
    ["an item without an id", { user_id: "u", items: [{ quantity: 1, price: 1 }] }, "/items/0/item_id"],
    ["an id of the client's own", { ...sample, order_id: "ORD-20240218-abc12345" }, "/order_id"],
  ])("%s", async (_what, body, field) => {
    const refusal = { status: 400, body: { title: "Bad request", errors: [{ field, message: expect.any(String) }] } };
    expect(await orders.ask("/order", body)).toMatchObject(refusal);
    expect((await orders.ask("/orders")).body).toEqual({ items: [] });
  });

  test.each(["cursor=nonsense", "limit=0", "limit=1001"])("%s of the list", async (query) => {
    const field = `query/${query.replace(/=.*/, "")}`;
    expect(await orders.ask(`/orders?${query}`)).toMatchObject({ status: 400, body: { errors: [{ field }] } });
  });
});

test("orders are listed page by page, the newest first", async () => {
  const ids: string[] = [];
  for (let n = 0; n < 5; n++) ids.unshift(await place());
  const pages: unknown[] = [];
  for (let query: string | undefined = "limit=2"; query !== undefined; ) {
    const page = (await orders.ask(`/orders?${query}`)).body as { items: { order_id: string }[]; next_cursor?: string };
    pages.push(page.items.map(({ order_id }) => order_id));
    query = page.next_cursor === undefined ? undefined : `limit=2&cursor=${page.next_cursor}`;
  }
  expect(pages).toEqual([ids.slice(0, 2), ids.slice(2, 4), ids.slice(4)]);
});

test("the service says that it is up", async () => {
  expect(await orders.ask("/health")).toMatchObject({ status: 200, body: { status: "up", service: "order" } });
});
