/**
 * The headers that the runtime and the broker write, and what they tell: how often a message was tried, where it came from,
 * where it died.
 */
import type { Delivery } from "./broker.js";
import type { JsonValue, Received } from "./descriptors.js";
import { bounded } from "./faults.js";

/** Ours. Text, except where said. */
export const ours = {
  /** Attempts made so far, a number; of the queue in the next one only. */
  attempts: "x-attempts",
  attemptsQueue: "x-attempts-queue",
  /** Where the message was published to before it was moved for the first time. */
  originalExchange: "x-original-exchange",
  originalRoutingKey: "x-original-routing-key",
  /** The first dead-lettering that the message went through. */
  diedQueue: "x-died-queue",
  diedReason: "x-died-reason",
  failureCode: "x-failure-code",
  failureReason: "x-failure-reason",
  failureQueue: "x-failure-queue",
  failureOperation: "x-failure-operation",
  /** ISO 8601, UTC. */
  failureAt: "x-failure-at",
} as const;

/** The broker's own notes; with `CC` and `BCC`, by which it would send copies, none of them may be published again. */
const brokers = /^(x-death|x-(first|last)-death-(queue|reason|exchange)|x-delivery-count|x-acquired-count|x-opt-.*|CC|BCC)$/;
const ourNames: ReadonlySet<string> = new Set([...Object.values(ours), "traceparent", "tracestate"]);

type Headers = Readonly<Record<string, unknown>>;

/** What came before this delivery. */
export interface Journey {
  /** Attempts made on this queue before this one. */
  readonly attempts: number;
  readonly exchange: string;
  readonly routingKey: string;
  readonly died?: NonNullable<Received["died"]>;
}

export const journeyOf = (delivery: Delivery): Journey => {
  const { headers } = delivery;
  const died = deathOf(headers);
  // Notes that another queue's retries left do not count here.
  const retried = headers[ours.attemptsQueue] === delivery.queue;
  const attempts = retried ? headers[ours.attempts] : 0;
  const exchange = retried ? headers[ours.originalExchange] : undefined;
  const routingKey = retried ? headers[ours.originalRoutingKey] : undefined;
  return {
    attempts: typeof attempts === "number" && Number.isSafeInteger(attempts) && attempts > 0 ? attempts : 0,
    exchange: typeof exchange === "string" ? exchange : delivery.exchange,
    routingKey: typeof routingKey === "string" ? routingKey : delivery.routingKey,
    ...(died && { died }),
  };
};

/** The first death: as we noted it, else of our own dead letter, else as the broker tells. A wait in a delay queue is none. */
const deathOf = (headers: Headers): Journey["died"] =>
  death(headers[ours.diedQueue], headers[ours.diedReason]) ??
  death(headers[ours.failureQueue], headers[ours.failureCode]) ??
  brokerDeath(headers["x-death"]) ??
  death(headers["x-first-death-queue"], headers["x-first-death-reason"]);

/** Whether a queue of this name is one in which messages wait for their next attempt. */
export const isDelayQueue = (queue: string): boolean => /\.wait\.\d+$/.test(queue);

const death = (queue: unknown, reason: unknown): Journey["died"] =>
  typeof queue === "string" && typeof reason === "string" && !isDelayQueue(queue) ? { queue, reason } : undefined;

/** `x-death` lists the latest first. */
const brokerDeath = (list: unknown): Journey["died"] => {
  if (!Array.isArray(list)) return undefined;
  for (let at = list.length - 1; at >= 0; at--) {
    const entry: unknown = list[at];
    const found = typeof entry === "object" && entry !== null ? death((entry as Headers).queue, (entry as Headers).reason) : undefined;
    if (found) return found;
  }
  return undefined;
};

/** The headers that the sender wrote: without the broker's and ours. The same object where there are none of those. */
export const senderHeaders = (headers: Headers): Headers => {
  const names = Object.keys(headers);
  const sent = names.filter((name) => !ourNames.has(name) && !brokers.test(name));
  return sent.length === names.length ? headers : Object.fromEntries(sent.map((name) => [name, headers[name]]));
};

const mostHeaderBytes = 48 * 1024;

/**
 * Headers to publish a message with again: without the broker's notes, and without what a client library cannot write (a hostile
 * table must not keep a message from its dead-letter queue). Text stands in for a value that cannot be written; what goes beyond
 * 48 KiB is left out, since all headers must fit one frame.
 */
export const republishable = (headers: Headers): Record<string, JsonValue> => {
  const kept: Record<string, JsonValue> = {};
  let bytes = 0;
  for (const [name, value] of Object.entries(headers)) {
    if (brokers.test(name) || name === "__proto__") continue;
    const size = sizeOf(value, 0);
    if (size !== undefined && bytes + size > mostHeaderBytes) continue;
    bytes += name.length + (size ?? 0);
    // A client library writes more than JSON (bytes, timestamps); what it read and `sizeOf` knows, it can write.
    kept[name] = size === undefined ? "(not representable)" : (value as JsonValue);
  }
  return kept;
};

/** Bytes on the wire, roughly; undefined for what cannot be written. */
const sizeOf = (value: unknown, depth: number): number | undefined => {
  if (typeof value === "string") return 5 + Buffer.byteLength(value);
  if (typeof value === "boolean" || value === null) return 2;
  if (typeof value === "number") return Number.isFinite(value) && Math.abs(value) < 2 ** 63 ? 9 : undefined;
  if (Buffer.isBuffer(value)) return 5 + value.length;
  if (typeof value !== "object" || depth > 8) return undefined;
  if (Object.hasOwn(value, "!")) return isTypedNumber(value as Headers) ? 9 : undefined;
  let total = 5;
  for (const [name, item] of Object.entries(value)) {
    const size = sizeOf(item, depth + 1);
    if (size === undefined || Buffer.byteLength(name) > 255) return undefined;
    total += size + name.length;
  }
  return total;
};

/** The AMQP types without a JavaScript type, as amqplib shows them: `{"!": "timestamp", value: 1700000000}`. */
const isTypedNumber = (value: Headers): boolean =>
  value["!"] === "timestamp" && typeof value.value === "number" && Number.isSafeInteger(value.value) && value.value >= 0;

/** Text for a header. */
export const headerText = (text: string): string => bounded(text, 1000);
