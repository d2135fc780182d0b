import type { Transaction } from "kysely";
import { afterEach, beforeEach, expect, test } from "vitest";
import { inventory } from "#generated/catalog/inventory/index.js";
import { createInventoryService } from "../../../src/services/catalog/inventory/service.js";
import { articleStore, type InventoryTables, migrations } from "../../../src/services/catalog/inventory/store.js";
import { type ServiceUnderTest, serviceUnderTest } from "../../support/service-under-test.js";
import { costs, fresh, gone, told } from "./envelope.js";

let service: ServiceUnderTest<InventoryTables>;
beforeEach(async () => {
  service = await serviceUnderTest({
    contract: inventory,
    migrations,
    handlers: (tx: Transaction<InventoryTables>) => createInventoryService(articleStore(tx), { info: () => undefined }),
  });
});
afterEach(() => service.close());

const hear = (message: object) => service.receive("serviceMessage", message);
const article = (product: number) => service.read((db) => articleStore(db).find(product));

test("a new product is kept, without a unit yet", async () => {
  await hear(told(fresh(7, "Tamper")));
  expect(await article(7)).toEqual({ product_id: 7, name: "Tamper", units: 0, state: "kept" });
});

test("a product that is there already keeps its units", async () => {
  await hear(told(fresh(123, "Another name")));
  expect(await article(123)).toMatchObject({ name: "Espresso machine", units: 10 });
});

test("a deleted product is discontinued, and its units are still there to be sold off", async () => {
  await hear(told(gone(123)));
  expect(await article(123)).toMatchObject({ units: 10, state: "discontinued" });
});

test("a product whose end overtakes its beginning is never kept", async () => {
  await hear(told(gone(7)));
  await hear(told(fresh(7, "Tamper")));
  expect(await article(7)).toMatchObject({ name: null, state: "discontinued" });
});

test("prices are none of its business", async () => {
  await hear(told(costs(7, 1)));
  expect(await article(7)).toBeUndefined();
});
