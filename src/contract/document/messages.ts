import type { Fill, Json, Message } from "../model.js";
import { checkSchemaFormat } from "../schema/formats.js";
import { follow, followObject, isReference, type Reading, resolveAll, type Target } from "../source/references.js";
import {
  childPointer,
  entryAt,
  get,
  getText,
  isList,
  isObject,
  type JsonList,
  type JsonObject,
  pointerSegments,
  put,
} from "../source/tree.js";
import { messageBindingShape } from "./amqp-shapes.js";
import type { ApplicationSource } from "./application-source.js";
import { amqpBinding, checkMisplacedExtensions } from "./bindings.js";
import { isRuntimeExpression } from "./expressions.js";
import { applyTraits } from "./traits.js";

/** The messages of a channel, in the order of the document. */
export function buildMessages(source: ApplicationSource, channel: JsonObject): Message[] {
  const messages = followObject(source.reading, get(channel, "messages"));
  if (messages === undefined) return [];
  return Object.keys(messages).flatMap((key) => buildMessage(source, messages, key) ?? []);
}

/** Reads `holder[key]` as a message (AsyncAPI 3.0.0, "Message Object"), traits applied. */
export function buildMessage(source: ApplicationSource, holder: JsonObject | JsonList, key: string): Message | undefined {
  const { reading, schemas } = source;
  const entry = entryAt(holder, key);
  const written = followObject(reading, entry);
  if (written === undefined) return undefined;
  const object = applyTraits(reading, written);
  checkMisplacedExtensions(reading, object);
  const name = getText(object, "name") ?? componentKey(reading, entry) ?? key;
  const location = reading.origins.of(written);
  const binding = amqpBinding(reading, object, messageBindingShape) ?? {};
  const fill = fillObject(binding);
  if (Object.hasOwn(object, "schemaFormat")) checkSchemaFormat(reading, object, "schemaFormat");
  const message = {
    key,
    name,
    ...texts(object),
    contentType: getText(object, "contentType") ?? source.defaultContentType,
    payload: schemas.add(object, "payload", name) ?? anything(source, object, name),
    ...optional("headers", schemas.add(object, "headers", `${name}Headers`)),
    ...optional("correlationId", correlationId(reading, object)),
    examples: examples(reading, object),
    ...amqpTexts(binding),
    ...(fill === undefined ? {} : { fill: fillings(fill) }),
    location,
  };
  noteExpression(source, object, message);
  if (fill !== undefined) noteFillings(source, fill, message);
  return message;
}

function anything(source: ApplicationSource, object: JsonObject, name: string): string {
  const spot = source.reading.origins.self(object);
  const pointer = `${spot?.pointer ?? ""}/payload`;
  return source.schemas.addAnything(
    { file: spot?.file ?? source.file, pointer, keyAt: spot?.keyAt ?? 0, valueAt: spot?.valueAt ?? 0 },
    name,
  );
}

/** The key under which a message is kept that the channel refers to. */
function componentKey(reading: Reading, entry: Json | undefined): string | undefined {
  if (!isReference(entry)) return undefined;
  const hops: Target[] = [];
  resolveAll(reading, entry, hops);
  const pointer = hops.at(-1)?.pointer;
  return pointer === undefined ? undefined : pointerSegments(pointer).at(-1);
}

function texts(object: JsonObject): Pick<Message, "title" | "summary" | "description"> {
  const found = {};
  for (const key of ["title", "summary", "description"]) {
    const text = getText(object, key);
    if (text !== undefined) put(found, key, text);
  }
  return found;
}

function optional<K extends string>(key: K, value: string | undefined): { readonly [P in K]?: string } {
  const found: { [P in K]?: string } = {};
  if (value !== undefined) found[key] = value;
  return found;
}

function noteExpression(source: ApplicationSource, object: JsonObject, message: Message): void {
  const { reading, expressions } = source;
  const found = followObject(reading, get(object, "correlationId"));
  if (found === undefined || message.correlationId === undefined) return;
  expressions.push({ expression: message.correlationId, messages: [message], place: reading.origins.atValue(found, "location") });
}

function correlationId(reading: Reading, object: JsonObject): string | undefined {
  const found = followObject(reading, get(object, "correlationId"));
  const location = found && getText(found, "location");
  if (found === undefined || location === undefined) return undefined;
  if (isRuntimeExpression(location)) return location;
  const message = `"${location}" is not a runtime expression such as "$message.header#/correlationId".`;
  reading.problems.add("error", "runtime-expression", reading.origins.atValue(found, "location"), message);
  return undefined;
}

function examples(reading: Reading, object: JsonObject): Message["examples"] {
  const list = get(object, "examples");
  if (!isList(list)) return [];
  return list.flatMap((item) => {
    const found = follow(reading, item);
    if (!isObject(found)) return [];
    const example = { location: reading.origins.of(found) };
    for (const key of ["name", "payload", "headers"]) {
      const value = get(found, key);
      if (value !== undefined) put(example, key, value);
    }
    return [example];
  });
}

function amqpTexts(binding: JsonObject): Pick<Message, "contentEncoding" | "messageType"> {
  return {
    ...optional("contentEncoding", getText(binding, "contentEncoding")),
    ...optional("messageType", getText(binding, "messageType")),
  };
}

function fillObject(binding: JsonObject): JsonObject | undefined {
  const fill = get(binding, "x-fill");
  return isObject(fill) ? fill : undefined;
}

/** Those of `x-fill` that have the right shape; others have been reported. */
function fillings(fill: JsonObject): { readonly [property: string]: Fill } {
  const found = {};
  for (const [property, entry] of Object.entries(fill)) {
    if (!isObject(entry)) continue;
    const value = get(entry, "value");
    if (value !== undefined) put(found, property, { value });
    else if (get(entry, "now") === true) put(found, property, { now: true });
  }
  return found;
}

/** What is filled in must be declared: each property is checked like an expression that leads to it. */
function noteFillings({ reading, expressions }: ApplicationSource, fill: JsonObject, message: Message): void {
  for (const property of Object.keys(fill)) {
    const expression = `$message.payload#${childPointer("", property)}`;
    expressions.push({ expression, messages: [message], place: reading.origins.atKey(fill, property) });
  }
}
