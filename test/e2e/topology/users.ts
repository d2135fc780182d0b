/** What each user may do, written down by hand, so that the generated permissions have something to be held against. */

export interface Duties {
  /** By exchange, the default one aside: the routing keys, or any where the exchange is of no type that RabbitMQ can limit. */
  readonly publishes: Readonly<Record<string, readonly string[] | "any">>;
  /** Queues whose messages it takes. Their delay queues are its own, too. */
  readonly consumes: readonly string[];
  /** Other queues that it may declare and delete. */
  readonly owns: readonly string[];
  /** Queues that its instances make and take from begin so. */
  readonly instances?: string;
}

const afterwards = (...queues: readonly string[]): readonly string[] => queues.map((queue) => `${queue}.dlq`);

export const duties: Readonly<Record<string, Duties>> = {
  "orders/order": {
    publishes: { "order-action-exchange": "any", "order-events": ["order.completed", "order.failed"] },
    consumes: ["product-reservation-result-queue", "payment-result-queue", "dlx-product-reservation-queue", "dlx-payment-queue"],
    owns: afterwards("product-reservation-result-queue", "payment-result-queue", "dlx-product-reservation-queue", "dlx-payment-queue"),
  },
  "orders/product": {
    publishes: { "order-result-exchange": "any", "dlx-exchange": "any" },
    consumes: ["product-reservation-queue", "product-cancellation-queue"],
    owns: afterwards("product-cancellation-queue"),
  },
  "orders/payment": {
    publishes: { "order-result-exchange": "any", "dlx-exchange": "any" },
    consumes: ["payment-queue", "payment-cancellation-queue"],
    owns: afterwards("payment-cancellation-queue"),
  },
  "portfolio/portfolio": {
    publishes: { "balance.request.exchange": "any" },
    consumes: ["portfolio.order-events"],
    owns: [...afterwards("portfolio.order-events"), "balance.response.dlq", "balance.response.portfolio"],
    instances: "balance.response.portfolio.",
  },
  "portfolio/users-worker": {
    publishes: { "balance.response.exchange": "any" },
    consumes: ["balance.request"],
    owns: ["balance.request.dlq", "balance.response.portfolio"],
  },
  "campus/order": { publishes: { order_events: ["order.placed"] }, consumes: ["order_status_updates"], owns: ["dlq"] },
  "campus/inventory": {
    publishes: { inventory_events: ["inventory.reserved", "inventory.failed"] },
    consumes: ["order_placed"],
    owns: ["dlq"],
  },
  "campus/notification": { publishes: {}, consumes: ["inventory_reserved", "inventory_failed"], owns: ["dlq"] },
  "catalog/catalog": {
    publishes: {},
    consumes: [],
    owns: ["queue_localhost_8000_api_v1_products.replies.dlq"],
    instances: "queue_localhost_8000_api_v1_products.replies.",
  },
  "catalog/inventory": {
    publishes: {},
    consumes: ["queue_localhost_8003_api_v1_inventory"],
    owns: afterwards("queue_localhost_8003_api_v1_inventory"),
  },
  "catalog/ordering": {
    publishes: {},
    consumes: ["queue_localhost_8002_api_v1_orders"],
    owns: afterwards("queue_localhost_8002_api_v1_orders"),
  },
  "catalog/suppliers": {
    publishes: {},
    consumes: ["queue_localhost_8004_api_v1_suppliers"],
    owns: afterwards("queue_localhost_8004_api_v1_suppliers"),
  },
  "matchmaking/matchmaking": { publishes: {}, consumes: [], owns: [] },
  "matchmaking/notifications": {
    publishes: {},
    consumes: ["notifications_queue", "notifications_queue.trade_offer_received"],
    owns: ["notifications_queue.dlq"],
  },
};

/** Whether a queue is one of those that the user consumes, or where their messages wait. */
export const takesFrom = ({ consumes, owns, instances }: Duties, queue: string): boolean =>
  consumes.some((own) => queue === own || queue.startsWith(`${own}.wait.`)) ||
  (instances !== undefined && queue.startsWith(instances) && !owns.includes(queue));

/** Every routing key that somebody publishes with. */
export const allKeys: readonly string[] = Object.values(duties)
  .flatMap(({ publishes }) => Object.values(publishes))
  .flatMap((keys) => (keys === "any" ? [] : keys));
