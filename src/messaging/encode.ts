import { randomUUID } from "node:crypto";
import type { OutgoingMessage } from "./broker.js";
import type { SendOperation, SendRequest } from "./descriptors.js";
import { describeFaults } from "./faults.js";
import { mayHoldForbiddenKeys, nestsDeeperThan, refuseForbiddenKeys } from "./json-guard.js";
import { defaultLimits, type MessageLimits } from "./limits.js";
import { evaluate, keyText, withValueAt } from "./runtime-expression.js";
import { type HeaderTable, invalid, longestShortString, type PlannedMessage, planOf } from "./send-plan.js";
import { currentTrace, nextTraceparent, type Trace } from "./trace.js";

export interface EncodeContext {
  /** The application's id; becomes the AMQP app id. */
  readonly appId: string;
  /** The trace to carry on. Default: that of the current request, else a new one. */
  readonly trace?: Trace | undefined;
  readonly limits?: Required<MessageLimits>;
}

const none: SendRequest = Object.freeze({});

/**
 * Validates a message and writes it as bytes and AMQP properties. The payload is only read.
 * @throws {MessagingError} `invalid`, with the faults: payload, headers, parameters or properties break the contract.
 */
export const encode = (
  operation: SendOperation,
  messageName: string,
  payload: unknown,
  request: SendRequest = none,
  { appId, trace = currentTrace(), limits = defaultLimits }: EncodeContext,
): OutgoingMessage => {
  const plan = planOf(operation);
  const message = plan.messages.get(messageName);
  if (!message) throw invalid(operation, `has no message ${messageName}, only ${[...plan.messages.keys()].join(", ")}`);
  const { descriptor } = message;
  if (request !== none) checkProperties(operation, request);
  checkPayload(operation, message, payload);
  const { headers, correlationId } = readHeaders(operation, message, payload, request);

  const outgoing: Mutable<OutgoingMessage> = {
    exchange: operation.exchange,
    routingKey: plan.routingKey(request.parameters, payload, headers),
    body: writeBody(operation, messageName, payload, limits),
    mandatory: operation.mandatory,
    persistent: operation.persistent,
    contentType: descriptor.contentType,
    messageId: request.messageId ?? randomUUID(),
    type: descriptor.type,
    appId,
    timestamp: Math.floor(Date.now() / 1000),
    headers: withTraceHeaders(headers, trace),
  };
  if (descriptor.contentEncoding !== undefined) outgoing.contentEncoding = descriptor.contentEncoding;
  if (correlationId !== undefined) outgoing.correlationId = correlationId;
  if (request.replyTo !== undefined) outgoing.replyTo = request.replyTo;
  const priority = request.priority ?? operation.priority;
  if (priority !== undefined) outgoing.priority = priority;
  const expirationMs = request.expirationMs ?? operation.expirationMs;
  if (expirationMs !== undefined) outgoing.expirationMs = expirationMs;
  if (operation.cc) outgoing.cc = operation.cc;
  if (operation.bcc) outgoing.bcc = operation.bcc;
  const orderingKey = plan.orderingKey && keyText(evaluate(plan.orderingKey, payload, headers));
  if (orderingKey !== undefined) outgoing.orderingKey = orderingKey;
  return outgoing;
};

type Mutable<T> = { -readonly [K in keyof T]: T[K] };

const checkPayload = (operation: SendOperation, { descriptor }: PlannedMessage, payload: unknown): void => {
  let valid: boolean;
  try {
    valid = descriptor.payload(payload);
  } catch (cause) {
    // A value that contains itself runs a recursive schema out of stack.
    throw invalid(operation, `cannot check the payload of ${descriptor.name}`, { cause });
  }
  if (valid) return;
  const faults = descriptor.payload.errors ?? [];
  throw invalid(operation, `refuses the payload of ${descriptor.name}: ${describeFaults(faults)}`, { faults });
};

