import { payment } from "#generated/orders/payment/index.js";
import document from "#generated/orders/payment/openapi.json" with { type: "json" };
import { runService } from "#host";
import { createPaymentApi } from "./http.js";
import { createPaymentService } from "./service.js";
import { migrations, paymentStore } from "./store.js";

await runService({
  contract: payment,
  migrations,
  handlers: (tx) => createPaymentService(paymentStore(tx)),
  http: { document, port: 8082, api: ({ db }) => createPaymentApi(paymentStore(db)) },
  env: process.env,
});
