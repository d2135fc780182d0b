// Generated from asyncapi/matchmaking/matchmaking.yaml. Do not edit; run `npm run generate`.
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
    { name: "notifications_queue.dlq", durable: true, exclusive: false, autoDelete: false, arguments: { "x-queue-type": "classic" } },
  ],
  bindings: [],
  foreign: { exchanges: [], queues: ["notifications_queue", "notifications_queue.trade_offer_received", "notifications_queue.dlq"] },
};
