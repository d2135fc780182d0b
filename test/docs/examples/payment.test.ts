/** Shown in docs/how-to/test-with-the-in-memory-broker.md. */
import { afterEach, beforeEach, expect, test } from "vitest";
import { type OrderAction, order } from "#generated/orders/order/index.js";
import { payment } from "#generated/orders/payment/index.js";
import { type Consumers, createSend, type MemoryBroker, openMemoryBroker, startConsumers } from "#messaging";
import { openStore, type Relay, type Store, startRelay } from "#persistence";
import { createPaymentService } from "../../../src/services/orders/payment/service.js";
import { migrations, type PaymentTables, paymentStore } from "../../../src/services/orders/payment/store.js";

const log = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} };
const action: OrderAction = {
  orderId: "ae5e5918-facb-40e5-bbdf-3525cedaaa7e",
  customerId: "123e4567-e89b-12d3-a456-426614174000",
  cardId: "123e4567-e89b-12d3-a456-426614174003",
  itemId: "123e4567-e89b-12d3-a456-426614174002",
  price: "100.00",
};

let broker: MemoryBroker;
let store: Store<PaymentTables>;
let relay: Relay;
let consumers: Consumers;

beforeEach(async () => {
  broker = openMemoryBroker();
  await broker.declare(order.topology);
  store = await openStore<PaymentTables>({ url: ":memory:", migrations });
  relay = startRelay({ store, publish: (message) => broker.publish(message), log });
  consumers = await startConsumers({
    broker,
    contract: payment,
    handlers: (tx) => createPaymentService(paymentStore(tx)),
    unit: store,
    log,
  });
});
afterEach(async () => {
  await consumers.stop();
  await relay.stop();
  await broker.close();
  await store.close();
});

/** What the order application says, through its own generated publisher. */
const asOrder = () => order.publisher(createSend({ broker, appId: order.id }));

test("a charge is answered once, however often it is asked for", async () => {
  await asOrder().payment(action);
  await asOrder().payment(action);
  await expect.poll(() => broker.depth("payment-result-queue")).toBe(1);
  const card = await store.read((db) => paymentStore(db).card(action.cardId));
  expect(card?.charged).toBe("100.00");
});

test("what breaks the contract is refused before it is sent", async () => {
  const sent = asOrder().payment({ ...action, price: "100" });
  await expect(sent).rejects.toMatchObject({ code: "invalid" });
});

test("what a foreign client sends wrong goes to the dead-letter queue", async () => {
  const headers = {};
  const body = Buffer.from("not JSON");
  await broker.publish({ exchange: "", routingKey: "payment-cancellation-queue", body, headers, mandatory: true, persistent: true });
  await expect.poll(() => broker.depth("payment-cancellation-queue.dlq")).toBe(1);
});
