// Generated from asyncapi/catalog/inventory.yaml. Do not edit; run `npm run generate`.
import type { ReceiveOperation } from "#messaging";
import { validateServiceMessage } from "./validators.js";

/**
 * Queue `queue_localhost_8003_api_v1_inventory`.
 * Take products in, and out.
 */
export const serviceMessage: ReceiveOperation = {
  id: "serviceMessage",
  queue: "queue_localhost_8003_api_v1_inventory",
  deadLetterQueue: "queue_localhost_8003_api_v1_inventory.dlq",
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
