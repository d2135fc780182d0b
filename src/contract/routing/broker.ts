/** What a broker holds once every application of a set has declared its topology, indexed for routing. */
import type { ContractSet, ExchangeType, Json } from "../model.js";
import { requestOf } from "../replies.js";
import { awaitedQueueNames } from "../topology/declarations.js";
import { deriveTopologies } from "../topology/derive-topology.js";
import type { BindingDeclaration, QueueDeclaration } from "../topology/model.js";
import { delayQueueName, retryTiersOf } from "../topology/queues.js";
import { type HeaderFacts, matchHeaders } from "./headers.js";
import type { KeySet, RoutingKey } from "./keys.js";
import type { Certainty, DeathReason, QueueRole, RouteEnd } from "./model.js";
import { createTopicIndex } from "./topic.js";

export interface BrokerModel {
  readonly exchanges: ReadonlyMap<string, BrokerExchange>;
  readonly queues: ReadonlyMap<string, BrokerQueue>;
  readonly bindings: readonly BindingDeclaration[];
}

export interface BrokerExchange {
  readonly name: string;
  readonly type: ExchangeType;
  readonly alternate?: string;
  /** Calls back with every binding that takes a message; a binding may come twice. */
  match(keys: KeySet, headers: HeaderFacts, found: (binding: BindingDeclaration, certainty: Certainty) => void): void;
}

export interface BrokerQueue {
  readonly name: string;
  readonly role: QueueRole;
  readonly declaration: QueueDeclaration;
  readonly consumers: readonly RouteEnd[];
  /** What the consumers do with messages that they do not finish. */
  readonly handlings: readonly Handling[];
}

/** What our runtime does with a message that it cannot finish. */
export interface Handling {
  readonly deadLetterQueue: string;
  /** Why it moves one there. */
  readonly reasons: readonly DeathReason[];
  /** Delay before each further attempt, milliseconds. */
  readonly retryDelaysMs: readonly number[];
}

interface GrowingExchange extends BrokerExchange {
  add(binding: BindingDeclaration): void;
}

export function modelBroker(set: ContractSet): BrokerModel {
  const topologies = [...deriveTopologies(set).values()];
  const queues = queuesOf(set, topologies);
  const exchanges = new Map<string, GrowingExchange>([["", createExchange("", "default", {})]]);
  for (const name of queues.keys()) exchanges.get("")?.add({ exchange: "", queue: name, routingKey: name, arguments: {} });
  for (const { name, type, arguments: args } of topologies.flatMap((topology) => topology.exchanges)) {
    if (!exchanges.has(name)) exchanges.set(name, createExchange(name, type, args));
  }
  for (const [name, type] of brokersOwn(set)) if (!exchanges.has(name)) exchanges.set(name, createExchange(name, type, {}));

  const bindings = new Map(topologies.flatMap((topology) => topology.bindings).map((binding) => [JSON.stringify(binding), binding]));
  for (const binding of bindings.values()) exchanges.get(binding.exchange)?.add(binding);
  return { exchanges, queues, bindings: [...bindings.values()] };
}

function queuesOf(set: ContractSet, topologies: readonly { readonly queues: readonly QueueDeclaration[] }[]): Map<string, BrokerQueue> {
  const readers = readersOf(set);
  const roles = rolesOf(set);
  const queues = new Map<string, BrokerQueue>();
  for (const declaration of topologies.flatMap((topology) => topology.queues)) {
    const { name } = declaration;
    if (queues.has(name)) continue;
    const { consumers, handlings } = readers.get(name) ?? { consumers: [], handlings: [] };
    queues.set(name, { name, role: roles.get(name) ?? "work", declaration, consumers, handlings });
  }
  return queues;
}

