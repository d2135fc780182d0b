// Generated from asyncapi/orders/product.yaml. Do not edit; run `npm run generate`.
import type { Topology } from "#messaging";

export const topology: Topology = {
  exchanges: [
    { name: "order-action-exchange", type: "direct", durable: true, autoDelete: false, arguments: {} },
    { name: "order-result-exchange", type: "direct", durable: true, autoDelete: false, arguments: {} },
    { name: "dlx-exchange", type: "direct", durable: true, autoDelete: false, arguments: {} },
  ],
  queues: [
    {
      name: "product-reservation-queue",
      durable: true,
      exclusive: false,
      autoDelete: false,
      arguments: {
        "x-queue-type": "quorum",
        "x-message-ttl": 15000,
        "x-dead-letter-exchange": "dlx-exchange",
        "x-dead-letter-routing-key": "dlx-product-reservation-action-queue",
        "x-delivery-limit": 20,
      },
    },
    {
      name: "product-reservation-queue.wait.500",
      durable: true,
      exclusive: false,
      autoDelete: false,
      arguments: {
        "x-queue-type": "quorum",
        "x-message-ttl": 500,
        "x-dead-letter-exchange": "",
        "x-dead-letter-routing-key": "product-reservation-queue",
      },
    },
    {
      name: "product-reservation-queue.wait.2000",
      durable: true,
      exclusive: false,
      autoDelete: false,
      arguments: {
        "x-queue-type": "quorum",
        "x-message-ttl": 2000,
        "x-dead-letter-exchange": "",
        "x-dead-letter-routing-key": "product-reservation-queue",
      },
    },
    {
      name: "product-cancellation-queue",
      durable: true,
      exclusive: false,
      autoDelete: false,
      arguments: {
        "x-queue-type": "quorum",
        "x-delivery-limit": 20,
        "x-dead-letter-exchange": "",
        "x-dead-letter-routing-key": "product-cancellation-queue.dlq",
      },
    },
    {
      name: "product-cancellation-queue.wait.1000",
      durable: true,
      exclusive: false,
      autoDelete: false,
      arguments: {
        "x-queue-type": "quorum",
        "x-message-ttl": 1000,
        "x-dead-letter-exchange": "",
        "x-dead-letter-routing-key": "product-cancellation-queue",
      },
    },
    {
      name: "product-cancellation-queue.wait.5000",
      durable: true,
      exclusive: false,
      autoDelete: false,
      arguments: {
        "x-queue-type": "quorum",
        "x-message-ttl": 5000,
        "x-dead-letter-exchange": "",
        "x-dead-letter-routing-key": "product-cancellation-queue",
      },
    },
    {
      name: "product-cancellation-queue.wait.25000",
      durable: true,
      exclusive: false,
      autoDelete: false,
      arguments: {
        "x-queue-type": "quorum",
        "x-message-ttl": 25000,
        "x-dead-letter-exchange": "",
        "x-dead-letter-routing-key": "product-cancellation-queue",
      },
    },
    { name: "product-cancellation-queue.dlq", durable: true, exclusive: false, autoDelete: false, arguments: { "x-queue-type": "quorum" } },
  ],
  bindings: [
    {
      exchange: "order-action-exchange",
      queue: "product-reservation-queue",
      routingKey: "product-reservation-action-queue",
      arguments: {},
    },
    {
      exchange: "order-action-exchange",
      queue: "product-cancellation-queue",
      routingKey: "product-cancellation-action-queue",
      arguments: {},
    },
  ],
  foreign: { exchanges: ["order-action-exchange"], queues: [] },
};
