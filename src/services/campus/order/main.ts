import { order } from "#generated/campus/order/index.js";
import document from "#generated/campus/order/openapi.json" with { type: "json" };
import { runService } from "#host";
import { createOrderApi } from "./http.js";
import { createOrderService } from "./service.js";
import { migrations, orderStore } from "./store.js";

await runService({
  contract: order,
  migrations,
  handlers: (tx) => createOrderService(orderStore(tx)),
  http: { document, port: 5001, api: ({ db, publish }) => createOrderApi(orderStore(db), publish) },
  env: process.env,
});
