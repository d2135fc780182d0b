import type { Application, ContractSet, Exchange, Location, QueueChannel } from "../model.js";
import { requestOf } from "../replies.js";
import type { ExchangeDeclaration, QueueDeclaration } from "./model.js";
import { consumedQueue, deadLetterQueue, delayQueue, plainQueue, retryTiersOf } from "./queues.js";

/** A declaration with where it comes from. */
export interface Located<Declaration> {
  readonly declaration: Declaration;
  readonly location: Location;
  /** `document`: written there; `derived`: follows from a queue; `borrowed`: written in another application's document. */
  readonly origin: "document" | "derived" | "borrowed";
}

/** What a set's documents say about names, whoever says it. */
export interface NameSurvey {
  /** The first description of each exchange. */
  readonly exchanges: ReadonlyMap<string, Exchange>;
  /** Queues that some application's document describes as its own. */
  readonly queues: ReadonlySet<string>;
}

export function surveyNames(set: ContractSet): NameSurvey {
  const exchanges = new Map<string, Exchange>();
  const queues = new Set<string>();
  for (const application of set.applications) {
    for (const exchange of exchangesOf(application)) if (!exchanges.has(exchange.name)) exchanges.set(exchange.name, exchange);
    for (const channel of ownQueueChannels(application)) queues.add(channel.queue.name);
  }
  return { exchanges, queues };
}

/**
 * The queue channels whose queue the application declares. Left out: names only the broker gives (empty, `amq.`), and a
 * queue that the application merely sends replies to, which is its requester's.
 */
export function ownQueueChannels(application: Application): readonly QueueChannel[] {
  const consumed = consumedQueueNames(application);
  const awaited = awaitedQueueNames(application);
  const targets = new Set<string>();
  for (const { action, reply } of application.operations) {
    if (action === "receive" && reply?.channel?.kind === "queue") targets.add(reply.channel.queue.name);
  }
  const isOwn = (name: string) => !isBrokerNamed(name) && (!targets.has(name) || consumed.has(name) || awaited.has(name));
  return application.channels.filter((channel) => channel.kind === "queue").filter((channel) => isOwn(channel.queue.name));
}

/** Names of the queues that the application's receive operations read. */
export function consumedQueueNames(application: Application): ReadonlySet<string> {
  const receives = application.operations.filter((operation) => operation.action === "receive");
  return new Set(receives.map((operation) => operation.channel.queue.name));
}

/** Names of the queues on which the application's requests await their replies. */
export function awaitedQueueNames(application: Application): ReadonlySet<string> {
  const sends = application.operations.filter((operation) => operation.action === "send");
  return new Set(sends.flatMap((operation) => requestOf(operation)?.channel.queue.name ?? []));
}

/** Every queue the application declares; one name may come more than once. */
export function queueDeclarations(application: Application, names: NameSurvey): readonly Located<QueueDeclaration>[] {
  const consumed = consumedQueueNames(application);
  const awaited = awaitedQueueNames(application);
  return ownQueueChannels(application).flatMap((channel) => {
    const { location, name } = channel.queue;
    const isConsumed = consumed.has(name);
    if (!isConsumed && !awaited.has(name)) return [{ declaration: plainQueue(channel.queue), location, origin: "document" } as const];
    // A reply is of use to the one who waits for it, now or not at all.
    const derived = isConsumed ? retryTiersOf(channel).map((delayMs) => delayQueue(channel, delayMs)) : [];
    if (!names.queues.has(channel.deadLetterQueue)) derived.push(deadLetterQueue(channel));
    return [
      { declaration: consumedQueue(channel), location, origin: "document" } as const,
      ...derived.map((declaration) => ({ declaration, location, origin: "derived" }) as const),
    ];
  });
}

/** Every exchange the application declares; one name may come more than once. */
export function exchangeDeclarations(application: Application, names: NameSurvey): readonly Located<ExchangeDeclaration>[] {
  const own = exchangesOf(application);
  const known = new Set(own.map((exchange) => exchange.name));
  const wanted = [
    ...queueDeclarations(application, names).map(({ declaration }) => declaration.arguments["x-dead-letter-exchange"]),
    ...own.map(alternateOf),
  ];
  const borrowed: Exchange[] = [];
  // The list grows while it is read: a borrowed exchange may name an alternate of its own.
  for (const name of wanted) {
    const exchange = typeof name === "string" && !known.has(name) ? names.exchanges.get(name) : undefined;
    if (exchange === undefined) continue;
    known.add(exchange.name);
    borrowed.push(exchange);
    wanted.push(alternateOf(exchange));
  }
  return [...own.flatMap((exchange) => locate(exchange, "document")), ...borrowed.flatMap((exchange) => locate(exchange, "borrowed"))];
}

/** Exchanges that the application's document describes. */
function exchangesOf(application: Application): readonly Exchange[] {
  const own = new Set(ownQueueChannels(application));
  const all = application.channels.flatMap((channel) => {
    if (channel.kind === "exchange") return [channel.exchange];
    return own.has(channel) ? channel.bindings.map((binding) => binding.exchange) : [];
  });
  return all.filter((exchange) => exchange.type !== "default" && exchange.name !== "");
}

export function alternateOf(exchange: Exchange) {
  return exchange.arguments["alternate-exchange"];
}

function locate(exchange: Exchange, origin: "document" | "borrowed"): readonly Located<ExchangeDeclaration>[] {
  const { name, type, durable, autoDelete, arguments: args, location } = exchange;
  // `amq.` exchanges are the broker's own: they exist, and nobody may declare them.
  if (type === "default" || isBrokerNamed(name)) return [];
  return [{ declaration: { name, type, durable, autoDelete, arguments: args }, location, origin }];
}

function isBrokerNamed(name: string): boolean {
  return name === "" || name.startsWith("amq.");
}
