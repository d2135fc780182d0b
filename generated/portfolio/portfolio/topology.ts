// Generated from asyncapi/portfolio/portfolio.yaml. Do not edit; run `npm run generate`.
import type { Topology } from "#messaging";

export const topology: Topology = {
  exchanges: [
    { name: "balance.request.exchange", type: "direct", durable: true, autoDelete: false, arguments: {} },
    { name: "balance.response.exchange", type: "direct", durable: true, autoDelete: false, arguments: {} },
    { name: "order-events", type: "topic", durable: true, autoDelete: false, arguments: {} },
  ],
  queues: [
    {
      name: "balance.response.portfolio.{instance}",
      durable: true,
      exclusive: false,
      autoDelete: false,
      arguments: {
        "x-message-ttl": 60000,
        "x-expires": 300000,
        "x-dead-letter-exchange": "",
        "x-dead-letter-routing-key": "balance.response.dlq",
      },
    },
    {
      name: "balance.response.portfolio",
      durable: true,
      exclusive: false,
      autoDelete: false,
      arguments: { "x-message-ttl": 60000, "x-dead-letter-exchange": "", "x-dead-letter-routing-key": "balance.response.dlq" },
    },
    { name: "balance.response.dlq", durable: true, exclusive: false, autoDelete: false, arguments: {} },
    {
      name: "portfolio.order-events",
      durable: true,
      exclusive: false,
      autoDelete: false,
      arguments: {
        "x-queue-type": "quorum",
        "x-single-active-consumer": true,
        "x-delivery-limit": 20,
        "x-dead-letter-exchange": "",
        "x-dead-letter-routing-key": "portfolio.order-events.dlq",
      },
    },
    {
      name: "portfolio.order-events.wait.500",
      durable: true,
      exclusive: false,
      autoDelete: false,
      arguments: {
        "x-queue-type": "quorum",
        "x-message-ttl": 500,
        "x-dead-letter-exchange": "",
        "x-dead-letter-routing-key": "portfolio.order-events",
      },
    },
    {
      name: "portfolio.order-events.wait.2000",
      durable: true,
      exclusive: false,
      autoDelete: false,
      arguments: {
        "x-queue-type": "quorum",
        "x-message-ttl": 2000,
        "x-dead-letter-exchange": "",
        "x-dead-letter-routing-key": "portfolio.order-events",
      },
    },
    {
      name: "portfolio.order-events.wait.10000",
      durable: true,
      exclusive: false,
      autoDelete: false,
      arguments: {
        "x-queue-type": "quorum",
        "x-message-ttl": 10000,
        "x-dead-letter-exchange": "",
        "x-dead-letter-routing-key": "portfolio.order-events",
      },
    },
    { name: "portfolio.order-events.dlq", durable: true, exclusive: false, autoDelete: false, arguments: { "x-queue-type": "quorum" } },
  ],
  bindings: [
    {
      exchange: "balance.response.exchange",
      queue: "balance.response.portfolio.{instance}",
      routingKey: "balance.response.portfolio.{instance}",
      arguments: {},
    },
    { exchange: "balance.response.exchange", queue: "balance.response.portfolio", routingKey: "balance.response.portfolio", arguments: {} },
    { exchange: "order-events", queue: "portfolio.order-events", routingKey: "order.completed", arguments: {} },
    { exchange: "order-events", queue: "portfolio.order-events", routingKey: "order.failed", arguments: {} },
  ],
  foreign: { exchanges: ["balance.response.exchange", "order-events"], queues: [] },
};
