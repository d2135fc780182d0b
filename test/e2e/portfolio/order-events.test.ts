import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, expect, test } from "vitest";
import { orderCompleted, orderFailed } from "#generated/orders/order/operations.js";
import { encode } from "#messaging";
import { openTestBroker, type TestBroker } from "../../support/broker.js";
import { type OrdersSystem, sample, startOrdersSystem, unknownItem } from "../../support/orders-system.js";
import { type Portfolio, type PortfolioSystem, startPortfolioSystem } from "../../support/portfolio-system.js";
import { until } from "../../support/system.js";

let broker: TestBroker;
let system: PortfolioSystem;
let orders: OrdersSystem;

beforeAll(async () => {
  broker = await openTestBroker();
  [system, orders] = await Promise.all([startPortfolioSystem(broker.url), startOrdersSystem(broker.url)]);
});
afterAll(async () => {
  await Promise.all([system.close(), orders.close()]);
  await broker.close();
});

/** A customer that no other test has. */
const newCustomer = (): string => randomUUID();
const portfolioOf = async (userId: number): Promise<Portfolio> =>
  (await (await fetch(`${system.portfolio.url}/api/portfolios/${userId}`)).json()) as Portfolio;
const link = async (customer_id: string): Promise<number> => {
  const user = await system.createUser("1.00");
  await system.refresh(user, { body: { customer_id } });
  return user;
};

interface Event {
  readonly orderId: string;
  readonly customerId: string;
  readonly itemId: string;
  readonly price: string;
}
const eventOf = (customerId: string, more: Partial<Event> = {}): Event => ({
  orderId: randomUUID(),
  customerId,
  itemId: sample.itemId,
  price: "10.01",
  ...more,
});

/** Publishes an event with the bytes and properties with which the order application would. */
const publish = async (outcome: "completed" | "failed", event: Event): Promise<void> => {
  const at = new Date().toISOString();
  const message =
    outcome === "completed"
      ? encode(orderCompleted, "OrderCompleted", { ...event, completedAt: at }, undefined, { appId: "orders/order" })
      : encode(orderFailed, "OrderFailed", { ...event, reason: "the card was declined", failedAt: at }, undefined, {
          appId: "orders/order",
        });
  const { exchange, routingKey, body, persistent: _, mandatory: __, ...properties } = message;
  await broker.send(exchange, routingKey, body, properties);
};

test("what a customer orders from the order application becomes a holding of the linked portfolio", async () => {
  const customerId = newCustomer();
  const user = await link(customerId);
  const bought = await orders.place({ ...sample, customerId, price: 12.34 });
  const failed = await orders.place({ ...sample, customerId, itemId: unknownItem });
  await Promise.all([bought, failed].map(({ id }) => orders.settled(id)));
  const portfolio = await until(
    () => portfolioOf(user),
    ({ history }) => history.length === 3,
  );
  expect(portfolio).toMatchObject({
    customer_id: customerId,
    holdings: [{ item_id: sample.itemId, quantity: 1, cost: "12.34" }],
    history: expect.arrayContaining([
      expect.objectContaining({ type: "bought", order_id: bought.id, price: "12.34" }),
      expect.objectContaining({ type: "order_failed", order_id: failed.id, reason: "the item is unknown" }),
      expect.objectContaining({ type: "cash_changed" }),
    ]),
  });
});

test("an event that comes five times counts once, also to an instance that was killed and started again", { timeout: 40_000 }, async () => {
  const customerId = newCustomer();
  const user = await link(customerId);
  const event = eventOf(customerId);
  for (let copy = 0; copy < 3; copy++) await publish("completed", event);
  await system.portfolio.kill();
  for (let copy = 0; copy < 2; copy++) await publish("completed", event);
  await publish("completed", eventOf(customerId));
  await system.portfolio.start();
  const portfolio = await until(
    () => portfolioOf(user),
    ({ holdings }) => holdings[0]?.quantity === 2,
  );
  expect(portfolio.holdings).toEqual([{ item_id: sample.itemId, quantity: 2, cost: "20.02" }]);
  expect(await broker.depth("portfolio.order-events.dlq")).toBe(0);
});

test("orders from before the link count too", async () => {
  const customerId = newCustomer();
  await publish("completed", eventOf(customerId));
  await publish("failed", eventOf(customerId));
  await until(
    () => broker.depth("portfolio.order-events"),
    (depth) => depth === 0,
  );
  const user = await link(customerId);
  const { holdings, history } = await until(
    () => portfolioOf(user),
    (portfolio) => portfolio.history.length === 3,
  );
  expect(holdings).toEqual([{ item_id: sample.itemId, quantity: 1, cost: "10.01" }]);
  expect(history.map(({ type }) => type).toSorted()).toEqual(["bought", "cash_changed", "order_failed"]);
});

test("a thousand events while three instances come and go are all counted, each once, and exactly", { timeout: 60_000 }, async () => {
  const customerId = newCustomer();
  const user = await link(customerId);
  const others = [await system.another("portfolio"), await system.another("portfolio")];
  const publishing = (async () => {
    for (let batch = 0; batch < 20; batch++)
      await Promise.all(Array.from({ length: 50 }, () => publish("completed", eventOf(customerId, { price: "0.07" }))));
  })();
  await Promise.all(others.map((instance) => instance.start()));
  await system.portfolio.kill();
  await system.portfolio.start();
  await others[0]?.stop();
  await publishing;
  const { holdings } = await until(
    () => portfolioOf(user),
    (portfolio) => portfolio.holdings[0]?.quantity === 1000,
    30_000,
  );
  expect(holdings).toEqual([{ item_id: sample.itemId, quantity: 1000, cost: "70.00" }]);
  await others[1]?.stop();
});

test("an event with more than portfolio reads, from a later version of the order application, counts", async () => {
  const customerId = newCustomer();
  const user = await link(customerId);
  const later = { ...eventOf(customerId), price: "10.010", currency: "USD", lines: [{ a: 1 }], completedAt: "2026-01-01T00:00:00+01:00" };
  await broker.send("order-events", "order.completed", JSON.stringify(later), {});
  const { holdings } = await until(
    () => portfolioOf(user),
    (portfolio) => portfolio.holdings.length > 0,
  );
  expect(holdings).toEqual([{ item_id: sample.itemId, quantity: 1, cost: "10.01" }]);
});

test("another customer's orders are nobody else's", async () => {
  const customerId = newCustomer();
  const [user, unlinked] = [await link(customerId), await system.createUser("1.00")];
  await system.refresh(unlinked);
  await publish("completed", eventOf(newCustomer()));
  await publish("completed", eventOf(customerId)); // events are taken in their order: when this one is there, the other was
  const { holdings } = await until(
    () => portfolioOf(user),
    (portfolio) => portfolio.holdings.length > 0,
  );
  expect(holdings).toEqual([{ item_id: sample.itemId, quantity: 1, cost: "10.01" }]);
  expect((await portfolioOf(unlinked)).holdings).toEqual([]);
});
