/** From bytes to a typed message: each step may refuse, in the order that spends least on what is refused. */
import { isUtf8 } from "node:buffer";
import type { Delivery } from "./broker.js";
import type { Received } from "./descriptors.js";
import { MessagingError } from "./errors.js";
import { describeFaults } from "./faults.js";
import { type Journey, journeyOf, senderHeaders } from "./headers.js";
import { mayHoldForbiddenKeys, nestsDeeperThan, refuseForbiddenKeys } from "./json-guard.js";
import { defaultLimits, type MessageLimits } from "./limits.js";
import { type MessagePlan, selectMessage } from "./receive-plan.js";
import { evaluate, keyText } from "./runtime-expression.js";
import type { PlannedMessage } from "./send-plan.js";

/** @throws {MessagingError} `invalid`, in a sentence that holds none of the payload's values. */
export const decode = (
  plan: MessagePlan,
  delivery: Delivery,
  journey: Journey = journeyOf(delivery),
  limits: Required<MessageLimits> = defaultLimits,
): Received => {
  const payload = parseBody(delivery, limits);
  const message = selectMessage(plan, delivery.type, payload);
  checkPayload(message, payload);
  return receive(message, payload, checkHeaders(message, delivery.headers), delivery, journey);
};

/** The payload, not yet looked at. Throws `invalid`. */
export const parseBody = (
  delivery: Pick<Delivery, "body" | "contentType" | "contentEncoding">,
  limits: Required<MessageLimits> = defaultLimits,
): unknown => {
  if (delivery.body.length > limits.maxBodyBytes)
    throw refusal(`body is ${delivery.body.length} bytes, more than the ${limits.maxBodyBytes} allowed`);
  checkContentType(delivery.contentType);
  checkEncoding(delivery.contentEncoding);
  return parse(readText(delivery.body), limits.maxDepth);
};

const refusal = (reason: string) => new MessagingError("invalid", reason);

const jsonType = /^application\/(?:[\w!#$&^.+-]+\+)?json\s*(?:;\s*(?:charset\s*=\s*"?(?:utf-?8|us-ascii)"?)?\s*)*$/i;

/** Missing or empty is fine: many clients set none. */
const checkContentType = (contentType: unknown): void => {
  if (contentType === undefined || contentType === "application/json" || contentType === "") return;
  if (typeof contentType !== "string" || contentType.length > 255 || !jsonType.test(contentType))
    throw refusal(`content type ${quoted(contentType)} is not JSON in UTF-8`);
};

/** Some client libraries write a charset here. */
const checkEncoding = (encoding: unknown): void => {
  if (encoding === undefined || encoding === "") return;
  if (typeof encoding !== "string" || !/^(identity|utf-?8)$/i.test(encoding))
    throw refusal(`content encoding ${quoted(encoding)} is not supported`);
};

const quoted = (value: unknown): string => (typeof value === "string" ? `"${value.slice(0, 100)}"` : `(a ${typeof value})`);

/** RFC 8259, section 8.1: UTF-8; a byte order mark may be passed over, and some clients write one. */
const readText = (body: Buffer): string => {
  if (!isUtf8(body)) throw refusal("body is not UTF-8");
  const text = body.toString();
  return text.charCodeAt(0) === 0xfeff ? text.slice(1) : text;
};

const parse = (text: string, maxDepth: number): unknown => {
  if (text === "") throw refusal("body is empty");
  if (nestsDeeperThan(text, maxDepth)) throw refusal(`body nests deeper than ${maxDepth} levels`);
  let payload: unknown;
  try {
    payload = JSON.parse(text);
  } catch (error) {
    // The parser's own message quotes the body; only the place is taken from it.
    const place = error instanceof SyntaxError ? /at position \d+/.exec(error.message) : null;
    throw refusal(place ? `body is not JSON: wrong ${place[0]}` : "body is not JSON");
  }
  if (mayHoldForbiddenKeys(text)) refuseForbiddenKeys(payload);
  return payload;
};

const checkPayload = ({ descriptor }: PlannedMessage, payload: unknown): void => {
  if (descriptor.payload(payload)) return;
  const faults = descriptor.payload.errors ?? [];
  throw new MessagingError("invalid", `${descriptor.name}: ${describeFaults(faults)}`, { faults });
};

/**
 * The headers as the message's schema sees them: what the sender wrote. A schema that speaks of the runtime's or the broker's
 * headers too is given all.
 */
const checkHeaders = ({ descriptor }: PlannedMessage, headers: Delivery["headers"]): Delivery["headers"] => {
  if (!descriptor.headers) return headers;
  const sender = senderHeaders(headers);
  if (descriptor.headers(sender)) return sender;
  const faults = descriptor.headers.errors ?? [];
  if (sender !== headers && descriptor.headers(headers)) return headers;
  throw new MessagingError("invalid", `headers of ${descriptor.name}: ${describeFaults(faults)}`, { faults });
};

type Mutable<T> = { -readonly [K in keyof T]: T[K] };

const receive = (
  { descriptor, correlationId: place }: PlannedMessage,
  payload: unknown,
  headers: Delivery["headers"],
  delivery: Delivery,
  journey: Journey,
): Received => {
  const message: Mutable<Received> = {
    name: descriptor.name,
    payload,
    headers,
    exchange: journey.exchange,
    routingKey: journey.routingKey,
  };
  const id = textOf(delivery.messageId);
  if (id !== undefined) message.id = id;
  const correlationId = (place && keyText(evaluate(place, payload, headers))) ?? textOf(delivery.correlationId);
  if (correlationId !== undefined) message.correlationId = correlationId;
  const replyTo = textOf(delivery.replyTo);
  if (replyTo !== undefined) message.replyTo = replyTo;
  const timestamp = dateOf(delivery.timestamp);
  if (timestamp !== undefined) message.timestamp = timestamp;
  if (journey.died !== undefined) message.died = journey.died;
  return message;
};

/** A property may be anything that a foreign client wrote. */
export const textOf = (value: unknown): string | undefined => (typeof value === "string" && value !== "" ? value : undefined);

/** The last second that a `Date` can hold. */
const latestSecond = 8.64e12;

const dateOf = (seconds: unknown): Date | undefined =>
  typeof seconds === "number" && seconds >= 0 && seconds <= latestSecond ? new Date(seconds * 1000) : undefined;
