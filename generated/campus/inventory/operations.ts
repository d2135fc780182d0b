// Generated from asyncapi/campus/inventory.yaml. Do not edit; run `npm run generate`.
import type { ReceiveOperation, SendOperation } from "#messaging";
import { validateInventoryFailed, validateInventoryReserved, validateOrderPlaced } from "./validators.js";

/**
 * Queue `order_placed`.
 * Reserve what the order asks for.
 */
export const orderPlaced: ReceiveOperation = {
  id: "orderPlaced",
  queue: "order_placed",
  deadLetterQueue: "dlq",
  retryDelaysMs: [500, 2000, 8000],
  prefetch: 100,
  concurrency: 100,
  timeoutMs: 10000,
  idempotencyKey: "$message.payload#/order_id",
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
 * Exchange `inventory_events`, routing key `inventory.reserved`.
 * Tell that everything is reserved.
 */
export const inventoryReserved: SendOperation = {
  id: "inventoryReserved",
  exchange: "inventory_events",
  routingKey: "inventory.reserved",
  parameters: [],
  mandatory: true,
  persistent: true,
  messages: [
    {
      name: "InventoryReserved",
      type: "InventoryReserved",
      contentType: "application/json",
      payload: validateInventoryReserved,
      fill: { timestamp: { now: true } },
    },
  ],
};

/**
 * Exchange `inventory_events`, routing key `inventory.failed`.
 * Tell that nothing is reserved, and why.
 */
export const inventoryFailed: SendOperation = {
  id: "inventoryFailed",
  exchange: "inventory_events",
  routingKey: "inventory.failed",
  parameters: [],
  mandatory: true,
  persistent: true,
  messages: [
    {
      name: "InventoryFailed",
      type: "InventoryFailed",
      contentType: "application/json",
      payload: validateInventoryFailed,
      fill: { timestamp: { now: true } },
    },
  ],
};
