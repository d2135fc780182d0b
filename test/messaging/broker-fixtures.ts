/** Messages and topologies in short, for tests of the broker port. */
import type { Delivery, OutgoingMessage, Topology } from "#messaging";

let count = 0;
/** A name that no other test has. */
export const unique = (what: string): string => `${what}-${process.pid}-${++count}`;

export const message = (fields: Partial<OutgoingMessage> = {}): OutgoingMessage => ({
  exchange: "",
  routingKey: "",
  body: Buffer.from("hello"),
  mandatory: true,
  persistent: true,
  headers: {},
  ...fields,
});

type Exchange = Topology["exchanges"][number];
type Queue = Topology["queues"][number];
type Binding = Topology["bindings"][number];

export const exchange = (name: string, type: Exchange["type"], args: Exchange["arguments"] = {}): Exchange => ({
  name,
  type,
  durable: true,
  autoDelete: false,
  arguments: args,
});

/** Durable, quorum. */
export const queue = (name: string, args: Queue["arguments"] = {}): Queue => ({
  name,
  durable: true,
  exclusive: false,
  autoDelete: false,
  arguments: { "x-queue-type": "quorum", ...args },
});

export const binding = (from: string, to: string, routingKey = "", args: Binding["arguments"] = {}): Binding => ({
  exchange: from,
  queue: to,
  routingKey,
  arguments: args,
});

export const topology = (parts: Partial<Topology>): Topology => ({ exchanges: [], queues: [], bindings: [], ...parts });

/** What a consumer got: keeps every delivery, and settles each at once where told how. */
export const inbox = (settle: (delivery: Delivery) => void = () => undefined) => {
  const deliveries: Delivery[] = [];
  return {
    deliveries,
    bodies: () => deliveries.map(({ body }) => body.toString()),
    on: (delivery: Delivery): void => {
      deliveries.push(delivery);
      settle(delivery);
    },
  };
};

export const ackAll = (delivery: Delivery): void => delivery.ack();
