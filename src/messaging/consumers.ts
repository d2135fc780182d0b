import type { Broker } from "./broker.js";
import { Consumer } from "./consumer.js";
import type { ApplicationContract, ReceiveOperation, Route, Topology } from "./descriptors.js";
import type { Journal } from "./journal.js";
import { fillLimits, type MessageLimits } from "./limits.js";
import type { Logger } from "./logger.js";
import { createMetrics, type MessagingMetrics } from "./metrics.js";
import { type Backoff, defaultBackoff } from "./pauses.js";
import { planReceive } from "./receive-plan.js";
import type { UnitOfWork } from "./unit-of-work.js";

export interface ConsumersOptions<Tx, Handlers, Publisher> {
  readonly broker: Pick<Broker, "declare" | "publish" | "consume">;
  readonly contract: ApplicationContract<Handlers, Publisher>;
  /** What to declare. Default: the contract's, which must name no instance. */
  readonly topology?: Topology;
  /** Builds the handlers on a transaction; called once for each, so keep it cheap. */
  readonly handlers: (tx: Tx) => Handlers;
  readonly unit: UnitOfWork<Tx>;
  /** For operations that only read. Default: `unit`. */
  readonly reading?: UnitOfWork<Tx>;
  readonly log: Logger;
  readonly metrics?: MessagingMetrics;
  readonly journal?: Journal | undefined;
  readonly limits?: MessageLimits;
  /** For moving a failed message while its target cannot be reached. */
  readonly backoff?: Backoff;
}

export interface Consumers {
  /** Deliveries being handled. */
  readonly inFlight: number;
  /**
   * Takes no more messages, finishes what runs within `graceMs` (default 10000), gives everything else back to its queue. Never
   * rejects; every further call waits for the first.
   */
  stop(options?: { readonly graceMs?: number }): Promise<void>;
}

/**
 * Declares what the application needs on the broker and consumes each of its receive operations.
 * Rejects, with nothing left running, if the broker refuses a declaration or a queue.
 */
export const startConsumers = async <Tx, Handlers, Publisher>(options: ConsumersOptions<Tx, Handlers, Publisher>): Promise<Consumers> => {
  const { broker, contract, unit, reading = unit, topology = contract.topology, log, metrics = createMetrics() } = options;
  const writingRoutes = routesByTransaction(options);
  const readingRoutes = reading === unit ? writingRoutes : routesByTransaction(options);
  const consumers = contract.receives.map(
    (operation) =>
      new Consumer<Tx, Publisher>({
        broker,
        appId: contract.id,
        plan: planReceive(operation),
        unit: operation.readOnly === true ? reading : unit,
        limits: fillLimits(options.limits),
        backoff: { ...defaultBackoff, ...options.backoff },
        log,
        metrics,
        journal: options.journal,
        routeFor: (tx) => (operation.readOnly === true ? readingRoutes : writingRoutes)(tx, operation),
        publisher: (send) => contract.publisher(send),
      }),
  );
  await broker.declare(topology);
  let stopped: Promise<void> | undefined;
  const stop = (graceMs: number) => Promise.all(consumers.map((consumer) => consumer.stop(graceMs))).then(() => undefined);
  const started = await Promise.allSettled(consumers.map((consumer) => consumer.start()));
  const failed = started.find((outcome) => outcome.status === "rejected");
  if (failed) {
    await stop(0);
    throw failed.reason;
  }
  return {
    get inFlight() {
      return consumers.reduce((sum, consumer) => sum + consumer.inFlight, 0);
    },
    stop({ graceMs = 10_000 } = {}) {
      stopped ??= stop(graceMs);
      return stopped;
    },
  };
};

/** The routes of the latest transaction are kept: the messages of one group share it, and without a transaction all do. */
const routesByTransaction = <Tx, Handlers, Publisher>({ contract, handlers }: ConsumersOptions<Tx, Handlers, Publisher>) => {
  let latest: { readonly tx: Tx; readonly routes: readonly Route<Publisher>[] } | undefined;
  return (tx: Tx, operation: ReceiveOperation): Route<Publisher> => {
    if (!latest || latest.tx !== tx) latest = { tx, routes: contract.routes(handlers(tx)) };
    const route = latest.routes.find((candidate) => candidate.operation.id === operation.id);
    if (!route) throw new Error(`no handler is bound to the operation ${operation.id} of ${contract.id}`);
    return route;
  };
};
