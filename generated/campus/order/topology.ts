// Generated from asyncapi/campus/order.yaml. Do not edit; run `npm run generate`.
import type { Topology } from "#messaging";

export const topology: Topology = {
  exchanges: [
    { name: "order_events", type: "topic", durable: true, autoDelete: false, arguments: {} },
    { name: "inventory_events", type: "topic", durable: true, autoDelete: false, arguments: {} },
  ],
  queues: [
    {
      name: "order_placed",
      durable: true,
      exclusive: false,
      autoDelete: false,
      arguments: { "x-queue-type": "quorum", "x-delivery-limit": 20, "x-dead-letter-exchange": "", "x-dead-letter-routing-key": "dlq" },
    },
    {
      name: "order_status_updates",
      durable: true,
      exclusive: false,
      autoDelete: false,
      arguments: { "x-queue-type": "quorum", "x-delivery-limit": 20, "x-dead-letter-exchange": "", "x-dead-letter-routing-key": "dlq" },
    },
    {
      name: "order_status_updates.wait.500",
      durable: true,
      exclusive: false,
      autoDelete: false,
      arguments: {
        "x-queue-type": "quorum",
        "x-message-ttl": 500,
        "x-dead-letter-exchange": "",
        "x-dead-letter-routing-key": "order_status_updates",
      },
    },
    {
      name: "order_status_updates.wait.2000",
      durable: true,
      exclusive: false,
      autoDelete: false,
      arguments: {
        "x-queue-type": "quorum",
        "x-message-ttl": 2000,
        "x-dead-letter-exchange": "",
        "x-dead-letter-routing-key": "order_status_updates",
      },
    },
    {
      name: "order_status_updates.wait.8000",
      durable: true,
      exclusive: false,
      autoDelete: false,
      arguments: {
        "x-queue-type": "quorum",
        "x-message-ttl": 8000,
        "x-dead-letter-exchange": "",
        "x-dead-letter-routing-key": "order_status_updates",
      },
    },
    { name: "dlq", durable: true, exclusive: false, autoDelete: false, arguments: { "x-queue-type": "quorum" } },
  ],
  bindings: [
    { exchange: "order_events", queue: "order_placed", routingKey: "order.placed", arguments: {} },
    { exchange: "inventory_events", queue: "order_status_updates", routingKey: "inventory.reserved", arguments: {} },
    { exchange: "inventory_events", queue: "order_status_updates", routingKey: "inventory.failed", arguments: {} },
  ],
  foreign: { exchanges: ["inventory_events"], queues: ["order_placed"] },
};
