import type { Json } from "#contract";
import { numberFormats, silentFormats } from "./formats.js";
import { and, type Claim, type Formula, type KeySet, literal, or } from "./formula.js";
import type { Graph } from "./graph.js";
import { isList, isObject } from "./json.js";
import { type Keywords, type Node, type Origin, opposite, positive } from "./node.js";
import { nextDouble } from "./opposite.js";
import { type Kind, kindOf } from "./types.js";

export type Say = (claim: Claim, keyword: string) => Formula;

export const sayAt =
  (origin: Origin): Say =>
  (claim, keyword) =>
    literal(claim, keyword, origin);

/** What the keywords of one kind of value claim, without those that join other schemas in place. */
export function claimsOf(graph: Graph, keywords: Keywords, kind: Kind, say: Say): Formula[] {
  const claims = keywords.sets?.map((set) => {
    const values = set.values.filter((value) => kindOf(value) === kind);
    return or(valuesOf(graph, kind, set.keyword, values, say));
  });
  return [...(claims ?? []), ...own(keywords, kind, say)];
}

function own(keywords: Keywords, kind: Kind, say: Say): Formula[] {
  if (kind === "number") return numberClaims(keywords, say);
  if (kind === "string") return stringClaims(keywords, say);
  if (kind === "array") return arrayClaims(keywords, say);
  return kind === "object" ? objectClaims(keywords, say) : [];
}

/** Scalars as one claim, lists and objects taken apart. */
function valuesOf(graph: Graph, kind: Kind, keyword: "const" | "enum", values: readonly Json[], say: Say): Formula[] {
  if (values.length === 0) return [];
  if (kind !== "array" && kind !== "object") {
    return [say({ is: "among", set: graph.valueSet(keyword, values), holds: true }, keyword)];
  }
  return values.map((value) => and(partsOf(graph, value, keyword, say)));
}

function partsOf(graph: Graph, value: Json, keyword: string, say: Say): Formula[] {
  if (isList(value)) {
    const items = value.map((item, index) => say({ is: "item", index, schema: graph.constant(item) }, keyword));
    return [say({ is: "countAtLeast", count: value.length }, keyword), say({ is: "countAtMost", count: value.length }, keyword), ...items];
  }
  if (!isObject(value)) return [];
  const names = Object.keys(value);
  const others: KeySet = { names, patterns: [], inverted: true };
  return [
    ...Object.entries(value).flatMap(([name, part]) => [
      say({ is: "has", name, holds: true }, keyword),
      say({ is: "value", name, schema: graph.constant(part) }, keyword),
    ]),
    say({ is: "everyKey", keys: others, schema: opposite(graph.all()) }, keyword),
  ];
}

function numberClaims(keywords: Keywords, say: Say): Formula[] {
  const { minimum, maximum, exclusiveMinimum, exclusiveMaximum, multipleOf, format } = keywords;
  const claims: Formula[] = [];
  if (keywords.integerOnly) claims.push(say({ is: "integer", holds: true }, "type"));
  if (minimum !== undefined) claims.push(say({ is: "atLeast", number: minimum + 0 }, "minimum"));
  if (maximum !== undefined) claims.push(say({ is: "atMost", number: maximum + 0 }, "maximum"));
  if (exclusiveMinimum !== undefined) claims.push(say({ is: "atLeast", number: nextDouble(exclusiveMinimum, 1) }, "exclusiveMinimum"));
  if (exclusiveMaximum !== undefined) claims.push(say({ is: "atMost", number: nextDouble(exclusiveMaximum, -1) }, "exclusiveMaximum"));
  if (multipleOf !== undefined) claims.push(say({ is: "multiple", of: multipleOf, holds: true }, "multipleOf"));
  const range = format === undefined ? undefined : numberFormats.get(format);
  if (range?.integer) claims.push(say({ is: "integer", holds: true }, "format"));
  if (range?.lowest !== undefined) claims.push(say({ is: "atLeast", number: range.lowest }, "format"));
  if (range?.highest !== undefined) claims.push(say({ is: "atMost", number: range.highest }, "format"));
  return claims;
}

