// Generated from asyncapi/catalog/suppliers.yaml. Do not edit; run `npm run generate`.
import type { ReceiveOperation } from "#messaging";
import { validateServiceQuestion, validateSupplierInfo } from "./validators.js";

/**
 * Queue `queue_localhost_8004_api_v1_suppliers`.
 * Say who supplies the product.
 */
export const supplierQuestion: ReceiveOperation = {
  id: "supplierQuestion",
  queue: "queue_localhost_8004_api_v1_suppliers",
  deadLetterQueue: "queue_localhost_8004_api_v1_suppliers.dlq",
  retryDelaysMs: [500, 2000, 8000],
  prefetch: 10,
  concurrency: 10,
  timeoutMs: 2000,
  readOnly: true,
  reply: {
    id: "supplierQuestion.reply",
    exchange: "",
    routingKey: "",
    parameters: [],
    mandatory: true,
    persistent: false,
    addressAt: "$message.header#/replyTo",
    allowedAddresses: ["queue_localhost_8000_api_v1_products.replies.{instance}"],
    messages: [
      {
        name: "SupplierInfo",
        type: "SupplierInfo",
        contentType: "application/json",
        payload: validateSupplierInfo,
        correlationId: "$message.header#/correlationId",
      },
    ],
  },
  messages: [
    {
      name: "ServiceQuestion",
      type: "ServiceQuestion",
      contentType: "application/json",
      payload: validateServiceQuestion,
      correlationId: "$message.header#/correlationId",
      fill: { from_service: { value: "catalog-service" }, timestamp: { now: true } },
    },
  ],
};