/** Who reads each queue: receive operations, and the requesters that await replies there. */
function readersOf(set: ContractSet) {
  const readers = new Map<string, { readonly consumers: RouteEnd[]; readonly handlings: Handling[] }>();
  const add = (queue: string, consumer: RouteEnd, handling: Handling) => {
    const entry = readers.get(queue) ?? { consumers: [], handlings: [] };
    readers.set(queue, entry);
    entry.consumers.push(consumer);
    entry.handlings.push(handling);
  };
  for (const application of set.applications) {
    for (const operation of application.operations) {
      const end = { application: application.id, operation: operation.key };
      const channel = operation.action === "receive" ? operation.channel : requestOf(operation)?.channel;
      if (channel === undefined) continue;
      const { queue, deadLetterQueue } = channel;
      if (operation.action === "receive") {
        add(queue.name, end, { deadLetterQueue, reasons: ["invalid", "rejected", "exhausted"], retryDelaysMs: retryTiersOf(channel) });
      } else add(queue.name, end, { deadLetterQueue, reasons: ["invalid", "rejected"], retryDelaysMs: [] });
    }
  }
  return readers;
}

/** The roles of queues that no document writes, and of those on which replies are awaited. */
function rolesOf(set: ContractSet): Map<string, QueueRole> {
  const channels = set.applications.flatMap(({ channels: all }) => all).filter((channel) => channel.kind === "queue");
  const roles = new Map<string, QueueRole>();
  for (const { queue, deadLetterQueue, retryDelaysMs } of channels) {
    for (const delayMs of retryDelaysMs) roles.set(delayQueueName(queue.name, delayMs), "delay");
    roles.set(deadLetterQueue, "dead-letter");
  }
  for (const { queue } of channels) roles.delete(queue.name);
  for (const name of set.applications.flatMap((application) => [...awaitedQueueNames(application)])) roles.set(name, "reply");
  return roles;
}

/** `amq.` exchanges that documents use: nobody declares them, the broker has them. */
function brokersOwn(set: ContractSet): [string, ExchangeType][] {
  const all = set.applications.flatMap(({ channels }) =>
    channels.flatMap((channel) => (channel.kind === "exchange" ? [channel.exchange] : channel.bindings.map(({ exchange }) => exchange))),
  );
  return all.filter(({ name }) => name.startsWith("amq.")).map(({ name, type }) => [name, type]);
}

function createExchange(name: string, type: ExchangeType, args: { readonly [key: string]: Json }): GrowingExchange {
  const alternate = args["alternate-exchange"];
  return { name, type, ...(typeof alternate === "string" ? { alternate } : {}), ...tables[type]() };
}

type Table = Pick<GrowingExchange, "add" | "match">;

const tables = {
  default: equalKeys,
  direct: equalKeys,
  topic: topicTree,
  fanout: everything,
  headers: byHeaders,
} as const satisfies Record<ExchangeType, () => Table>;

function equalKeys(): Table {
  const byKey = new Map<string, BindingDeclaration[]>();
  const find = (key: RoutingKey, found: (binding: BindingDeclaration, certainty: Certainty) => void) => {
    if (key.pattern === undefined) {
      for (const binding of byKey.get(key.text) ?? []) found(binding, "always");
      return;
    }
    for (const [text, bindings] of byKey) if (key.pattern.test(text)) for (const binding of bindings) found(binding, "may");
  };
  return {
    add(binding) {
      const bindings = byKey.get(binding.routingKey);
      if (bindings === undefined) byKey.set(binding.routingKey, [binding]);
      else bindings.push(binding);
    },
    match(keys, _, found) {
      for (const key of keys) find(key, found);
    },
  };
}

function topicTree(): Table {
  const index = createTopicIndex<BindingDeclaration>();
  return {
    add: (binding) => index.add(binding.routingKey, binding),
    match(keys, _, found) {
      for (const key of keys) index.find(key, found);
    },
  };
}

function everything(): Table {
  const bindings: BindingDeclaration[] = [];
  return {
    add: (binding) => void bindings.push(binding),
    match(_keys, _headers, found) {
      for (const binding of bindings) found(binding, "always");
    },
  };
}

function byHeaders(): Table {
  const bindings: BindingDeclaration[] = [];
  return {
    add: (binding) => void bindings.push(binding),
    match(_, headers, found) {
      for (const binding of bindings) {
        const certainty = matchHeaders(binding.arguments, headers);
        if (certainty !== undefined) found(binding, certainty);
      }
    },
  };
}
