import { withInstances } from "../instances.js";
import type { LiveExchange, LiveQueue, LiveTopology } from "../management/live.js";
import { bindingKey, isLasting, type WantedExchange, type WantedQueue, type WantedTopology } from "../wanted.js";
import {
  bindingWords,
  type Plan,
  type Scene,
  toAdd,
  toLiftPolicy,
  toRemoveBinding,
  toRemoveExchange,
  toRemoveQueue,
  toReplaceExchange,
  toReplaceQueue,
} from "./migrations.js";
import type { Drift, Trait } from "./model.js";
import { exchangePolicyTraits, queuePolicyTraits } from "./policies.js";
import { exchangeTraits, queueTraits } from "./traits.js";

export interface DriftOptions {
  /** What all documents ask for. */
  readonly wanted: WantedTopology;
  readonly live: LiveTopology;
  /** For the commands of migrations; without user and password. */
  readonly managementUrl: string;
  /** Only what concerns this application; then nothing is extra, since other applications' documents may ask for it. */
  readonly application?: string | undefined;
}

/**
 * In what a broker is not as the documents ask, exchanges first, then queues, then bindings. Queues that come and go with their applications
 * are not missing while they are not there, and not extra while they are.
 */
export function drift({ wanted, live, managementUrl, application }: DriftOptions): readonly Drift[] {
  const names = live.queues.map(({ name }) => name);
  const scene: Scene = { wanted: withInstances(wanted, names), live, managementUrl };
  const all = [...exchangeDrift(scene), ...queueDrift(scene), ...bindingDrift(scene)];
  return application === undefined ? all : all.filter(({ applications }) => applications.includes(application));
}

function exchangeDrift(scene: Scene): readonly Drift[] {
  const live = new Map(scene.live.exchanges.map((exchange) => [exchange.name, exchange]));
  const wanted = new Set(scene.wanted.exchanges.map(({ name }) => name));
  const asked = scene.wanted.exchanges.flatMap((exchange) => oneExchange(exchange, live.get(exchange.name), scene));
  const extra = scene.live.exchanges.filter(({ name }) => !wanted.has(name)).toSorted(byName);
  return [...asked, ...extra.map((exchange) => entry("extra", "exchange", exchange, toRemoveExchange(exchange, scene)))];
}

function oneExchange(wanted: WantedExchange, live: LiveExchange | undefined, scene: Scene): readonly Drift[] {
  if (live === undefined) return [entry("missing", "exchange", wanted, toAdd(wanted.owners))];
  const found = entries("different", "exchange", wanted, exchangeTraits(wanted, live), () =>
    toReplaceExchange(live, wanted.applications, scene),
  );
  const set = exchangePolicyTraits(wanted.arguments, live.policy);
  return [...found, ...entries("policy", "exchange", wanted, set, () => toLiftPolicy(set, `exchange "${wanted.name}"`))];
}

function queueDrift(scene: Scene): readonly Drift[] {
  const live = new Map(scene.live.queues.map((queue) => [queue.name, queue]));
  const wanted = new Set(scene.wanted.queues.map(({ name }) => name));
  const asked = scene.wanted.queues.flatMap((queue) => oneQueue(queue, live.get(queue.name), scene));
  const extra = scene.live.queues.filter(({ name }) => !wanted.has(name)).toSorted(byName);
  return [...asked, ...extra.map((queue) => entry("extra", "queue", queue, toRemoveQueue(queue, scene)))];
}

function oneQueue(wanted: WantedQueue, live: LiveQueue | undefined, scene: Scene): readonly Drift[] {
  if (live === undefined) return isLasting(wanted) ? [entry("missing", "queue", wanted, toAdd(wanted.owners))] : [];
  const traits = queueTraits(wanted, live, scene.live.defaultQueueType);
  const found = entries("different", "queue", wanted, traits, () => toReplaceQueue(live, wanted, scene));
  const set = queuePolicyTraits(wanted.arguments, live.policy);
  return [...found, ...entries("policy", "queue", wanted, set, () => toLiftPolicy(set, `queue "${wanted.name}"`))];
}

function bindingDrift(scene: Scene): readonly Drift[] {
  const there = new Set(scene.live.queues.map(({ name }) => name));
  const passing = new Set(scene.wanted.queues.filter((queue) => !isLasting(queue)).map(({ name }) => name));
  const liveKeys = new Map(scene.live.bindings.map((binding) => [liveKey(binding), binding]));
  const wantedKeys = new Set(scene.wanted.bindings.map(bindingKey));
  const missing = scene.wanted.bindings
    .filter((binding) => !liveKeys.has(bindingKey(binding)) && (there.has(binding.queue) || !passing.has(binding.queue)))
    .map((binding): Drift => {
      const what = bindingWords({ ...binding, destination: binding.queue, destinationType: "queue" });
      return { kind: "missing", object: "binding", what, applications: binding.applications, ...toAdd(binding.owners) };
    });
  const extra = [...liveKeys]
    .filter(([key]) => !wantedKeys.has(key))
    .toSorted(([one], [other]) => (one < other ? -1 : 1))
    .map(([, binding]): Drift => {
      return { kind: "extra", object: "binding", what: bindingWords(binding), applications: [], ...toRemoveBinding(binding, scene) };
    });
  return [...missing, ...extra];
}

function liveKey({ exchange, destination, destinationType, routingKey, arguments: args }: LiveTopology["bindings"][number]): string {
  const key = bindingKey({ exchange, queue: destination, routingKey, arguments: args });
  return destinationType === "queue" ? key : `exchange ${key}`;
}

/** RabbitMQ lists things in no particular order. */
const byName = (one: Named, other: Named): number => (one.name < other.name ? -1 : 1);

interface Named {
  readonly name: string;
  readonly applications?: readonly string[];
}

const entry = (kind: "missing" | "extra", object: "exchange" | "queue", { name, applications = [] }: Named, plan: Plan): Drift => ({
  kind,
  object,
  what: `${object} "${name}"`,
  applications,
  ...plan,
});

/** None where no trait differs. */
const entries = (
  kind: "different" | "policy",
  object: "exchange" | "queue",
  { name, applications = [] }: Named,
  traits: readonly Trait[],
  plan: () => Plan,
): readonly Drift[] => (traits.length === 0 ? [] : [{ kind, object, what: `${object} "${name}"`, applications, traits, ...plan() }]);
