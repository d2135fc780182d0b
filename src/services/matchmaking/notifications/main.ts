import { notifications } from "#generated/matchmaking/notifications/index.js";
import document from "#generated/matchmaking/notifications/openapi.json" with { type: "json" };
import { runService } from "#host";
import { createLiveApi, createNotificationsApi } from "./http.js";
import { createNotificationsService, showOverdue } from "./service.js";
import { notificationStore } from "./store.js";
import { migrations } from "./tables.js";

await runService({
  contract: notifications,
  migrations,
  handlers: (tx) => createNotificationsService(notificationStore(tx)),
  http: {
    document,
    port: 8006,
    api: ({ db }) => createNotificationsApi(notificationStore(db)),
    outside: ({ read }) => createLiveApi((query) => read((db) => query(notificationStore(db)))),
  },
  regular: { everyMs: 5_000, work: ({ db }) => showOverdue(notificationStore(db)) },
  env: process.env,
});
