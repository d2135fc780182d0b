import { afterEach, beforeEach, expect, test } from "vitest";
import { type CatalogRequester, catalog } from "#generated/catalog/catalog/index.js";
import { suppliers } from "#generated/catalog/suppliers/index.js";
import {
  type Consumers,
  directUnitOfWork,
  type MemoryBroker,
  openMemoryBroker,
  type Requests,
  startConsumers,
  startRequests,
} from "#messaging";
import { openStore, type Store } from "#persistence";
import { createSuppliersService } from "../../../src/services/catalog/suppliers/service.js";
import { migrations, type SuppliersTables, supplyStore } from "../../../src/services/catalog/suppliers/store.js";

const quiet = () => undefined;
const log = { debug: quiet, info: quiet, warn: quiet, error: quiet };

let broker: MemoryBroker;
let store: Store<SuppliersTables>;
let consumers: Consumers;
let requests: Requests;
let requester: CatalogRequester;
beforeEach(async () => {
  broker = openMemoryBroker();
  store = await openStore<SuppliersTables>({ url: ":memory:", migrations });
  const unit = directUnitOfWork(broker, await store.read(async (db) => db));
  consumers = await startConsumers({ broker, contract: suppliers, handlers: (db) => createSuppliersService(supplyStore(db)), unit, log });
  requests = startRequests({ broker, contract: catalog, instance: "0123456789abcdef", log });
  await requests.ready;
  requester = catalog.requester(requests.ask);
});
afterEach(async () => {
  await requests.stop({ graceMs: 0 });
  await consumers.stop({ graceMs: 0 });
  await broker.close();
  await store.close();
});

const ask = (product_id: number) =>
  requester.askMicroservice({
    toService: "http://localhost:8004/api/v1/suppliers",
    method: "GET",
    message: { action: "get_supplier_info", product_id },
    urgency: "low",
  });

test("who supplies a product is answered", async () => {
  const supplier = { name: "Alpine Appliances", email: "orders@alpine.example", lead_time_days: 5 };
  expect(await ask(123)).toEqual({ product_id: 123, found: true, supplier });
});

test("that nobody supplies a product is an answer too", async () => {
  expect(await ask(122)).toEqual({ product_id: 122, found: false });
});

test("many questions at once each get their own answer", async () => {
  const answers = await Promise.all(Array.from({ length: 50 }, (_, n) => ask(100 + n)));
  expect(answers.map(({ product_id, found }) => [product_id, found])).toEqual(
    Array.from({ length: 50 }, (_, n) => [100 + n, [121, 123].includes(100 + n)]),
  );
});
