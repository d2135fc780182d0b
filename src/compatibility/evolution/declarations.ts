/** What the documents of a set declare on the broker, each once, with its place. */
import {
  type BindingDeclaration,
  type ContractSet,
  delayQueueName,
  deriveTopologies,
  type ExchangeDeclaration,
  type Json,
  type Location,
  type QueueDeclaration,
} from "#contract";
import { canonical } from "../schema/json.js";

export interface Declared {
  readonly kind: "queue" | "exchange";
  readonly name: string;
  /** Of a queue that follows from another: messages wait in it for their next attempt, or rest in it. */
  readonly role?: "delay" | "dead-letter";
  /** Everything that RabbitMQ compares, as JSON text by name. */
  readonly traits: ReadonlyMap<string, string>;
  /** Gone with its last consumer or its connection, or after a time. */
  readonly isFleeting: boolean;
  readonly applications: readonly string[];
  readonly at: Location;
}

export interface DeclaredBinding extends BindingDeclaration {
  readonly at: Location;
}

export interface Declarations {
  readonly queues: ReadonlyMap<string, Declared>;
  readonly exchanges: ReadonlyMap<string, Declared>;
  /** By exchange, queue, key and arguments. */
  readonly bindings: ReadonlyMap<string, DeclaredBinding>;
}

export function declarationsOf(set: ContractSet): Declarations {
  const places = placesOf(set);
  const queues = new Map<string, Declared>();
  const exchanges = new Map<string, Declared>();
  const bindings = new Map<string, DeclaredBinding>();
  for (const [application, topology] of deriveTopologies(set)) {
    for (const queue of topology.queues) {
      const isFleeting = queue.autoDelete || queue.exclusive || queue.arguments["x-expires"] !== undefined;
      // To RabbitMQ a queue without a type is a classic one.
      const traits = traitsOf({ ...queue, arguments: { "x-queue-type": "classic", ...queue.arguments } });
      add(queues, { kind: "queue", name: queue.name, traits, isFleeting, applications: [application], ...places.queue(queue.name) });
    }
    for (const exchange of topology.exchanges) {
      const { name, autoDelete: isFleeting } = exchange;
      const traits = traitsOf(exchange);
      add(exchanges, { kind: "exchange", name, traits, isFleeting, applications: [application], at: places.exchange(name) });
    }
    for (const binding of topology.bindings) {
      const key = bindingKey(binding);
      if (!bindings.has(key)) bindings.set(key, { ...binding, at: places.binding(binding) });
    }
  }
  return { queues, exchanges, bindings };
}

/** Bindings with equal keys are one to RabbitMQ. */
function bindingKey({ exchange, queue, routingKey, arguments: args }: BindingDeclaration): string {
  return canonical([exchange, queue, routingKey, args]);
}

/** What RabbitMQ compares of two declarations of one name: what is told apart, in words. */
export function differencesOf(old: Declared, now: Declared): string[] {
  const traits = [...new Set([...old.traits.keys(), ...now.traits.keys()])].sort();
  return traits
    .filter((trait) => old.traits.get(trait) !== now.traits.get(trait))
    .map((trait) => `${trait} was ${old.traits.get(trait) ?? "not set"} and is ${now.traits.get(trait) ?? "not set"}`);
}

function add(all: Map<string, Declared>, declared: Declared): void {
  const known = all.get(declared.name);
  all.set(declared.name, known === undefined ? declared : { ...known, applications: [...known.applications, ...declared.applications] });
}

function traitsOf({ name: _, arguments: args, ...flags }: QueueDeclaration | ExchangeDeclaration): ReadonlyMap<string, string> {
  const traits: Record<string, Json> = { ...flags, ...args };
  return new Map(Object.entries(traits).map(([trait, value]) => [trait, canonical(value)]));
}

/** Where the documents speak of each; of a queue that follows from another, where they speak of that one. */
function placesOf(set: ContractSet) {
  const queues = new Map<string, Location>();
  const derived = new Map<string, Pick<Declared, "role" | "at">>();
  const exchanges = new Map<string, Location>();
  const bindings = new Map<string, Location>();
  const note = <Place>(places: Map<string, Place>, name: string, at: Place): void => {
    if (!places.has(name)) places.set(name, at);
  };
  for (const channel of set.applications.flatMap(({ channels }) => channels)) {
    if (channel.kind === "exchange") {
      note(exchanges, channel.exchange.name, channel.exchange.location);
      continue;
    }
    const { name, location } = channel.queue;
    note(queues, name, location);
    note(derived, channel.deadLetterQueue, { role: "dead-letter", at: location });
    for (const delayMs of channel.retryDelaysMs) note(derived, delayQueueName(name, delayMs), { role: "delay", at: location });
    for (const { exchange, routingKey, arguments: args, location: at } of channel.bindings) {
      note(exchanges, exchange.name, exchange.location);
      note(bindings, bindingKey({ exchange: exchange.name, queue: name, routingKey, arguments: args }), at);
    }
  }
  const somewhere: Location = set.applications[0]?.location ?? { file: "", line: 1, column: 1 };
  return {
    queue(name: string): Pick<Declared, "role" | "at"> {
      const at = queues.get(name);
      return at === undefined ? (derived.get(name) ?? { at: somewhere }) : { at };
    },
    exchange: (name: string) => exchanges.get(name) ?? somewhere,
    binding: (binding: BindingDeclaration) => bindings.get(bindingKey(binding)) ?? somewhere,
  };
}
