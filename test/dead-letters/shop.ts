/** A shop whose messages fail: documents, a desk over a broker, and dead letters as the runtime writes them. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Desk, openDesk, type ReplayOutcome, type ShownLetter } from "#dead-letters";
import {
  type Broker,
  type Delivery,
  type OutgoingMessage,
  openMemoryBroker,
  openRabbit,
  runtimeHeaders as ours,
  type Subscription,
} from "#messaging";
import { readFolder } from "../../src/contract/read-folder.js";
import { deriveTopologies } from "../../src/contract/topology/derive-topology.js";
import { openTestBroker } from "../support/broker.js";
import { head } from "../support/documents.js";

/** `▸` marks a place. */
const till = `${head}channels:
  sales:
    messages:
      Sale:
        contentType: application/json
        headers: { type: object, properties: { tenant: { enum: [north, south] } } }
        payload:
          type: object
          required: [id, price]
          properties:
            id: { type: string }
            price:
              type: integer
              ▸minimum: 0
    bindings:
      amqp:
        is: queue
        queue: { name: sales, durable: true, arguments: { x-queue-type: quorum } }
        x-bindings: [{ exchange: { name: shop, type: topic, durable: true }, routingKey: sale.* }]
        x-retry: { delaysMs: [] }
  audits:
    messages:
      Sale: { payload: { type: object, required: [id] } }
      Refund: { payload: { type: object, required: [sale], properties: { sale: { type: string } } } }
    bindings:
      amqp:
        is: queue
        queue: { name: audits, durable: true }
        x-retry: { delaysMs: [] }
        x-dead-letter: { queue: rest }
  rest:
    bindings: { amqp: { is: queue, queue: { name: rest, durable: true } } }
  offers:
    bindings:
      amqp:
        is: queue
        queue:
          name: offers
          durable: true
          arguments: { x-message-ttl: 60000, x-dead-letter-exchange: graves, x-dead-letter-routing-key: offers }
        x-bindings: [{ exchange: { name: shop, type: topic, durable: true }, routingKey: offer }]
  lostOffers:
    bindings:
      amqp:
        is: queue
        queue: { name: lost-offers, durable: true }
        x-bindings: [{ exchange: { name: graves, type: direct, durable: true }, routingKey: offers }]
  offering:
    address: offer
    messages: { Offer: { payload: { type: object } } }
    bindings: { amqp: { is: routingKey, exchange: { name: shop, type: topic, durable: true } } }
operations:
  sale: { action: receive, channel: { $ref: '#/channels/sales' } }
  audit: { action: receive, channel: { $ref: '#/channels/audits' } }
  offer: { action: send, channel: { $ref: '#/channels/offering' } }
`;

/** Writes the shop's documents, and tells where the keyword stands that forbids negative prices. */
const writeShop = (folder: string): string => {
  const before = (till.split("▸")[0] ?? "").split("\n");
  mkdirSync(join(folder, "shop"), { recursive: true });
  writeFileSync(join(folder, "shop/till.yaml"), till.replace("▸", ""));
  return `shop/till.yaml:${before.length}:${(before.at(-1)?.length ?? 0) + 1}`;
};

/** A dead letter of `sales`, as our runtime would have moved it to `sales.dlq`. */
export const deadSale = (id: string, body = `{"id":"${id}","price":-1}`, headers: OutgoingMessage["headers"] = {}): OutgoingMessage => ({
  exchange: "",
  routingKey: "sales.dlq",
  body: Buffer.from(body),
  mandatory: true,
  persistent: true,
  contentType: "application/json",
  messageId: id,
  type: "Sale",
  headers: {
    tenant: "north",
    [ours.attempts]: 3,
    [ours.originalExchange]: "shop",
    [ours.originalRoutingKey]: "sale.north",
    [ours.failureCode]: "invalid",
    [ours.failureReason]: "Sale: /price must be >= 0",
    [ours.failureQueue]: "sales",
    [ours.failureOperation]: "sale",
    [ours.failureAt]: "2026-03-01T12:00:00.000Z",
    ...headers,
  },
});

