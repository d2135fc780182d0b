import { Gauge, type Registry } from "prom-client";
import type { HealthSources } from "#http";
import type { ApplicationContract, Broker, Journal, Topology } from "#messaging";
import type { Relay, Store } from "#persistence";
import { measureQueues } from "./queue-figures.js";

interface Sources {
  readonly application: Pick<ApplicationContract<unknown, unknown>, "id" | "version" | "receives" | "requests">;
  readonly instance: string;
  /** As this instance declared it. */
  readonly topology: Topology;
  readonly store: Pick<Store<never>, "check">;
  /** Absent where the application has no channels. */
  readonly broker?: Broker | undefined;
  readonly relay?: Relay | undefined;
  /** True once the broker was looked for and not found. */
  readonly brokerIsAway: () => boolean;
  readonly readyWithoutBroker: boolean;
  readonly registry: Registry;
  readonly journal: Journal | undefined;
}

/** Health of one service, and the switch that says that its consumers run. */
export function healthOf(sources: Sources): HealthSources & { started(): void } {
  const { application, instance, store, broker, relay, registry, journal } = sources;
  let consuming = false;
  if (relay !== undefined) measureOutbox(relay, registry);
  if (broker !== undefined) measureQueues(registry, application, broker);
  return {
    started: () => {
      consuming = true;
    },
    async ready() {
      const storeAnswers = await store.check().then(
        () => true,
        () => false,
      );
      return broker === undefined ? { store: storeAnswers } : { broker: broker.state === "up", store: storeAnswers, consumers: consuming };
    },
    isEnough: ({ store: storeAnswers }) => sources.readyWithoutBroker && storeAnswers === true && sources.brokerIsAway(),
    async messaging() {
      const queues = broker?.state === "up" ? await depths(sources.topology, broker) : {};
      return {
        messaging: broker === undefined ? "none" : broker.state === "up" ? "healthy" : "unhealthy",
        application: application.id,
        version: application.version,
        instance,
        broker: broker?.state ?? "none",
        outboxPending: relay?.pending ?? 0,
        queues,
      };
    },
    ...(journal && {
      journal: (limit, ids) => {
        const { capacity, noted } = journal;
        return { application: application.id, instance, capacity, noted, entries: journal.latest(limit, ids) };
      },
    }),
    metrics: async () => ({ contentType: registry.contentType, text: await registry.metrics() }),
  };
}

function measureOutbox(relay: Relay, registry: Registry): void {
  new Gauge({
    name: "warren_outbox_pending",
    help: "Committed messages that the broker has not confirmed yet.",
    registers: [registry],
    collect() {
      this.set(relay.pending);
    },
  });
  new Gauge({
    name: "warren_outbox_oldest_seconds",
    help: "Age of the oldest committed message that the broker has not confirmed yet.",
    registers: [registry],
    collect() {
      this.set(relay.oldestAgeMs / 1000);
    },
  });
}

async function depths({ queues }: Topology, broker: Broker): Promise<Record<string, number | null>> {
  const names = queues.map((queue) => queue.name);
  const found = await Promise.all(names.map((name) => broker.depth(name).catch(() => undefined)));
  return Object.fromEntries(names.map((name, index) => [name, found[index] ?? null]));
}
