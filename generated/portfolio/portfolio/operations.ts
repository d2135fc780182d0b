// Generated from asyncapi/portfolio/portfolio.yaml. Do not edit; run `npm run generate`.
import type { ReceiveOperation, RequestOperation } from "#messaging";
import { validateBalanceRequest, validateBalanceResponse, validateOrderCompleted, validateOrderFailed } from "./validators.js";

/**
 * Exchange `balance.request.exchange`, routing key `balance.request`; answered on queue `balance.response.portfolio.{instance}`.
 * What is this user's balance?
 */
export const requestBalance: RequestOperation = {
  id: "requestBalance",
  exchange: "balance.request.exchange",
  routingKey: "balance.request",
  parameters: [],
  mandatory: true,
  persistent: false,
  messages: [
    {
      name: "BalanceRequest",
      type: "BalanceRequest",
      contentType: "application/json",
      payload: validateBalanceRequest,
      correlationId: "$message.payload#/correlation_id",
      fill: { requested_by: { value: "portfolio-api" }, timestamp: { now: true } },
    },
  ],
  replies: {
    queue: "balance.response.portfolio.{instance}",
    address: "balance.response.portfolio.{instance}",
    addressAt: "$message.header#/replyTo",
    deadLetterQueue: "balance.response.dlq",
    messages: [
      {
        name: "BalanceResponse",
        type: "BalanceResponse",
        contentType: "application/json",
        payload: validateBalanceResponse,
        correlationId: "$message.payload#/correlation_id",
        fill: { timestamp: { now: true } },
      },
    ],
  },
  timeoutMs: 5000,
  maxInFlight: 100,
  maxWaiting: 10000,
};

/**
 * Queue `portfolio.order-events`.
 * Keep what a customer bought, and what came to nothing.
 */
export const orderEvent: ReceiveOperation = {
  id: "orderEvent",
  queue: "portfolio.order-events",
  deadLetterQueue: "portfolio.order-events.dlq",
  retryDelaysMs: [500, 2000, 10000],
  prefetch: 50,
  concurrency: 1,
  timeoutMs: 10000,
  idempotencyKey: "$message.payload#/orderId",
  messages: [
    { name: "OrderCompleted", type: "OrderCompleted", contentType: "application/json", payload: validateOrderCompleted },
    { name: "OrderFailed", type: "OrderFailed", contentType: "application/json", payload: validateOrderFailed },
  ],
};
