// Generated from asyncapi/campus/notification.yaml. Do not edit; run `npm run generate`.
import type { ReceiveOperation } from "#messaging";
import { validateInventoryFailed, validateInventoryReserved } from "./validators.js";

/**
 * Queue `inventory_reserved`.
 * Tell the user that the order is reserved.
 */
export const inventoryReserved: ReceiveOperation = {
  id: "inventoryReserved",
  queue: "inventory_reserved",
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
  ],
};

/**
 * Queue `inventory_failed`.
 * Tell the user why the order failed.
 */
export const inventoryFailed: ReceiveOperation = {
  id: "inventoryFailed",
  queue: "inventory_failed",
  deadLetterQueue: "dlq",
  retryDelaysMs: [500, 2000, 8000],
  prefetch: 100,
  concurrency: 100,
  timeoutMs: 10000,
  idempotencyKey: "$message.payload#/order_id",
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
