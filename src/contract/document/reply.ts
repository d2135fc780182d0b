import type { Channel, Message, Reply } from "../model.js";
import { followObject, isReference, type Reading } from "../source/references.js";
import { get, getText, isList, isObject, type JsonObject, pointerSegments } from "../source/tree.js";
import type { ApplicationSource } from "./application-source.js";
import type { ReadChannel } from "./channels.js";
import { isRuntimeExpression } from "./expressions.js";
import { buildMessage } from "./messages.js";
import { findChannel, operationMessages } from "./operation-channel.js";

/** Reads `reply` of an operation (AsyncAPI 3.0.0, "Operation Reply Object"). */
export function buildReply(
  source: ApplicationSource,
  channels: ReadonlyMap<string, ReadChannel>,
  operation: JsonObject,
): Reply | undefined {
  const { reading } = source;
  const object = followObject(reading, get(operation, "reply"));
  if (object === undefined) return undefined;
  const location = reading.origins.atKey(operation, "reply");
  const read = get(object, "channel") === undefined ? undefined : findChannel(source, channels, object);
  const address = replyAddress(reading, object);
  const channel = read === undefined ? undefined : replyChannel(read);
  const messages = read === undefined ? freeMessages(source, object) : operationMessages(source, read, object);
  noteCorrelation(reading, messages, location);
  return { ...(channel === undefined ? {} : { channel }), ...(address === undefined ? {} : { address }), messages, location };
}

/** A reply channel without an AMQP binding but with an address is reached as RPC over RabbitMQ does it: by queue name, through the default exchange. */
function replyChannel({ channel, base }: ReadChannel): Channel | undefined {
  if (channel !== undefined || base.address === null) return channel;
  const exchange = { name: "", type: "default", durable: true, autoDelete: false, arguments: {}, location: base.location } as const;
  return { ...base, kind: "exchange", exchange };
}

function replyAddress(reading: Reading, reply: JsonObject): string | undefined {
  const address = followObject(reading, get(reply, "address"));
  const location = address && getText(address, "location");
  if (address === undefined || location === undefined || isRuntimeExpression(location)) return location;
  const message = `"${location}" is not a runtime expression such as "$message.header#/replyTo".`;
  reading.problems.add("error", "runtime-expression", reading.origins.atValue(address, "location"), message);
  return undefined;
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
