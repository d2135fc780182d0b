import { withoutInstance } from "../addresses.js";
import type { Channel, ExchangeChannel, Json, Queue, QueueBinding, QueueChannel } from "../model.js";
import { followObject, type Reading } from "../source/references.js";
import { get, getText, isList, isObject, type JsonObject } from "../source/tree.js";
import { misspeltIn } from "../spelling.js";
import { checkQueueAsWhole } from "./amqp-arguments.js";
import { channelBindingShape, queueChannelKeys } from "./amqp-shapes.js";
import type { ApplicationSource } from "./application-source.js";
import { amqpBinding, checkMisplacedExtensions } from "./bindings.js";
import { buildExchange, checkAddress, checkBindingKey } from "./exchanges.js";
import { buildMessages } from "./messages.js";
import { buildParameters, checkParameters } from "./parameters.js";

/** A channel as read: what the model holds of it, where AMQP carries it. */
export interface ReadChannel {
  readonly key: string;
  readonly channel?: Channel;
  /** There is an AMQP binding, good or bad. */
  readonly bound: boolean;
  /** The AMQP binding. */
  readonly binding?: JsonObject;
  /** What every channel has, also one without an AMQP binding. */
  readonly base: Omit<ExchangeChannel, "kind" | "exchange">;
}

const defaultDelaysMs = [1000, 5000, 25_000];

/** Reads one entry of the document's `channels` (AsyncAPI 3.0.0, "Channel Object"). */
export function buildChannel(source: ApplicationSource, channels: JsonObject, key: string): ReadChannel | undefined {
  const { reading } = source;
  const object = followObject(reading, get(channels, key));
  if (object === undefined) return undefined;
  checkMisplacedExtensions(reading, object);
  const description = getText(object, "description") ?? getText(object, "summary");
  const base = {
    key,
    address: getText(object, "address") ?? null,
    ...(description === undefined ? {} : { description }),
    parameters: buildParameters(reading, object),
    messages: buildMessages(source, object),
    location: reading.origins.atKey(channels, key),
  };
  checkParameters(source, object, base);
  const binding = amqpBinding(reading, object, channelBindingShape);
  if (binding === undefined) return { key, base, bound: hasFaultyBinding(reading, object) };
  const channel = isQueue(reading, binding)
    ? buildQueueChannel(reading, base, binding)
    : buildExchangeChannel(reading, base, object, binding);
  return { key, base, bound: true, binding, ...(channel === undefined ? {} : { channel }) };
}

/** One that is no object or is misspelt has been reported. */
function hasFaultyBinding(reading: Reading, channel: JsonObject): boolean {
  const bindings = followObject(reading, get(channel, "bindings")) ?? {};
  return Object.hasOwn(bindings, "amqp") || misspeltIn(bindings, "amqp");
}

/** `is`, or where it is missing or wrong (and reported) what the rest of the binding looks like. */
function isQueue(reading: Reading, binding: JsonObject): boolean {
  const is = get(binding, "is");
  if (is === "queue" || is === "routingKey") return is === "queue";
  const looksLikeQueue = get(binding, "queue") !== undefined;
  if (is === undefined && looksLikeQueue) {
    reading.problems.add("error", "missing-key", reading.origins.atKey(binding, "queue"), 'A channel with a queue needs "is: queue".');
  }
  return looksLikeQueue;
}

function buildExchangeChannel(reading: Reading, base: ReadChannel["base"], object: JsonObject, binding: JsonObject): ExchangeChannel {
  for (const key of ["queue", ...queueChannelKeys]) {
    if (!Object.hasOwn(binding, key)) continue;
    const place = reading.origins.atKey(binding, key);
    reading.problems.add("error", "misplaced-key", place, `"${key}" belongs to a queue channel; this one is: routingKey.`);
  }
  const exchange = buildExchange(reading, binding, "exchange");
  checkAddress(reading, object, base.address, exchange);
  return { ...base, kind: "exchange", exchange };
}

function buildQueueChannel(reading: Reading, base: ReadChannel["base"], binding: JsonObject): QueueChannel | undefined {
  if (Object.hasOwn(binding, "exchange")) {
    const place = reading.origins.atKey(binding, "exchange");
    reading.problems.add(
      "error",
      "misplaced-key",
      place,
      "A queue channel has no exchange of its own; name those it is bound to under x-bindings.",
    );
  }
  const object = get(binding, "queue");
  if (!isObject(object)) {
    if (object === undefined) reading.problems.add("error", "missing-key", reading.origins.of(binding), 'A queue channel needs "queue".');
    return undefined;
  }
  const name = getText(object, "name");
  if (name === undefined) return undefined;
  checkQueueAsWhole(reading, object);
  return {
    ...base,
    kind: "queue",
    queue: buildQueue(reading, binding, object, name),
    bindings: buildQueueBindings(reading, binding),
    retryDelaysMs: retryDelays(get(binding, "x-retry")),
    deadLetterQueue: deadLetterQueue(get(binding, "x-dead-letter")) ?? `${withoutInstance(name)}.dlq`,
  };
}

function buildQueue(reading: Reading, binding: JsonObject, object: JsonObject, name: string): Queue {
  const args = get(object, "arguments");
  return {
    name,
    durable: get(object, "durable") !== false,
    exclusive: get(object, "exclusive") === true,
    autoDelete: get(object, "autoDelete") === true,
    arguments: isObject(args) ? args : {},
    location: reading.origins.atKey(binding, "queue"),
  };
}

function buildQueueBindings(reading: Reading, binding: JsonObject): QueueBinding[] {
  const list = get(binding, "x-bindings");
  if (!isList(list)) return [];
  return list.filter(isObject).map((item) => {
    const args = get(item, "arguments");
    const exchange = buildExchange(reading, item, "exchange");
    const routingKey = getText(item, "routingKey");
    checkBindingKey(reading, item, exchange, routingKey);
    return { exchange, routingKey: routingKey ?? "", arguments: isObject(args) ? args : {}, location: reading.origins.of(item) };
  });
}

function retryDelays(retry: Json | undefined): number[] {
  const delays = isObject(retry) ? get(retry, "delaysMs") : undefined;
  return isList(delays) ? delays.filter((delay) => typeof delay === "number") : defaultDelaysMs;
}

function deadLetterQueue(deadLetter: Json | undefined): string | undefined {
  return isObject(deadLetter) ? getText(deadLetter, "queue") : undefined;
}
