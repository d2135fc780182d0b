import type { OutgoingMessage } from "../broker.js";
import type { Topology } from "../descriptors.js";

export type QueueDeclaration = Topology["queues"][number];

/** A message in a queue, or delivered and not yet settled. */
export interface Stored {
  readonly message: OutgoingMessage;
  readonly headers: Readonly<Record<string, unknown>>;
  /** Place in the queue, kept when the message comes back. */
  readonly place: number;
  readonly priority: number;
  /** `Date.now()` at which it dies, once it is at the head. */
  readonly expiresAt: number;
  /** Times it came back unsettled. */
  returns: number;
}

export interface QueueConsumer {
  /** 0: no bound. */
  readonly prefetch: number;
  readonly unsettled: Set<Stored>;
  deliver(stored: Stored): void;
  /** The queue is gone. */
  cancelled(): void;
}

export type DeathReason = "expired" | "rejected" | "delivery_limit" | "maxlen";

/** One queue: ordered by priority and age, expiring at the head only, handing out round robin within each prefetch. */
export class MemoryQueue {
  readonly declaration: QueueDeclaration;
  readonly consumers: QueueConsumer[] = [];
  readonly #died: (stored: Stored, reason: DeathReason) => void;
  #ready: Stored[] = [];
  #places = 0;
  #timer: NodeJS.Timeout | undefined;
  #dispatching = false;

  constructor(declaration: QueueDeclaration, died: (queue: MemoryQueue, stored: Stored, reason: DeathReason) => void) {
    this.declaration = declaration;
    this.#died = (stored, reason) => died(this, stored, reason);
  }

  get ready(): readonly Stored[] {
    return this.#ready;
  }

  push(message: OutgoingMessage, headers: Readonly<Record<string, unknown>>): void {
    const ttl = Math.min(this.#number("x-message-ttl") ?? Number.POSITIVE_INFINITY, message.expirationMs ?? Number.POSITIVE_INFINITY);
    const priority = Math.min(message.priority ?? 0, this.#number("x-max-priority") ?? 0);
    this.#insert({ message, headers, place: this.#places++, priority, expiresAt: Date.now() + ttl, returns: 0 });
    const longest = this.#number("x-max-length");
    if (longest !== undefined && this.#ready.length > longest) this.#die("maxlen");
  }

  /** A delivery comes back, to where it was. */
  putBack(stored: Stored): void {
    stored.returns++;
    const limit = this.#number("x-delivery-limit");
    if (limit !== undefined && stored.returns > limit) this.#died(stored, "delivery_limit");
    else this.#insert(stored);
  }

  reject(stored: Stored): void {
    this.#died(stored, "rejected");
  }

  add(consumer: QueueConsumer): void {
    this.consumers.push(consumer);
    this.dispatch();
  }

  remove(consumer: QueueConsumer): void {
    const at = this.consumers.indexOf(consumer);
    if (at >= 0) this.consumers.splice(at, 1);
  }

  /** Hands out what can be handed out, never within the call that caused it: a broker is elsewhere. */
  dispatch(): void {
    if (this.#dispatching) return;
    this.#dispatching = true;
    queueMicrotask(() => {
      this.#dispatching = false;
      for (let consumer = this.#next(); consumer !== undefined && this.#ready.length > 0; consumer = this.#next()) {
        const stored = this.#ready.shift();
        if (stored === undefined) break;
        consumer.unsettled.add(stored);
        consumer.deliver(stored);
      }
      this.#watchHead();
    });
  }

  /** Drops messages; all, or those that do not pass. */
  clear(keep: (stored: Stored) => boolean = () => false): void {
    this.#ready = this.#ready.filter(keep);
    this.#watchHead();
  }

  stop(): void {
    clearTimeout(this.#timer);
  }

  #insert(stored: Stored): void {
    let at = this.#ready.length;
    for (let before = this.#ready[at - 1]; before !== undefined && isBefore(stored, before); before = this.#ready[at - 1]) at--;
    this.#ready.splice(at, 0, stored);
    this.#watchHead();
    this.dispatch();
  }

  /** The next consumer with room, taken from the front and put at the back. */
  #next(): QueueConsumer | undefined {
    const at = this.consumers.findIndex(({ prefetch, unsettled }) => prefetch === 0 || unsettled.size < prefetch);
    const [consumer] = at < 0 ? [] : this.consumers.splice(at, 1);
    if (consumer !== undefined) this.consumers.push(consumer);
    return consumer;
  }

  #watchHead(): void {
    clearTimeout(this.#timer);
    const expiresAt = this.#ready[0]?.expiresAt ?? Number.POSITIVE_INFINITY;
    if (Number.isFinite(expiresAt)) this.#timer = setTimeout(() => this.#expire(), Math.max(0, expiresAt - Date.now()));
  }

  #expire(): void {
    while ((this.#ready[0]?.expiresAt ?? Number.POSITIVE_INFINITY) <= Date.now()) this.#die("expired");
    this.#watchHead();
  }

  #die(reason: DeathReason): void {
    const head = this.#ready.shift();
    if (head !== undefined) this.#died(head, reason);
  }

  #number(argument: string): number | undefined {
    const value = this.declaration.arguments[argument];
    return typeof value === "number" && value >= 0 ? value : undefined;
  }
}

const isBefore = (one: Stored, other: Stored): boolean =>
  one.priority > other.priority || (one.priority === other.priority && one.place < other.place);
