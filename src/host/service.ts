import { randomBytes } from "node:crypto";
import { collectDefaultMetrics, Registry } from "prom-client";
import { type AnyHandlers, createHttpApp, type Execute, type HttpServer, listen } from "#http";
import { createMetrics, Journal, type MessagingMetrics } from "#messaging";
import { openStore, type Store } from "#persistence";
import { executeWith, namesIn } from "./api.js";
import { changeWith } from "./change.js";
import type { Config } from "./config.js";
import type { ServiceDefinition } from "./definition.js";
import { healthOf } from "./health.js";
import { openLog, type ServiceLog } from "./log.js";
import { type Messaging, openMessaging } from "./messaging.js";
import { checkOperations } from "./operations.js";
import { executeOutside, outsideScope } from "./outside.js";
import { type Regularly, startRegularWork } from "./regular.js";

/** A service that was started. */
export interface RunningService {
  /** Base address of its HTTP API, health and metrics. */
  readonly url: string;
  readonly log: ServiceLog;
  /** Resolves when it consumes; rejects when the broker refuses what the contract asks for. Waits while the broker is away. */
  readonly ready: Promise<void>;
  /** Takes no new work, finishes what runs, sends what the outbox holds (all within the configured time), closes everything. */
  stop(): Promise<void>;
}

/** Everything a running service holds. */
interface Parts<Tables, Requester> {
  readonly store: Store<Tables>;
  readonly messaging: Messaging<Requester>;
  readonly log: ServiceLog;
  readonly metrics: MessagingMetrics;
}

/**
 * Starts one service: database, broker, relay, HTTP, consumers. Resolves as soon as it listens, so that its health can be asked
 * while it waits for the broker. Rejects with one plain sentence when the database or the port cannot be used, or the HTTP API
 * and its document do not fit.
 */
export async function startService<
  Tables,
  Handlers,
  Publisher,
  Requester,
  Inside extends AnyHandlers = AnyHandlers,
  Outside extends AnyHandlers = AnyHandlers,
>(definition: ServiceDefinition<Tables, Handlers, Publisher, Requester, Inside, Outside>, config: Config): Promise<RunningService> {
  const { contract, handlers, migrations } = definition;
  const log = openLog(contract.id, config.logLevel);
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  const metrics = createMetrics(registry);
  const instance = randomBytes(8).toString("hex");
  const journal = config.journal > 0 ? new Journal(config.journal) : undefined;
  const store = await openStore<Tables>({ url: config.databaseUrl, migrations, owner: contract.id, log });
  const messaging = openMessaging({ contract, handlers, brokerUrl: config.brokerUrl, store, log, metrics, instance, journal });
  const parts: Parts<Tables, Requester> = { store, messaging, log, metrics };
  try {
    const server = await serve(definition, parts, { config, instance, registry, journal });
    const regular = definition.regular && startRegularWork(definition.regular, changeWith(contract, parts), log);
    const ready = messaging.start().then(() => {
      server.started();
      log.info({ url: server.url, instance, queues: contract.receives.map((operation) => operation.queue) }, "ready");
    });
    ready.catch(() => undefined);
    return { url: server.url, log, ready, stop: () => stop(parts, server, regular, config.shutdownMs) };
  } catch (error) {
    await Promise.allSettled([messaging.stop(() => 0), store.close()]);
    throw error;
  }
}

interface Serving {
  readonly config: Config;
  readonly instance: string;
  readonly registry: Registry;
  readonly journal: Journal | undefined;
}

/** Listens. `started`: its consumers run. `close` ends event streams at once: nothing in them is under way, and their clients come again. */
async function serve<Tables, Handlers, Publisher, Requester>(
  definition: ServiceDefinition<Tables, Handlers, Publisher, Requester>,
  parts: Parts<Tables, Requester>,
  { config, instance, registry, journal }: Serving,
): Promise<HttpServer & { started(): void }> {
  const { store, messaging, log } = parts;
  const readyWithoutBroker = definition.ready?.withoutBroker ?? false;
  const health = healthOf({ application: definition.contract, instance, store, ...messaging, readyWithoutBroker, registry, journal });
  const closing = new AbortController();
  const app = createHttpApp({
    health,
    log,
    closing: closing.signal,
    limits: { requestsPerMinute: config.requestsPerMinute },
    ...(await apiOf(definition, parts)),
  });
  const server = await listen(app, { port: config.httpPort ?? definition.http?.port ?? 0, host: config.httpHost });
  const close = (graceMs: number): Promise<void> => {
    closing.abort();
    return server.close(graceMs);
  };
  return { ...server, close, started: () => health.started() };
}

/** The HTTP API, if there is one: which operation is carried out how. */
async function apiOf<Tables, Handlers, Publisher, Requester>(
  { contract, http }: ServiceDefinition<Tables, Handlers, Publisher, Requester>,
  { store, messaging: { requester }, log, metrics }: Parts<Tables, Requester>,
): Promise<{ readonly api?: { readonly document: object; readonly execute: Execute<AnyHandlers> } }> {
  if (http === undefined) return {};
  const { document, api = () => ({}) } = http;
  const change = changeWith(contract, { store, metrics, log });
  const outside = http.outside?.(outsideScope({ requester, store, change, log })) ?? {};
  checkOperations(document, await namesIn({ contract, api, store, log }), outside);
  const inside = executeWith({ contract, api, store, change, log });
  const beyond = executeOutside(outside, store);
  return { api: { document, execute: (call, run) => (call.operationId in outside ? beyond : inside)(call, run) } };
}

/** In the order of the data: no new requests, then what they asked and left in the outbox, then the database. */
async function stop<Tables, Requester>(
  { store, messaging, log }: Parts<Tables, Requester>,
  server: HttpServer,
  regular: Regularly | undefined,
  graceMs: number,
): Promise<void> {
  const deadline = Date.now() + graceMs;
  const left = (): number => Math.max(0, deadline - Date.now());
  await Promise.all([server.close(left()), regular?.stop()]);
  await messaging.stop(left);
  await store.close();
  log.info("stopped");
}
