import { isDeepStrictEqual } from "node:util";
import type { OutgoingMessage } from "../broker.js";
import type { JsonValue, Topology } from "../descriptors.js";
import { MessagingError } from "../errors.js";
import { headersAfterDeath, isCycle } from "./dead-letter.js";
import { type DeathReason, MemoryQueue, type QueueDeclaration, type Stored } from "./queue.js";
import { type BindingDeclaration, type ExchangeDeclaration, matches } from "./routing.js";

export type PublishResult = "taken" | "unroutable" | "no exchange";

/** What handles connect to: exchanges, queues, bindings, and whether it runs. */
export class MemoryServer {
  readonly #exchanges = new Map<string, ExchangeDeclaration>();
  readonly #queues = new Map<string, MemoryQueue>();
  readonly #owners = new Map<string, object>();
  #bindings: BindingDeclaration[] = [];
  #running = true;
  readonly #watchers = new Set<(running: boolean) => void>();

  get running(): boolean {
    return this.#running;
  }

  /** Goes away like a broker that is restarted: transient queues, exchanges and messages are lost, unsettled deliveries come back. */
  stop(): void {
    if (!this.#running) return;
    this.#running = false;
    for (const watch of [...this.#watchers]) watch(false);
    for (const [name, queue] of this.#queues) {
      if (queue.declaration.durable && !queue.declaration.exclusive) {
        queue.clear(({ message }) => message.persistent || queue.declaration.arguments["x-queue-type"] === "quorum");
      } else this.#drop(name);
    }
    for (const [name, { durable }] of this.#exchanges) if (!durable) this.#exchanges.delete(name);
    this.#bindings = this.#bindings.filter(({ exchange }) => this.#exchanges.has(exchange));
  }

  start(): void {
    if (this.#running) return;
    this.#running = true;
    for (const watch of [...this.#watchers]) watch(true);
  }

  /** Tells of stops and starts until the returned function is called. */
  watch(listener: (running: boolean) => void): () => void {
    this.#watchers.add(listener);
    return () => this.#watchers.delete(listener);
  }

  queue(name: string): MemoryQueue | undefined {
    return this.#queues.get(name);
  }

  /** As an operator would: its consumers are cancelled. */
  deleteQueue(name: string): void {
    const queue = this.#drop(name);
    for (const consumer of queue?.consumers.splice(0) ?? []) consumer.cancelled();
  }

  /** Whether this owner may use the queue: an exclusive one belongs to who declared it. */
  mayUse(name: string, owner: object): boolean {
    return !this.#queues.get(name)?.declaration.exclusive || this.#owners.get(name) === owner;
  }

  /** Deletes the exclusive queues of an owner. */
  release(owner: object): void {
    for (const [name, other] of this.#owners) if (other === owner && this.#queues.get(name)?.declaration.exclusive) this.deleteQueue(name);
  }

  declare(topology: Topology, owner: object): void {
    const { exchanges, queues, bindings } = this.#withoutWhatOthersHave(topology);
    for (const exchange of exchanges) {
      assertSame("exchange", exchange, this.#exchanges.get(exchange.name));
      this.#exchanges.set(exchange.name, exchange);
    }
    for (const queue of queues) this.#declareQueue(queue, owner);
    for (const binding of bindings) {
      if (!this.#exchanges.has(binding.exchange)) throw refused("binding", binding.queue, `NOT_FOUND - no exchange '${binding.exchange}'`);
      if (!this.#queues.has(binding.queue)) throw refused("binding", binding.queue, `NOT_FOUND - no queue '${binding.queue}'`);
      if (!this.#bindings.some((other) => isDeepStrictEqual(other, binding))) this.#bindings.push(binding);
    }
  }

  /** What belongs to other applications and is there already is theirs to declare and to bind. */
  #withoutWhatOthersHave({ exchanges, queues, bindings, foreign }: Topology): Topology {
    const isTheirs = (name: string): boolean => foreign?.queues.includes(name) === true && this.#queues.has(name);
    return {
      exchanges: exchanges.filter(({ name }) => foreign?.exchanges.includes(name) !== true || !this.#exchanges.has(name)),
      queues: queues.filter(({ name }) => !isTheirs(name)),
      bindings: bindings.filter(({ queue }) => !isTheirs(queue)),
    };
  }

  publish(message: OutgoingMessage): PublishResult {
    const { cc, bcc } = message;
    const headers = { ...message.headers, ...(cc === undefined ? {} : { CC: cc }) };
    const keys = [message.routingKey, ...(cc ?? []), ...(bcc ?? [])];
    const targets = this.#route(message.exchange, keys, headers);
    if (targets === undefined) return "no exchange";
    for (const queue of targets) queue.push(message, headers);
    return targets.size === 0 ? "unroutable" : "taken";
  }

  #declareQueue(declaration: QueueDeclaration, owner: object): void {
    const present = this.#queues.get(declaration.name);
    assertSame("queue", declaration, present?.declaration);
    if (!this.mayUse(declaration.name, owner))
      throw refused("queue", declaration.name, "RESOURCE_LOCKED - exclusive to another connection");
    if (present !== undefined) return;
    this.#owners.set(declaration.name, owner);
    this.#queues.set(declaration.name, new MemoryQueue(declaration, (...death) => this.#died(...death)));
  }

  #drop(name: string): MemoryQueue | undefined {
    const queue = this.#queues.get(name);
    queue?.stop();
    this.#queues.delete(name);
    this.#owners.delete(name);
    this.#bindings = this.#bindings.filter((binding) => binding.queue !== name);
    return queue;
  }

  /** The queues that a message reaches, each once, or undefined where the exchange does not exist. */
  #route(exchange: string, keys: readonly string[], headers: Readonly<Record<string, unknown>>): Set<MemoryQueue> | undefined {
    const reached = new Set<MemoryQueue>();
    const add = (queue: MemoryQueue | undefined): void => {
      if (queue !== undefined) reached.add(queue);
    };
    if (exchange === "") {
      for (const key of keys) add(this.#queues.get(key));
      return reached;
    }
    const declaration = this.#exchanges.get(exchange);
    if (declaration === undefined) return undefined;
    for (const binding of this.#bindings) {
      if (binding.exchange === exchange && keys.some((key) => matches(declaration.type, binding, key, headers)))
        add(this.#queues.get(binding.queue));
    }
    const alternate = declaration.arguments["alternate-exchange"];
    return reached.size === 0 && typeof alternate === "string" ? (this.#route(alternate, keys, headers) ?? reached) : reached;
  }

  #died(queue: MemoryQueue, stored: Stored, reason: DeathReason): void {
    const { "x-dead-letter-exchange": exchange, "x-dead-letter-routing-key": key } = queue.declaration.arguments;
    if (typeof exchange !== "string") return;
    const { expirationMs: _, cc, ...message } = stored.message;
    const headers: Record<string, JsonValue> = headersAfterDeath(stored, queue.declaration.name, reason);
    const keys = typeof key === "string" ? [key] : [message.routingKey, ...(cc ?? [])];
    const [routingKey = ""] = keys;
    for (const target of this.#route(exchange, keys, headers) ?? []) {
      if (reason !== "rejected" && isCycle(headers, target.declaration.name)) continue;
      target.push({ ...message, exchange, routingKey, headers }, headers);
    }
  }
}

const refused = (kind: string, name: string, reason: string): MessagingError =>
  new MessagingError("invalid", `The broker refuses the ${kind} "${name}": ${reason}`);

const assertSame = (kind: string, wanted: { readonly name: string }, present: { readonly name: string } | undefined): void => {
  if (present === undefined || isDeepStrictEqual(wanted, present)) return;
  const keys = Object.entries(wanted).filter(
    ([key, value]) => !isDeepStrictEqual(value, Object.entries(present).find(([other]) => other === key)?.[1]),
  );
  throw refused(kind, wanted.name, `PRECONDITION_FAILED - it exists with another ${keys.map(([key]) => key).join(", ")}`);
};
