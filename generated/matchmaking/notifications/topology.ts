// Generated from asyncapi/matchmaking/notifications.yaml. Do not edit; run `npm run generate`.
import type { Topology } from "#messaging";

export const topology: Topology = {
  exchanges: [],
  queues: [
    {
      name: "notifications_queue",
      durable: true,
      exclusive: false,
      autoDelete: false,
      arguments: {
        "x-queue-type": "classic",
        "x-max-priority": 10,
        "x-message-ttl": 604800000,
        "x-dead-letter-exchange": "",
        "x-dead-letter-routing-key": "notifications_queue.dlq",
      },
    },
    {
      name: "notifications_queue.wait.1000",
      durable: true,
      exclusive: false,
      autoDelete: false,
      arguments: {
        "x-queue-type": "classic",
        "x-message-ttl": 1000,
        "x-dead-letter-exchange": "",
        "x-dead-letter-routing-key": "notifications_queue",
      },
    },
    {
      name: "notifications_queue.wait.5000",
      durable: true,
      exclusive: false,
      autoDelete: false,
      arguments: {
        "x-queue-type": "classic",
        "x-message-ttl": 5000,
        "x-dead-letter-exchange": "",
        "x-dead-letter-routing-key": "notifications_queue",
      },
    },
    {
      name: "notifications_queue.wait.25000",
      durable: true,
      exclusive: false,
      autoDelete: false,
      arguments: {
        "x-queue-type": "classic",
        "x-message-ttl": 25000,
        "x-dead-letter-exchange": "",
        "x-dead-letter-routing-key": "notifications_queue",
      },
    },
    {
      name: "notifications_queue.trade_offer_received",
      durable: true,
      exclusive: false,
      autoDelete: false,
      arguments: {
        "x-queue-type": "classic",
        "x-message-ttl": 86400000,
        "x-dead-letter-exchange": "",
        "x-dead-letter-routing-key": "notifications_queue.dlq",
      },
    },
    {
      name: "notifications_queue.trade_offer_received.wait.1000",
      durable: true,
      exclusive: false,
      autoDelete: false,
      arguments: {
        "x-queue-type": "classic",
        "x-message-ttl": 1000,
        "x-dead-letter-exchange": "",
        "x-dead-letter-routing-key": "notifications_queue.trade_offer_received",
      },
    },
    {
      name: "notifications_queue.trade_offer_received.wait.5000",
      durable: true,
      exclusive: false,
      autoDelete: false,
      arguments: {
        "x-queue-type": "classic",
        "x-message-ttl": 5000,
        "x-dead-letter-exchange": "",
        "x-dead-letter-routing-key": "notifications_queue.trade_offer_received",
      },
    },
    {
      name: "notifications_queue.trade_offer_received.wait.25000",
      durable: true,
      exclusive: false,
      autoDelete: false,
      arguments: {
        "x-queue-type": "classic",
        "x-message-ttl": 25000,
        "x-dead-letter-exchange": "",
        "x-dead-letter-routing-key": "notifications_queue.trade_offer_received",
      },
    },
    { name: "notifications_queue.dlq", durable: true, exclusive: false, autoDelete: false, arguments: { "x-queue-type": "classic" } },
  ],
  bindings: [],
};
