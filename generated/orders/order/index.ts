// Generated from asyncapi/orders/order.yaml. Do not edit; run `npm run generate`.
import type { ApplicationContract, HandlerContext, PublishOptions, Received } from "#messaging";
import { route } from "#messaging";
import type { OrderAction, OrderCompleted, OrderFailed, PaymentResult, ProductReservationResult } from "./messages.js";
import {
  orderCompleted,
  orderFailed,
  payment,
  paymentCancellation,
  paymentExpired,
  paymentResult,
  productCancellation,
  productReservation,
  productReservationExpired,
  productReservationResult,
} from "./operations.js";
import { topology } from "./topology.js";

/** What Order receives. */
export interface OrderHandlers {
  /**
   * Queue `product-reservation-result-queue`.
   * Go on to payment, or fail the order.
   */
  onProductReservationResult(message: Received<"ProductReservationResult", ProductReservationResult>, context: HandlerContext<OrderPublisher>): Promise<void>;
  /**
   * Queue `payment-result-queue`.
   * Complete the order, or undo it.
   */
  onPaymentResult(message: Received<"PaymentResult", PaymentResult>, context: HandlerContext<OrderPublisher>): Promise<void>;
  /**
   * Queue `dlx-product-reservation-queue`.
   * Fail the order.
   */
  onProductReservationExpired(message: Received<"OrderAction", OrderAction>, context: HandlerContext<OrderPublisher>): Promise<void>;
  /**
   * Queue `dlx-payment-queue`.
   * Fail the order and give the reservation back.
   */
  onPaymentExpired(message: Received<"OrderAction", OrderAction>, context: HandlerContext<OrderPublisher>): Promise<void>;
}

/** What Order sends. */
export interface OrderPublisher {
  /**
   * Exchange `order-action-exchange`, routing key `product-reservation-action-queue`.
   * Reserve one unit of the item.
   */
  productReservation(payload: OrderAction, options?: PublishOptions): Promise<void>;
  /**
   * Exchange `order-action-exchange`, routing key `product-cancellation-action-queue`.
   * Give the reservation back.
   */
  productCancellation(payload: OrderAction, options?: PublishOptions): Promise<void>;
  /**
   * Exchange `order-action-exchange`, routing key `payment-action-queue`.
   * Charge the card.
   */
  payment(payload: OrderAction, options?: PublishOptions): Promise<void>;
  /**
   * Exchange `order-action-exchange`, routing key `payment-cancellation-action-queue`.
   * Refund the charge.
   */
  paymentCancellation(payload: OrderAction, options?: PublishOptions): Promise<void>;
  /**
   * Exchange `order-events`, routing key `order.completed`.
   * Tell whoever wants to know that the order went through.
   */
  orderCompleted(payload: OrderCompleted, options?: PublishOptions): Promise<void>;
  /**
   * Exchange `order-events`, routing key `order.failed`.
   * Tell whoever wants to know that the order came to nothing.
   */
  orderFailed(payload: OrderFailed, options?: PublishOptions): Promise<void>;
}

/**
 * Order
 * Takes orders over HTTP and steers each through reservation and payment.
 */
export const order: ApplicationContract<OrderHandlers, OrderPublisher> = {
  id: "orders/order",
  title: "Order",
  version: "1.0.0",
  topology,
  sends: [productReservation, productCancellation, payment, paymentCancellation, orderCompleted, orderFailed],
  requests: [],
  receives: [productReservationResult, paymentResult, productReservationExpired, paymentExpired],
  publisher: (send) => ({
    productReservation: (payload, options) => send(productReservation, "OrderAction", payload, options),
    productCancellation: (payload, options) => send(productCancellation, "OrderAction", payload, options),
    payment: (payload, options) => send(payment, "OrderAction", payload, options),
    paymentCancellation: (payload, options) => send(paymentCancellation, "OrderAction", payload, options),
    orderCompleted: (payload, options) => send(orderCompleted, "OrderCompleted", payload, options),
    orderFailed: (payload, options) => send(orderFailed, "OrderFailed", payload, options),
  }),
  requester: () => ({}),
  routes: (handlers) => [
    route(productReservationResult, (message: Received<"ProductReservationResult", ProductReservationResult>, context) => handlers.onProductReservationResult(message, context)),
    route(paymentResult, (message: Received<"PaymentResult", PaymentResult>, context) => handlers.onPaymentResult(message, context)),
    route(productReservationExpired, (message: Received<"OrderAction", OrderAction>, context) => handlers.onProductReservationExpired(message, context)),
    route(paymentExpired, (message: Received<"OrderAction", OrderAction>, context) => handlers.onPaymentExpired(message, context)),
  ],
};

export type {
  Money,
  OrderAction,
  OrderCompleted,
  OrderFailed,
  OrderId,
  PaymentCharged,
  PaymentDeclined,
  PaymentResult,
  ProductNotReserved,
  ProductReservationResult,
  ProductReserved,
} from "./messages.js";