export interface Taken extends Pick<Delivery, "messageId" | "type" | "contentType"> {
  readonly headers: Readonly<Record<string, unknown>>;
  readonly exchange: string;
  readonly text: string;
}

export interface Shop {
  readonly desk: Desk;
  readonly folder: string;
  /** Where the documents forbid negative prices: `file:line:column`. */
  readonly minimumAt: string;
  /** Another handle; the caller's to close. */
  connect(): Broker;
  put(...messages: readonly OutgoingMessage[]): Promise<void>;
  /** All that is in a queue, in its order; taken out. */
  take(queue: string): Promise<readonly Taken[]>;
  depth(queue: string): Promise<number | undefined>;
  ids(queue: string): Promise<readonly (string | undefined)[]>;
  /** What `show` tells; takes nothing out. */
  look(queue: string, limit?: number): Promise<readonly ShownLetter[]>;
  /** The broker's AMQP URL; empty in memory. */
  readonly url: string;
  /** Ends all connections; in memory only. */
  cut(): void;
  close(): Promise<void>;
}

export type Kind = "in memory" | "RabbitMQ";

export async function openShop(kind: Kind): Promise<Shop> {
  const folder = mkdtempSync(join(tmpdir(), "warren-"));
  const minimumAt = writeShop(folder);
  const { applications, schemas, problems, files } = await readFolder(folder);
  const set = { applications, schemas, problems: problems.sorted(), files };
  const server = await openServer(kind);
  const broker = server.connect();
  await broker.ready();
  for (const topology of deriveTopologies(set).values()) await broker.declare(topology);
  const desk = openDesk({ contracts: set, folder, connect: server.connect });
  const take = async (queue: string): Promise<readonly Taken[]> => {
    const left = (await broker.depth(queue)) ?? 0;
    if (left === 0) return [];
    const own = server.connect();
    await own.ready();
    const taken: Taken[] = [];
    const subscription = await new Promise<Subscription>((resolve, reject) => {
      const consuming = own.consume(queue, { prefetch: left }, (delivery) => {
        const { messageId, type, contentType, headers, exchange, body } = delivery;
        taken.push({ messageId, type, contentType, headers, exchange, text: body.toString() });
        delivery.ack();
        if (taken.length >= left) resolve(consuming);
      });
      consuming.catch(reject);
    });
    // Else a quorum queue may have them again, acked as they are.
    await subscription.acknowledged?.();
    await own.close();
    return taken;
  };
  return {
    desk,
    folder,
    minimumAt,
    connect: server.connect,
    url: server.url,
    cut: server.cut,
    put: async (...messages) => {
      await Promise.all(messages.map((message) => broker.publish(message)));
    },
    take,
    depth: (queue) => broker.depth(queue),
    ids: async (queue) => (await take(queue)).map(({ messageId }) => messageId),
    async look(queue, limit = 100) {
      const shown: ShownLetter[] = [];
      await desk.show(queue, { select: { limit }, onLetter: (letter) => shown.push(letter) });
      return shown;
    },
    async close() {
      await broker.close();
      await server.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

async function openServer(kind: Kind): Promise<Pick<Shop, "connect" | "url" | "cut" | "close">> {
  if (kind === "in memory") {
    const memory = openMemoryBroker();
    return {
      url: "",
      connect: () => memory.server.open(),
      cut: () => {
        memory.server.stop();
        memory.server.start();
      },
      close: () => memory.close(),
    };
  }
  const rabbit = await openTestBroker();
  return {
    url: rabbit.url,
    connect: () => openRabbit({ url: rabbit.url, name: "dead letters", closeTimeoutMs: 60_000 }),
    cut: () => undefined,
    close: () => rabbit.close(),
  };
}

/** Gathers what a replay tells of each letter. */
export const outcomes = () => {
  const all: ReplayOutcome[] = [];
  return { all, onLetter: (outcome: ReplayOutcome) => void all.push(outcome) };
};
