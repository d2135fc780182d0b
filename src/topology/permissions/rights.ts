/** What each application needs a right to, by name: what its documents say, and what the runtime does besides. */
import { type Application, answerOf, type BindingDeclaration, type QueueDeclaration, requestOf, type Topology } from "#contract";
import { type KeyTemplate, partOfAddress } from "./patterns.js";

/** The name of the default exchange in permissions. */
const defaultExchange = "amq.default";

export interface Rights {
  /** To declare and delete. */
  readonly configure: ReadonlySet<string>;
  /** Exchanges: to publish. Queues: to bind. */
  readonly write: ReadonlySet<string>;
  /** Queues: to consume. Exchanges: to bind a queue to them. */
  readonly read: ReadonlySet<string>;
  /** By exchange: routing keys of what is published there; `any` where the documents do not say them. */
  readonly published: ReadonlyMap<string, readonly KeyTemplate[] | "any">;
  /** By exchange: routing keys of bindings. */
  readonly bound: ReadonlyMap<string, readonly KeyTemplate[]>;
}

/**
 * - configure: the exchanges and queues that are its own;
 * - write: exchanges it publishes to; own queues that it binds; the default exchange, by which failed messages get to delay and dead-letter
 *   queues; and what RabbitMQ asks of who declares: the dead-letter exchange of a queue, the alternate of an exchange;
 * - read: queues it consumes; exchanges it binds its queues to; and, asked of who declares, a queue with a dead-letter exchange and an
 *   exchange with an alternate.
 */
export function rightsOf(application: Application, topology: Topology): Rights {
  const reads = readQueues(application);
  const { exchanges, queues, bindings } = ownPart(topology);
  const dying = queues.filter((queue) => deadLetterExchange(queue) !== undefined && (reads.has(queue.name) || leadsBack(queue, reads)));
  const replaced = exchanges.filter((exchange) => alternateOf(exchange) !== undefined);
  const published = publishedKeys(application);
  const written = [...published.keys(), ...dying.map(deadLetterExchange), ...replaced.map(alternateOf)].filter(
    (name) => name !== undefined,
  );
  return {
    configure: new Set([...exchanges, ...queues].map(({ name }) => name)),
    write: new Set([
      ...written.map((name) => (name === "" ? defaultExchange : name)),
      ...(reads.size > 0 ? [defaultExchange] : []),
      ...bindings.map(({ queue }) => queue),
      ...othersDeadLetterQueues(application, reads, queues),
    ]),
    read: new Set([...reads, ...[...dying, ...replaced].map(({ name }) => name), ...bindings.map(({ exchange }) => exchange)]),
    published,
    bound: boundKeys(bindings),
  };
}

/** Names of the queues that the application consumes, for messages or for answers. */
function readQueues({ operations }: Application): ReadonlySet<string> {
  const channels = operations.map((operation) => (operation.action === "receive" ? operation.channel : requestOf(operation)?.channel));
  const names = channels.flatMap((channel) => channel?.queue.name ?? []);
  // Such a name only the broker gives, and it asks for no permission there.
  return new Set(names.filter((name) => name !== "" && !name.startsWith("amq.")));
}

function ownPart({ exchanges, queues, bindings, foreign }: Topology): Topology {
  const isOwnQueue = (name: string): boolean => foreign?.queues.includes(name) !== true;
  return {
    exchanges: exchanges.filter(({ name }) => foreign?.exchanges.includes(name) !== true),
    queues: queues.filter(({ name }) => isOwnQueue(name)),
    bindings: bindings.filter(({ queue }) => isOwnQueue(queue)),
  };
}

const deadLetterExchange = ({ arguments: args }: QueueDeclaration): string | undefined => textOf(args["x-dead-letter-exchange"]);

const alternateOf = ({ arguments: args }: Topology["exchanges"][number]): string | undefined => textOf(args["alternate-exchange"]);

const textOf = (value: unknown): string | undefined => (typeof value === "string" ? value : undefined);

/** A delay queue: what waits there comes back to a queue that the application reads. */
const leadsBack = (queue: QueueDeclaration, reads: ReadonlySet<string>): boolean =>
  deadLetterExchange(queue) === "" && reads.has(textOf(queue.arguments["x-dead-letter-routing-key"]) ?? "");

/** RabbitMQ 4.3 shows the depth of a queue only to who has some right to it; this one allows to bind it, and no more. */
function othersDeadLetterQueues(application: Application, reads: ReadonlySet<string>, own: readonly QueueDeclaration[]): readonly string[] {
  const channels = application.channels.filter((channel) => channel.kind === "queue").filter(({ queue }) => reads.has(queue.name));
  return channels.map(({ deadLetterQueue }) => deadLetterQueue).filter((name) => !own.some((queue) => queue.name === name));
}

function publishedKeys(application: Application): ReadonlyMap<string, readonly KeyTemplate[] | "any"> {
  const keys = new Map<string, readonly KeyTemplate[] | "any">();
  const add = (exchange: string, more: readonly KeyTemplate[] | "any"): void => {
    const before = keys.get(exchange) ?? [];
    keys.set(exchange, before === "any" || more === "any" ? "any" : [...before, ...more]);
  };
  for (const operation of application.operations) {
    if (operation.action === "send") {
      const { address, exchange, parameters } = operation.channel;
      // Later brokers look at the keys of CC and BCC too.
      const texts = [address ?? "", ...operation.cc, ...operation.bcc];
      add(
        exchange.name,
        texts.map((text) => ({ text, parameters })),
      );
      continue;
    }
    const answer = answerOf(operation);
    if (answer !== undefined) add(answer.exchange.name, answerKeys(answer));
  }
  return keys;
}

function answerKeys({ fixed, named }: NonNullable<ReturnType<typeof answerOf>>): readonly KeyTemplate[] | "any" {
  if (named === undefined) return fixed === undefined ? [] : [{ text: fixed.routingKey, parameters: fixed.parameters }];
  if (named.allowedAddresses.length === 0) return "any";
  const fallback = named.defaultAddress === undefined ? [] : [{ text: named.defaultAddress, free: partOfAddress }];
  return [...named.allowedAddresses.map((text) => ({ text, free: partOfAddress })), ...fallback];
}

function boundKeys(bindings: readonly BindingDeclaration[]): ReadonlyMap<string, readonly KeyTemplate[]> {
  const keys = new Map<string, readonly KeyTemplate[]>();
  for (const { exchange, routingKey } of bindings) keys.set(exchange, [...(keys.get(exchange) ?? []), { text: routingKey, literal: true }]);
  return keys;
}
