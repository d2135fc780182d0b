// Generated from asyncapi/orders/payment.yaml. Do not edit; run `npm run generate`.
import type { ReceiveOperation, SendOperation } from "#messaging";
import { validateOrderAction, validatePaymentResult } from "./validators.js";

/**
 * Queue `payment-queue`.
 * Charge the card.
 */
export const paymentAction: ReceiveOperation = {
  id: "paymentAction",
  queue: "payment-queue",
  deadLetterQueue: "dlx-payment-queue",
  retryDelaysMs: [500, 2000],
  prefetch: 100,
  concurrency: 100,
  timeoutMs: 10000,
  idempotencyKey: "$message.payload#/orderId",
  messages: [{ name: "OrderAction", type: "OrderAction", contentType: "application/json", payload: validateOrderAction }],
};

/**
 * Queue `payment-cancellation-queue`.
 * Refund the charge.
 */
export const paymentCancellation: ReceiveOperation = {
  id: "paymentCancellation",
  queue: "payment-cancellation-queue",
  deadLetterQueue: "payment-cancellation-queue.dlq",
  retryDelaysMs: [1000, 5000, 25000],
  prefetch: 100,
  concurrency: 100,
  timeoutMs: 10000,
  idempotencyKey: "$message.payload#/orderId",
  messages: [{ name: "OrderAction", type: "OrderAction", contentType: "application/json", payload: validateOrderAction }],
};

/**
 * Exchange `order-result-exchange`, routing key `payment-result-queue`.
 * Tell what came of the charge.
 */
export const paymentResult: SendOperation = {
  id: "paymentResult",
  exchange: "order-result-exchange",
  routingKey: "payment-result-queue",
  parameters: [],
  mandatory: true,
  persistent: true,
  messages: [{ name: "PaymentResult", type: "PaymentResult", contentType: "application/json", payload: validatePaymentResult }],
};
