import type {
  ExchangeChannel,
  Json,
  Message,
  Operation,
  QueueChannel,
  ReceiveOperation,
  Reply,
  RequestLimits,
  SendOperation,
} from "../model.js";
import { defaultRequestLimits } from "../replies.js";
import { followObject, type Reading } from "../source/references.js";
import { get, getText, isList, type JsonObject } from "../source/tree.js";
import { misspeltIn } from "../spelling.js";
import { extensionKeys, publishOnlyKeys, receiveBindingShape, requestKeys, sendBindingShape } from "./amqp-shapes.js";
import type { ApplicationSource } from "./application-source.js";
import { amqpBinding, checkMisplacedExtensions } from "./bindings.js";
import { readCallNames } from "./call-names.js";
import type { ReadChannel } from "./channels.js";
import { findChannel, operationMessages } from "./operation-channel.js";
import { buildReply, withReplyRules } from "./reply.js";
import { applyTraits } from "./traits.js";
import { readPriorities } from "./value-tables.js";

export type ReadChannels = ReadonlyMap<string, ReadChannel>;

/** What send and receive operations have in common. */
interface OperationStart {
  readonly key: string;
  readonly object: JsonObject;
  readonly common: Pick<Operation, "key" | "summary" | "description" | "messages" | "location" | "reply">;
}

/** Reads one entry of the document's `operations` (AsyncAPI 3.0.0, "Operation Object"), traits applied. */
export function buildOperation(
  source: ApplicationSource,
  channels: ReadChannels,
  operations: JsonObject,
  key: string,
): Operation | undefined {
  const { reading } = source;
  const written = followObject(reading, get(operations, key));
  if (written === undefined) return undefined;
  const object = applyTraits(reading, written);
  checkMisplacedExtensions(reading, object);
  const channel = findChannel(source, channels, object);
  if (channel === undefined) return undefined;
  if (!channel.bound) reportUnbound(reading, key, channel);
  const summary = getText(object, "summary");
  const description = getText(object, "description");
  const action = getText(object, "action");
  const messages = operationMessages(source, channel, object);
  const reply = buildReply(source, channels, { key, object, action, messages });
  const common = {
    key,
    ...(summary === undefined ? {} : { summary }),
    ...(description === undefined ? {} : { description }),
    messages,
    ...(reply === undefined ? {} : { reply }),
    location: reading.origins.atKey(operations, key),
  };
  const start = { key, object, common };
  if (action === "send") return buildSend(source, start, channel);
  return action === "receive" ? buildReceive(source, start, channel) : undefined;
}

function reportUnbound(reading: Reading, key: string, { base }: ReadChannel): void {
  const message = `The channel has no AMQP binding, but the operation "${key}" uses it; say under bindings.amqp whether it is a queue or a routingKey.`;
  reading.problems.add("error", "missing-binding", base.location, message);
}

/** Remembers a runtime expression of an operation's binding, to be checked against its messages. */
function noteExpression({ reading, expressions }: ApplicationSource, binding: JsonObject, key: string, messages: readonly Message[]): void {
  const expression = getText(binding, key);
  if (expression !== undefined) expressions.push({ expression, messages, place: reading.origins.atValue(binding, key) });
}

function buildSend(source: ApplicationSource, { key, object, common }: OperationStart, read: ReadChannel): SendOperation | undefined {
  const { reading } = source;
  const binding = amqpBinding(reading, object, sendBindingShape) ?? {};
  noteExpression(source, binding, "x-ordering-key", common.messages);
  checkSendBinding(reading, binding, common.reply);
  const priorityBy = readPriorities(source, binding, common.messages);
  const callNames = readCallNames(source, binding, common.messages);
  const channel = sendingChannel(reading, key, object, read);
  if (channel === undefined) return undefined;
  const orderingKey = getText(binding, "x-ordering-key");
  const priority = wholeNumber(get(binding, "priority"));
  const expirationMs = wholeNumber(get(binding, "expiration"));
  return {
    ...common,
    action: "send",
    channel,
    mandatory: get(binding, "mandatory") !== false,
    deliveryMode: get(binding, "deliveryMode") === 1 ? 1 : 2,
    ...(priority === undefined ? {} : { priority }),
    ...(priorityBy === undefined ? {} : { priorityBy }),
    ...(expirationMs === undefined ? {} : { expirationMs }),
    cc: textList(get(binding, "cc")),
    bcc: textList(get(binding, "bcc")),
    ...(orderingKey === undefined ? {} : { orderingKey }),
    ...(callNames === undefined ? {} : { callNames }),
    ...(common.reply === undefined ? {} : { limits: requestLimits(binding) }),
  };
}

function requestLimits(binding: JsonObject): RequestLimits {
  return {
    timeoutMs: wholeNumber(get(binding, "x-timeoutMs")) ?? defaultRequestLimits.timeoutMs,
    maxInFlight: wholeNumber(get(binding, "x-concurrency")) ?? defaultRequestLimits.maxInFlight,
    maxWaiting: wholeNumber(get(binding, "x-max-waiting")) ?? defaultRequestLimits.maxWaiting,
  };
}

