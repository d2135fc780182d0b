import type { Message, Parameter } from "../model.js";
import { followObject, type Reading } from "../source/references.js";
import { get, getText, isList, isObject, type JsonObject, put } from "../source/tree.js";
import { didYouMean, nearest } from "../spelling.js";
import type { ApplicationSource } from "./application-source.js";
import { isRuntimeExpression } from "./expressions.js";
import { type Check, checkShape, shortText } from "./shape.js";
import { noteTable } from "./value-tables.js";

/** Reads the parameters of a channel's address (AsyncAPI 3.0.0, "Parameter Object"). */
export function buildParameters(reading: Reading, channel: JsonObject): Parameter[] {
  const parameters = followObject(reading, get(channel, "parameters")) ?? {};
  return Object.keys(parameters).flatMap((name) => {
    const object = followObject(reading, get(parameters, name));
    return object === undefined ? [] : [buildParameter(name, object)];
  });
}

function buildParameter(name: string, object: JsonObject): Parameter {
  const values = get(object, "enum");
  const optional = {};
  for (const [ours, theirs] of [
    ["description", "description"],
    ["default", "default"],
    ["expression", "location"],
  ] as const) {
    const text = getText(object, theirs);
    if (text !== undefined) put(optional, ours, text);
  }
  const listed = isList(values) ? values.filter((value) => typeof value === "string") : [];
  const table = tableOf(object);
  if (table === undefined) return { name, enum: listed, ...optional };
  return { name, enum: listed.length > 0 ? listed : [...new Set(Object.values(table))], ...optional, values: table };
}

/** `x-values`: those of its entries that have the right shape; others are reported. */
function tableOf(object: JsonObject): Parameter["values"] {
  const table = get(object, "x-values");
  if (!isObject(table)) return undefined;
  const found: Record<string, string> = {};
  for (const [value, text] of Object.entries(table)) if (typeof text === "string") put(found, value, text);
  return found;
}

/** The parts of an address that stand for something else: `orders.{region}` → `region`. */
function placeholders(address: string | null): string[] {
  return [...(address ?? "").matchAll(/\{([^{}]*)\}/g)].map(([, name = ""]) => name);
}

/** Reports what address and parameters do not agree on, and remembers the parameters' expressions. */
export function checkParameters(
  source: ApplicationSource,
  channel: JsonObject,
  { address, messages }: { readonly address: string | null; readonly messages: readonly Message[] },
): void {
  const { problems, origins } = source.reading;
  const given = get(channel, "parameters");
  const parameters = followObject(source.reading, given) ?? {};
  const names = placeholders(address);
  for (const name of names) {
    if (Object.hasOwn(parameters, name)) continue;
    const message = `The address has the parameter "${name}", which is not among the channel's parameters${didYouMean(name, Object.keys(parameters))}`;
    problems.add("error", "missing-key", origins.atValue(channel, "address"), message);
  }
  for (const name of Object.keys(parameters)) {
    if (!names.includes(name)) {
      const message = `The address has no parameter "${name}"${didYouMean(name, names)}`;
      problems.add("error", "unknown-key", origins.atKey(parameters, name), message);
    }
    const object = followObject(source.reading, get(parameters, name));
    if (!isObject(object)) continue;
    noteExpression(source, object, messages);
    checkTable(source, object, messages);
  }
}

/** A dot would add a level to the address, and a wildcard would stand for itself. */
const addressPart: Check = (value) =>
  typeof value === "string" && shortText(value) === undefined && !/[.*#{}]/.test(value)
    ? undefined
    : 'text of 1 to 255 bytes without ".", "*", "#" and braces';

function checkTable(source: ApplicationSource, parameter: JsonObject, messages: readonly Message[]): void {
  const { problems, origins } = source.reading;
  for (const key of Object.keys(parameter)) {
    if (nearest(key, ["x-values"]) === undefined) continue;
    problems.add(
      "error",
      "unknown-key",
      origins.atKey(parameter, key),
      `There is no key "${key}" in a parameter; did you mean "x-values"?`,
    );
  }
  if (!Object.hasOwn(parameter, "x-values")) return;
  if (!checkShape(source.reading, parameter, "x-values", { what: "x-values", keys: {}, rest: addressPart })) return;
  const table = get(parameter, "x-values");
  const expression = getText(parameter, "location");
  if (expression === undefined) {
    const message = `"x-values" says what the parameter is for each value in the message, so it needs "location", which says where that value stands.`;
    problems.add("error", "missing-key", origins.atKey(parameter, "x-values"), message);
  } else if (isObject(table)) noteTable(source, { holder: parameter, key: "x-values", table, expression, messages });
  checkAgainstEnum(source.reading, parameter);
}

function checkAgainstEnum({ problems, origins }: Reading, parameter: JsonObject): void {
  const [listed, table] = [get(parameter, "enum"), get(parameter, "x-values")];
  if (!isList(listed) || !isObject(table)) return;
  for (const [value, text] of Object.entries(table)) {
    if (listed.includes(text)) continue;
    problems.add(
      "error",
      "wrong-value",
      origins.atValue(table, value),
      `"${value}" becomes ${JSON.stringify(text)}, which is not in the parameter's enum.`,
    );
  }
}

function noteExpression({ reading, expressions }: ApplicationSource, parameter: JsonObject, messages: readonly Message[]): void {
  const expression = getText(parameter, "location");
  if (expression === undefined) return;
  const place = reading.origins.atValue(parameter, "location");
  if (isRuntimeExpression(expression)) {
    expressions.push({ expression, messages, place });
    return;
  }
  const message = `"${expression}" is not a runtime expression such as "$message.payload#/id".`;
  reading.problems.add("error", "runtime-expression", place, message);
}
