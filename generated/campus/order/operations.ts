// Generated from asyncapi/campus/order.yaml. Do not edit; run `npm run generate`.
import type { ReceiveOperation, SendOperation } from "#messaging";
import { validateInventoryFailed, validateInventoryReserved, validateOrderPlaced } from "./validators.js";

/**
 * Exchange `order_events`, routing key `order.placed`.
 * Tell that an order was taken.
 */
export const orderPlaced: SendOperation = {
  id: "orderPlaced",
  exchange: "order_events",
  routingKey: "order.placed",
  parameters: [],
  mandatory: true,
  persistent: true,
  messages: [
    {
      name: "OrderPlaced",
      type: "OrderPlaced",
      contentType: "application/json",
      payload: validateOrderPlaced,
      fill: { timestamp: { now: true } },
    },
  ],
};

/**
 * Queue `order_status_updates`.
 * Note what became of an order.
 */
export const inventoryOutcome: ReceiveOperation = {
  id: "inventoryOutcome",
  queue: "order_status_updates",
  deadLetterQueue: "dlq",
  retryDelaysMs: [500, 2000, 8000],
  prefetch: 100,
  concurrency: 100,
  timeoutMs: 10000,
  idempotencyKey: "$message.payload#/order_id",
  messages: [
    {
      name: "InventoryReserved",
      type: "InventoryReserved",
      contentType: "application/json",
      payload: validateInventoryReserved,
      fill: { timestamp: { now: true } },
    },
    {
      name: "InventoryFailed",
      type: "InventoryFailed",
      contentType: "application/json",
      payload: validateInventoryFailed,
      fill: { timestamp: { now: true } },
    },
  ],
};
