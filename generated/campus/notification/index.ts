// Generated from asyncapi/campus/notification.yaml. Do not edit; run `npm run generate`.
import type { ApplicationContract, HandlerContext, Received } from "#messaging";
import { route } from "#messaging";
import type { InventoryFailed, InventoryReserved } from "./messages.js";
import { inventoryFailed, inventoryReserved } from "./operations.js";
import { topology } from "./topology.js";

/** What Notification receives. */
export interface NotificationHandlers {
  /**
   * Queue `inventory_reserved`.
   * Tell the user that the order is reserved.
   */
  onInventoryReserved(message: Received<"InventoryReserved", InventoryReserved>, context: HandlerContext<NotificationPublisher>): Promise<void>;
  /**
   * Queue `inventory_failed`.
   * Tell the user why the order failed.
   */
  onInventoryFailed(message: Received<"InventoryFailed", InventoryFailed>, context: HandlerContext<NotificationPublisher>): Promise<void>;
}

/** What Notification sends. */
export type NotificationPublisher = Record<never, never>;

/**
 * Notification
 * Tells users what became of their orders.
 */
export const notification: ApplicationContract<NotificationHandlers, NotificationPublisher> = {
  id: "campus/notification",
  title: "Notification",
  version: "1.0.0",
  topology,
  sends: [],
  requests: [],
  receives: [inventoryReserved, inventoryFailed],
  publisher: () => ({}),
  requester: () => ({}),
  routes: (handlers) => [
    route(inventoryReserved, (message: Received<"InventoryReserved", InventoryReserved>, context) => handlers.onInventoryReserved(message, context)),
    route(inventoryFailed, (message: Received<"InventoryFailed", InventoryFailed>, context) => handlers.onInventoryFailed(message, context)),
  ],
};

export type {
  InventoryFailed,
  InventoryReserved,
  ItemId,
  OrderId,
  OrderItem,
  OrderItems,
  UnavailableItem,
  UserId,
} from "./messages.js";
