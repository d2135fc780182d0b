/** One publish: from an exchange, through its bindings and alternates, into queues. */

import type { BindingDeclaration } from "../topology/model.js";
import type { BrokerModel } from "./broker.js";
import type { HeaderFacts } from "./headers.js";
import type { KeySet } from "./keys.js";
import type { Certainty, Hop } from "./model.js";

/** A message on its way into an exchange, as far as a document knows it. */
export interface Shape {
  /** The sets of keys it may have; it has exactly one of them. */
  readonly keySets: readonly KeySet[];
  readonly headers: HeaderFacts;
}

export interface Delivered {
  readonly queue: string;
  readonly hops: readonly Hop[];
  readonly certainty: Certainty;
  /** Those of the shape's key sets with which it can have come here. */
  readonly keySets: readonly KeySet[];
}

/** Told of every binding that takes a message. */
export type Watch = (binding: BindingDeclaration) => void;

export interface Delivery {
  readonly delivered: readonly Delivered[];
  /** The key sets with which it can reach no queue at all. */
  readonly lost: readonly KeySet[];
}

interface Reached {
  readonly hops: readonly Hop[];
  readonly certainty: Certainty;
}

export function deliver(broker: BrokerModel, exchange: string, shape: Shape, watch: Watch): Delivery {
  const queues = new Map<string, { readonly hops: readonly Hop[]; always: number; readonly keySets: KeySet[] }>();
  const lost: KeySet[] = [];
  for (const keys of shape.keySets) {
    const reached = pass(broker, exchange, keys, shape.headers, watch, []);
    if (reached.size === 0) lost.push(keys);
    for (const [queue, { hops, certainty }] of reached) {
      const entry = queues.get(queue) ?? { hops, always: 0, keySets: [] };
      queues.set(queue, entry);
      entry.keySets.push(keys);
      if (certainty === "always") entry.always++;
    }
  }
  const delivered = [...queues].map(([queue, { hops, always, keySets }]) => {
    const certainty: Certainty = always === shape.keySets.length ? "always" : "may";
    return { queue, hops, certainty, keySets };
  });
  return { delivered, lost };
}

/** Through one exchange with one set of keys: each queue once, by its surest binding. */
function pass(
  broker: BrokerModel,
  name: string,
  keys: KeySet,
  headers: HeaderFacts,
  watch: Watch,
  passed: readonly string[],
): Map<string, Reached> {
  const reached = new Map<string, Reached>();
  const exchange = broker.exchanges.get(name);
  if (exchange === undefined) return reached;
  exchange.match(keys, headers, (binding, certainty) => {
    watch(binding);
    const before = reached.get(binding.queue);
    if (before === undefined || (before.certainty === "may" && certainty === "always")) {
      reached.set(binding.queue, { hops: [{ kind: "bind", ...binding, certainty }], certainty });
    }
  });
  const { alternate } = exchange;
  const taken = [...reached.values()].some(({ certainty }) => certainty === "always");
  if (taken || alternate === undefined || alternate === name || passed.includes(alternate)) return reached;

  const certainty: Certainty = reached.size === 0 ? "always" : "may";
  for (const [queue, onward] of pass(broker, alternate, keys, headers, watch, [...passed, name])) {
    if (reached.has(queue)) continue;
    const hop: Hop = { kind: "alternate", exchange: name, alternate, certainty };
    reached.set(queue, { hops: [hop, ...onward.hops], certainty: certainty === "always" ? onward.certainty : "may" });
  }
  return reached;
}
