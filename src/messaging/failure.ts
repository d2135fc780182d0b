/** What becomes of a delivery that failed: the fate table, written out as the message to publish. */
import type { Delivery, OutgoingMessage } from "./broker.js";
import { textOf } from "./decode.js";
import type { JsonValue, ReceiveOperation } from "./descriptors.js";
import { type FailureCode, fate, MessagingError } from "./errors.js";
import { headerText, type Journey, ours, republishable } from "./headers.js";

export interface Failure {
  readonly code: FailureCode;
  /** One bounded sentence, fit for a header and a log. */
  readonly reason: string;
  readonly cause: unknown;
}

/** Anything that was thrown, as a failure. */
export const failureOf = (error: unknown): Failure => {
  const code = error instanceof MessagingError ? error.code : "bug";
  const { message, name } = asError(error);
  return { code, reason: headerText(message || name), cause: error };
};

/** JavaScript can throw anything. */
export const asError = (thrown: unknown): Error =>
  thrown instanceof Error ? thrown : new Error(`a ${typeof thrown} was thrown`, { cause: thrown });

/** Where a failed message goes. */
export interface Move {
  readonly kind: "retried" | "dead-lettered";
  readonly message: OutgoingMessage;
  /** Milliseconds until the next attempt. */
  readonly delayMs?: number;
}

/** The queue that a delivery failed in, and where it goes from there. */
export type FailurePlan = Pick<ReceiveOperation, "id" | "queue" | "deadLetterQueue" | "retryDelaysMs">;

/** The move that the fate table and the attempts made so far ask for. */
export const moveFor = (operation: FailurePlan, delivery: Delivery, journey: Journey, failure: Failure): Move => {
  const delayMs = fate[failure.code] === "retry" ? operation.retryDelaysMs[journey.attempts] : undefined;
  return delayMs === undefined
    ? { kind: "dead-lettered", message: deadLetter(operation, delivery, journey, failure) }
    : { kind: "retried", message: retry(operation, delivery, journey, delayMs), delayMs };
};

/** The delay queue of a tier; the contract's topology declares it to dead-letter back to `queue`. */
const delayQueueOf = (queue: string, delayMs: number): string => `${queue}.wait.${delayMs}`;

const retry = (operation: FailurePlan, delivery: Delivery, journey: Journey, delayMs: number): OutgoingMessage =>
  again(delivery, delayQueueOf(operation.queue, delayMs), { ...trail(journey), [ours.attemptsQueue]: operation.queue });

const deadLetter = (operation: FailurePlan, delivery: Delivery, journey: Journey, failure: Failure): OutgoingMessage =>
  again(delivery, operation.deadLetterQueue, {
    ...trail(journey),
    [ours.failureCode]: failure.code,
    [ours.failureReason]: failure.reason,
    [ours.failureQueue]: operation.queue,
    [ours.failureOperation]: operation.id,
    [ours.failureAt]: new Date().toISOString(),
  });

/** What must outlive a move, because the move replaces the delivery's own routing and the broker's notes. */
const trail = ({ attempts, exchange, routingKey, died }: Journey): Record<string, JsonValue> => ({
  [ours.attempts]: attempts + 1,
  [ours.originalExchange]: headerText(exchange),
  [ours.originalRoutingKey]: headerText(routingKey),
  ...(died && { [ours.diedQueue]: headerText(died.queue), [ours.diedReason]: headerText(died.reason) }),
});

/**
 * The delivery, to be published to `queue`: body and properties as they came. Its expiration is left behind, or the message
 * would expire where it is kept.
 */
const again = (delivery: Delivery, queue: string, notes: Record<string, JsonValue>): OutgoingMessage => {
  const { [ours.attemptsQueue]: _, ...headers } = republishable(delivery.headers);
  return copyFor(delivery, queue, { ...headers, ...notes });
};

/** Body and properties of a delivery with other headers, to be published straight to `queue`. Its expiration is left behind. */
export const copyFor = (delivery: Delivery, queue: string, headers: Record<string, JsonValue>): OutgoingMessage => ({
  exchange: "",
  routingKey: queue,
  body: delivery.body,
  mandatory: true,
  persistent: true,
  headers,
  ...textProperties(delivery),
  ...(isWhole(delivery.timestamp, Number.MAX_SAFE_INTEGER) && { timestamp: delivery.timestamp }),
  ...(isWhole(delivery.priority, 255) && { priority: delivery.priority }),
});

const textProperties = (delivery: Delivery) => {
  const names = ["contentType", "contentEncoding", "messageId", "type", "correlationId", "replyTo", "appId"] as const;
  const kept: { -readonly [N in (typeof names)[number]]?: string } = {};
  for (const name of names) {
    const text = textOf(delivery[name]);
    if (text !== undefined) kept[name] = text;
  }
  return kept;
};

const isWhole = (value: unknown, most: number): value is number =>
  typeof value === "number" && Number.isSafeInteger(value) && value >= 0 && value <= most;
