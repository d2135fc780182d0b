import { suppliers } from "#generated/catalog/suppliers/index.js";
import { runService } from "#host";
import { createSuppliersService } from "./service.js";
import { migrations, supplyStore } from "./store.js";

await runService({
  contract: suppliers,
  migrations,
  handlers: (db) => createSuppliersService(supplyStore(db)),
  env: process.env,
});
