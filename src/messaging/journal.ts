/**
 * The latest of what one process sent and received, so that a message can be followed through services. In memory, bounded, and without
 * payloads: names on the wire, ids and outcomes. Who keeps no journal pays nothing for it.
 */
import type { Broker, Delivery, OutgoingMessage } from "./broker.js";
import type { Received } from "./descriptors.js";
import { MessagingError } from "./errors.js";
import type { Journey } from "./headers.js";
import type { Outcome } from "./meters.js";
import { traceOf } from "./trace.js";

/** One message sent, or one delivery. What is not known is left out. */
export interface JournalEntry {
  /** Counts from 1. */
  readonly number: number;
  readonly event: "sent" | "received";
  /** Milliseconds since 1970: when it was handed to the broker, or came from it. */
  readonly at: number;
  /** As it was published, before any retry. */
  readonly exchange: string;
  readonly routingKey: string;
  /** Where it came from. */
  readonly queue?: string | undefined;
  /** Id of the receive operation, or of the request. Messages of an outbox no longer know theirs. */
  readonly operation?: string | undefined;
  /** AMQP `type`. */
  readonly type?: string | undefined;
  readonly messageId?: string | undefined;
  readonly correlationId?: string | undefined;
  /** Only where it is well formed. */
  readonly traceparent?: string | undefined;
  /** What makes two deliveries one, where the contract names it: an order's id, say. */
  readonly key?: string | undefined;
  /** Of a delivery: 1 for the first. */
  readonly attempt?: number | undefined;
  /** Missing while it is under way, and for what is sent without a confirm. */
  readonly outcome?: "confirmed" | "answered" | "failed" | Outcome | undefined;
  /** Why it failed: a failure code, or `late`, `unmatched`, `duplicate` of an answer that nobody waits for. */
  readonly code?: string | undefined;
  /** The queue that a failed delivery was moved to. */
  readonly target?: string | undefined;
  /** From `at` to the outcome, milliseconds. */
  readonly ms?: number | undefined;
}

/** An entry that its writer still adds to. */
export class Note implements JournalEntry {
  readonly number: number;
  readonly event: JournalEntry["event"];
  readonly at = Date.now();
  readonly exchange: string;
  readonly routingKey: string;
  readonly type: string | undefined;
  readonly messageId: string | undefined;
  readonly traceparent: string | undefined;
  readonly queue: string | undefined;
  readonly operation: string | undefined;
  readonly attempt: number | undefined;
  correlationId: string | undefined;
  key: string | undefined = undefined;
  outcome: JournalEntry["outcome"] = undefined;
  code: string | undefined = undefined;
  target: string | undefined = undefined;
  ms: number | undefined = undefined;
  readonly #started = performance.now();

  /** `journey`: of a delivery. */
  constructor(number: number, message: OutgoingMessage | Delivery, operation: string | undefined, journey?: Journey) {
    this.number = number;
    this.event = journey === undefined ? "sent" : "received";
    const { exchange, routingKey } = journey ?? message;
    this.exchange = exchange;
    this.routingKey = routingKey;
    this.type = text(message.type);
    this.messageId = text(message.messageId);
    this.correlationId = text(message.correlationId);
    this.traceparent = traceOf(message.headers)?.traceparent;
    this.operation = operation;
    this.queue = "queue" in message ? message.queue : undefined;
    this.attempt = journey && journey.attempts + 1;
  }

  /** What was read in the message; `key` as the inbox has it, behind the message's name. */
  read({ name, correlationId }: Pick<Received, "name" | "correlationId">, key?: string): void {
    this.correlationId = text(correlationId) ?? this.correlationId;
    if (key?.startsWith(`${name}/`)) this.key = text(key.slice(name.length + 1));
  }

  fails(code: string, target?: string): void {
    this.code = code;
    this.target = target;
  }

  ends(outcome: NonNullable<JournalEntry["outcome"]>): void {
    this.outcome = outcome;
    this.ms = Math.round((performance.now() - this.#started) * 10) / 10;
  }
}

const longest = 255;

/** Anyone may have written anything; what is empty, or longer than AMQP allows an id, is none. */
const text = (value: unknown): string | undefined =>
  typeof value === "string" && value !== "" && value.length <= longest ? value : undefined;

export class Journal {
  /** Entries that are kept. */
  readonly capacity: number;
  /** Entries that were made. */
  noted = 0;
  readonly #notes: Note[] = [];

  /** @throws {RangeError} unless `capacity` is a whole number above zero. */
  constructor(capacity: number) {
    if (!Number.isSafeInteger(capacity) || capacity < 1) throw new RangeError(`a journal keeps one entry or more, not ${capacity}`);
    this.capacity = capacity;
  }

  sent(message: OutgoingMessage, operation?: string): Note {
    return this.#add(new Note(this.noted + 1, message, operation));
  }

  received(message: Delivery, operation: string, journey: Journey): Note {
    return this.#add(new Note(this.noted + 1, message, operation, journey));
  }

  /** The latest entries, the oldest first: all, or those with one of the ids as message id, correlation id, trace id or key. */
  latest(limit: number, ids?: ReadonlySet<string>): readonly JournalEntry[] {
    const found: JournalEntry[] = [];
    for (let number = this.noted; number > this.noted - this.#notes.length && found.length < limit; number--) {
      const note = this.#notes[(number - 1) % this.capacity];
      if (note !== undefined && (ids === undefined || has(note, ids))) found.push(note);
    }
    return found.reverse();
  }

  #add(note: Note): Note {
    this.#notes[this.noted % this.capacity] = note;
    this.noted++;
    return note;
  }
}

const has = ({ messageId, correlationId, traceparent, key }: JournalEntry, ids: ReadonlySet<string>): boolean =>
  (messageId !== undefined && ids.has(messageId)) ||
  (correlationId !== undefined && ids.has(correlationId)) ||
  (key !== undefined && ids.has(key)) ||
  (traceparent !== undefined && ids.has(traceIdOf(traceparent)));

/** The trace that a `traceparent` belongs to. */
export const traceIdOf = (traceparent: string): string => traceparent.slice(3, 35);

/** Publishes to `broker`, and notes what becomes of it. */
export const noteSends = (broker: Pick<Broker, "publish">, journal: Journal): Pick<Broker, "publish"> => ({
  publish(message) {
    const note = journal.sent(message);
    return broker.publish(message).then(
      () => note.ends("confirmed"),
      (error: unknown) => {
        note.fails(error instanceof MessagingError ? error.code : "bug");
        note.ends("failed");
        throw error;
      },
    );
  },
});
