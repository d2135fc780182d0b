// Generated from asyncapi/campus/order.yaml. Do not edit; run `npm run generate`.
import type { ApplicationContract, HandlerContext, PublishOptions, Received, Unfilled } from "#messaging";
import { route } from "#messaging";
import type { InventoryFailed, InventoryReserved, OrderPlaced } from "./messages.js";
import { inventoryOutcome, orderPlaced } from "./operations.js";
import { topology } from "./topology.js";

/** What Order receives. */
export interface OrderHandlers {
  /**
   * Queue `order_status_updates`.
   * Note what became of an order.
   */
  onInventoryOutcome(message: Received<"InventoryReserved", InventoryReserved> | Received<"InventoryFailed", InventoryFailed>, context: HandlerContext<OrderPublisher>): Promise<void>;
}

/** What Order sends. */
export interface OrderPublisher {
  /**
   * Exchange `order_events`, routing key `order.placed`.
   * Tell that an order was taken.
   */
  orderPlaced(payload: Unfilled<OrderPlaced, "timestamp">, options?: PublishOptions): Promise<void>;
}

/**
 * Order
 * Takes orders over HTTP, tells of them, and follows what becomes of them.
 */
export const order: ApplicationContract<OrderHandlers, OrderPublisher> = {
  id: "campus/order",
  title: "Order",
  version: "1.0.0",
  topology,
  sends: [orderPlaced],
  requests: [],
  receives: [inventoryOutcome],
  publisher: (send) => ({
    orderPlaced: (payload, options) => send(orderPlaced, "OrderPlaced", payload, options),
  }),
  requester: () => ({}),
  routes: (handlers) => [
    route(inventoryOutcome, (message: Received<"InventoryReserved", InventoryReserved> | Received<"InventoryFailed", InventoryFailed>, context) => handlers.onInventoryOutcome(message, context)),
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
