import type { Json, Message } from "../model.js";
import { isReference, type Reading, resolveAll, resolveReference, type Target } from "../source/references.js";
import { childPointer, get, getText, isList, isObject, type JsonObject, pointerSegments } from "../source/tree.js";
import { didYouMean } from "../spelling.js";
import type { ApplicationSource } from "./application-source.js";
import type { ReadChannel } from "./channels.js";

/** The channel that an operation or a reply names: one of the document's own (AsyncAPI 3.0.0, "Operation Object": channel). */
export function findChannel(
  source: ApplicationSource,
  channels: ReadonlyMap<string, ReadChannel>,
  owner: JsonObject,
): ReadChannel | undefined {
  const { reading } = source;
  const reference = get(owner, "channel");
  if (!isReference(reference)) {
    const message = 'An operation needs a channel: a $ref to one of the document\'s channels, such as "#/channels/orders".';
    reading.problems.add("error", "structure", reading.origins.atKey(owner, "channel"), message);
    return undefined;
  }
  const key = rootChannelKey(source, reference);
  const place = reading.origins.atKey(reference, "$ref");
  const text = getText(reference, "$ref") ?? "";
  if (key === undefined) {
    const pointed = text.startsWith("#/channels/") ? pointerSegments(text.slice(1))[1] : undefined;
    if (pointed !== undefined && !channels.has(pointed)) {
      reading.problems.add(
        "error",
        "broken-ref",
        place,
        `The reference "${text}" leads nowhere: there is no channel "${pointed}"${didYouMean(pointed, channels.keys())}`,
      );
    } else if (resolveAll(reading, reference) !== undefined) {
      reading.problems.add("error", "broken-ref", place, `"${text}" is not one of this document's channels; write "#/channels/…".`);
    }
    return undefined;
  }
  return channels.get(key);
}

/** The key in the document's `channels` that a reference means, directly or by naming what that entry refers to. */
export function rootChannelKey(source: ApplicationSource, reference: JsonObject): string | undefined {
  const { reading, file, root } = source;
  const text = getText(reference, "$ref") ?? "";
  const channels = get(root, "channels");
  if (!isObject(channels)) return undefined;
  const segments = text.startsWith("#/channels/") ? pointerSegments(text.slice(1)) : [];
  const from = reading.origins.entry(reference, "$ref")?.file;
  const [, direct] = segments;
  if (from === file) return segments.length === 2 && direct !== undefined && Object.hasOwn(channels, direct) ? direct : undefined;
  const target = resolveReference(reading, reference);
  if (target === undefined) return undefined;
  return Object.keys(channels).find((key) => sameTarget(target, { file, pointer: childPointer("/channels", key), value: null }));
}

/** The channel's messages, or those of them that the operation lists. */
export function operationMessages(source: ApplicationSource, channel: ReadChannel, operation: JsonObject): Message[] {
  const list = get(operation, "messages");
  if (!isList(list)) return [...channel.base.messages];
  return list.flatMap((item) => findMessage(source, channel, item) ?? []);
}

function findMessage(source: ApplicationSource, channel: ReadChannel, item: Json): Message | undefined {
  const { reading, root } = source;
  if (!isReference(item)) return undefined;
  const text = getText(item, "$ref") ?? "";
  const target = resolveReference(reading, item);
  if (target === undefined) return undefined;
  const key = messageKey(reading, source, channel.key, text, target);
  const message = channel.base.messages.find((candidate) => candidate.key === key);
  if (message !== undefined) return message;
  const places = get(root, "channels");
  const known = isObject(places) ? `"#/channels/${channel.key}/messages/…"` : "a message of the channel";
  reading.problems.add(
    "error",
    "broken-ref",
    reading.origins.atKey(item, "$ref"),
    `"${text}" is not a message of the operation's channel; write ${known}.`,
  );
  return undefined;
}

function messageKey(reading: Reading, source: ApplicationSource, channel: string, text: string, target: Target): string | undefined {
  const [first, key, third, message, ...rest] = text.startsWith("#/") ? pointerSegments(text.slice(1)) : [];
  if (first === "channels" && third === "messages" && rest.length === 0) return key === channel ? message : undefined;
  const channels = get(source.root, "channels");
  const entry = isObject(channels) ? get(channels, channel) : undefined;
  const home = isReference(entry)
    ? resolveAll(reading, entry)
    : { file: source.file, pointer: childPointer("/channels", channel), value: null };
  const prefix = `${home?.pointer ?? ""}/messages/`;
  return target.file === home?.file && target.pointer.startsWith(prefix)
    ? pointerSegments(`/${target.pointer.slice(prefix.length)}`)[0]
    : undefined;
}

function sameTarget(a: Target, b: Target): boolean {
  return a.file === b.file && a.pointer === b.pointer;
}
