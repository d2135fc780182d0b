import type { Application, Operation } from "../model.js";
import { camelCase, handlerName } from "../names.js";
import { followObject } from "../source/references.js";
import { get, getText, isObject, type JsonObject } from "../source/tree.js";
import type { ApplicationSource } from "./application-source.js";
import { checkMisplacedExtensions } from "./bindings.js";
import { buildChannel, type ReadChannel } from "./channels.js";
import { checkInstances } from "./instances.js";
import { buildOperation } from "./operations.js";
import { awaitOn, privateReplyChannel } from "./private-replies.js";

/** Reads one document as one application. */
export function buildApplication(source: ApplicationSource): Application {
  const { reading, root, id } = source;
  checkMisplacedExtensions(reading, root);
  const info = followObject(reading, get(root, "info")) ?? {};
  const description = getText(info, "description");
  const channels = readChannels(source);
  const read = readOperations(source, channels);
  const replies = privateReplyChannel(id, read);
  const operations = replies === undefined ? read : read.map((operation) => awaitOn(replies, operation));
  checkInstances(reading, channels.values(), operations);
  return {
    id,
    title: getText(info, "title") ?? id,
    version: getText(info, "version") ?? "",
    ...(description === undefined ? {} : { description }),
    location: reading.origins.atKey(root, "asyncapi"),
    channels: [...[...channels.values()].flatMap(({ channel }) => channel ?? []), ...(replies === undefined ? [] : [replies])],
    operations,
  };
}

function readChannels(source: ApplicationSource): Map<string, ReadChannel> {
  const found = new Map<string, ReadChannel>();
  const channels = section(source, "channels");
  for (const key of Object.keys(channels)) {
    const channel = buildChannel(source, channels, key);
    if (channel !== undefined) found.set(key, channel);
  }
  return found;
}

function readOperations(source: ApplicationSource, channels: ReadonlyMap<string, ReadChannel>): Operation[] {
  const operations = section(source, "operations");
  checkNames(source, operations);
  return Object.keys(operations).flatMap((key) => buildOperation(source, channels, operations, key) ?? []);
}

/** Operations become constants, methods and handlers: two keys that are one once cased cannot both have one. */
function checkNames({ reading }: ApplicationSource, operations: JsonObject): void {
  const constants = new Map<string, string>();
  const handlers = new Map<string, string>();
  for (const key of Object.keys(operations)) {
    const place = reading.origins.atKey(operations, key);
    const operation = get(operations, key);
    if (camelCase(key) === "") {
      reading.problems.add("error", "name-collision", place, `The operation key "${key}" has no letter or digit to make a name of.`);
      continue;
    }
    const receives = isObject(operation) && getText(operation, "action") === "receive";
    const name = camelCase(key);
    const other = constants.get(name) ?? (receives ? handlers.get(handlerName(key)) : undefined);
    if (other !== undefined) {
      const clash = constants.has(name) ? name : handlerName(key);
      reading.problems.add(
        "error",
        "name-collision",
        place,
        `The operations "${other}" and "${key}" would both be named "${clash}" in code.`,
      );
    }
    constants.set(name, other ?? key);
    if (receives) handlers.set(handlerName(key), other ?? key);
  }
}

function section(source: ApplicationSource, name: string): JsonObject {
  const found = followObject(source.reading, get(source.root, name));
  return isObject(found) ? found : {};
}
