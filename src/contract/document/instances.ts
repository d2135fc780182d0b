/** Where `{instance}` may stand: in what belongs to one running instance, the queue on which it awaits replies. */
import { instanceMark } from "../addresses.js";
import type { Json, Operation } from "../model.js";
import { requestOf } from "../replies.js";
import type { Reading } from "../source/references.js";
import { get, getText, isList, isObject, type JsonObject } from "../source/tree.js";
import type { ReadChannel } from "./channels.js";

/** Reports every brace in the name of a queue, or in a key that leads to one, for which nothing would be filled in. */
export function checkInstances(reading: Reading, channels: Iterable<ReadChannel>, operations: readonly Operation[]): void {
  const awaited = new Set(
    operations.flatMap((operation) => (operation.action === "send" ? (requestOf(operation)?.channel.queue.name ?? []) : [])),
  );
  for (const { channel, binding } of channels) {
    if (channel?.kind !== "queue" || binding === undefined) continue;
    const isAwaited = awaited.has(channel.queue.name);
    checkQueue(reading, binding, isAwaited);
    for (const entry of listAt(binding, "x-bindings")) if (isObject(entry)) checkBinding(reading, entry, channel.queue.name, isAwaited);
    const deadLetter = get(binding, "x-dead-letter");
    if (isObject(deadLetter)) checkText(reading, deadLetter, "queue", bracesMessage);
    if (isAwaited && Object.hasOwn(binding, "x-retry")) {
      const message = "Replies are not retried: whoever waits for one has it or has given up. x-retry has no effect on this queue.";
      reading.problems.add("warning", "idle-key", reading.origins.atKey(binding, "x-retry"), message);
    }
  }
}

const bracesMessage = (name: string): string =>
  `Nothing is filled in for the braces of "${name}": only the queue on which a request awaits its replies may have ${instanceMark} in its name.`;

function checkQueue(reading: Reading, binding: JsonObject, isAwaited: boolean): void {
  const queue = get(binding, "queue");
  if (!isObject(queue)) return;
  const name = getText(queue, "name") ?? "";
  checkText(reading, queue, "name", isAwaited ? unknownPart : bracesMessage, isAwaited);
  const args = get(queue, "arguments");
  if (isObject(args)) for (const key of Object.keys(args)) if (holdsMark(get(args, key))) literal(reading, args, key);
  if (isAwaited) checkSharing(reading, queue, name);
}

/** A queue of replies is either each instance's own, and goes with it, or shared. */
function checkSharing({ problems, origins }: Reading, queue: JsonObject, name: string): void {
  const place = origins.atValue(queue, "name");
  const args = get(queue, "arguments");
  const goes =
    get(queue, "exclusive") === true || get(queue, "autoDelete") === true || (isObject(args) && Object.hasOwn(args, "x-expires"));
  if (!/[{}]/.test(name)) {
    const message = `All instances read "${name}": with more than one running, an answer may come to the wrong one. Put ${instanceMark} into the name to give each its own queue.`;
    problems.add("note", "shared-replies", place, message);
  } else if (name.includes(instanceMark) && !goes) {
    const message = `Each instance leaves a queue of its own behind, for ever: give "${name}" the argument x-expires.`;
    problems.add("warning", "lasting-queue", place, message);
  }
}

function checkBinding(reading: Reading, entry: JsonObject, queue: string, isAwaited: boolean): void {
  const key = getText(entry, "routingKey");
  if (isAwaited) checkText(reading, entry, "routingKey", unknownPart, true);
  else if (holdsMark(key ?? null)) literal(reading, entry, "routingKey");
  if (isAwaited && queue.includes(instanceMark) && key !== undefined && !/[{}]/.test(key)) {
    const message = `Answers to "${key}" come to every instance, and only one of them waits: put ${instanceMark} into the key.`;
    reading.problems.add("warning", "shared-replies", reading.origins.atValue(entry, "routingKey"), message);
  }
  const args = get(entry, "arguments");
  if (isObject(args)) for (const key of Object.keys(args)) if (holdsMark(get(args, key))) literal(reading, args, key);
}

const unknownPart = (name: string): string => `In "${name}" only ${instanceMark} is filled in.`;

/** @param allowed whether `{instance}` is filled in here */
function checkText(reading: Reading, holder: JsonObject, key: string, message: (text: string) => string, allowed = false): void {
  const text = getText(holder, key) ?? "";
  if (/[{}]/.test(allowed ? text.replaceAll(instanceMark, "") : text)) {
    reading.problems.add("error", "wrong-value", reading.origins.atValue(holder, key), message(text));
  }
}

function literal(reading: Reading, holder: JsonObject, key: string): void {
  const message = `${instanceMark} is not filled in here: it may stand in the name of a queue on which a request awaits its replies, and in the routing keys of its bindings.`;
  reading.problems.add("error", "wrong-value", reading.origins.atValue(holder, key), message);
}

const holdsMark = (value: Json | undefined): boolean => typeof value === "string" && value.includes(instanceMark);

function listAt(object: JsonObject, key: string): readonly Json[] {
  const value = get(object, key);
  return isList(value) ? value : [];
}
