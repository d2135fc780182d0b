// Generated from asyncapi/catalog/suppliers.yaml. Do not edit; run `npm run generate`.
import type { Topology } from "#messaging";

export const topology: Topology = {
  exchanges: [],
  queues: [
    {
      name: "queue_localhost_8004_api_v1_suppliers",
      durable: true,
      exclusive: false,
      autoDelete: false,
      arguments: {
        "x-queue-type": "classic",
        "x-max-priority": 10,
        "x-dead-letter-exchange": "",
        "x-dead-letter-routing-key": "queue_localhost_8004_api_v1_suppliers.dlq",
      },
    },
    {
      name: "queue_localhost_8004_api_v1_suppliers.wait.500",
      durable: true,
      exclusive: false,
      autoDelete: false,
      arguments: {
        "x-queue-type": "classic",
        "x-message-ttl": 500,
        "x-dead-letter-exchange": "",
        "x-dead-letter-routing-key": "queue_localhost_8004_api_v1_suppliers",
      },
    },
    {
      name: "queue_localhost_8004_api_v1_suppliers.wait.2000",
      durable: true,
      exclusive: false,
      autoDelete: false,
      arguments: {
        "x-queue-type": "classic",
        "x-message-ttl": 2000,
        "x-dead-letter-exchange": "",
        "x-dead-letter-routing-key": "queue_localhost_8004_api_v1_suppliers",
      },
    },
    {
      name: "queue_localhost_8004_api_v1_suppliers.wait.8000",
      durable: true,
      exclusive: false,
      autoDelete: false,
      arguments: {
        "x-queue-type": "classic",
        "x-message-ttl": 8000,
        "x-dead-letter-exchange": "",
        "x-dead-letter-routing-key": "queue_localhost_8004_api_v1_suppliers",
      },
    },
    {
      name: "queue_localhost_8004_api_v1_suppliers.dlq",
      durable: true,
      exclusive: false,
      autoDelete: false,
      arguments: { "x-queue-type": "classic" },
    },
  ],
  bindings: [],
};
