// Generated from asyncapi/portfolio/users-worker.yaml. Do not edit; run `npm run generate`.
import type { Topology } from "#messaging";

export const topology: Topology = {
  exchanges: [
    { name: "balance.request.exchange", type: "direct", durable: true, autoDelete: false, arguments: {} },
    { name: "balance.response.exchange", type: "direct", durable: true, autoDelete: false, arguments: {} },
  ],
  queues: [
    {
      name: "balance.request",
      durable: true,
      exclusive: false,
      autoDelete: false,
      arguments: { "x-dead-letter-exchange": "", "x-dead-letter-routing-key": "balance.request.dlq" },
    },
    {
      name: "balance.request.wait.250",
      durable: true,
      exclusive: false,
      autoDelete: false,
      arguments: { "x-message-ttl": 250, "x-dead-letter-exchange": "", "x-dead-letter-routing-key": "balance.request" },
    },
    {
      name: "balance.request.wait.1000",
      durable: true,
      exclusive: false,
      autoDelete: false,
      arguments: { "x-message-ttl": 1000, "x-dead-letter-exchange": "", "x-dead-letter-routing-key": "balance.request" },
    },
    {
      name: "balance.request.wait.4000",
      durable: true,
      exclusive: false,
      autoDelete: false,
      arguments: { "x-message-ttl": 4000, "x-dead-letter-exchange": "", "x-dead-letter-routing-key": "balance.request" },
    },
    { name: "balance.request.dlq", durable: true, exclusive: false, autoDelete: false, arguments: {} },
    {
      name: "balance.response.portfolio",
      durable: true,
      exclusive: false,
      autoDelete: false,
      arguments: { "x-message-ttl": 60000, "x-dead-letter-exchange": "", "x-dead-letter-routing-key": "balance.response.dlq" },
    },
    { name: "balance.response.dlq", durable: true, exclusive: false, autoDelete: false, arguments: {} },
  ],
  bindings: [
    { exchange: "balance.request.exchange", queue: "balance.request", routingKey: "balance.request", arguments: {} },
    { exchange: "balance.response.exchange", queue: "balance.response.portfolio", routingKey: "balance.response.portfolio", arguments: {} },
  ],
  foreign: { exchanges: ["balance.request.exchange"], queues: ["balance.response.dlq"] },
};
