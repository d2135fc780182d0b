// Generated from asyncapi/catalog/inventory.yaml. Do not edit; run `npm run generate`.
import type { ApplicationContract, HandlerContext, Received } from "#messaging";
import { route } from "#messaging";
import type { ServiceMessage } from "./messages.js";
import { serviceMessage } from "./operations.js";
import { topology } from "./topology.js";

/** What Inventory receives. */
export interface InventoryHandlers {
  /**
   * Queue `queue_localhost_8003_api_v1_inventory`.
   * Take products in, and out.
   */
  onServiceMessage(message: Received<"ServiceMessage", ServiceMessage>, context: HandlerContext<InventoryPublisher>): Promise<void>;
}

/** What Inventory sends. */
export type InventoryPublisher = Record<never, never>;

/**
 * Inventory
 * Keeps how many units there are of each product.
 */
export const inventory: ApplicationContract<InventoryHandlers, InventoryPublisher> = {
  id: "catalog/inventory",
  title: "Inventory",
  version: "1.0.0",
  topology,
  sends: [],
  requests: [],
  receives: [serviceMessage],
  publisher: () => ({}),
  requester: () => ({}),
  routes: (handlers) => [
    route(serviceMessage, (message: Received<"ServiceMessage", ServiceMessage>, context) => handlers.onServiceMessage(message, context)),
  ],
};

export type {
  Method,
  Price,
  ProductCreated,
  ProductData,
  ProductDeleted,
  ProductEvent,
  ProductId,
  ProductPriceChanged,
  SaidAt,
  ServiceMessage,
  Urgency,
} from "./messages.js";
