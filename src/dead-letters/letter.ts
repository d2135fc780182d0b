/** A message in a dead-letter queue, and what its headers tell of how it came there. */
import { createHash } from "node:crypto";
import { type Delivery, isDelayQueue, journeyOf, runtimeHeaders as ours, textOf } from "#messaging";

/** One dead-lettering by the broker, as `x-death` tells it. */
export interface Death {
  readonly queue: string;
  /** RabbitMQ's word: `rejected`, `expired`, `maxlen`, `delivery_limit`. */
  readonly reason: string;
  /** How often it died there of this. */
  readonly count?: number;
  /** Where it had been published to. */
  readonly exchange?: string;
  readonly routingKeys: readonly string[];
  /** ISO 8601, UTC. */
  readonly at?: string;
}

/** Plain data, fit to be shown; holds no body. */
export interface Letter {
  /** The AMQP message id; of a message without one `body:` and 16 hex digits, which stay the same while it rests. */
  readonly id: string;
  readonly messageId?: string;
  readonly type?: string;
  readonly contentType?: string;
  readonly correlationId?: string;
  /** When it failed or died, ISO 8601, UTC. */
  readonly at?: string;
  /** The queue that it failed or died in: where a replay puts it. */
  readonly origin?: string;
  /** The operation whose handler failed. */
  readonly operation?: string;
  /** Of our runtime's dead letters. */
  readonly failure?: { readonly code: string; readonly reason: string };
  readonly attempts?: number;
  /** Where it was first published to. */
  readonly published?: { readonly exchange: string; readonly routingKey: string };
  /** What the broker tells, the latest first. */
  readonly deaths: readonly Death[];
  readonly bytes: number;
}

/** `isResting`: nobody reads this queue, so that no message can come from there but one that was moved on. */
export const letterOf = (delivery: Delivery, isResting: (queue: string) => boolean = () => false): Letter => {
  const { headers } = delivery;
  const deaths = deathsOf(headers["x-death"]);
  const text = (name: string): string | undefined => textOf(headers[name]);
  const [code, reason, attempts] = [text(ours.failureCode), text(ours.failureReason), headers[ours.attempts]];
  const origin = originOf(delivery, deaths, isResting);
  const fromBroker = deaths.find(({ queue }) => queue === origin);
  return {
    id: idOf(delivery),
    ...given("messageId", textOf(delivery.messageId)),
    ...given("type", textOf(delivery.type)),
    ...given("contentType", textOf(delivery.contentType)),
    ...given("correlationId", textOf(delivery.correlationId)),
    ...given("at", fromBroker?.at ?? text(ours.failureAt) ?? deaths[0]?.at),
    ...given("origin", origin),
    ...(text(ours.failureQueue) === origin ? given("operation", text(ours.failureOperation)) : {}),
    ...(code === undefined ? {} : { failure: { code, reason: reason ?? "" } }),
    ...(typeof attempts === "number" ? { attempts } : {}),
    ...given("published", publishedTo(delivery, deaths)),
    deaths,
    bytes: delivery.body.length,
  };
};

const given = <Name extends string, Value>(name: Name, value: Value | undefined): { readonly [N in Name]?: Value } =>
  value === undefined ? {} : ({ [name]: value } as { readonly [N in Name]?: Value });

/** The name of a message: its id, or something made of what does not change while it rests. */
export const idOf = (delivery: Delivery): string => {
  const id = textOf(delivery.messageId);
  if (id !== undefined) return id;
  const { [ours.failureAt]: failedAt, [ours.failureQueue]: failedIn } = delivery.headers;
  const hash = createHash("sha256").update(delivery.body);
  return `body:${hash
    .update(JSON.stringify([failedAt, failedIn]))
    .digest("hex")
    .slice(0, 16)}`;
};

/**
 * The broker's notes come first: our runtime leaves them behind when it moves a message, so that those which are there tell of
 * something later.
 */
const originOf = (delivery: Delivery, deaths: readonly Death[], isResting: (queue: string) => boolean): string | undefined => {
  const { headers, queue } = delivery;
  const original = headers[ours.originalExchange] === "" ? headers[ours.originalRoutingKey] : undefined;
  const told = [...deaths.map((death) => death.queue), headers[ours.failureQueue], headers[ours.diedQueue], original];
  return told.map(textOf).find((name) => name !== undefined && name !== queue && !isDelayQueue(name) && !isResting(name));
};

const publishedTo = (delivery: Delivery, deaths: readonly Death[]): Letter["published"] => {
  const { [ours.originalExchange]: exchange, [ours.originalRoutingKey]: routingKey } = delivery.headers;
  if (typeof exchange === "string" && typeof routingKey === "string") return { exchange, routingKey };
  const first = deaths.at(-1);
  const [key] = first?.routingKeys ?? [];
  return first?.exchange === undefined || key === undefined ? undefined : { exchange: first.exchange, routingKey: key };
};

/** The first death before it came to `queue`: what a handler there is told as `died`. */
export const diedBefore = (delivery: Delivery, queue: string): { readonly queue: string; readonly reason: string } | undefined => {
  const { headers } = delivery;
  const noted = { queue: textOf(headers[ours.diedQueue]), reason: textOf(headers[ours.diedReason]) };
  if (noted.queue !== undefined && noted.reason !== undefined)
    return noted.queue === queue ? undefined : { queue: noted.queue, reason: noted.reason };
  const deaths = deathsOf(headers["x-death"]);
  const here = deaths.findIndex((death) => death.queue === queue);
  const before = here < 0 ? [] : deaths.slice(here + 1);
  return before.filter((death) => !isDelayQueue(death.queue)).at(-1);
};

/** The first of all its deaths. */
export const firstDeath = (delivery: Delivery): { readonly queue: string; readonly reason: string } | undefined => journeyOf(delivery).died;

/** `x-death` as RabbitMQ writes it and amqplib reads it; whatever else stands there is passed over. */
const deathsOf = (list: unknown): readonly Death[] => {
  if (!Array.isArray(list)) return [];
  return list.slice(0, 100).flatMap((entry: unknown): Death[] => {
    if (typeof entry !== "object" || entry === null) return [];
    const { queue, reason, count, exchange, "routing-keys": keys, time } = entry as Readonly<Record<string, unknown>>;
    if (typeof queue !== "string" || typeof reason !== "string") return [];
    return [
      {
        queue,
        reason,
        ...(typeof count === "number" ? { count } : {}),
        ...(typeof exchange === "string" ? { exchange } : {}),
        routingKeys: Array.isArray(keys) ? keys.filter((key) => typeof key === "string") : [],
        ...given("at", instantOf(time)),
      },
    ];
  });
};

/** amqplib shows an AMQP timestamp as `{"!": "timestamp", value: seconds}`. */
const instantOf = (time: unknown): string | undefined => {
  const seconds = typeof time === "object" && time !== null && "value" in time ? time.value : time;
  return typeof seconds === "number" && seconds >= 0 && seconds < 8.64e12 ? new Date(seconds * 1000).toISOString() : undefined;
};
