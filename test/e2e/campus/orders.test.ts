import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { requestOf } from "../../docs/support/curl.js";
import { openTestBroker, type TestBroker } from "../../support/broker.js";
import {
  type ApplicationName,
  applications,
  type CampusSystem,
  type Order,
  plenty,
  startCampusSystem,
  tooMuch,
  until,
} from "./campus-stage.js";

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

const id = /^ORD-\d{8}-[0-9a-z]{8}$/;

/** The reference's lines, as they are written. */
const createAnOrder = `curl -X POST http://localhost:5001/order \\
  -H "Content-Type: application/json" \\
  -d '{
    "user_id": "user_123",
    "items": [
      {"item_id": "item_1", "quantity": 2, "price": 10.0},
      {"item_id": "item_2", "quantity": 1, "price": 15.0}
    ]
  }'`;
const createASmallOrder = `curl -X POST http://localhost:5001/order \\
  -H "Content-Type: application/json" \\
  -d '{"user_id": "user1", "items": [{"item_id": "item_1", "quantity": 1, "price": 10.0}]}'`;
const checkOrderStatus = "curl http://localhost:5001/order/ORD-20240218-abc12345";
const viewInventory = "curl http://localhost:5002/inventory";
const viewNotifications = "curl http://localhost:5003/notifications";

const ports: Readonly<Record<string, ApplicationName>> = { "5001": "order", "5002": "inventory", "5003": "notification" };

/** Sends a line to the process that stands here for the one on the line's port. */
async function send(line: string): Promise<{ status: number; body: unknown }> {
  const { port, path, init } = requestOf(line);
  const response = await fetch(`${system.url(ports[port] ?? "order")}${path}`, init);
  return { status: response.status, body: await response.json() };
}

describe("the reference's curl lines", () => {
  test("place an order, show what became of it, the inventory and the notification", async () => {
    const { status, body } = await send(createAnOrder);
    expect([status, body]).toMatchObject([201, { order_id: expect.stringMatching(id), user_id: "user_123", status: "placed" }]);
    const { order_id } = body as Order;
    await system.settled(order_id);
    expect(await send(checkOrderStatus.replace("ORD-20240218-abc12345", order_id))).toMatchObject({
      status: 200,
      body: { order_id, status: "reserved", items: [{ item_id: "item_1", quantity: 2, price: 10 }, { item_id: "item_2" }] },
    });
    expect(await send(viewInventory)).toMatchObject({
      status: 200,
      body: { items: expect.arrayContaining([{ item_id: "item_1", stock: plenty - 2, reserved: 2 }]) },
    });
    const told = await until(
      () => send(viewNotifications),
      ({ body }) => (body as { items: object[] }).items.length > 0,
    );
    expect(told).toMatchObject({ status: 200, body: { items: [{ order_id, user_id: "user_123", type: "reserved" }] } });
  });

  test("ask for an order that is not there and are told so", async () => {
    expect(await send(checkOrderStatus)).toMatchObject({ status: 404, body: { title: "Not found" } });
  });

  test("place the small order of the backlog's description", async () => {
    const { status, body } = await send(createASmallOrder);
    expect(status).toBe(201);
    expect(await system.settled((body as Order).order_id)).toMatchObject({ user_id: "user1", status: "reserved" });
  });
});

test("an order for more than there is fails with the reason, reserves nothing of what there is, and its user is told", async () => {
  const before = await Promise.all(["item_1", "item_3"].map(system.item));
  const { order_id } = await system.place(tooMuch);
  expect(await system.settled(order_id)).toMatchObject({ status: "failed", reason: "Not enough of item_3: 6 wanted, 5 left." });
  expect(await Promise.all(["item_1", "item_3"].map(system.item))).toEqual(before);
  const notifications = await until(system.notifications, (all) => all.some((one) => one.order_id === order_id));
  expect(notifications.find((one) => one.order_id === order_id)).toMatchObject({
    type: "failed",
    message: `Your order ${order_id} failed. Not enough of item_3: 6 wanted, 5 left.`,
  });
});

test("the depth of every queue that the inventory reads, of the dead-letter queue, and how long handlers ran are among its metrics", async () => {
  const metrics = await (await fetch(`${system.url("inventory")}/metrics`)).text();
  expect(metrics.split("\n").filter((line) => line.startsWith("warren_queue_depth{"))).toEqual([
    'warren_queue_depth{queue="order_placed"} 0',
    'warren_queue_depth{queue="dlq"} 0',
  ]);
  expect(metrics).toMatch(/^warren_handler_duration_seconds_bucket\{/m);
});

test("orders, stock, the number of processed orders and notifications survive when all services are started again", {
  timeout: 60_000,
}, async () => {
  const orders = (await system.orders()).length;
  await until(system.notifications, (all) => all.length === orders);
  const state = async () => ({
    orders: await system.orders(),
    inventory: await system.get("inventory", "/inventory"),
    processed: await system.processed(),
    notifications: await system.notifications(),
  });
  const before = await state();
  expect(before.processed).toBe(orders);
  await Promise.all(applications.map((name) => system.stop(name)));
  await Promise.all(applications.map((name) => system.start(name)));
  expect(await state()).toEqual(before);
});
