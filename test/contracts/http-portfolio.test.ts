import { randomUUID } from "node:crypto";
import { demoUser } from "../support/portfolio-system.js";
import { describeConformance } from "./http/conformance.js";
import { once, postJson } from "./http/steps.js";

describeConformance({
  group: "portfolio",
  // Portfolio asks users for balances.
  applications: ["portfolio", "users"],
  situations(services) {
    const customer = randomUUID();
    const users = (path: string, body: object) => postJson<{ id: number }>(`${services.url("users")}/api/users${path}`, body);
    const newUser = async () => (await users("", { name: "A user of the tests" })).id;
    /** A user who has moved money both ways. */
    const rich = once(async () => {
      const id = await newUser();
      await users(`/${id}/deposits`, { amount: "100.00", note: "a note", reference: "a reference" });
      await users(`/${id}/withdrawals`, { amount: "0.50" });
      return id;
    });
    /** The portfolio of a customer who bought something and failed to buy something else. */
    const bought = once(async () => {
      const userId = await rich();
      const event = { orderId: randomUUID(), customerId: customer, itemId: "an item", price: "9.99" };
      const at = "2024-02-18T12:00:00Z";
      await services.publish("order-events", "order.completed", { ...event, completedAt: at });
      await services.publish("order-events", "order.failed", { ...event, orderId: randomUUID(), reason: "out of stock", failedAt: at });
      const url = `${services.url("portfolio")}/api/portfolios/${userId}`;
      await services.until(
        () => postJson<{ history: readonly object[] }>(url, { customer_id: customer }),
        ({ history }) => history.length === 3,
      );
      return userId;
    });
    const tooMuch = "9999999999999999.99";
    return {
      "portfolio.refreshPortfolio": {
        200: async () => ({ path: { userId: await bought() }, body: { customer_id: customer } }),
        201: async () => ({ path: { userId: await newUser() } }),
      },
      "portfolio.getPortfolio": { 200: async () => ({ path: { userId: await bought() }, query: { limit: 20 } }) },
      "users.createUser": { 201: () => ({ body: { name: "Somebody" } }) },
      "users.getUser": { 200: () => ({ path: { userId: demoUser.id } }) },
      "users.getBalance": { 200: () => ({ path: { userId: demoUser.id } }) },
      "users.deposit": {
        201: async () => ({ path: { userId: await rich() }, body: { amount: "1.00", note: "a note", reference: "a reference" } }),
        409: async () => ({ path: { userId: await rich() }, body: { amount: tooMuch } }),
      },
      "users.withdraw": {
        201: async () => ({ path: { userId: await rich() }, body: { amount: "1.00" } }),
        409: async () => ({ path: { userId: await rich() }, body: { amount: tooMuch } }),
      },
      "users.listTransactions": { 200: async () => ({ path: { userId: await rich() }, query: { limit: 1 } }) },
    };
  },
});
