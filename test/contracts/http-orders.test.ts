import { sample } from "../support/orders-system.js";
import { describeConformance } from "./http/conformance.js";
import { once, postJson } from "./http/steps.js";

describeConformance({
  group: "orders",
  applications: ["order", "payment", "product"],
  situations(services) {
    /** An order that went through: it has a charge and a reservation. */
    const completed = once(async () => {
      const { id } = await postJson<{ id: string }>(`${services.url("order")}/orders`, sample);
      const order = async (): Promise<{ status: string }> => (await (await fetch(`${services.url("order")}/orders/${id}`)).json()) as never;
      await services.until(order, ({ status }) => status === "completed");
      return id;
    });
    return {
      "order.createOrder": { 201: () => ({ body: sample }) },
      "order.listOrders": {
        200: async () => ({ query: { customerId: sample.customerId, limit: (await completed()).length > 0 ? 1 : 0 } }),
      },
      "order.getOrder": { 200: async () => ({ path: { id: await completed() } }) },
      "payment.listCards": { 200: () => ({}) },
      "payment.getCard": { 200: () => ({ path: { id: sample.cardId } }) },
      "payment.getCharge": { 200: async () => ({ path: { orderId: await completed() } }) },
      "product.listProducts": { 200: () => ({}) },
      "product.getProduct": { 200: () => ({ path: { id: sample.itemId } }) },
      "product.getReservation": { 200: async () => ({ path: { orderId: await completed() } }) },
    };
  },
});
