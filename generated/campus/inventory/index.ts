// Generated from asyncapi/campus/inventory.yaml. Do not edit; run `npm run generate`.
import type { ApplicationContract, HandlerContext, PublishOptions, Received, Unfilled } from "#messaging";
import { route } from "#messaging";
import type { InventoryFailed, InventoryReserved, OrderPlaced } from "./messages.js";
import { inventoryFailed, inventoryReserved, orderPlaced } from "./operations.js";
import { topology } from "./topology.js";

/** What Inventory receives. */
export interface InventoryHandlers {
  /**
   * Queue `order_placed`.
   * Reserve what the order asks for.
   */
  onOrderPlaced(message: Received<"OrderPlaced", OrderPlaced>, context: HandlerContext<InventoryPublisher>): Promise<void>;
}

/** What Inventory sends. */
export interface InventoryPublisher {
  /**
   * Exchange `inventory_events`, routing key `inventory.reserved`.
   * Tell that everything is reserved.
   */
  inventoryReserved(payload: Unfilled<InventoryReserved, "timestamp">, options?: PublishOptions): Promise<void>;
  /**
   * Exchange `inventory_events`, routing key `inventory.failed`.
   * Tell that nothing is reserved, and why.
   */
  inventoryFailed(payload: Unfilled<InventoryFailed, "timestamp">, options?: PublishOptions): Promise<void>;
}

/**
 * Inventory
 * Keeps the stock and reserves it for orders, all that an order asks for or nothing.
 */
export const inventory: ApplicationContract<InventoryHandlers, InventoryPublisher> = {
  id: "campus/inventory",
  title: "Inventory",
  version: "1.0.0",
  topology,
  sends: [inventoryReserved, inventoryFailed],
  requests: [],
  receives: [orderPlaced],
  publisher: (send) => ({
    inventoryReserved: (payload, options) => send(inventoryReserved, "InventoryReserved", payload, options),
    inventoryFailed: (payload, options) => send(inventoryFailed, "InventoryFailed", payload, options),
  }),
  requester: () => ({}),
  routes: (handlers) => [
    route(orderPlaced, (message: Received<"OrderPlaced", OrderPlaced>, context) => handlers.onOrderPlaced(message, context)),
  ],
};

export type {
  InventoryFailed,
  InventoryReserved,
  ItemId,
  OrderId,
  OrderItem,
  OrderItems,
  OrderPlaced,
  UnavailableItem,
  UserId,
} from "./messages.js";
