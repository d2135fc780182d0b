import { type Logger, pino } from "pino";
import { collectDefaultMetrics, Registry } from "prom-client";
import { createHttpApp, type HttpServer, listen } from "#http";
import { type Broker, type Consumers, createMetrics, createPublish, type MessagingMetrics, openRabbit, startConsumers } from "#messaging";
import { openStore, type Relay, type Store, startRelay } from "#persistence";
import { executeWith } from "./api.js";
import type { Config } from "./config.js";
import type { ServiceDefinition } from "./definition.js";
import { healthOf } from "./health.js";

export type ServiceLog = Logger;

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

/** Everything a running service holds, closed in reverse order. */
interface Parts<Tables> {
  readonly store: Store<Tables>;
  readonly broker: Broker;
  readonly relay: Relay;
  readonly server: HttpServer;
  readonly log: ServiceLog;
}

/** By then the outbox is flushed, or the broker takes nothing: little is left to wait for. */
const closeTimeoutMs = 500;

/**
 * Starts one service: database, broker, relay, HTTP, consumers. Resolves as soon as it listens, so that its health can be asked
 * while it waits for the broker. Rejects with one plain sentence when the database or the port cannot be used.
 */
export async function startService<Tables, Handlers, Publisher>(
  definition: ServiceDefinition<Tables, Handlers, Publisher>,
  config: Config,
): Promise<RunningService> {
  const { contract } = definition;
  const log: ServiceLog = pino({ level: config.logLevel, base: { service: contract.id } });
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  const metrics = createMetrics(registry);
  const store = await openStore<Tables>({ url: config.databaseUrl, migrations: definition.migrations, owner: contract.id, log });
  const broker = openRabbit({ url: config.brokerUrl, name: contract.id, log, closeTimeoutMs });
  const relay = startRelay({ store, publish: createPublish({ broker, metrics }), log });
  const health = healthOf({ definition, store, broker, relay, registry });
  try {
    const server = await listen(httpApp(definition, config, { store, log, health, metrics }), {
      port: config.httpPort ?? definition.http?.port ?? 0,
      host: config.httpHost,
    });
    const parts: Parts<Tables> = { store, broker, relay, server, log };
    const consuming = startConsumers({ broker, contract, handlers: definition.handlers, unit: store, log, metrics });
    const ready = consuming.then(() => {
      health.started();
      log.info({ url: server.url, queues: contract.receives.map((operation) => operation.queue) }, "ready");
    });
    ready.catch(() => undefined);
    return { url: server.url, log, ready, stop: () => stop(parts, consuming, config.shutdownMs) };
  } catch (error) {
    await Promise.allSettled([relay.stop(), broker.close(), store.close()]);
    throw error;
  }
}

interface HttpParts<Tables> {
  readonly store: Store<Tables>;
  readonly log: ServiceLog;
  readonly health: ReturnType<typeof healthOf>;
  readonly metrics: MessagingMetrics;
}

function httpApp<Tables, Handlers, Publisher>(
  definition: ServiceDefinition<Tables, Handlers, Publisher>,
  config: Config,
  { store, log, health, metrics }: HttpParts<Tables>,
) {
  const { http } = definition;
  return createHttpApp({
    health,
    log,
    limits: { requestsPerMinute: config.requestsPerMinute },
    ...(http === undefined ? {} : { api: { document: http.document, execute: executeWith(definition, http.api, { store, metrics }) } }),
  });
}

/** In the order of the data: no new requests, no new deliveries, then what they left in the outbox, then the connections. */
async function stop<Tables>(parts: Parts<Tables>, consuming: Promise<Consumers>, graceMs: number): Promise<void> {
  const { store, broker, relay, server, log } = parts;
  const deadline = Date.now() + graceMs;
  const left = (): number => Math.max(0, deadline - Date.now());
  await server.close(left());
  if (broker.state === "up") await consuming.then((consumers) => consumers.stop({ graceMs: left() })).catch(logged(log));
  if (broker.state === "up") await relay.flush(AbortSignal.timeout(left())).catch(logged(log));
  // Together: where the broker is away, closing it ends the publishes that the relay waits for.
  await Promise.all([relay.stop(), broker.close()]);
  await store.close();
  log.info("stopped");
}

const logged = (log: ServiceLog) => (error: unknown) => log.warn({ err: error }, "left for the next start");
