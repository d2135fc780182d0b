import { fitsTemplate, isAddressTemplate } from "../addresses.js";
import type { Channel, Message, Reply } from "../model.js";
import { followObject, isReference, type Reading } from "../source/references.js";
import { get, getText, isList, isObject, type JsonObject, pointerSegments } from "../source/tree.js";
import type { ApplicationSource } from "./application-source.js";
import type { ReadChannel } from "./channels.js";
import { isRuntimeExpression } from "./expressions.js";
import { buildMessage } from "./messages.js";
import { findChannel, operationMessages } from "./operation-channel.js";

/** What a reply is read for: the operation that has it. */
interface ReplyOwner {
  readonly key: string;
  readonly object: JsonObject;
  readonly action: string | undefined;
  /** The messages that are answered. */
  readonly messages: readonly Message[];
}

/** Reads `reply` of an operation (AsyncAPI 3.0.0, "Operation Reply Object"). */
export function buildReply(source: ApplicationSource, channels: ReadonlyMap<string, ReadChannel>, owner: ReplyOwner): Reply | undefined {
  const { reading } = source;
  const object = followObject(reading, get(owner.object, "reply"));
  if (object === undefined) return undefined;
  const location = reading.origins.atKey(owner.object, "reply");
  const read = get(object, "channel") === undefined ? undefined : findChannel(source, channels, object);
  const address = replyAddress(source, object, owner.messages);
  const channel = read === undefined ? undefined : replyChannel(read);
  if (read !== undefined) checkReplyChannel(reading, owner, object, read);
  const messages = read === undefined ? freeMessages(source, object) : operationMessages(source, read, object);
  noteCorrelation(reading, messages, location);
  return { ...(channel === undefined ? {} : { channel }), ...(address === undefined ? {} : { address }), messages, location };
}

/** A reply channel has an address where, and only where, the request does not name one. */
function checkReplyChannel({ problems, origins }: Reading, { key, action }: ReplyOwner, reply: JsonObject, read: ReadChannel): void {
  const { channel, base } = read;
  const place = origins.atKey(reply, "channel");
  if (get(reply, "address") !== undefined) {
    if (base.address === null) return;
    const message = `The reply's address stands in the request, so its channel must have none: leave "address" of the channel "${read.key}" out, or null.`;
    problems.add("error", "wrong-value", place, message);
  } else if (
    action === "receive" &&
    base.address === null &&
    channel?.kind === "exchange" &&
    /^(direct|topic|default)$/.test(channel.exchange.type)
  ) {
    const message = `"${key}" answers, but its reply channel has no address and no request names one: the routing key of the answer is missing.`;
    problems.add("error", "missing-key", place, message);
  }
}

/** A reply channel without an AMQP binding but with an address is reached as RPC over RabbitMQ does it: by queue name, through the default exchange. */
function replyChannel({ channel, base }: ReadChannel): Channel | undefined {
  if (channel !== undefined || base.address === null) return channel;
  const exchange = { name: "", type: "default", durable: true, autoDelete: false, arguments: {}, location: base.location } as const;
  return { ...base, kind: "exchange", exchange };
}

function replyAddress({ reading, expressions }: ApplicationSource, reply: JsonObject, messages: readonly Message[]): string | undefined {
  const address = followObject(reading, get(reply, "address"));
  const location = address && getText(address, "location");
  if (address === undefined || location === undefined) return undefined;
  const place = reading.origins.atValue(address, "location");
  if (isRuntimeExpression(location)) {
    expressions.push({ expression: location, messages, place });
    return location;
  }
  reading.problems.add(
    "error",
    "runtime-expression",
    place,
    `"${location}" is not a runtime expression such as "$message.header#/replyTo".`,
  );
  return undefined;
}

/** The reply with what `x-reply` of a receive operation says of the way it goes. */
export function withReplyRules(reading: Reading, operation: JsonObject, binding: JsonObject, reply: Reply | undefined): Reply | undefined {
  const rules = get(binding, "x-reply");
  if (!isObject(rules)) return reply;
  const object = followObject(reading, get(operation, "reply"));
  const deliveryMode = get(rules, "deliveryMode") === 1 ? ({ deliveryMode: 1 } as const) : {};
  const hasAddresses = get(rules, "default") !== undefined || get(rules, "allowed") !== undefined;
  if (object === undefined || (hasAddresses && get(object, "address") === undefined)) {
    const why = object === undefined ? "the operation has no reply" : "the reply has a fixed address, and no request names another";
    reading.problems.add("error", "misplaced-key", reading.origins.atKey(binding, "x-reply"), `"x-reply" has no effect here: ${why}.`);
    return reply;
  }
  if (reply === undefined) return undefined;
  const defaultAddress = getText(rules, "default");
  const given = get(rules, "allowed");
  const allowedAddresses = isList(given) ? given.filter((form) => typeof form === "string").filter(isAddressTemplate) : [];
  if (defaultAddress !== undefined && allowedAddresses.length > 0 && !allowedAddresses.some((form) => fitsTemplate(defaultAddress, form))) {
    const message = `The default address "${defaultAddress}" is of none of the allowed forms: ${allowedAddresses.join(", ")}.`;
    reading.problems.add("error", "wrong-value", reading.origins.atValue(rules, "default"), message);
  }
  return {
    ...reply,
    ...(defaultAddress === undefined ? {} : { defaultAddress }),
    ...(allowedAddresses.length > 0 ? { allowedAddresses } : {}),
    ...deliveryMode,
  };
}

/** The messages of a reply whose channel only the requester knows. */
function freeMessages(source: ApplicationSource, reply: JsonObject): Message[] {
  const list = get(reply, "messages");
  if (!isList(list)) return [];
  return list.flatMap((item, index) => {
    const message = isObject(item) ? buildMessage(source, list, String(index)) : undefined;
    if (message === undefined) return [];
    const key = isReference(item) ? pointerSegments(item.$ref).at(-1) : undefined;
    return [{ ...message, key: key ?? message.name }];
  });
}

function noteCorrelation(reading: Reading, messages: readonly Message[], location: Reply["location"]): void {
  if (messages.some((message) => message.correlationId !== undefined)) return;
  reading.problems.add(
    "note",
    "correlation",
    location,
    "No message of this reply says where its correlation id stands; AMQP's own correlation-id property is used.",
  );
}
