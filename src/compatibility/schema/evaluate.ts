import type { Json } from "#contract";
import { hasFormat, numberFormats } from "./formats.js";
import type { Graph } from "./graph.js";
import { canonical, characterCount, isList, isObject, type JsonObject, own } from "./json.js";
import { matches } from "./matching.js";
import { isNegated, type Keywords, type Node, resolved, type Signed } from "./node.js";
import { bitOf, kindOf } from "./types.js";

/** Whether a value satisfies a schema, by the rules that Ajv has. */
function accepts(given: Node, value: Json): boolean {
  const { keywords } = resolved(given);
  if (keywords === undefined || keywords.never) return false;
  return (
    acceptsAny(keywords, value) &&
    (typeof value !== "number" || acceptsNumber(keywords, value)) &&
    (typeof value !== "string" || acceptsString(keywords, value)) &&
    (!isList(value) || acceptsArray(keywords, value)) &&
    (!isObject(value) || acceptsObject(keywords, value))
  );
}

/** Whether a value satisfies all of the schemas, each taken as it is or as its opposite. */
export const satisfies = (graph: Graph, goal: readonly Signed[], value: Json): boolean =>
  goal.every((signed) => accepts(graph.nodeOf(signed), value) !== isNegated(signed));

function acceptsAny(keywords: Keywords, value: Json): boolean {
  const { types, sets, allOf, anyOf, oneOf } = keywords;
  if (types !== undefined && (types & bitOf(kindOf(value))) === 0) return false;
  if (sets?.some(({ texts }) => !texts.has(canonical(value)))) return false;
  if (allOf?.some((part) => !accepts(part, value))) return false;
  if (anyOf && !anyOf.some((part) => accepts(part, value))) return false;
  if (oneOf && oneOf.filter((part) => accepts(part, value)).length !== 1) return false;
  if (keywords.not && accepts(keywords.not, value)) return false;
  if (keywords.condition === undefined) return true;
  const branch = accepts(keywords.condition, value) ? keywords.consequence : keywords.alternative;
  return branch === undefined || accepts(branch, value);
}

/** Ajv divides in floating point and reads the quotient back as text: past 1e21 nothing is a multiple. */
export function isMultiple(value: number, of: number): boolean {
  const quotient = value / of;
  return quotient === Number.parseInt(String(quotient));
}

function acceptsNumber(keywords: Keywords, value: number): boolean {
  if (keywords.integerOnly && !Number.isInteger(value)) return false;
  if (keywords.minimum !== undefined && value < keywords.minimum) return false;
  if (keywords.maximum !== undefined && value > keywords.maximum) return false;
  if (keywords.exclusiveMinimum !== undefined && value <= keywords.exclusiveMinimum) return false;
  if (keywords.exclusiveMaximum !== undefined && value >= keywords.exclusiveMaximum) return false;
  if (keywords.multipleOf !== undefined && !isMultiple(value, keywords.multipleOf)) return false;
  const format = keywords.format === undefined ? undefined : numberFormats.get(keywords.format);
  if (format === undefined) return true;
  const { lowest = Number.NEGATIVE_INFINITY, highest = Number.POSITIVE_INFINITY, integer } = format;
  return value >= lowest && value <= highest && (!integer || Number.isInteger(value));
}

function acceptsString(keywords: Keywords, value: string): boolean {
  const { minLength, maxLength, pattern, format } = keywords;
  if (minLength !== undefined && characterCount(value) < minLength) return false;
  if (maxLength !== undefined && characterCount(value) > maxLength) return false;
  if (pattern !== undefined && !matches(pattern, value)) return false;
  return format === undefined || hasFormat(value, format);
}

function acceptsArray(keywords: Keywords, value: readonly Json[]): boolean {
  const { items, prefix, additionalItems, contains, unique, minItems = 0, maxItems = Number.POSITIVE_INFINITY } = keywords;
  if (value.length < minItems || value.length > maxItems) return false;
  if (items && !value.every((item) => accepts(items, item))) return false;
  if (prefix?.some((schema, at) => at < value.length && !accepts(schema, value[at] ?? null))) return false;
  if (prefix && additionalItems && !value.slice(prefix.length).every((item) => accepts(additionalItems, item))) return false;
  if (contains && !value.some((item) => accepts(contains, item))) return false;
  return unique === undefined || isUnique(value, unique === "by-key");
}

function isUnique(items: readonly Json[], byKey: boolean): boolean {
  const compared = byKey ? items.filter((item) => item !== "__proto__") : items;
  return new Set(compared.map(canonical)).size === compared.length;
}

function acceptsObject(keywords: Keywords, value: JsonObject): boolean {
  const keys = Object.keys(value);
  const { required, propertyNames, minProperties = 0, maxProperties = Number.POSITIVE_INFINITY } = keywords;
  if (keys.length < minProperties || keys.length > maxProperties) return false;
  if (required?.some((name) => !Object.hasOwn(value, name))) return false;
  if (propertyNames && !keys.every((key) => accepts(propertyNames, key))) return false;
  return keys.every((key) => acceptsProperty(keywords, key, own(value, key) ?? null)) && acceptsDependencies(keywords, value);
}

function acceptsProperty({ properties, patternProperties, additionalProperties }: Keywords, key: string, value: Json): boolean {
  const named = properties?.get(key);
  if (named && !accepts(named, value)) return false;
  let covered = named !== undefined;
  for (const [source, schema] of patternProperties ?? []) {
    if (!matches(source, key)) continue;
    covered = true;
    if (!accepts(schema, value)) return false;
  }
  return covered || additionalProperties === undefined || accepts(additionalProperties, value);
}

function acceptsDependencies({ dependencies }: Keywords, value: JsonObject): boolean {
  for (const [key, needed] of dependencies ?? []) {
    if (!Object.hasOwn(value, key)) continue;
    if ("id" in needed ? !accepts(needed, value) : needed.some((name) => !Object.hasOwn(value, name))) return false;
  }
  return true;
}
