import { inventory } from "#generated/campus/inventory/index.js";
import document from "#generated/campus/inventory/openapi.json" with { type: "json" };
import { runService } from "#host";
import { createInventoryApi } from "./http.js";
import { createInventoryService } from "./service.js";
import { inventoryStore, migrations } from "./store.js";

await runService({
  contract: inventory,
  migrations,
  handlers: (tx) => createInventoryService(inventoryStore(tx)),
  http: { document, port: 5002, api: ({ db }) => createInventoryApi(inventoryStore(db)) },
  env: process.env,
});
