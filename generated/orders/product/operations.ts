// Generated from asyncapi/orders/product.yaml. Do not edit; run `npm run generate`.
import type { ReceiveOperation, SendOperation } from "#messaging";
import { validateOrderAction, validateProductReservationResult } from "./validators.js";

/**
 * Queue `product-reservation-queue`.
 * Reserve one unit of the item.
 */
export const productReservation: ReceiveOperation = {
  id: "productReservation",
  queue: "product-reservation-queue",
  deadLetterQueue: "dlx-product-reservation-queue",
  retryDelaysMs: [500, 2000],
  prefetch: 100,
  concurrency: 100,
  timeoutMs: 10000,
  idempotencyKey: "$message.payload#/orderId",
  messages: [{ name: "OrderAction", type: "OrderAction", contentType: "application/json", payload: validateOrderAction }],
};

/**
 * Queue `product-cancellation-queue`.
 * Give the reservation back.
 */
export const productCancellation: ReceiveOperation = {
  id: "productCancellation",
  queue: "product-cancellation-queue",
  deadLetterQueue: "product-cancellation-queue.dlq",
  retryDelaysMs: [1000, 5000, 25000],
  prefetch: 100,
  concurrency: 100,
  timeoutMs: 10000,
  idempotencyKey: "$message.payload#/orderId",
  messages: [{ name: "OrderAction", type: "OrderAction", contentType: "application/json", payload: validateOrderAction }],
};

/**
 * Exchange `order-result-exchange`, routing key `product-reservation-result-queue`.
 * Tell what came of the reservation.
 */
export const productReservationResult: SendOperation = {
  id: "productReservationResult",
  exchange: "order-result-exchange",
  routingKey: "product-reservation-result-queue",
  parameters: [],
  mandatory: true,
  persistent: true,
  messages: [
    {
      name: "ProductReservationResult",
      type: "ProductReservationResult",
      contentType: "application/json",
      payload: validateProductReservationResult,
    },
  ],
};
