import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { type CatalogPublisher, type CatalogRequester, catalog } from "#generated/catalog/catalog/index.js";
import { sendToMicroservice } from "#generated/catalog/catalog/operations.js";
import { encode, MessagingError, type OutgoingMessage, type Send } from "#messaging";
import { openStore, type Store } from "#persistence";
import { askSupplier, createProduct, deleteProduct, updatePrice } from "../../../src/services/catalog/catalog/service.js";
import { type CatalogStore, type CatalogTables, catalogStore, migrations } from "../../../src/services/catalog/catalog/store.js";

let store: Store<CatalogTables>;
beforeEach(async () => {
  store = await openStore<CatalogTables>({ url: ":memory:", migrations });
});
afterEach(() => store.close());

/** One unit of work, and what it leaves in the outbox. */
async function change<R>(work: (products: CatalogStore, publish: CatalogPublisher) => Promise<R>) {
  const sent: OutgoingMessage[] = [];
  const send: Send = async (operation, name, payload, request) =>
    void sent.push(encode(operation, name, payload, request, { appId: catalog.id }));
  const outcome = await store.perform({ run: ({ tx }) => work(catalogStore(tx), catalog.publisher(send)) });
  if (outcome.status === "duplicate") throw new Error("no inbox key, no duplicate");
  return {
    result: outcome.result,
    sent: sent.map(({ routingKey, priority, body }) => ({ queue: routingKey, priority, ...(JSON.parse(body.toString()) as object) })),
  };
}

const orders = "http://localhost:8002/api/v1/orders";
const stock = "http://localhost:8003/api/v1/inventory";

test("a changed price is told to ordering, with high urgency, as the reference writes it", async () => {
  const { result, sent } = await change((products, publish) => updatePrice(products, publish, 123, "99.99"));
  expect(result).toMatchObject({ product_id: 123, price: "99.99" });
  expect(sent).toEqual([
    {
      queue: "queue_localhost_8002_api_v1_orders",
      priority: 8,
      from_service: "catalog-service",
      to_service: orders,
      method: "POST",
      payload: { event: "product.price_changed", product_id: 123, new_price: 99.99, timestamp: result?.changed_at },
      urgency: "high",
      timestamp: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/),
    },
  ]);
});

test("a price that the product has already is told to nobody", async () => {
  expect(await change((products, publish) => updatePrice(products, publish, 123, "129.00"))).toMatchObject({ sent: [] });
});

test("a new product is told to inventory, with medium urgency", async () => {
  const { result, sent } = await change((products, publish) => createProduct(products, publish, { name: "Tamper", price: "12.50" }));
  expect(result.product_id).toBe(124);
  expect(sent).toMatchObject([
    { queue: "queue_localhost_8003_api_v1_inventory", priority: 5, to_service: stock, method: "POST", urgency: "medium" },
  ]);
  expect(sent[0]).toMatchObject({ payload: { event: "product.created", product_id: 124, product_data: { name: "Tamper", price: 12.5 } } });
});

test("a deleted product is told to all who keep it, with critical urgency", async () => {
  const { result, sent } = await change((products, publish) => deleteProduct(products, publish, 123));
  expect(result).toBe(true);
  const told = { priority: 10, method: "DELETE", payload: { event: "product.deleted", product_id: 123 }, urgency: "critical" };
  expect(sent).toMatchObject([
    { queue: "queue_localhost_8002_api_v1_orders", to_service: orders, ...told },
    { queue: "queue_localhost_8003_api_v1_inventory", to_service: stock, ...told },
  ]);
});

test("of a product that there is not, nobody is told anything", async () => {
  expect(await change((products, publish) => updatePrice(products, publish, 999, "1.00"))).toEqual({ result: undefined, sent: [] });
  expect(await change((products, publish) => deleteProduct(products, publish, 999))).toEqual({ result: false, sent: [] });
});

test("a change that cannot be told is not made", async () => {
  const failing = catalog.publisher(() => Promise.reject(new MessagingError("invalid", "refused on purpose")));
  const work = (change: (products: CatalogStore) => Promise<unknown>) => store.perform({ run: ({ tx }) => change(catalogStore(tx)) });
  await expect(work((products) => updatePrice(products, failing, 123, "1.00"))).rejects.toThrow("refused on purpose");
  await expect(work((products) => deleteProduct(products, failing, 122))).rejects.toThrow("refused on purpose");
  await expect(work((products) => createProduct(products, failing, { name: "A", price: "1.00" }))).rejects.toThrow("refused on purpose");
  const all = await store.read((db) => catalogStore(db).newest({ limit: 10 }));
  expect(all.map(({ item: { product_id, price } }) => [product_id, price])).toEqual([
    [123, "129.00"],
    [122, "19.50"],
    [121, "89.90"],
  ]);
});

test("the id of a deleted product is never given again", async () => {
  const add = async () =>
    (await change((products, publish) => createProduct(products, publish, { name: "A", price: "1.00" }))).result.product_id;
  const first = await add();
  await change((products, publish) => deleteProduct(products, publish, first));
  expect(await add()).toBe(first + 1);
});

test.each(["0.00", "0.07", "99.99", "1234567890.12", "9999999999.99"])(
  "a price of %s is written on the wire with the same digits",
  async (price) => {
    const { sent } = await change((products, publish) => updatePrice(products, publish, 122, price));
    const { payload } = sent[0] as unknown as { payload: { new_price: number } };
    expect(payload.new_price.toFixed(2)).toBe(price);
  },
);

describe("a supplier question", () => {
  const answering = (answer: Awaited<ReturnType<CatalogRequester["askMicroservice"]>>): CatalogRequester => ({
    askMicroservice: async () => answer,
  });
  const supplier = { name: "Alpine Appliances", email: "orders@alpine.example", lead_time_days: 5 };
  const signal = new AbortController().signal;

  test("is answered with the supplier, or with nobody", async () => {
    expect(await askSupplier(answering({ product_id: 123, found: true, supplier }), 123, signal)).toEqual(supplier);
    expect(await askSupplier(answering({ product_id: 122, found: false }), 122, signal)).toBeUndefined();
  });

  test("rejects where no answer comes", async () => {
    const silent: CatalogRequester = { askMicroservice: () => Promise.reject(new MessagingError("timeout", "no answer")) };
    await expect(askSupplier(silent, 123, signal)).rejects.toThrow("no answer");
  });
});

/** The reference's rule, which the documents write out. */
const queueOf = (url: string): string => `queue_${url.replace(/^[a-z]+:\/\//, "").replaceAll(/[^\w-]/g, "_")}`;

test("the queues are named by the reference's rule", () => {
  expect(queueOf(orders)).toBe("queue_localhost_8002_api_v1_orders");
  expect(queueOf("http://order-service/api/v1")).toBe("queue_order-service_api_v1");
  const [target] = sendToMicroservice.parameters;
  const named = Object.entries(target?.values ?? {}).map(([url, text]) => [url, sendToMicroservice.routingKey.replace("{target}", text)]);
  expect(named).toEqual([orders, stock].map((url) => [url, queueOf(url)]));
});
