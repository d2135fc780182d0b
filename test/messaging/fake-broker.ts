import type { Broker, Delivery, OutgoingMessage, Topology } from "#messaging";

export type Settlement = "acked" | "requeued" | "dropped";

/** What a test says of a delivery; the rest is as a foreign client would leave it: absent. */
export type DeliveryDraft = Partial<Omit<Delivery, "ack" | "nack" | "body">> & { readonly body?: Buffer | string | object };

export interface FakeBroker extends Pick<Broker, "declare" | "publish" | "consume"> {
  readonly published: OutgoingMessage[];
  readonly declared: Topology[];
  /** Deliveries in their order, with how each was settled, as often as it was. */
  readonly settlements: Settlement[][];
  /** Queues that are consumed now. */
  readonly consuming: Set<string>;
  /** Decides each publish; throw to refuse it. */
  onPublish: (message: OutgoingMessage) => Promise<void> | void;
  deliver(queue: string, draft: DeliveryDraft): Settlement[];
}

/** A broker that only notes what is done to it. */
export const createFakeBroker = (): FakeBroker => {
  const consumers = new Map<string, (delivery: Delivery) => void>();
  const broker: FakeBroker = {
    published: [],
    declared: [],
    settlements: [],
    consuming: new Set(),
    onPublish: () => undefined,
    async declare(topology) {
      broker.declared.push(topology);
    },
    async publish(message) {
      await broker.onPublish(message);
      broker.published.push(message);
    },
    async consume(queue, _options, onDelivery) {
      consumers.set(queue, onDelivery);
      broker.consuming.add(queue);
      return {
        async cancel() {
          broker.consuming.delete(queue);
        },
      };
    },
    deliver(queue, draft) {
      const settlement: Settlement[] = [];
      broker.settlements.push(settlement);
      consumers.get(queue)?.(createDelivery({ ...draft, queue }, settlement));
      return settlement;
    },
  };
  return broker;
};

export const createDelivery = ({ body = "", ...draft }: DeliveryDraft, settlement: Settlement[] = []): Delivery => ({
  queue: "payment-queue",
  exchange: "order-action-exchange",
  routingKey: "payment-action-queue",
  redelivered: false,
  headers: {},
  ...draft,
  body: Buffer.isBuffer(body) ? body : Buffer.from(typeof body === "string" ? body : JSON.stringify(body)),
  ack: () => settlement.push("acked"),
  nack: (requeue) => settlement.push(requeue ? "requeued" : "dropped"),
});