function stringClaims(keywords: Keywords, say: Say): Formula[] {
  const { minLength, maxLength, pattern, format } = keywords;
  const claims: Formula[] = [];
  if (minLength !== undefined && minLength > 0) claims.push(say({ is: "countAtLeast", count: minLength }, "minLength"));
  if (maxLength !== undefined) claims.push(say({ is: "countAtMost", count: maxLength }, "maxLength"));
  if (pattern !== undefined) claims.push(say({ is: "pattern", source: pattern, holds: true }, "pattern"));
  if (format !== undefined && !numberFormats.has(format) && !silentFormats.has(format)) {
    claims.push(say({ is: "format", name: format, holds: true }, "format"));
  }
  return claims;
}

function arrayClaims(keywords: Keywords, say: Say): Formula[] {
  const { items, prefix, additionalItems, contains, unique, minItems, maxItems } = keywords;
  const claims: Formula[] = [];
  if (minItems !== undefined && minItems > 0) claims.push(say({ is: "countAtLeast", count: minItems }, "minItems"));
  if (maxItems !== undefined) claims.push(say({ is: "countAtMost", count: maxItems }, "maxItems"));
  if (items) claims.push(say({ is: "everyFrom", start: 0, schema: positive(items) }, "items"));
  for (const [index, schema] of prefix?.entries() ?? []) claims.push(say({ is: "item", index, schema: positive(schema) }, "items"));
  if (prefix && additionalItems) {
    claims.push(say({ is: "everyFrom", start: prefix.length, schema: positive(additionalItems) }, "additionalItems"));
  }
  if (contains) claims.push(say({ is: "someFrom", start: 0, schema: positive(contains) }, "contains"));
  if (unique) claims.push(say({ is: "unique", byKey: unique === "by-key", holds: true }, "uniqueItems"));
  return claims;
}

function objectClaims(keywords: Keywords, say: Say): Formula[] {
  const { required = [], properties, patternProperties, additionalProperties, propertyNames, minProperties, maxProperties } = keywords;
  const claims: Formula[] = required.map((name) => say({ is: "has", name, holds: true }, "required"));
  for (const [name, schema] of properties ?? []) claims.push(say({ is: "value", name, schema: positive(schema) }, "properties"));
  for (const [source, schema] of patternProperties ?? []) {
    claims.push(
      say({ is: "everyKey", keys: { names: [], patterns: [source], inverted: false }, schema: positive(schema) }, "patternProperties"),
    );
  }
  if (additionalProperties) {
    const keys: KeySet = {
      names: [...(properties?.keys() ?? [])].sort(),
      patterns: [...(patternProperties?.keys() ?? [])].sort(),
      inverted: true,
    };
    claims.push(say({ is: "everyKey", keys, schema: positive(additionalProperties) }, "additionalProperties"));
  }
  if (propertyNames) claims.push(say({ is: "everyName", schema: positive(propertyNames) }, "propertyNames"));
  if (minProperties !== undefined && minProperties > 0) claims.push(say({ is: "countAtLeast", count: minProperties }, "minProperties"));
  if (maxProperties !== undefined) claims.push(say({ is: "countAtMost", count: maxProperties }, "maxProperties"));
  return [...claims, ...listedDependencies(keywords, say)];
}

/** Dependencies on names; those on schemas are joined in place. */
function listedDependencies({ dependencies }: Keywords, say: Say): Formula[] {
  const claims: Formula[] = [];
  for (const [name, needed] of dependencies ?? []) {
    if (isDependencyOnSchema(needed)) continue;
    const rest = and(needed.map((each) => say({ is: "has", name: each, holds: true }, "dependencies")));
    claims.push(or([say({ is: "has", name, holds: false }, "dependencies"), rest]));
  }
  return claims;
}

export const isDependencyOnSchema = (needed: readonly string[] | Node): needed is Node => "id" in needed;
