// Generated from asyncapi/orders/product.yaml. Do not edit; run `npm run generate`.
import type { ApplicationContract, HandlerContext, PublishOptions, Received } from "#messaging";
import { route } from "#messaging";
import type { OrderAction, ProductReservationResult } from "./messages.js";
import { productCancellation, productReservation, productReservationResult } from "./operations.js";
import { topology } from "./topology.js";

/** What Product receives. */
export interface ProductHandlers {
  /**
   * Queue `product-reservation-queue`.
   * Reserve one unit of the item.
   */
  onProductReservation(message: Received<"OrderAction", OrderAction>, context: HandlerContext<ProductPublisher>): Promise<void>;
  /**
   * Queue `product-cancellation-queue`.
   * Give the reservation back.
   */
  onProductCancellation(message: Received<"OrderAction", OrderAction>, context: HandlerContext<ProductPublisher>): Promise<void>;
}

/** What Product sends. */
export interface ProductPublisher {
  /**
   * Exchange `order-result-exchange`, routing key `product-reservation-result-queue`.
   * Tell what came of the reservation.
   */
  productReservationResult(payload: ProductReservationResult, options?: PublishOptions): Promise<void>;
}

/**
 * Product
 * Keeps the stock and reserves it for orders.
 */
export const product: ApplicationContract<ProductHandlers, ProductPublisher> = {
  id: "orders/product",
  title: "Product",
  version: "1.0.0",
  topology,
  sends: [productReservationResult],
  requests: [],
  receives: [productReservation, productCancellation],
  publisher: (send) => ({
    productReservationResult: (payload, options) => send(productReservationResult, "ProductReservationResult", payload, options),
  }),
  requester: () => ({}),
  routes: (handlers) => [
    route(productReservation, (message: Received<"OrderAction", OrderAction>, context) => handlers.onProductReservation(message, context)),
    route(productCancellation, (message: Received<"OrderAction", OrderAction>, context) => handlers.onProductCancellation(message, context)),
  ],
};

export type { Money, OrderAction, OrderId, ProductNotReserved, ProductReservationResult, ProductReserved } from "./messages.js";
