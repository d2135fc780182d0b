import type { Json } from "../model.js";
import { nameMessages } from "./conversion-names.js";
import type { Reading } from "./references.js";
import { childPointer, entryAt, get, isList, isObject, type JsonObject, put, type Spot } from "./tree.js";

const mark = "x-warren-origin";

/**
 * Converts an AsyncAPI 2.x document to 3.0.0. The converter copies what it is given; objects that it moves about are marked before, so
 * that places can be found again: exact for what is carried over, those of the nearest thing around it for what is new.
 */
export async function convertDocument(reading: Reading, root: JsonObject): Promise<JsonObject> {
  const { convert } = await import("@asyncapi/converter");
  const originals: JsonObject[] = [];
  const marked = markMovable(root, originals);
  const converted = convert(marked as never, "3.0.0") as unknown as JsonObject;
  nameMessages(converted);
  const self = reading.origins.self(root);
  if (self === undefined) return converted;
  const value = place(reading, converted, { original: root, originals, around: self, pointer: "" });
  return isObject(value) ? value : converted;
}

/** Marks channels, operations and messages: what the converter moves to another path. The rest keeps its path below one of these. */
function markMovable(root: JsonObject, originals: JsonObject[]): JsonObject {
  const components = get(root, "components");
  const sections = { ...root };
  const channels = get(root, "channels");
  if (isObject(channels)) sections.channels = mapEntries(channels, (channel) => markChannel(channel, originals));
  if (isObject(components)) {
    const messages = get(components, "messages");
    const own = get(components, "channels");
    sections.components = {
      ...components,
      ...(isObject(messages) ? { messages: mapEntries(messages, (message) => marking(message, originals)) } : {}),
      ...(isObject(own) ? { channels: mapEntries(own, (channel) => markChannel(channel, originals)) } : {}),
    };
  }
  return sections;
}

function markChannel(channel: Json, originals: JsonObject[]): Json {
  if (!isObject(channel)) return channel;
  const copy = { ...channel };
  for (const kind of ["publish", "subscribe"]) {
    const operation = get(channel, kind);
    if (!isObject(operation)) continue;
    const message = get(operation, "message");
    const list = isObject(message) ? get(message, "oneOf") : undefined;
    const messages = isList(list)
      ? { oneOf: list.map((item) => marking(item, originals)) }
      : message === undefined
        ? undefined
        : marking(message, originals);
    copy[kind] = marking(operation, originals, messages === undefined ? {} : { message: messages });
  }
  return marking(channel, originals, copy);
}

function marking(value: Json, originals: JsonObject[], changes: JsonObject = {}): Json {
  if (!isObject(value)) return value;
  originals.push(value);
  return { ...value, ...changes, [mark]: originals.length - 1 };
}

function mapEntries(map: JsonObject, change: (value: Json) => Json): JsonObject {
  const copy = {};
  for (const [key, value] of Object.entries(map)) put(copy, key, change(value));
  return copy;
}

interface Placing {
  readonly original: Json | undefined;
  readonly originals: readonly JsonObject[];
  readonly around: Spot;
  readonly pointer: string;
}

/** Takes the marks off and notes the places. */
function place(reading: Reading, value: Json, { original, originals, around, pointer }: Placing): Json {
  if (typeof value !== "object" || value === null) return value;
  const index = isObject(value) ? get(value, mark) : undefined;
  const source = typeof index === "number" ? originals[index] : original;
  const from = typeof source === "object" && source !== null ? source : undefined;
  const self = { ...((from === undefined ? undefined : reading.origins.self(from)) ?? around), pointer };
  const copy: Json = isList(value) ? [] : {};
  const entries = new Map<string, Spot>();
  for (const [key, item] of Object.entries(value)) {
    if (key === mark) continue;
    const below = from === undefined ? undefined : entryAt(from, key);
    const spot = {
      ...((from === undefined ? undefined : reading.origins.entry(from, key)) ?? markedSpot(reading, item, originals) ?? self),
      pointer: childPointer(pointer, key),
    };
    entries.set(key, spot);
    put(copy, key, place(reading, item, { original: below, originals, around: spot, pointer: spot.pointer }));
  }
  reading.origins.set(copy, self, entries);
  return copy;
}

function markedSpot(reading: Reading, item: Json, originals: readonly JsonObject[]): Spot | undefined {
  const index = isObject(item) ? get(item, mark) : undefined;
  const original = typeof index === "number" ? originals[index] : undefined;
  return original === undefined ? undefined : reading.origins.self(original);
}
