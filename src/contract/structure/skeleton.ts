import type { ApplicationSource } from "../document/application-source.js";
import { rootChannelKey } from "../document/operation-channel.js";
import type { Json } from "../model.js";
import { follow, inline, isReference, type Reading } from "../source/references.js";
import { childPointer, get, isList, isObject, type JsonObject, put, type Spot } from "../source/tree.js";

/**
 * What stands at a place of a document, as far as building a skeleton must know it. `plain` has references to resolve and nothing else;
 * `data` is left alone, whatever it holds; a list that is `ours` has been checked here and is left out.
 */
type Kind = "plain" | "data" | "schema" | "bindings" | "channel-ref" | "server-ref" | "ours" | { readonly [key: string]: Kind };

/** Every key, or every item, is of this kind. */
const each = (kind: Kind): Kind => ({ "*": kind });

const message: Kind = {
  payload: "schema",
  headers: "schema",
  bindings: "bindings",
  examples: "data",
  traits: each({ headers: "schema", bindings: "bindings", examples: "data" }),
};
const channel: Kind = { messages: each(message), bindings: "bindings", servers: each("server-ref") };
const reply: Kind = { channel: "channel-ref", messages: "ours" };
const operation: Kind = {
  channel: "channel-ref",
  messages: "ours",
  reply,
  bindings: "bindings",
  traits: each({ bindings: "bindings" }),
};
const sections: Readonly<Record<string, Kind>> = { servers: "plain", channels: channel, operations: operation };

/** One document's part of what the AsyncAPI parser is asked about. */
export type Skeleton = { readonly [Section in "servers" | "channels" | "operations"]?: JsonObject };

/**
 * A document without what the parser chokes on or has no opinion about: references to other places are replaced by what they lead to,
 * schemas by stubs, AMQP bindings (checked by our own shapes) are left out. Its parts know their places in the sources.
 */
export function buildSkeleton(source: ApplicationSource): Skeleton {
  const skeleton: { [section: string]: JsonObject } = {};
  for (const [section, kind] of Object.entries(sections)) {
    const value = copy(source, follow(source.reading, get(source.root, section)) ?? null, each(kind));
    if (isObject(value)) skeleton[section] = value;
  }
  return skeleton;
}

function copy(source: ApplicationSource, value: Json, kind: Kind): Json {
  if (kind === "data" || kind === "ours") return value;
  if (kind === "schema") return { "x-warren-schema": true };
  if (kind === "plain") return inline(source.reading, value);
  if (kind === "bindings") return withoutAmqp(source.reading, inline(source.reading, value));
  if (kind === "channel-ref" || kind === "server-ref") return rewriteReference(source, value, kind);
  const found = follow(source.reading, value);
  if (isList(found)) {
    const items = found.map((item) => copy(source, item, kind["*"] ?? "plain")).filter((item) => item !== null);
    return withOrigins(source.reading, found, items);
  }
  if (!isObject(found)) return found ?? null;
  const result = {};
  for (const key of Object.keys(found)) {
    const item = get(found, key) ?? null;
    const below = kindBelow(kind, key);
    if (below === "ours" && isList(item)) continue;
    const copied = copy(source, item, below);
    // A reference that leads nowhere has been reported.
    if (copied !== null || item === null) put(result, key, copied);
  }
  return withOrigins(source.reading, found, result);
}

function kindBelow(kind: { readonly [key: string]: Kind }, key: string): Kind {
  const all = kind["*"];
  if (all !== undefined) return all;
  if (key.startsWith("x-")) return "data";
  return (Object.hasOwn(kind, key) ? kind[key] : undefined) ?? "plain";
}

/** References that must stay references: to the document's own channels and servers. A channel that is none, and was reported, is left out. */
function rewriteReference(source: ApplicationSource, value: Json, kind: "channel-ref" | "server-ref"): Json {
  if (!isReference(value)) return value;
  if (kind === "server-ref") return value.$ref.startsWith("#/servers/") ? value : inline(source.reading, value);
  const key = rootChannelKey(source, value);
  return key === undefined ? null : keepReference(source, value, `#${childPointer("/channels", key)}`);
}

function keepReference({ reading }: ApplicationSource, from: JsonObject, $ref: string): Json {
  return withOrigins(reading, from, { $ref });
}

function withoutAmqp(reading: Reading, bindings: Json): Json {
  if (!isObject(bindings)) return bindings;
  const kept = {};
  for (const key of Object.keys(bindings)) if (key !== "amqp") put(kept, key, get(bindings, key) ?? null);
  return withOrigins(reading, bindings, kept);
}

function withOrigins<T extends object>(reading: Reading, from: object, to: T): T {
  const self = reading.origins.self(from);
  const entries = new Map<string, Spot>();
  for (const key of Object.keys(from)) {
    const spot = reading.origins.entry(from, key);
    if (spot !== undefined) entries.set(key, spot);
  }
  if (self !== undefined) reading.origins.set(to, self, entries);
  return to;
}
