import { ordering } from "#generated/catalog/ordering/index.js";
import { runService } from "#host";
import { createOrderingService } from "./service.js";
import { migrations, priceList } from "./store.js";

await runService({
  contract: ordering,
  migrations,
  handlers: (tx, { log }) => createOrderingService(priceList(tx), log),
  env: process.env,
});
