// Generated from asyncapi/catalog/ordering.yaml. Do not edit; run `npm run generate`.
import type { ReceiveOperation } from "#messaging";
import { validateServiceMessage } from "./validators.js";

/**
 * Queue `queue_localhost_8002_api_v1_orders`.
 * Bring the price list up to date.
 */
export const serviceMessage: ReceiveOperation = {
  id: "serviceMessage",
  queue: "queue_localhost_8002_api_v1_orders",
  deadLetterQueue: "queue_localhost_8002_api_v1_orders.dlq",
  retryDelaysMs: [500, 2000, 8000],
  prefetch: 20,
  concurrency: 1,
  timeoutMs: 10000,
  messages: [
    {
      name: "ServiceMessage",
      type: "ServiceMessage",
      contentType: "application/json",
      payload: validateServiceMessage,
      fill: { from_service: { value: "catalog-service" }, timestamp: { now: true } },
    },
  ],
};
