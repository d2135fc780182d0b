// @ts-check
// The reference's first and third examples: a price change that ordering is told, and the question who supplies the product.
import { setTimeout as pause } from "node:timers/promises";
import { answerOf } from "../setup/ask.mjs";

/** @typedef {{ price: string }} Product */
/** @typedef {{ name: string, lead_time_days: number }} Supplier */

const path = "/api/v1/products/123";
const headers = { "content-type": "application/json" };

/** Messages that ordering has handled. @param {string} url @param {AbortSignal} signal */
const handledBy = async (url, signal) => {
  const text = await (await fetch(`${url}/metrics`, { signal })).text();
  return Number(/^warren_consumed_total\{operation="serviceMessage",outcome="done"\} (\d+)$/m.exec(text)?.[1] ?? 0);
};

/** @type {import("../setup/samples.mjs").Sample} */
export const sample = {
  title: "Sample price change",
  async run(urlOf, signal) {
    const [catalog, ordering] = [urlOf("catalog/catalog"), urlOf("catalog/ordering")];
    const { price: old } = /** @type {Product} */ (await answerOf(`${catalog}${path}`, { signal }));
    const before = await handledBy(ordering, signal);
    const body = JSON.stringify({ new_price: old === "99.99" ? "89.99" : "99.99" });
    const { price } = /** @type {Product} */ (await answerOf(`${catalog}${path}/price`, { method: "PUT", headers, body, signal }));
    while ((await handledBy(ordering, signal)) === before) await pause(25, undefined, { signal });
    const { name } = /** @type {Supplier} */ (await answerOf(`${catalog}${path}/supplier`, { signal }));
    return `product 123 from ${old} to ${price}, ordering has been told; it is supplied by ${name}`;
  },
  commands: (urlOf) => [
    `curl -s -X PUT ${urlOf("catalog/catalog")}${path}/price -H 'content-type: application/json' -d '{"new_price":"79.90"}'`,
    `curl -s ${urlOf("catalog/catalog")}${path}/supplier`,
    `curl -s ${urlOf("catalog/catalog")}/health/messaging`,
  ],
};
