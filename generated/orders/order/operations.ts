// Generated from asyncapi/orders/order.yaml. Do not edit; run `npm run generate`.
import type { ReceiveOperation, SendOperation } from "#messaging";
import {
  validateOrderAction,
  validateOrderCompleted,
  validateOrderFailed,
  validatePaymentResult,
  validateProductReservationResult,
} from "./validators.js";

/**
 * Exchange `order-action-exchange`, routing key `product-reservation-action-queue`.
 * Reserve one unit of the item.
 */
export const productReservation: SendOperation = {
  id: "productReservation",
  exchange: "order-action-exchange",
  routingKey: "product-reservation-action-queue",
  parameters: [],
  mandatory: true,
  persistent: true,
  messages: [{ name: "OrderAction", type: "OrderAction", contentType: "application/json", payload: validateOrderAction }],
};

/**
 * Exchange `order-action-exchange`, routing key `product-cancellation-action-queue`.
 * Give the reservation back.
 */
export const productCancellation: SendOperation = {
  id: "productCancellation",
  exchange: "order-action-exchange",
  routingKey: "product-cancellation-action-queue",
  parameters: [],
  mandatory: true,
  persistent: true,
  messages: [{ name: "OrderAction", type: "OrderAction", contentType: "application/json", payload: validateOrderAction }],
};

/**
 * Exchange `order-action-exchange`, routing key `payment-action-queue`.
 * Charge the card.
 */
export const payment: SendOperation = {
  id: "payment",
  exchange: "order-action-exchange",
  routingKey: "payment-action-queue",
  parameters: [],
  mandatory: true,
  persistent: true,
  messages: [{ name: "OrderAction", type: "OrderAction", contentType: "application/json", payload: validateOrderAction }],
};

/**
 * Exchange `order-action-exchange`, routing key `payment-cancellation-action-queue`.
 * Refund the charge.
 */
export const paymentCancellation: SendOperation = {
  id: "paymentCancellation",
  exchange: "order-action-exchange",
  routingKey: "payment-cancellation-action-queue",
  parameters: [],
  mandatory: true,
  persistent: true,
  messages: [{ name: "OrderAction", type: "OrderAction", contentType: "application/json", payload: validateOrderAction }],
};

/**
 * Exchange `order-events`, routing key `order.completed`.
 * Tell whoever wants to know that the order went through.
 */
export const orderCompleted: SendOperation = {
  id: "orderCompleted",
  exchange: "order-events",
  routingKey: "order.completed",
  parameters: [],
  mandatory: false,
  persistent: true,
  orderingKey: "$message.payload#/customerId",
  messages: [{ name: "OrderCompleted", type: "OrderCompleted", contentType: "application/json", payload: validateOrderCompleted }],
};

/**
 * Exchange `order-events`, routing key `order.failed`.
 * Tell whoever wants to know that the order came to nothing.
 */
export const orderFailed: SendOperation = {
  id: "orderFailed",
  exchange: "order-events",
  routingKey: "order.failed",
  parameters: [],
  mandatory: false,
  persistent: true,
  orderingKey: "$message.payload#/customerId",
  messages: [{ name: "OrderFailed", type: "OrderFailed", contentType: "application/json", payload: validateOrderFailed }],
};

/**
 * Queue `product-reservation-result-queue`.
 * Go on to payment, or fail the order.
 */
export const productReservationResult: ReceiveOperation = {
  id: "productReservationResult",
  queue: "product-reservation-result-queue",
  deadLetterQueue: "product-reservation-result-queue.dlq",
  retryDelaysMs: [500, 2000],
  prefetch: 100,
  concurrency: 100,
  timeoutMs: 10000,
  idempotencyKey: "$message.payload#/orderId",
  messages: [
    {
      name: "ProductReservationResult",
      type: "ProductReservationResult",
      contentType: "application/json",
      payload: validateProductReservationResult,
    },
  ],
};

/**
 * Queue `payment-result-queue`.
 * Complete the order, or undo it.
 */
export const paymentResult: ReceiveOperation = {
  id: "paymentResult",
  queue: "payment-result-queue",
  deadLetterQueue: "payment-result-queue.dlq",
  retryDelaysMs: [500, 2000],
  prefetch: 100,
  concurrency: 100,
  timeoutMs: 10000,
  idempotencyKey: "$message.payload#/orderId",
  messages: [{ name: "PaymentResult", type: "PaymentResult", contentType: "application/json", payload: validatePaymentResult }],
};

/**
 * Queue `dlx-product-reservation-queue`.
 * Fail the order.
 */
export const productReservationExpired: ReceiveOperation = {
  id: "productReservationExpired",
  queue: "dlx-product-reservation-queue",
  deadLetterQueue: "dlx-product-reservation-queue.dlq",
  retryDelaysMs: [500, 2000],
  prefetch: 100,
  concurrency: 100,
  timeoutMs: 10000,
  idempotencyKey: "$message.payload#/orderId",
  messages: [{ name: "OrderAction", type: "OrderAction", contentType: "application/json", payload: validateOrderAction }],
};

/**
 * Queue `dlx-payment-queue`.
 * Fail the order and give the reservation back.
 */
export const paymentExpired: ReceiveOperation = {
  id: "paymentExpired",
  queue: "dlx-payment-queue",
  deadLetterQueue: "dlx-payment-queue.dlq",
  retryDelaysMs: [500, 2000],
  prefetch: 100,
  concurrency: 100,
  timeoutMs: 10000,
  idempotencyKey: "$message.payload#/orderId",
  messages: [{ name: "OrderAction", type: "OrderAction", contentType: "application/json", payload: validateOrderAction }],
};
