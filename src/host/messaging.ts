import type { Kysely } from "kysely";
import {
  type ApplicationContract,
  type Ask,
  type Broker,
  type BrokerStateChange,
  type Consumers,
  createPublish,
  forInstance,
  type Journal,
  type MessagingMetrics,
  noteSends,
  openRabbit,
  type Requests,
  startConsumers,
  startRequests,
  type Topology,
} from "#messaging";
import { type Relay, type Store, startRelay } from "#persistence";
import { type BacklogWatch, watchBacklogs } from "./backlog-watch.js";
import type { ServiceLog } from "./log.js";
import { readingUnit } from "./reading.js";

interface MessagingParts<Tables, Handlers, Publisher, Requester> {
  readonly contract: ApplicationContract<Handlers, Publisher, Requester>;
  readonly handlers: (db: Kysely<Tables>, tools: { readonly log: ServiceLog }) => Handlers;
  readonly brokerUrl: string;
  readonly store: Store<Tables>;
  readonly log: ServiceLog;
  readonly metrics: MessagingMetrics;
  /** Id of this run of the application. */
  readonly instance: string;
  readonly journal: Journal | undefined;
}

/** What a service has of messaging: its broker with all that hangs on it. Without channels there is no broker, and nothing to do. */
export interface Messaging<Requester> {
  readonly topology: Topology;
  readonly broker: Broker | undefined;
  readonly relay: Relay | undefined;
  readonly requester: Requester;
  /** True once the broker was looked for and not found. */
  brokerIsAway(): boolean;
  /** Declares, consumes and asks. Resolves when all that is under way; rejects where the broker refuses something. Waits while the broker is away. */
  start(): Promise<void>;
  /** In the order of the data: what is asked, what is handled, what the outbox holds, the connections. `left`: milliseconds from now. */
  stop(left: () => number): Promise<void>;
}

/** By then the outbox is flushed, or the broker takes nothing: little is left to wait for. */
const closeTimeoutMs = 500;

export function openMessaging<Tables, Handlers, Publisher, Requester>(
  parts: MessagingParts<Tables, Handlers, Publisher, Requester>,
): Messaging<Requester> {
  const { contract, instance } = parts;
  const topology = forInstance(contract.topology, instance);
  return hasChannels(contract) ? connected(parts, topology) : unconnected(contract, topology);
}

type Channels = Pick<ApplicationContract<unknown, unknown>, "topology" | "sends" | "requests" | "receives">;

const hasChannels = ({ topology, sends, requests, receives }: Channels): boolean =>
  [topology.exchanges, topology.queues, sends, requests, receives].some((list) => list.length > 0);

function unconnected<Requester>(
  { requester }: Pick<ApplicationContract<unknown, unknown, Requester>, "requester">,
  topology: Topology,
): Messaging<Requester> {
  const nobody: Ask = () => Promise.reject(new Error("an application without channels asks nobody"));
  return {
    topology,
    broker: undefined,
    relay: undefined,
    requester: requester(nobody),
    brokerIsAway: () => false,
    start: () => Promise.resolve(),
    stop: () => Promise.resolve(),
  };
}

function connected<Tables, Handlers, Publisher, Requester>(
  parts: MessagingParts<Tables, Handlers, Publisher, Requester>,
  topology: Topology,
): Messaging<Requester> {
  const { contract, instance, store, log, metrics, journal } = parts;
  const { broker, isAway, backlogs } = openBroker(parts);
  const outlet = journal ? noteSends(broker, journal) : broker;
  const relay = startRelay({ store, publish: createPublish({ broker: outlet, metrics }), log });
  const requests = startRequests({ broker, contract, topology, instance, log, metrics, journal });
  let consuming: Promise<Consumers> | undefined;
  return {
    topology,
    broker,
    relay,
    requester: contract.requester(requests.ask),
    brokerIsAway: isAway,
    async start() {
      consuming = startConsumers<Kysely<Tables>, Handlers, Publisher>({
        broker: backlogs.broker,
        contract,
        topology,
        handlers: (db) => parts.handlers(db, { log }),
        unit: store,
        reading: readingUnit(store, outlet),
        log,
        metrics,
        journal,
      });
      await Promise.all([consuming, requests.ready]);
    },
    stop: (left) => stop({ broker, backlogs, relay, requests, consuming, log }, left),
  };
}

/** `isAway`: the broker was looked for, and not found or lost. */
function openBroker({
  brokerUrl,
  contract,
  log,
  metrics,
}: Pick<MessagingParts<never, unknown, unknown, unknown>, "brokerUrl" | "contract" | "log" | "metrics">) {
  let away = false;
  const onState = (change: BrokerStateChange): void => {
    away = change.state !== "up" && (away || change.reason !== undefined);
    backlogs.changed(change);
  };
  const broker = openRabbit({ url: brokerUrl, name: contract.id, log, closeTimeoutMs, onState });
  const backlogs = watchBacklogs({ broker, receives: contract.receives, metrics, log });
  return { broker, isAway: () => away, backlogs };
}

interface Running {
  readonly broker: Broker;
  readonly backlogs: BacklogWatch;
  readonly relay: Relay;
  readonly requests: Requests;
  readonly consuming: Promise<Consumers> | undefined;
  readonly log: ServiceLog;
}

async function stop({ broker, backlogs, relay, requests, consuming, log }: Running, left: () => number): Promise<void> {
  backlogs.stop();
  const logged = (error: unknown): void => log.warn({ err: error }, "left for the next start");
  // Nothing is answered, handled or sent while the broker is away: then there is nothing to wait for.
  const isUp = (): boolean => broker.state === "up";
  await requests.stop({ graceMs: isUp() ? left() : 0 });
  if (isUp()) await consuming?.then((consumers) => consumers.stop({ graceMs: left() })).catch(logged);
  if (isUp()) await relay.flush(AbortSignal.timeout(left())).catch(logged);
  // Together: where the broker is away, closing it ends the publishes that the relay waits for.
  await Promise.all([relay.stop(), broker.close()]);
}
