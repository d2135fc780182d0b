import { Gauge, type Registry } from "prom-client";
import type { HealthSources } from "#http";
import type { Broker } from "#messaging";
import type { Relay, Store } from "#persistence";
import type { ServiceDefinition } from "./definition.js";

interface Sources<Tables, Handlers, Publisher> {
  readonly definition: ServiceDefinition<Tables, Handlers, Publisher>;
  readonly store: Store<Tables>;
  readonly broker: Broker;
  readonly relay: Relay;
  readonly registry: Registry;
}

/** Health of one service, and the switch that says that its consumers run. */
export function healthOf<Tables, Handlers, Publisher>(sources: Sources<Tables, Handlers, Publisher>): HealthSources & { started(): void } {
  const { definition, store, broker, relay, registry } = sources;
  let consuming = false;
  measureOutbox(relay, registry);
  return {
    started: () => {
      consuming = true;
    },
    async ready() {
      const storeAnswers = await store.check().then(
        () => true,
        () => false,
      );
      return { broker: broker.state === "up", store: storeAnswers, consumers: consuming };
    },
    async messaging() {
      const queues = broker.state === "up" ? await depths(definition, broker) : {};
      return {
        application: definition.contract.id,
        version: definition.contract.version,
        broker: broker.state,
        outboxPending: relay.pending,
        queues,
      };
    },
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

async function depths<Tables, Handlers, Publisher>(
  { contract }: ServiceDefinition<Tables, Handlers, Publisher>,
  broker: Broker,
): Promise<Record<string, number | null>> {
  const names = contract.topology.queues.map((queue) => queue.name);
  const found = await Promise.all(names.map((name) => broker.depth(name).catch(() => undefined)));
  return Object.fromEntries(names.map((name, index) => [name, found[index] ?? null]));
}
