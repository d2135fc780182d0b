// Generated from asyncapi/campus/notification.yaml. Do not edit; run `npm run generate`.
import type { Topology } from "#messaging";

export const topology: Topology = {
  exchanges: [{ name: "inventory_events", type: "topic", durable: true, autoDelete: false, arguments: {} }],
  queues: [
    {
      name: "inventory_reserved",
      durable: true,
      exclusive: false,
      autoDelete: false,
      arguments: { "x-queue-type": "quorum", "x-delivery-limit": 20, "x-dead-letter-exchange": "", "x-dead-letter-routing-key": "dlq" },
    },
    {
      name: "inventory_reserved.wait.500",
      durable: true,
      exclusive: false,
      autoDelete: false,
      arguments: {
        "x-queue-type": "quorum",
        "x-message-ttl": 500,
        "x-dead-letter-exchange": "",
        "x-dead-letter-routing-key": "inventory_reserved",
      },
    },
    {
      name: "inventory_reserved.wait.2000",
      durable: true,
      exclusive: false,
      autoDelete: false,
      arguments: {
        "x-queue-type": "quorum",
        "x-message-ttl": 2000,
        "x-dead-letter-exchange": "",
        "x-dead-letter-routing-key": "inventory_reserved",
      },
    },
    {
      name: "inventory_reserved.wait.8000",
      durable: true,
      exclusive: false,
      autoDelete: false,
      arguments: {
        "x-queue-type": "quorum",
        "x-message-ttl": 8000,
        "x-dead-letter-exchange": "",
        "x-dead-letter-routing-key": "inventory_reserved",
      },
    },
    {
      name: "inventory_failed",
      durable: true,
      exclusive: false,
      autoDelete: false,
      arguments: { "x-queue-type": "quorum", "x-delivery-limit": 20, "x-dead-letter-exchange": "", "x-dead-letter-routing-key": "dlq" },
    },
    {
      name: "inventory_failed.wait.500",
      durable: true,
      exclusive: false,
      autoDelete: false,
      arguments: {
        "x-queue-type": "quorum",
        "x-message-ttl": 500,
        "x-dead-letter-exchange": "",
        "x-dead-letter-routing-key": "inventory_failed",
      },
    },
    {
      name: "inventory_failed.wait.2000",
      durable: true,
      exclusive: false,
      autoDelete: false,
      arguments: {
        "x-queue-type": "quorum",
        "x-message-ttl": 2000,
        "x-dead-letter-exchange": "",
        "x-dead-letter-routing-key": "inventory_failed",
      },
    },
    {
      name: "inventory_failed.wait.8000",
      durable: true,
      exclusive: false,
      autoDelete: false,
      arguments: {
        "x-queue-type": "quorum",
        "x-message-ttl": 8000,
        "x-dead-letter-exchange": "",
        "x-dead-letter-routing-key": "inventory_failed",
      },
    },
    { name: "dlq", durable: true, exclusive: false, autoDelete: false, arguments: { "x-queue-type": "quorum" } },
  ],
  bindings: [
    { exchange: "inventory_events", queue: "inventory_reserved", routingKey: "inventory.reserved", arguments: {} },
    { exchange: "inventory_events", queue: "inventory_failed", routingKey: "inventory.failed", arguments: {} },
  ],
  foreign: { exchanges: ["inventory_events"], queues: [] },
};