/** Where a send operation sends. To a queue channel it sends through the default exchange, with the queue's name as routing key. */
function sendingChannel(reading: Reading, key: string, object: JsonObject, { channel, base }: ReadChannel): ExchangeChannel | undefined {
  if (channel === undefined) return undefined;
  if (channel.kind === "queue") return throughDefaultExchange(channel);
  const { type, name } = channel.exchange;
  const misspelt = misspeltIn(followObject(reading, get(object, "channel")) ?? {}, "address");
  if (base.address === null && type !== "fanout" && type !== "headers" && !misspelt) {
    const message = `"${key}" sends, but its channel has no address: the routing key for ${name === "" ? "the default exchange" : `exchange "${name}"`} is missing.`;
    reading.problems.add("error", "missing-key", reading.origins.atKey(object, "channel"), message);
  }
  return channel;
}

function throughDefaultExchange(channel: QueueChannel): ExchangeChannel {
  const { key, description, messages, queue, location } = channel;
  return {
    kind: "exchange",
    key,
    address: queue.name,
    ...(description === undefined ? {} : { description }),
    parameters: [],
    messages,
    exchange: { name: "", type: "default", durable: true, autoDelete: false, arguments: {}, location: queue.location },
    location,
  };
}

function buildReceive(
  source: ApplicationSource,
  { key, object, common }: OperationStart,
  { channel }: ReadChannel,
): ReceiveOperation | undefined {
  const { reading } = source;
  const binding = amqpBinding(reading, object, receiveBindingShape) ?? {};
  noteExpression(source, binding, "x-idempotency-key", common.messages);
  checkReceiveBinding(reading, binding);
  const reply = withReplyRules(reading, object, binding, common.reply);
  if (channel === undefined) return undefined;
  if (channel.kind === "exchange") {
    const message = `"${key}" receives, but its channel is: routingKey. A consumer reads a queue: give the channel "is: queue", a queue, and x-bindings to the exchange.`;
    reading.problems.add("error", "wrong-channel-kind", reading.origins.atKey(object, "channel"), message);
    return undefined;
  }
  const prefetch = wholeNumber(get(binding, "x-prefetch")) ?? 50;
  const consumers = wholeNumber(get(binding, "x-consumers"));
  const idempotencyKey = getText(binding, "x-idempotency-key");
  return {
    ...common,
    ...(reply === undefined ? {} : { reply }),
    action: "receive",
    channel,
    prefetch,
    ...(consumers === undefined ? {} : { consumers }),
    concurrency: wholeNumber(get(binding, "x-concurrency")) ?? prefetch,
    timeoutMs: wholeNumber(get(binding, "x-timeoutMs")) ?? 30_000,
    ...(idempotencyKey === undefined ? {} : { idempotencyKey }),
    ...(get(binding, "x-read-only") === true ? { readOnly: true } : {}),
  };
}

/** What the runtime decides for every message, whatever the document says. */
function checkSendBinding({ problems, origins }: Reading, binding: JsonObject, reply: Reply | undefined): void {
  for (const key of reply === undefined ? requestKeys : []) {
    if (!Object.hasOwn(binding, key)) continue;
    problems.add("error", "misplaced-key", origins.atKey(binding, key), `"${key}" has no effect here; ${extensionKeys[key]}.`);
  }
  if (Object.hasOwn(binding, "userId")) {
    const message = "The user id is not sent: RabbitMQ refuses every other than the connection's own user, which the document cannot know.";
    problems.add("warning", "idle-key", origins.atKey(binding, "userId"), message);
  }
  if (get(binding, "timestamp") === false) {
    problems.add("warning", "idle-key", origins.atKey(binding, "timestamp"), "Every message carries a timestamp; false has no effect.");
  }
}

function checkReceiveBinding(reading: Reading, binding: JsonObject): void {
  const { problems, origins } = reading;
  for (const key of publishOnlyKeys) {
    if (Object.hasOwn(binding, key))
      problems.add(
        "warning",
        "idle-key",
        origins.atKey(binding, key),
        `"${key}" says how to publish; it has no effect on a receive operation.`,
      );
  }
  if (get(binding, "ack") === false) {
    problems.add(
      "warning",
      "idle-key",
      origins.atKey(binding, "ack"),
      "Every message is acknowledged after it was handled; ack: false has no effect.",
    );
  }
  if (get(binding, "x-read-only") === true && Object.hasOwn(binding, "x-idempotency-key")) {
    const message = "A read-only operation keeps no record of what it handled; the key has no effect beside x-read-only.";
    problems.add("warning", "idle-key", origins.atKey(binding, "x-idempotency-key"), message);
  }
  const prefetch = wholeNumber(get(binding, "x-prefetch")) ?? 50;
  const delivered = prefetch * (wholeNumber(get(binding, "x-consumers")) ?? 1);
  const concurrency = wholeNumber(get(binding, "x-concurrency")) ?? prefetch;
  if (concurrency > delivered) {
    problems.add(
      "warning",
      "idle-key",
      origins.atKey(binding, "x-concurrency"),
      `No more than ${delivered} handlers can run at a time: that is the prefetch.`,
    );
  }
}

function wholeNumber(value: Json | undefined): number | undefined {
  return typeof value === "number" && Number.isInteger(value) && value >= 0 ? value : undefined;
}

function textList(value: Json | undefined): string[] {
  return isList(value) ? value.filter((item) => typeof item === "string") : [];
}
