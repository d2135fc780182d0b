import { randomUUID } from "node:crypto";
import type { OutgoingMessage } from "./broker.js";
import { asOnTheWire } from "./call-names.js";
import type { SendOperation, SendRequest } from "./descriptors.js";
import { describeFaults } from "./faults.js";
import { complete } from "./fill.js";
import { mayHoldForbiddenKeys, nestsDeeperThan, refuseForbiddenKeys } from "./json-guard.js";
import { defaultLimits, type MessageLimits } from "./limits.js";
import { evaluate, keyText } from "./runtime-expression.js";
import { checkShortString, type HeaderTable, invalid, noHeaders, type PlannedMessage, planOf, type SendPlan } from "./send-plan.js";
import { currentTrace, nextTraceparent, type Trace } from "./trace.js";

export interface EncodeContext {
  /** The application's id; becomes the AMQP app id. */
  readonly appId: string;
  /** The trace to carry on. Default: that of the current request, else a new one. */
  readonly trace?: Trace | undefined;
  readonly limits?: Required<MessageLimits>;
  /** Goes in place of the operation's routing key: the address of an answer. */
  readonly address?: string | undefined;
  /** For a message that neither its sender nor its own place for it gives a correlation id. */
  readonly correlationId?: string;
}

const none: SendRequest = Object.freeze({});

/**
 * Fills in what the sender left to the runtime, validates the message and writes it as bytes and AMQP properties. The payload is
 * only read.
 * @throws {MessagingError} `invalid`, with the faults: payload, headers, parameters or properties break the contract.
 */
export const encode = (
  operation: SendOperation,
  messageName: string,
  given: unknown,
  request: SendRequest = none,
  { appId, trace = currentTrace(), limits = defaultLimits, address, correlationId: spareId }: EncodeContext,
): OutgoingMessage => {
  const plan = planOf(operation);
  const message = messageOf(operation, plan, messageName);
  const { descriptor } = message;
  if (request !== none) checkProperties(operation, request);
  const { payload, headers, correlationId } = complete(operation, message, asOnTheWire(operation, plan, given), request, spareId);
  checkPayload(operation, message, payload);
  checkHeaders(operation, message, headers, request);

  const outgoing: Mutable<OutgoingMessage> = {
    exchange: operation.exchange,
    routingKey: address ?? plan.routingKey(request.parameters, payload, headers),
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
  const priority = priorityOf(operation, plan, request, payload, headers);
  if (priority !== undefined) outgoing.priority = priority;
  const expirationMs = request.expirationMs ?? operation.expirationMs;
  if (expirationMs !== undefined) outgoing.expirationMs = expirationMs;
  if (operation.cc) outgoing.cc = operation.cc;
  if (operation.bcc) outgoing.bcc = operation.bcc;
  const orderingKey = plan.orderingKey && keyText(evaluate(plan.orderingKey, payload, headers));
  if (orderingKey !== undefined) outgoing.orderingKey = orderingKey;
  return outgoing;
};

const messageOf = (operation: SendOperation, { messages }: SendPlan, name: string): PlannedMessage => {
  const message = messages.get(name);
  if (!message) throw invalid(operation, `has no message ${name}, only ${[...messages.keys()].join(", ")}`);
  return message;
};

/** What the message says decides; a caller may say the same. */
const priorityOf = (
  operation: SendOperation,
  { priorityBy }: SendPlan,
  { priority: given }: SendRequest,
  payload: unknown,
  headers: HeaderTable,
): number | undefined => {
  const value = priorityBy && keyText(evaluate(priorityBy.place, payload, headers));
  const level = value === undefined ? undefined : priorityBy?.levels.get(value);
  if (level === undefined) return given ?? operation.priority;
  if (given !== undefined && given !== level)
    throw invalid(operation, `gives its message the priority ${level}, and is given the priority ${given}`);
  return level;
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

const checkHeaders = (operation: SendOperation, { descriptor }: PlannedMessage, headers: HeaderTable, request: SendRequest): void => {
  if (request.headers !== undefined) {
    const forbidden = forbiddenHeaders.find((name) => headers[name] !== undefined);
    if (forbidden) throw invalid(operation, `may not set the header ${forbidden}`);
  }
  if (descriptor.headers && !descriptor.headers(headers)) {
    const faults = descriptor.headers.errors ?? [];
    throw invalid(operation, `refuses the headers of ${descriptor.name}: ${describeFaults(faults)}`, { faults });
  }
};

const withTraceHeaders = (headers: HeaderTable, trace: Trace | undefined): HeaderTable => {
  const traceparent = nextTraceparent(trace);
  if (headers !== noHeaders) return { traceparent, ...(trace?.tracestate && { tracestate: trace.tracestate }), ...headers };
  return trace?.tracestate === undefined ? { traceparent } : { traceparent, tracestate: trace.tracestate };
};

const checkProperties = (operation: SendOperation, request: SendRequest): void => {
  checkShortString(operation, "message id", request.messageId);
  checkShortString(operation, "correlation id", request.correlationId);
  checkShortString(operation, "reply address", request.replyTo);
  checkWhole(operation, "priority", request.priority, 255);
  checkWhole(operation, "expiration", request.expirationMs, 2 ** 32 - 1);
};

const checkWhole = (operation: SendOperation, what: string, value: unknown, most: number): void => {
  if (value === undefined) return;
  if (typeof value !== "number" || !Number.isInteger(value) || value < 0 || value > most)
    throw invalid(operation, `needs a whole number from 0 to ${most} as ${what}`);
};
