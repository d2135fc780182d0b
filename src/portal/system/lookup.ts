/** What pages look up again and again: who sends to whom, and what all documents say about one queue or exchange. Made once for a system. */
import type { Finding, Proof } from "#compatibility";
import {
  type Application,
  answerOf,
  type Channel,
  deriveTopologies,
  type Exchange,
  type ExchangeDeclaration,
  type Location,
  type Operation,
  type QueueBinding,
  type QueueChannel,
  type QueueDeclaration,
  type Reply,
  type Route,
  type RouteEnd,
  type RouteNode,
  requestOf,
  type Topology,
} from "#contract";
import type { System } from "./model.js";

/** A channel, and whose document it stands in. */
export interface Placed<Kind extends Channel = Channel> {
  readonly application: Application;
  readonly channel: Kind;
}

export interface OperationAt {
  readonly application: Application;
  readonly operation: Operation;
}

/** All that is known of one queue. */
export interface QueueEntry {
  readonly name: string;
  /** Missing for one that no application declares. */
  readonly node?: Extract<RouteNode, { readonly kind: "queue" }>;
  readonly declared: { readonly application: string; readonly declaration: QueueDeclaration; readonly own: boolean }[];
  readonly channels: Placed<QueueChannel>[];
  /** Who takes messages, or answers, out of it. */
  readonly readers: OperationAt[];
  /** Ends here or passes through. */
  readonly routes: Route[];
  /** Queues whose dead letters come here. */
  readonly buries: Set<string>;
}

export interface ExchangeEntry {
  readonly name: string;
  readonly node?: Extract<RouteNode, { readonly kind: "exchange" }>;
  readonly declared: { readonly application: string; readonly declaration: ExchangeDeclaration; readonly own: boolean }[];
  /** Who sends to it. */
  readonly senders: (OperationAt & { readonly routingKey: string | undefined })[];
  readonly bindings: (Placed<QueueChannel> & { readonly binding: QueueBinding })[];
  /** Queues whose dead letters go to it, and exchanges that it is the alternate of. */
  readonly fedBy: { readonly kind: "queue" | "exchange"; readonly name: string }[];
}

export interface Lookup {
  readonly queues: ReadonlyMap<string, QueueEntry>;
  readonly exchanges: ReadonlyMap<string, ExchangeEntry>;
  /** What each application declares, by its id. */
  readonly topologies: ReadonlyMap<string, Topology>;
  /** Of what the operation sends: messages, or the answers of one that answers. */
  sentBy(end: RouteEnd): readonly Proof[];
  /** Of what comes to the operation. */
  takenBy(end: RouteEnd): readonly Proof[];
  routesFrom(end: RouteEnd): readonly Route[];
  operation(end: RouteEnd): Operation | undefined;
  /** Operations whose messages, or answers, go over this channel. */
  usersOf(channel: Channel, application: string): readonly Operation[];
  /** What is found at exactly this place of the documents. */
  findingsAt(location: Location): readonly Finding[];
}

const made = new WeakMap<System, Lookup>();

export function lookup(system: System): Lookup {
  const known = made.get(system) ?? makeLookup(system);
  made.set(system, known);
  return known;
}

function makeLookup(system: System): Lookup {
  const { proofs, findings } = system.proofs;
  const topologies = deriveTopologies(system.contracts);
  const sent = gather(proofs, ({ producer }) => endKey(producer));
  const taken = gather(proofs, ({ consumer }) => endKey(consumer));
  const routes = gather(system.graph.routes, ({ producer }) => endKey(producer));
  const users = gatherUsers(system);
  const operations = new Map(
    system.contracts.applications.flatMap(({ id, operations: all }) =>
      all.map((operation) => [endKey({ application: id, operation: operation.key }), operation]),
    ),
  );
  const found = gather(findings, ({ at }) => placeKey(at));
  return {
    topologies,
    queues: surveyQueues(system, topologies),
    exchanges: surveyExchanges(system, topologies),
    sentBy: (end) => sent.get(endKey(end)) ?? [],
    takenBy: (end) => taken.get(endKey(end)) ?? [],
    routesFrom: (end) => routes.get(endKey(end)) ?? [],
    operation: (end) => operations.get(endKey(end)),
    usersOf: ({ key }, application) => users.get(JSON.stringify([application, key])) ?? [],
    findingsAt: (location) => found.get(placeKey(location)) ?? [],
  };
}

