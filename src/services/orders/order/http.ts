import Big from "big.js";
import type { components, operations } from "#generated/orders/order/http.js";
import type { OrderPublisher } from "#generated/orders/order/index.js";
import { cursorOf, type HttpHandlers, positionOf, problem, refused, unknownCursor } from "#http";
import { placeOrder } from "./service.js";
import type { Order, OrderStore } from "./store.js";

/** Orders over HTTP: place, read, list. */
export const createOrderApi = (orders: OrderStore, publish: OrderPublisher): HttpHandlers<operations> => ({
  async createOrder({ body: { customerId, cardId, itemId, price } }) {
    const amount = new Big(price);
    if (!amount.round(2).eq(amount)) {
      return { status: 400, body: refused(400, [{ field: "/price", message: "has more than two decimal places" }]) };
    }
    const ids = { customerId: canonical(customerId), cardId: canonical(cardId), itemId: canonical(itemId) };
    const order = await placeOrder(orders, publish, { ...ids, price: amount.toFixed(2) });
    return { status: 201, body: toBody(order), headers: { location: `/orders/${order.id}` } };
  },

  async getOrder({ params }) {
    const order = await orders.find(canonical(params.id));
    return order === undefined ? { status: 404, body: problem(404, "There is no such order.") } : { status: 200, body: toBody(order) };
  },

  async listOrders({ query: { limit = 20, cursor, customerId } }) {
    const before = cursor === undefined ? undefined : positionOf(cursor);
    if (before === null) return unknownCursor();
    const page = await orders.page({
      limit,
      ...(before === undefined ? {} : { before }),
      ...(customerId === undefined ? {} : { customerId: canonical(customerId) }),
    });
    const nextCursor = page.next === undefined ? {} : { nextCursor: cursorOf(page.next) };
    return { status: 200, body: { items: page.orders.map(toBody), ...nextCursor } };
  },
});

/** One spelling of a UUID: RFC 9562 reads digits of either case, and as a URN. */
const canonical = (id: string): string => id.toLowerCase().replace(/^urn:uuid:/, "");

function toBody({ id, customerId, cardId, itemId, price, stage, reason }: Order): components["schemas"]["Order"] {
  const status = stage === "completed" || stage === "failed" ? stage : "pending";
  const message = `Order is ${status}${reason === undefined ? "" : `: ${reason}`}`;
  return { id, customerId, cardId, itemId, price: Number(price), status, message };
}
