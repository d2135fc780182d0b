import { type ContractSet, deriveTopologies, type Exchange } from "#contract";
import { wantedTopology } from "../wanted.js";
import { everyKey, keyPattern, namePattern } from "./patterns.js";
import { type Rights, rightsOf } from "./rights.js";

/** What the routing keys of one topic exchange are limited to. */
export interface TopicPermission {
  readonly exchange: string;
  readonly write: string;
  readonly read: string;
}

/** The least that an application's user needs, as RabbitMQ's patterns: `^$` is nothing. */
export interface Permissions {
  /** Application id; also the name of its user. */
  readonly application: string;
  readonly configure: string;
  readonly write: string;
  readonly read: string;
  readonly topics: readonly TopicPermission[];
  /** What RabbitMQ cannot express more narrowly, as sentences. */
  readonly notes: readonly string[];
}

/**
 * The permissions of every application that has anything to do with the broker. They suffice where all that is declared is there already, by
 * `warren topology apply` or imported definitions; an application can make and change only what is its own.
 */
export function leastPermissions(set: ContractSet): readonly Permissions[] {
  const topologies = deriveTopologies(set);
  const { exchanges, queues } = wantedTopology(set);
  const given = [...exchanges, ...queues].map(({ name }) => name);
  const ambiguous = queues.map(({ name }) => name).filter((name) => exchanges.some((exchange) => exchange.name === name));
  const topics = topicExchanges(set);
  return set.applications.flatMap((application): readonly Permissions[] => {
    const topology = topologies.get(application.id);
    if (topology === undefined) return [];
    const rights = rightsOf(application, topology);
    if ([rights.configure, rights.write, rights.read].every(({ size }) => size === 0)) return [];
    return [
      {
        application: application.id,
        configure: namePattern(rights.configure, given),
        write: namePattern(rights.write, given),
        read: namePattern(rights.read, given),
        topics: topicPermissions(rights, topics),
        notes: notesOn(rights, ambiguous),
      },
    ];
  });
}

function notesOn({ configure, write, read }: Rights, ambiguous: readonly string[]): readonly string[] {
  const doubtful = ambiguous.filter((name) => [configure, write, read].some((right) => right.has(name)));
  return [
    ...(write.has("amq.default") ? [defaultExchangeNote] : []),
    ...doubtful.map((name) => `"${name}" is an exchange and a queue: RabbitMQ cannot give a right to one of them alone.`),
  ];
}

const defaultExchangeNote =
  "By the default exchange, which retries, dead letters and messages straight to a queue take, this user can put a message into any queue of the virtual host: RabbitMQ cannot limit its routing keys.";

/** Names of topic exchanges, RabbitMQ's own ones too. */
function topicExchanges(set: ContractSet): ReadonlySet<string> {
  const exchanges: readonly Exchange[] = set.applications.flatMap(({ channels }) =>
    channels.flatMap((channel) => (channel.kind === "exchange" ? [channel.exchange] : channel.bindings.map(({ exchange }) => exchange))),
  );
  return new Set(["amq.topic", ...exchanges.filter(({ type }) => type === "topic").map(({ name }) => name)]);
}

/** For each topic exchange that the user can publish or bind to at all: without one, RabbitMQ allows any key. */
function topicPermissions({ write, read, published, bound }: Rights, topics: ReadonlySet<string>): readonly TopicPermission[] {
  const used = [...topics].filter((exchange) => write.has(exchange) || read.has(exchange)).sort();
  return used.map((exchange) => {
    const keys = published.get(exchange) ?? [];
    return { exchange, write: keys === "any" ? everyKey : keyPattern(keys), read: keyPattern(bound.get(exchange) ?? []) };
  });
}