function surveyQueues(system: System, topologies: Lookup["topologies"]): ReadonlyMap<string, QueueEntry> {
  const queues = new Map<string, QueueEntry>();
  const of = (name: string): QueueEntry =>
    entryOf(queues, name, () => ({ name, declared: [], channels: [], readers: [], routes: [], buries: new Set() }));
  for (const node of system.graph.nodes) if (node.kind === "queue") queues.set(node.name, { ...of(node.name), node });
  for (const [application, { queues: declarations, foreign }] of topologies) {
    for (const declaration of declarations) {
      of(declaration.name).declared.push({ application, declaration, own: foreign?.queues.includes(declaration.name) !== true });
    }
  }
  for (const application of system.contracts.applications) {
    for (const channel of application.channels)
      if (channel.kind === "queue") of(channel.queue.name).channels.push({ application, channel });
    for (const operation of application.operations) {
      const read = readChannelOf(operation);
      if (read === undefined) continue;
      of(read.queue.name).readers.push({ application, operation });
      of(read.deadLetterQueue).buries.add(read.queue.name);
    }
  }
  for (const route of system.graph.routes) for (const name of queuesOn(route)) of(name).routes.push(route);
  return queues;
}

/** The channel of the queue that an operation takes messages, or answers, out of. */
export const readChannelOf = (operation: Operation): QueueChannel | undefined =>
  operation.action === "receive" ? operation.channel : requestOf(operation)?.channel;

const queuesOn = ({ hops, queue }: Route): ReadonlySet<string> =>
  new Set([
    ...hops.flatMap((hop) => ("queue" in hop ? [hop.queue] : [])),
    ...hops.flatMap((hop) => ("delayQueue" in hop ? [hop.delayQueue] : [])),
    queue,
  ]);

function surveyExchanges({ graph, contracts }: System, topologies: Lookup["topologies"]): ReadonlyMap<string, ExchangeEntry> {
  const exchanges = new Map<string, ExchangeEntry>();
  const of = (name: string): ExchangeEntry =>
    entryOf(exchanges, name, () => ({ name, declared: [], senders: [], bindings: [], fedBy: [] }));
  for (const node of graph.nodes) if (node.kind === "exchange") exchanges.set(node.name, { ...of(node.name), node });
  for (const [application, { exchanges: declarations, queues, foreign }] of topologies) {
    for (const declaration of declarations) {
      const entry = of(declaration.name);
      entry.declared.push({ application, declaration, own: foreign?.exchanges.includes(declaration.name) !== true });
      const alternate = declaration.arguments["alternate-exchange"];
      if (typeof alternate === "string") feed(of(alternate), "exchange", declaration.name);
    }
    for (const { name, arguments: args } of queues) {
      const target = args["x-dead-letter-exchange"];
      if (typeof target === "string") feed(of(target), "queue", name);
    }
  }
  for (const application of contracts.applications) {
    for (const operation of application.operations) {
      const target = targetOf(operation);
      if (target !== undefined) of(target.exchange.name).senders.push({ application, operation, routingKey: target.routingKey });
    }
    for (const channel of application.channels) {
      if (channel.kind === "exchange") of(channel.exchange.name);
      else for (const binding of channel.bindings) of(binding.exchange.name).bindings.push({ application, channel, binding });
    }
  }
  return exchanges;
}

function feed({ fedBy }: ExchangeEntry, kind: "queue" | "exchange", name: string): void {
  if (!fedBy.some((each) => each.kind === kind && each.name === name)) fedBy.push({ kind, name });
}

/** Where an operation hands messages, or its answers, to the broker. */
function targetOf(
  operation: Operation,
): { readonly exchange: Pick<Exchange, "name">; readonly routingKey: string | undefined } | undefined {
  if (operation.action === "send") return { exchange: operation.channel.exchange, routingKey: operation.channel.address ?? "" };
  const answer = answerOf(operation);
  return answer === undefined ? undefined : { exchange: answer.exchange, routingKey: answer.fixed?.routingKey };
}

function gatherUsers({ contracts }: System): ReadonlyMap<string, readonly Operation[]> {
  const users = new Map<string, Operation[]>();
  for (const { id, operations } of contracts.applications) {
    for (const operation of operations) {
      const keys = new Set([operation.channel.key, replyChannelKey(operation.reply)].filter((key) => key !== undefined));
      for (const key of keys) entryOf(users, JSON.stringify([id, key]), () => []).push(operation);
    }
  }
  return users;
}

const replyChannelKey = (reply: Reply | undefined): string | undefined => reply?.channel?.key;

function gather<Item>(items: readonly Item[], keyOf: (item: Item) => string): ReadonlyMap<string, readonly Item[]> {
  const found = new Map<string, Item[]>();
  for (const item of items) entryOf(found, keyOf(item), () => []).push(item);
  return found;
}

function entryOf<Entry>(map: Map<string, Entry>, key: string, make: () => Entry): Entry {
  const entry = map.get(key) ?? make();
  map.set(key, entry);
  return entry;
}

const endKey = ({ application, operation }: RouteEnd): string => JSON.stringify([application, operation]);
const placeKey = ({ file, line, column }: Location): string => `${file}:${line}:${column}`;
