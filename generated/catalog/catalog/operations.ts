// Generated from asyncapi/catalog/catalog.yaml. Do not edit; run `npm run generate`.
import type { RequestOperation, SendOperation } from "#messaging";
import { validateServiceMessage, validateServiceQuestion, validateSupplierInfo } from "./validators.js";

/**
 * Default exchange, routing key `queue_{target}`.
 * Tell a service what happened to a product.
 */
export const sendToMicroservice: SendOperation = {
  id: "sendToMicroservice",
  exchange: "",
  routingKey: "queue_{target}",
  parameters: [
    {
      name: "target",
      enum: ["localhost_8002_api_v1_orders", "localhost_8003_api_v1_inventory"],
      location: "$message.payload#/to_service",
      values: {
        "http://localhost:8002/api/v1/orders": "localhost_8002_api_v1_orders",
        "http://localhost:8003/api/v1/inventory": "localhost_8003_api_v1_inventory",
      },
    },
  ],
  mandatory: true,
  persistent: true,
  priorityBy: { location: "$message.payload#/urgency", values: { low: 1, medium: 5, high: 8, critical: 10 } },
  orderingKey: "$message.payload#/payload/product_id",
  callNames: { toService: "to_service", message: "payload" },
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

/**
 * Default exchange, routing key `queue_{target}`; answered on queue `queue_localhost_8000_api_v1_products.replies.{instance}`.
 * Ask a service about a product, and wait for its answer.
 */
export const askMicroservice: RequestOperation = {
  id: "askMicroservice",
  exchange: "",
  routingKey: "queue_{target}",
  parameters: [
    {
      name: "target",
      enum: ["localhost_8004_api_v1_suppliers"],
      location: "$message.payload#/to_service",
      values: { "http://localhost:8004/api/v1/suppliers": "localhost_8004_api_v1_suppliers" },
    },
  ],
  mandatory: true,
  persistent: true,
  priorityBy: { location: "$message.payload#/urgency", values: { low: 1, medium: 5, high: 8, critical: 10 } },
  callNames: { toService: "to_service", message: "payload" },
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
  replies: {
    queue: "queue_localhost_8000_api_v1_products.replies.{instance}",
    address: "queue_localhost_8000_api_v1_products.replies.{instance}",
    addressAt: "$message.header#/replyTo",
    deadLetterQueue: "queue_localhost_8000_api_v1_products.replies.dlq",
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
  timeoutMs: 5000,
  maxInFlight: 100,
  maxWaiting: 1000,
};
