import Big from "big.js";
import type { CatalogPublisher, CatalogRequester, Supplier } from "#generated/catalog/catalog/index.js";
import type { CatalogStore, Product } from "./store.js";

const ordering = "http://localhost:8002/api/v1/orders";
const inventory = "http://localhost:8003/api/v1/inventory";
const suppliers = "http://localhost:8004/api/v1/suppliers";

/** Adds a product. Inventory will have to keep it. */
export async function createProduct(
  store: CatalogStore,
  publish: CatalogPublisher,
  wanted: Pick<Product, "name" | "price">,
): Promise<Product> {
  const product = await store.add({ ...wanted, changed_at: new Date().toISOString() });
  const { product_id, name, price, changed_at } = product;
  await publish.sendToMicroservice({
    toService: inventory,
    method: "POST",
    message: { event: "product.created", product_id, product_data: { name, price: amount(price) }, timestamp: changed_at },
    urgency: "medium",
  });
  return product;
}

/** Gives a product another price, which orders are charged by from then on. The price that it has already is no news. */
export async function updatePrice(store: CatalogStore, publish: CatalogPublisher, id: number, price: string): Promise<Product | undefined> {
  const known = await store.find(id);
  if (known === undefined || known.price === price) return known;
  const product = { ...known, price, changed_at: new Date().toISOString() };
  await store.save(product);
  await publish.sendToMicroservice({
    toService: ordering,
    method: "POST",
    message: { event: "product.price_changed", product_id: id, new_price: amount(price), timestamp: product.changed_at },
    urgency: "high",
  });
  return product;
}

/** Takes a product out. Nobody may order it, and nobody has to keep it any more. False: there is no such product. */
export async function deleteProduct(store: CatalogStore, publish: CatalogPublisher, id: number): Promise<boolean> {
  if ((await store.find(id)) === undefined) return false;
  await store.remove(id);
  const timestamp = new Date().toISOString();
  for (const toService of [ordering, inventory] as const) {
    await publish.sendToMicroservice({
      toService,
      method: "DELETE",
      message: { event: "product.deleted", product_id: id, timestamp },
      urgency: "critical",
    });
  }
  return true;
}

/** Asks who supplies a product; undefined where nobody does. Rejects where no answer comes. */
export async function askSupplier(requester: CatalogRequester, id: number, signal: AbortSignal): Promise<Supplier | undefined> {
  const answer = await requester.askMicroservice(
    { toService: suppliers, method: "GET", message: { action: "get_supplier_info", product_id: id }, urgency: "low" },
    { signal },
  );
  return answer.found ? answer.supplier : undefined;
}

/** The wire has prices as numbers: one of at most twelve digits is written in JSON as it stands here. */
const amount = (price: string): number => new Big(price).toNumber();
