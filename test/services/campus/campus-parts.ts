/** The three applications as their `main.ts` wires them. */
import { inventory } from "#generated/campus/inventory/index.js";
import inventoryDocument from "#generated/campus/inventory/openapi.json" with { type: "json" };
import { notification } from "#generated/campus/notification/index.js";
import notificationDocument from "#generated/campus/notification/openapi.json" with { type: "json" };
import { order } from "#generated/campus/order/index.js";
import orderDocument from "#generated/campus/order/openapi.json" with { type: "json" };
import { createInventoryApi } from "../../../src/services/campus/inventory/http.js";
import { createInventoryService } from "../../../src/services/campus/inventory/service.js";
import * as inventoryTables from "../../../src/services/campus/inventory/store.js";
import { createNotificationApi } from "../../../src/services/campus/notification/http.js";
import { createNotificationService } from "../../../src/services/campus/notification/service.js";
import * as notificationTables from "../../../src/services/campus/notification/store.js";
import { createOrderApi } from "../../../src/services/campus/order/http.js";
import { createOrderService } from "../../../src/services/campus/order/service.js";
import * as orderTables from "../../../src/services/campus/order/store.js";
import type { Part } from "./campus-stage.js";

type PartOf<Tables, Contract> = Contract extends {
  publisher: (send: never) => infer Publisher;
  routes: (handlers: infer Handlers) => unknown;
}
  ? Part<Tables, Handlers, Publisher>
  : never;

export const orderPart: PartOf<orderTables.OrderTables, typeof order> = {
  contract: order,
  document: orderDocument,
  migrations: orderTables.migrations,
  handlers: (db) => createOrderService(orderTables.orderStore(db)),
  api: (db, publish) => createOrderApi(orderTables.orderStore(db), publish),
};

export const inventoryPart: PartOf<inventoryTables.InventoryTables, typeof inventory> = {
  contract: inventory,
  document: inventoryDocument,
  migrations: inventoryTables.migrations,
  handlers: (db) => createInventoryService(inventoryTables.inventoryStore(db)),
  api: (db) => createInventoryApi(inventoryTables.inventoryStore(db)),
};

/** `info`: gets the log's lines. */
export const notificationPart = (
  info: (fields: object, line: string) => void,
): PartOf<notificationTables.NotificationTables, typeof notification> => ({
  contract: notification,
  document: notificationDocument,
  migrations: notificationTables.migrations,
  handlers: (db) => createNotificationService(notificationTables.notificationStore(db), { info }),
  api: (db) => createNotificationApi(notificationTables.notificationStore(db)),
});
