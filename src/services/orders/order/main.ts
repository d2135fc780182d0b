import { order } from "#generated/orders/order/index.js";
import document from "#generated/orders/order/openapi.json" with { type: "json" };
import { runService } from "#host";
import { createOrderApi } from "./http.js";
import { createOrderService } from "./service.js";
import { migrations, orderStore } from "./store.js";

await runService({
  contract: order,
  migrations,
  handlers: (tx) => createOrderService(orderStore(tx)),
  http: { document, port: 8080, api: ({ db, publish }) => createOrderApi(orderStore(db), publish) },
  env: process.env,
});
