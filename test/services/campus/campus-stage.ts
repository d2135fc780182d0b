/** One campus application within a test: a database of its own, a broker in memory, its HTTP API with every answer held against the document. */
import type { Kysely } from "kysely";
import { expect } from "vitest";
import { type AnyHandlers, createHttpApp, type Execute, listen } from "#http";
import { type ApplicationContract, encode, type MemoryBroker, type Send, startConsumers } from "#messaging";
import { type Migrations, openStore, type Store, startRelay } from "#persistence";

export interface Part<Tables, Handlers, Publisher> {
  readonly contract: ApplicationContract<Handlers, Publisher>;
  readonly document: object;
  readonly migrations: Migrations;
  readonly handlers: (db: Kysely<Tables>) => Handlers;
  readonly api: (db: Kysely<Tables>, publish: Publisher) => AnyHandlers;
}

interface Answer {
  readonly status: number;
  readonly location: string | null;
  readonly body: Readonly<Record<string, unknown>>;
}

export interface Player {
  /** GET, or POST where there is a body. */
  ask(path: string, body?: unknown): Promise<Answer>;
  close(): Promise<void>;
}

const quiet = () => undefined;
const silent = { debug: quiet, info: quiet, warn: quiet, error: quiet };

/** Starts an application on a broker that it may share with others. `url`: of its database. */
export async function play<Tables, Handlers, Publisher>(
  part: Part<Tables, Handlers, Publisher>,
  broker: MemoryBroker,
  url = ":memory:",
): Promise<Player> {
  const { contract, document, migrations, handlers, api } = part;
  const store = await openStore<Tables>({ url, migrations, owner: contract.id });
  const consumers = await startConsumers({ broker, contract, handlers, unit: store, log: silent });
  const relay = startRelay({ store, publish: (message) => broker.publish(message), log: silent });
  const app = createHttpApp({
    api: { document, execute: executeOn(store, contract, api) },
    health: { ready: async () => ({}), messaging: async () => ({}), metrics: async () => ({ contentType: "text/plain", text: "" }) },
    log: silent,
    validateResponses: true,
  });
  const server = await listen(app, { port: 0 });
  return {
    ask: (path, body) => ask(`${server.url}${path}`, body),
    async close() {
      await server.close(0);
      await consumers.stop();
      await relay.stop();
      await store.close();
    },
  };
}

function executeOn<Tables, Publisher>(
  store: Store<Tables>,
  contract: Pick<ApplicationContract<never, Publisher>, "id" | "publisher">,
  api: (db: Kysely<Tables>, publish: Publisher) => AnyHandlers,
): Execute<AnyHandlers> {
  return async (_call, run) => {
    const outcome = await store.perform({
      run: ({ tx, enqueue }) => {
        const send: Send = async (operation, name, payload, request) =>
          enqueue(encode(operation, name, payload, request, { appId: contract.id }));
        return run(api(tx, contract.publisher(send)));
      },
    });
    if (outcome.status === "duplicate") throw new Error("no inbox key, no duplicate");
    return outcome.result;
  };
}

async function ask(url: string, body?: unknown): Promise<Answer> {
  const sent = { method: "POST", headers: { "content-type": "application/json" } };
  const response = await fetch(url, body === undefined ? {} : { ...sent, body: JSON.stringify(body) });
  const { status, headers } = response;
  return { status, location: headers.get("location"), body: (await response.json()) as Answer["body"] };
}

/** Asks again until what is asked is as expected; patient, because the machine may be busy. */
export const eventually = <T>(ask: () => T | Promise<T>) => expect.poll(ask, { timeout: 15_000 });

/** Takes what comes on a queue; the list grows. */
export async function listenOn(broker: MemoryBroker, queue: string): Promise<readonly unknown[]> {
  const heard: unknown[] = [];
  await broker.consume(queue, { prefetch: 100 }, (delivery) => {
    heard.push(JSON.parse(delivery.body.toString()));
    delivery.ack();
  });
  return heard;
}

/** What a client of another make publishes: no type, and a message id of its own or none. */
export const publishForeign = (broker: MemoryBroker, exchange: string, routingKey: string, payload: unknown, messageId?: string) =>
  broker.publish({
    exchange,
    routingKey,
    body: Buffer.from(JSON.stringify(payload)),
    mandatory: true,
    persistent: true,
    headers: {},
    ...(messageId === undefined ? {} : { messageId }),
  });
