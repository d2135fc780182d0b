/** What bindings of a headers exchange can count on, given what the contract says of a message's headers. */
import type { ContractSet, Json, Message, SchemaNode } from "../model.js";
import { isList, isObject, type JsonObject } from "../source/tree.js";
import type { Certainty } from "./model.js";

type Match = Certainty | "never";

/** What is known of one message's headers. */
export interface HeaderFacts {
  /** Whether the header is there; with `value`, whether it has it. */
  has(name: string, value?: Json): Match;
}

/** Whether a headers binding takes a message: `x-match` of `all` (the default) or `any` passes over `x-` arguments, `…-with-x` does not. */
export function matchHeaders(args: { readonly [key: string]: Json }, facts: HeaderFacts): Certainty | undefined {
  const mode = typeof args["x-match"] === "string" ? args["x-match"] : "all";
  const withX = mode.endsWith("-with-x");
  const asked = Object.entries(args).filter(([name]) => name !== "x-match" && (withX || !name.startsWith("x-")));
  // An argument without a value asks only that the header be there.
  const matches = asked.map(([name, value]) => (value === null ? facts.has(name) : facts.has(name, value)));
  const match = mode.startsWith("any") ? strongest(matches) : weakest(matches);
  return match === "never" ? undefined : match;
}

/** What the message's headers schema settles. Without one, and for names that broker and runtime set themselves, nothing is certain. */
export function headerFacts(message: Pick<Message, "headers">, schemas: ContractSet["schemas"]): HeaderFacts {
  const parts = message.headers === undefined ? [] : flatten({ $ref: message.headers }, schemas);
  const required = new Set(parts.flatMap(({ required: names }) => (isList(names) ? names : [])));
  const closed = parts.some((part) => part.additionalProperties === false && part.patternProperties === undefined);
  return {
    has(name, value) {
      const nodes = parts.flatMap((part) => propertyOf(part, name, schemas));
      if (nodes.length === 0) return closed && !isAddedOnTheWay(name) ? "never" : "may";
      const presence = required.has(name) ? "always" : "may";
      if (value === undefined) return presence;
      return weakest([presence, ...nodes.map((node) => allows(node, value))]);
    },
  };
}

function isAddedOnTheWay(name: string): boolean {
  return name.startsWith("x-") || name === "traceparent" || name === "tracestate";
}

/** A schema and everything that `$ref` and `allOf` add to it. */
function flatten(node: Json | undefined, schemas: ContractSet["schemas"], seen = new Set<string>()): JsonObject[] {
  if (!isObject(node)) return [];
  const parts = [node, ...(isList(node.allOf) ? node.allOf.flatMap((part) => flatten(part, schemas, seen)) : [])];
  const target = node.$ref;
  if (typeof target !== "string" || seen.has(target)) return parts;
  const referred: SchemaNode | undefined = schemas.get(target)?.node;
  return [...parts, ...flatten(referred, schemas, seen.add(target))];
}

function propertyOf(part: JsonObject, name: string, schemas: ContractSet["schemas"]): JsonObject[] {
  const properties = part.properties;
  if (!isObject(properties) || !Object.hasOwn(properties, name)) return [];
  const nodes = flatten(properties[name], schemas);
  // `true` says that the property may be there and nothing else.
  return nodes.length > 0 ? nodes : [{}];
}

function allows(node: JsonObject, value: Json): Match {
  if (Object.hasOwn(node, "const")) return sameValue(node.const, value) ? "always" : "never";
  if (isList(node.enum)) {
    const equal = node.enum.filter((candidate) => sameValue(candidate, value));
    if (equal.length === 0) return "never";
    return equal.length === node.enum.length ? "always" : "may";
  }
  const types = typesOf(value);
  const allowed = node.type ?? types;
  return types.some((type) => (isList(allowed) ? allowed.includes(type) : allowed === type)) ? "may" : "never";
}

function typesOf(value: Json): readonly string[] {
  if (value === null) return ["null"];
  if (isList(value)) return ["array"];
  if (typeof value === "number") return Number.isInteger(value) ? ["number", "integer"] : ["number"];
  return [typeof value];
}

function sameValue(one: Json | undefined, other: Json): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}

function weakest(matches: readonly Match[]): Match {
  if (matches.includes("never")) return "never";
  return matches.includes("may") ? "may" : "always";
}

function strongest(matches: readonly Match[]): Match {
  if (matches.includes("always")) return "always";
  return matches.includes("may") ? "may" : "never";
}
