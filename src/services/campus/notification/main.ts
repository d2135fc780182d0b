import { notification } from "#generated/campus/notification/index.js";
import document from "#generated/campus/notification/openapi.json" with { type: "json" };
import { runService } from "#host";
import { createNotificationApi } from "./http.js";
import { createNotificationService } from "./service.js";
import { migrations, notificationStore } from "./store.js";

await runService({
  contract: notification,
  migrations,
  handlers: (tx, { log }) => createNotificationService(notificationStore(tx), log),
  http: { document, port: 5003, api: ({ db }) => createNotificationApi(notificationStore(db)) },
  env: process.env,
});
