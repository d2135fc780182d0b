import { sample, tooMuch } from "../e2e/campus/campus-stage.js";
import { describeConformance } from "./http/conformance.js";
import { once, postJson } from "./http/steps.js";

describeConformance({
  group: "campus",
  applications: ["order", "inventory", "notification"],
  situations(services) {
    const decided = async (order: object): Promise<string> => {
      const { order_id } = await postJson<{ order_id: string }>(`${services.url("order")}/order`, order);
      const read = async () => (await (await fetch(`${services.url("order")}/order/${order_id}`)).json()) as { status: string };
      await services.until(read, ({ status }) => status !== "placed");
      return order_id;
    };
    /** One order that was reserved and one that failed; gives the latter. */
    const failed = once(async () => {
      await decided(sample);
      return decided(tooMuch);
    });
    return {
      "order.createOrder": { 201: () => ({ body: { ...sample, items: [...sample.items] } as never }) },
      "order.getOrder": { 200: async () => ({ path: { orderId: await failed() } }) },
      "order.listOrders": { 200: () => failed().then(() => ({ query: { limit: 1 } })) },
      "order.getHealth": { 200: () => ({}) },
      "inventory.listInventory": { 200: () => ({}) },
      "inventory.getHealth": { 200: () => ({}) },
      "notification.listNotifications": { 200: () => failed().then(() => ({})) },
      "notification.getHealth": { 200: () => ({}) },
    };
  },
});
