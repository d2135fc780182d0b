import { catalog } from "#generated/catalog/catalog/index.js";
import document from "#generated/catalog/catalog/openapi.json" with { type: "json" };
import { runService } from "#host";
import { createCatalogApi, createSupplierApi } from "./http.js";
import { catalogStore, migrations } from "./store.js";

await runService({
  contract: catalog,
  migrations,
  handlers: () => ({}),
  http: {
    document,
    port: 8000,
    api: ({ db, publish }) => createCatalogApi(catalogStore(db), publish),
    outside: ({ requester, read }) => createSupplierApi({ requester, find: (id) => read((db) => catalogStore(db).find(id)) }),
  },
  env: process.env,
});
