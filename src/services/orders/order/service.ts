import { randomUUID } from "node:crypto";
import type { OrderHandlers, OrderPublisher } from "#generated/orders/order/index.js";
import { MessagingError } from "#messaging";
import { advance, begin, type Command, type OrderEvent } from "./saga.js";
import type { Order, OrderStore } from "./store.js";

export type NewOrder = Omit<Order, "id" | "stage" | "reason">;

/** Takes a new order and asks for its reservation. */
export async function placeOrder(orders: OrderStore, publish: OrderPublisher, wanted: NewOrder): Promise<Order> {
  const { state, commands } = begin();
  const order: Order = { ...wanted, id: randomUUID(), ...state };
  await orders.add(order);
  await tell(publish, order, commands);
  return order;
}

/** Steers orders by what product and payment answer, or fail to answer. */
export const createOrderService = (orders: OrderStore): OrderHandlers => ({
  onProductReservationResult: ({ payload }, { publish }) =>
    step(orders, publish, payload.orderId, { type: "reservation", result: payload }),
  onProductReservationExpired: ({ payload }, { publish }) => step(orders, publish, payload.orderId, { type: "reservationExpired" }),
  onPaymentResult: ({ payload }, { publish }) => step(orders, publish, payload.orderId, { type: "payment", result: payload }),
  onPaymentExpired: ({ payload }, { publish }) => step(orders, publish, payload.orderId, { type: "paymentExpired" }),
});

async function step(orders: OrderStore, publish: OrderPublisher, orderId: string, event: OrderEvent): Promise<void> {
  const order = await orders.find(orderId);
  if (order === undefined) throw new MessagingError("rejected", `There is no order ${orderId}.`);
  const { state, commands } = advance(order, event);
  if (state.stage !== order.stage) await orders.saveState(orderId, state);
  await tell(publish, { ...order, ...state }, commands);
}

async function tell(
  publish: OrderPublisher,
  { id: orderId, stage: _, reason, ...order }: Order,
  commands: readonly Command[],
): Promise<void> {
  const { customerId, itemId, price } = order;
  for (const command of commands) {
    if (command === "orderCompleted")
      await publish.orderCompleted({ orderId, customerId, itemId, price, completedAt: new Date().toISOString() });
    else if (command === "orderFailed")
      await publish.orderFailed({ orderId, customerId, itemId, price, reason: reason ?? "unknown", failedAt: new Date().toISOString() });
    else await publish[command]({ orderId, ...order });
  }
}
