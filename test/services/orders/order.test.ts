import { afterEach, beforeEach, expect, test } from "vitest";
import { order } from "#generated/orders/order/index.js";
import { createOrderService } from "../../../src/services/orders/order/service.js";
import { migrations, type Order, type OrderTables, orderStore } from "../../../src/services/orders/order/store.js";
import { type ServiceUnderTest, serviceUnderTest } from "../../support/service-under-test.js";

const orderId = "ae5e5918-facb-40e5-bbdf-3525cedaaa7e";
const action = {
  orderId,
  customerId: "123e4567-e89b-12d3-a456-426614174000",
  cardId: "123e4567-e89b-12d3-a456-426614174003",
  itemId: "123e4567-e89b-12d3-a456-426614174002",
  price: "100.00",
};

let service: ServiceUnderTest<OrderTables>;
beforeEach(async () => {
  const { orderId: id, ...rest } = action;
  const seed: Order = { id, ...rest, stage: "reserving" };
  const seeded = { ...migrations, "900_test_order": { up: (db: Parameters<typeof orderStore>[0]) => orderStore(db).add(seed) } };
  service = await serviceUnderTest({ contract: order, migrations: seeded, handlers: (tx) => createOrderService(orderStore(tx)) });
});
afterEach(() => service.close());

const found = () => service.read((db) => orderStore(db).find(orderId));

test("a reservation that was made leads to the charge, with all of the order's facts", async () => {
  expect(await service.receive("productReservationResult", { orderId, status: "reserved" })).toEqual([
    { operation: "payment", payload: action },
  ]);
  expect((await found())?.stage).toBe("paying");
});

test("a charge that was made completes the order and tells so", async () => {
  await service.receive("productReservationResult", { orderId, status: "reserved" });
  const { cardId: _, ...event } = action;
  const completed = { operation: "orderCompleted", payload: { ...event, completedAt: expect.any(String) } };
  expect(await service.receive("paymentResult", { orderId, status: "charged" })).toEqual([completed]);
});

test("a declined charge gives the reservation back and tells why the order failed", async () => {
  await service.receive("productReservationResult", { orderId, status: "reserved" });
  const told = await service.receive("paymentResult", { orderId, status: "declined", reason: "card_blocked" });
  expect(told.map(({ operation }) => operation)).toEqual(["productCancellation", "orderFailed"]);
  expect(await found()).toMatchObject({ stage: "failed", reason: "the card was declined" });
});

test("an expired reservation fails the order", async () => {
  const told = await service.receive("productReservationExpired", action);
  expect(told.map(({ operation }) => operation)).toEqual(["orderFailed"]);
});

test("an answer for an order that does not exist is rejected for good", async () => {
  const unknown = "0b9bd6a4-4df5-4a36-a9a5-7a7d1bd5b1f0";
  await expect(service.receive("paymentResult", { orderId: unknown, status: "charged" })).rejects.toMatchObject({ code: "rejected" });
});
