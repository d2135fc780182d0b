import { inventory } from "#generated/catalog/inventory/index.js";
import { runService } from "#host";
import { createInventoryService } from "./service.js";
import { articleStore, migrations } from "./store.js";

await runService({
  contract: inventory,
  migrations,
  handlers: (tx, { log }) => createInventoryService(articleStore(tx), log),
  env: process.env,
});
