// Generated from asyncapi/catalog/catalog.yaml. Do not edit; run `npm run generate`.
import type { Topology } from "#messaging";

export const topology: Topology = {
  exchanges: [],
  queues: [
    {
      name: "queue_localhost_8000_api_v1_products.replies.{instance}",
      durable: true,
      exclusive: false,
      autoDelete: false,
      arguments: {
        "x-message-ttl": 60000,
        "x-expires": 300000,
        "x-dead-letter-exchange": "",
        "x-dead-letter-routing-key": "queue_localhost_8000_api_v1_products.replies.dlq",
      },
    },
    { name: "queue_localhost_8000_api_v1_products.replies.dlq", durable: true, exclusive: false, autoDelete: false, arguments: {} },
    {
      name: "queue_localhost_8002_api_v1_orders",
      durable: true,
      exclusive: false,
      autoDelete: false,
      arguments: {
        "x-queue-type": "classic",
        "x-max-priority": 10,
        "x-dead-letter-exchange": "",
        "x-dead-letter-routing-key": "queue_localhost_8002_api_v1_orders.dlq",
      },
    },
    {
      name: "queue_localhost_8003_api_v1_inventory",
      durable: true,
      exclusive: false,
      autoDelete: false,
      arguments: {
        "x-queue-type": "classic",
        "x-max-priority": 10,
        "x-dead-letter-exchange": "",
        "x-dead-letter-routing-key": "queue_localhost_8003_api_v1_inventory.dlq",
      },
    },
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
  ],
  bindings: [],
  foreign: {
    exchanges: [],
    queues: ["queue_localhost_8002_api_v1_orders", "queue_localhost_8003_api_v1_inventory", "queue_localhost_8004_api_v1_suppliers"],
  },
};
