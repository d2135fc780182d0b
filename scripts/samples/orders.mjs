// @ts-check
// One order through the saga: the reference's own sample body, from pending to completed.

export const newOrder = {
  customerId: "123e4567-e89b-12d3-a456-426614174000",
  cardId: "123e4567-e89b-12d3-a456-426614174003",
  itemId: "123e4567-e89b-12d3-a456-426614174002",
  price: 100,
};

/** @type {import("../setup/samples.mjs").Sample} */
export const sample = {
  title: "Sample order",
  async run(urlOf, signal) {
    const orders = `${urlOf("orders/order")}/orders`;
    const headers = { "content-type": "application/json" };
    const created = await fetch(orders, { method: "POST", headers, body: JSON.stringify(newOrder), signal });
    if (created.status !== 201) throw new Error(`POST ${orders} answered ${created.status}: ${await created.text()}`);
    let order = /** @type {{ id: string, status: string }} */ (await created.json());
    const statuses = [order.status];
    while (order.status === "pending") {
      await new Promise((resolve) => setTimeout(resolve, 25));
      order = /** @type {{ id: string, status: string }} */ (await (await fetch(`${orders}/${order.id}`, { signal })).json());
    }
    statuses.push(order.status);
    if (order.status !== "completed") throw new Error(`The sample order ${order.id} became "${order.status}".`);
    return statuses.join(" → ");
  },
  commands: (urlOf) => [
    `curl -s ${urlOf("orders/order")}/orders -H 'content-type: application/json' -d '${JSON.stringify(newOrder)}'`,
    `curl -s "${urlOf("orders/order")}/orders?limit=3"`,
  ],
};
