// Generated from asyncapi/catalog/ordering.yaml. Do not edit; run `npm run generate`.
import type { ApplicationContract, HandlerContext, Received } from "#messaging";
import { route } from "#messaging";
import type { ServiceMessage } from "./messages.js";
import { serviceMessage } from "./operations.js";
import { topology } from "./topology.js";

/** What Ordering receives. */
export interface OrderingHandlers {
  /**
   * Queue `queue_localhost_8002_api_v1_orders`.
   * Bring the price list up to date.
   */
  onServiceMessage(message: Received<"ServiceMessage", ServiceMessage>, context: HandlerContext<OrderingPublisher>): Promise<void>;
}

/** What Ordering sends. */
export type OrderingPublisher = Record<never, never>;

/**
 * Ordering
 * Keeps the price list that orders are charged by.
 */
export const ordering: ApplicationContract<OrderingHandlers, OrderingPublisher> = {
  id: "catalog/ordering",
  title: "Ordering",
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
