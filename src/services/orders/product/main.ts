import { product } from "#generated/orders/product/index.js";
import document from "#generated/orders/product/openapi.json" with { type: "json" };
import { runService } from "#host";
import { createProductApi } from "./http.js";
import { createProductService } from "./service.js";
import { migrations, productStore } from "./store.js";

await runService({
  contract: product,
  migrations,
  handlers: (tx) => createProductService(productStore(tx)),
  http: { document, port: 8081, api: ({ db }) => createProductApi(productStore(db)) },
  env: process.env,
});
