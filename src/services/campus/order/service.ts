import { randomInt } from "node:crypto";
import type { OrderHandlers, OrderPublisher } from "#generated/campus/order/index.js";
import type { Order, OrderStore } from "./store.js";

/** Takes a new order and tells of it. */
export async function placeOrder(orders: OrderStore, publish: OrderPublisher, wanted: Pick<Order, "user_id" | "items">): Promise<Order> {
  const created_at = new Date().toISOString();
  const order: Order = { order_id: await freeId(orders, created_at), ...wanted, status: "placed", created_at };
  await orders.add(order);
  await publish.orderPlaced({ order_id: order.order_id, ...wanted, timestamp: created_at });
  return order;
}

/** `ORD-`, the day, and eight random letters and digits: looked up in the order's transaction, so no two orders share one. */
async function freeId(orders: OrderStore, at: string): Promise<string> {
  const id = `ORD-${at.slice(0, 10).replaceAll("-", "")}-${randomInt(36 ** 8)
    .toString(36)
    .padStart(8, "0")}`;
  return (await orders.find(id)) === undefined ? id : freeId(orders, at);
}

/** Follows what the inventory decides. The first outcome stands; outcomes of orders that others placed are none of this application's business. */
export const createOrderService = (orders: OrderStore): OrderHandlers => ({
  onInventoryOutcome({ name, payload }) {
    return orders.settle(
      payload.order_id,
      name === "InventoryReserved" ? { status: "reserved" } : { status: "failed", reason: payload.reason },
    );
  },
});