const writeBody = (operation: SendOperation, name: string, payload: unknown, limits: Required<MessageLimits>): Buffer => {
  let text: string | undefined;
  try {
    text = toJson(payload);
  } catch (cause) {
    throw invalid(operation, `cannot write the payload of ${name} as JSON: ${bigOrCyclic(cause)}`, { cause });
  }
  if (text === undefined) throw invalid(operation, `cannot write the payload of ${name} as JSON: it is ${typeof payload}`);
  if (nestsDeeperThan(text, limits.maxDepth))
    throw invalid(operation, `nests the payload of ${name} deeper than ${limits.maxDepth} levels`);
  // What `text` says, not `payload`: a `toJSON` may have changed it.
  if (mayHoldForbiddenKeys(text)) refuseForbiddenKeys(JSON.parse(text));
  const body = Buffer.from(text);
  if (body.length > limits.maxBodyBytes)
    throw invalid(operation, `makes ${body.length} bytes of ${name}, more than the ${limits.maxBodyBytes} allowed`);
  return body;
};

/** TypeScript's own type says nothing of values that JSON has no word for. */
const toJson: (value: unknown) => string | undefined = JSON.stringify;

const bigOrCyclic = (cause: unknown): string => {
  const text = cause instanceof Error ? cause.message : "";
  if (text.includes("BigInt")) return "it holds a bigint";
  return text.includes("circular") ? "it contains itself" : "it cannot be read";
};

/** Only the broker may set these, or they make it copy the message elsewhere. */
const forbiddenHeaders = ["CC", "BCC"];

const readHeaders = (
  operation: SendOperation,
  { descriptor, correlationId: place }: PlannedMessage,
  payload: unknown,
  request: SendRequest,
): { headers: HeaderTable; correlationId: string | undefined } => {
  let headers = (request.headers ?? none) as HeaderTable;
  let correlationId = request.correlationId;
  if (place) {
    const written = keyText(evaluate(place, payload, headers));
    if (written !== undefined && correlationId !== undefined && written !== correlationId)
      throw invalid(operation, `is given two correlation ids for one ${descriptor.name}`);
    if (written === undefined && place.source === "header" && correlationId !== undefined)
      headers = withValueAt(headers, place.path, correlationId) as HeaderTable;
    correlationId ??= written;
    if (correlationId !== undefined) checkShortString(operation, "correlation id", correlationId);
  }
  if (request.headers !== undefined) {
    const forbidden = forbiddenHeaders.find((name) => headers[name] !== undefined);
    if (forbidden) throw invalid(operation, `may not set the header ${forbidden}`);
  }
  if (descriptor.headers && !descriptor.headers(headers)) {
    const faults = descriptor.headers.errors ?? [];
    throw invalid(operation, `refuses the headers of ${descriptor.name}: ${describeFaults(faults)}`, { faults });
  }
  return { headers, correlationId };
};

const withTraceHeaders = (headers: HeaderTable, trace: Trace | undefined): HeaderTable => {
  const traceparent = nextTraceparent(trace);
  if (headers !== (none as object)) return { traceparent, ...(trace?.tracestate && { tracestate: trace.tracestate }), ...headers };
  return trace?.tracestate === undefined ? { traceparent } : { traceparent, tracestate: trace.tracestate };
};

const checkProperties = (operation: SendOperation, request: SendRequest): void => {
  checkShortString(operation, "message id", request.messageId);
  checkShortString(operation, "correlation id", request.correlationId);
  checkShortString(operation, "reply address", request.replyTo);
  checkWhole(operation, "priority", request.priority, 255);
  checkWhole(operation, "expiration", request.expirationMs, 2 ** 32 - 1);
};

const checkShortString = (operation: SendOperation, what: string, value: unknown): void => {
  if (value === undefined) return;
  if (typeof value !== "string" || Buffer.byteLength(value) > longestShortString)
    throw invalid(operation, `needs text of at most 255 bytes as ${what}`);
};

const checkWhole = (operation: SendOperation, what: string, value: unknown, most: number): void => {
  if (value === undefined) return;
  if (typeof value !== "number" || !Number.isInteger(value) || value < 0 || value > most)
    throw invalid(operation, `needs a whole number from 0 to ${most} as ${what}`);
};
