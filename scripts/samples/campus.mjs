// @ts-check
// The reference's own order, from placed to reserved, to the notification of its user.
import { answerOf } from "../setup/ask.mjs";

const newOrder = {
  user_id: "user_123",
  items: [
    { item_id: "item_1", quantity: 2, price: 10.0 },
    { item_id: "item_2", quantity: 1, price: 15.0 },
  ],
};
const tooMuch = { user_id: "user_123", items: [{ item_id: "item_3", quantity: 6, price: 5.0 }] };

/** @typedef {{ order_id: string, status: string }} Order */
/** @typedef {{ items: { order_id: string, message: string }[] }} Notifications */

/**
 * Asks again until there is an answer.
 * @template T @param {() => Promise<T | undefined>} ask @returns {Promise<T>}
 */
const eventually = async (ask) => {
  for (;;) {
    const answer = await ask();
    if (answer !== undefined) return answer;
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
};

/** @type {import("../setup/samples.mjs").Sample} */
export const sample = {
  title: "Sample campus order",
  async run(urlOf, signal) {
    const [orders, notifications] = [urlOf("campus/order"), urlOf("campus/notification")];
    const headers = { "content-type": "application/json" };
    const init = { method: "POST", headers, body: JSON.stringify(newOrder), signal };
    const { order_id, status: first } = /** @type {Order} */ (await answerOf(`${orders}/order`, init));
    const last = await eventually(async () => {
      const { status } = /** @type {Order} */ (await answerOf(`${orders}/order/${order_id}`, { signal }));
      return status === first ? undefined : status;
    });
    if (last !== "reserved") throw new Error(`The sample order ${order_id} became "${last}".`);
    const message = await eventually(async () => {
      const { items } = /** @type {Notifications} */ (await answerOf(`${notifications}/notifications`, { signal }));
      return items.find((notification) => notification.order_id === order_id)?.message;
    });
    return `${first} → ${last}: "${message}"`;
  },
  commands: (urlOf) => [
    `curl -s -X POST ${urlOf("campus/order")}/order -H 'content-type: application/json' -d '${JSON.stringify(newOrder)}'`,
    `curl -s -X POST ${urlOf("campus/order")}/order -H 'content-type: application/json' -d '${JSON.stringify(tooMuch)}'`,
    `curl -s ${urlOf("campus/inventory")}/inventory`,
    `curl -s "${urlOf("campus/notification")}/notifications?limit=3"`,
  ],
};
