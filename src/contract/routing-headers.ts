/** What bindings of a headers exchange can count on, given what the contract says of a message's headers. */
import type { ContractSet, Json, Message, SchemaNode } from "./model.js";
import type { Certainty } from "./routing-model.js";

type Match = Certainty | "never";

/** What is known of one message's headers. */
export interface HeaderFacts {
  /** Whether the header is there; with `value`, whether it has it. */
  has(name: string, value?: Json): Match;
}

type ObjectNode = { readonly [keyword: string]: Json };

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
  const required = new Set(parts.flatMap(({ required: names }) => (Array.isArray(names) ? names : [])));
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
function flatten(node: Json | undefined, schemas: ContractSet["schemas"], seen = new Set<string>()): ObjectNode[] {
  if (!isObject(node)) return [];
  const parts = [node, ...(Array.isArray(node.allOf) ? node.allOf.flatMap((part: Json) => flatten(part, schemas, seen)) : [])];
  const target = node.$ref;
  if (typeof target !== "string" || seen.has(target)) return parts;
  const referred: SchemaNode | undefined = schemas.get(target)?.node;
  return [...parts, ...flatten(referred, schemas, seen.add(target))];
}

function propertyOf(part: ObjectNode, name: string, schemas: ContractSet["schemas"]): ObjectNode[] {
  const properties = part.properties;
  if (!isObject(properties) || !Object.hasOwn(properties, name)) return [];
  const nodes = flatten(properties[name], schemas);
  // `true` says that the property may be there and nothing else.
  return nodes.length > 0 ? nodes : [{}];
}

function allows(node: ObjectNode, value: Json): Match {
  if (Object.hasOwn(node, "const")) return sameValue(node.const, value) ? "always" : "never";
  if (Array.isArray(node.enum)) {
    const equal = node.enum.filter((candidate: Json) => sameValue(candidate, value));
    if (equal.length === 0) return "never";
    return equal.length === node.enum.length ? "always" : "may";
  }
  const types = typeof node.type === "string" ? [node.type] : node.type;
  return !Array.isArray(types) || types.some((type: Json) => typesOf(value).includes(String(type))) ? "may" : "never";
}

function typesOf(value: Json): readonly string[] {
  if (value === null) return ["null"];
  if (Array.isArray(value)) return ["array"];
  if (typeof value === "number") return Number.isInteger(value) ? ["number", "integer"] : ["number"];
  return [typeof value];
}

function sameValue(one: Json | undefined, other: Json): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}

function isObject(node: Json | SchemaNode | undefined): node is ObjectNode {
  return typeof node === "object" && node !== null && !Array.isArray(node);
}

function weakest(matches: readonly Match[]): Match {
  if (matches.includes("never")) return "never";
  return matches.includes("may") ? "may" : "always";
}

function strongest(matches: readonly Match[]): Match {
  if (matches.includes("always")) return "always";
  return matches.includes("may") ? "may" : "never";
}
