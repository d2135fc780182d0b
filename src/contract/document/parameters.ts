import type { Message, Parameter } from "../model.js";
import { followObject, type Reading } from "../source/references.js";
import { get, getText, isList, isObject, type JsonObject, put } from "../source/tree.js";
import { didYouMean } from "../spelling.js";
import type { ApplicationSource } from "./application-source.js";
import { isRuntimeExpression } from "./expressions.js";

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
  return { name, enum: isList(values) ? values.filter((value) => typeof value === "string") : [], ...optional };
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
    if (isObject(object)) noteExpression(source, object, messages);
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
