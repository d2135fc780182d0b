import { describeConformance } from "./http/conformance.js";
import { once, postJson } from "./http/steps.js";

describeConformance({
  group: "catalog",
  applications: ["catalog"],
  situations(services) {
    const add = async (name: string) =>
      (await postJson<{ product_id: number }>(`${services.url("catalog")}/api/v1/products`, { name, price: "9.90" })).product_id;
    const added = once(() => add("A product of the tests"));
    /** As many as may be deleted while the database is well. */
    const doomed = once(() => Promise.all(Array.from({ length: 10 }, () => add("A product to be deleted"))));
    const price = { new_price: "12.34" };
    return {
      "catalog.createProduct": { 201: () => ({ body: { name: "A new product", price: "1.00" } }) },
      "catalog.getProduct": { 200: async () => ({ path: { productId: await added() } }) },
      "catalog.updatePrice": { 200: async () => ({ path: { productId: await added() }, body: price }) },
      "catalog.deleteProduct": { 204: async () => ({ path: { productId: (await doomed()).pop() ?? 0 } }) },
      "catalog.getSupplier": { 200: () => ({ path: { productId: 123 } }) },
      "catalog.listProducts": { 200: () => added().then(() => ({ query: { limit: 1 } })) },
      "catalog.getHealth": { 200: () => ({}) },
    };
  },
});
