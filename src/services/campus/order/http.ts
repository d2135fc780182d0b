import type { operations } from "#generated/campus/order/http.js";
import type { OrderPublisher } from "#generated/campus/order/index.js";
import { answerPage, type HttpHandlers, problem } from "#http";
import { placeOrder } from "./service.js";
import type { OrderStore } from "./store.js";

/** Orders over HTTP: place, read, list. */
export const createOrderApi = (orders: OrderStore, publish: OrderPublisher): HttpHandlers<operations> => ({
  async createOrder({ body }) {
    const order = await placeOrder(orders, publish, body);
    return { status: 201, body: order, headers: { location: `/order/${order.order_id}` } };
  },
  async getOrder({ params }) {
    const order = await orders.find(params.orderId);
    return order === undefined ? { status: 404, body: problem(404, "There is no such order.") } : { status: 200, body: order };
  },
  listOrders: ({ query }) => answerPage(query, orders.newest),
  getHealth: async () => ({ status: 200, body: { status: "up", service: "order" } }),
});
