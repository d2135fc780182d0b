/**
 * Values at the limits that a schema sets, made from the schema alone: each bound met and missed by one, each property left out, each
 * constant and each branch, each type mistaken for another. Which of them the schema accepts, a validator tells.
 */
import type { Json } from "#contract";
import { nearFormat, nearLengths, nearPattern } from "./near-strings.js";

/** A value, and what is special about it: `/price: "1.000"`. */
export interface NearValue {
  readonly about: string;
  readonly value: Json;
}

/** Finds what a `$ref` names. */
export type Resolve = (ref: string) => Json | undefined;

type Keywords = Readonly<Record<string, Json>>;

/** The plain value first, then all others, each once. A schema that refers to itself is followed four levels deep. */
export function nearValues(schema: Json, resolve: Resolve): readonly NearValue[] {
  const maker = { resolve, depth: 0 };
  const all = [{ about: "plain", value: plainOf(schema, maker) }, ...nearOf(schema, maker)];
  const once = new Map(all.map((each) => [JSON.stringify(each.value), each] as const).reverse());
  return [...once.values()].reverse();
}

interface Maker {
  readonly resolve: Resolve;
  readonly depth: number;
}

const deepest = 4;
const deeper = (maker: Maker): Maker => ({ ...maker, depth: maker.depth + 1 });

/** A schema's keywords with its `$ref` followed and its `allOf` laid together. */
function keywordsOf(schema: Json, { resolve }: Maker): Keywords {
  if (!isObject(schema)) return {};
  if (typeof schema.$ref === "string") return keywordsOf(resolve(schema.$ref) ?? {}, { resolve, depth: 0 });
  const parts = listOf(schema.allOf).map((each) => keywordsOf(each, { resolve, depth: 0 }));
  return parts.reduce<Keywords>(together, schema);
}

const together = (one: Keywords, other: Keywords): Keywords => ({
  ...other,
  ...one,
  ...(isObject(one.properties) && isObject(other.properties) && { properties: { ...other.properties, ...one.properties } }),
  ...(one.required !== undefined && other.required !== undefined && { required: [...listOf(one.required), ...listOf(other.required)] }),
});

/** One value that is meant to be accepted: all properties, the first constant, the first branch, the lower bound. */
function plainOf(schema: Json, maker: Maker): Json {
  const keywords = keywordsOf(schema, maker);
  const [branch] = branchesOf(keywords);
  if (branch !== undefined) return mergedWith(keywords, plainOf(branch, deeper(maker)), maker);
  if (keywords.const !== undefined) return keywords.const;
  const [first] = listOf(keywords.enum);
  if (first !== undefined) return first;
  const type = typeOf(keywords);
  if (type === "object") return plainObject(keywords, maker);
  if (type === "array") return plainArray(keywords, maker);
  if (type === "integer" || type === "number") return numberOf(keywords.minimum) ?? 1;
  if (type === "boolean") return true;
  return type === "null" ? null : plainString(keywords);
}

/** What stands beside a union holds for each of its branches. */
function mergedWith(keywords: Keywords, value: Json, maker: Maker): Json {
  return isObject(value) && isObject(keywords.properties) ? { ...(plainObject(keywords, maker) as object), ...value } : value;
}

function plainObject(keywords: Keywords, maker: Maker): Json {
  if (maker.depth > deepest) return Object.fromEntries(requiredOf(keywords).map((name) => [name, null]));
  const properties = Object.entries(propertiesOf(keywords));
  const wanted = maker.depth === deepest ? properties.filter(([name]) => requiredOf(keywords).includes(name)) : properties;
  return Object.fromEntries(wanted.map(([name, property]) => [name, plainOf(property, deeper(maker))]));
}

function plainArray(keywords: Keywords, maker: Maker): Json {
  const count = maker.depth > deepest ? 0 : (numberOf(keywords.minItems) ?? 1);
  return Array.from({ length: count }, () => plainOf(keywords.items ?? {}, deeper(maker)));
}

function plainString(keywords: Keywords): string {
  const { pattern, format } = keywords;
  if (typeof pattern === "string") return nearPattern(pattern).plain;
  const [fitting] = typeof format === "string" ? (nearFormat(format) ?? []) : [];
  return fitting ?? ("a".repeat(numberOf(keywords.minLength) ?? 0) || "text");
}

function nearOf(schema: Json, maker: Maker): NearValue[] {
  if (maker.depth > deepest) return [];
  const keywords = keywordsOf(schema, maker);
  const branches = branchesOf(keywords);
  if (branches.length > 0) {
    return branches.flatMap((branch) => {
      const around = (value: Json) => mergedWith(keywords, value, maker);
      const plain = around(plainOf(branch, deeper(maker)));
      return [{ about: "plain", value: plain }, ...nearOf(branch, deeper(maker)).map((each) => ({ ...each, value: around(each.value) }))];
    });
  }
  return [...wrongTypes(plainOf(schema, maker)), ...nearKind(keywords, schema, maker)];
}

function nearKind(keywords: Keywords, schema: Json, maker: Maker): NearValue[] {
  const constants = keywords.const === undefined ? listOf(keywords.enum) : [keywords.const];
  if (constants.length > 0) return shown([...constants, ...constants.map(almost)]);
  const type = typeOf(keywords);
  if (type === "object") return nearObject(keywords, plainOf(schema, maker), maker);
  if (type === "array") return nearArray(keywords, maker);
  if (type === "integer" || type === "number") return shown(nearNumbers(keywords));
  return type === "boolean" ? shown([true, false]) : shown(nearString(keywords));
}

/** Something of every other type. */
function wrongTypes(plain: Json): NearValue[] {
  const others: Json[] = [null, true, 7, "text", [], {}];
  const kind = (value: Json) => (value === null ? "null" : Array.isArray(value) ? "array" : typeof value);
  const texts = typeof plain === "number" || typeof plain === "boolean" ? [String(plain)] : [];
  return shown([...texts, ...others.filter((other) => kind(other) !== kind(plain))]);
}

function nearObject(keywords: Keywords, plain: Json, maker: Maker): NearValue[] {
  if (!isObject(plain)) return [];
  const required = requiredOf(keywords);
  const names = Object.keys(plain);
  const without = names.map((name) => ({ about: `without ${name}`, value: omit(plain, name) }));
  const least = { about: "only what is required", value: pick(plain, required) };
  const more = { about: "with a property that no schema names", value: { ...plain, "x-unnamed": "text" } };
  const inside = names.flatMap((name) =>
    nearOf(propertiesOf(keywords)[name] ?? {}, deeper(maker)).map(({ about, value }) => ({
      about: `/${name}${about.startsWith("/") ? "" : " "}${about}`,
      value: { ...plain, [name]: value },
    })),
  );
  return [least, more, ...without, ...inside];
}

function nearArray(keywords: Keywords, maker: Maker): NearValue[] {
  const item = plainOf(keywords.items ?? {}, deeper(maker));
  const [least, most] = [numberOf(keywords.minItems), numberOf(keywords.maxItems)];
  const lengths = [...(least === undefined ? [0] : [least - 1, least]), 2, ...(most === undefined ? [] : [most, most + 1])];
  const long = [...new Set(lengths)]
    .filter((length) => length >= 0)
    .map((length) => ({ about: `${length} items`, value: Array<Json>(length).fill(item) }));
  const inside = nearOf(keywords.items ?? {}, deeper(maker)).map(({ about, value }) => ({
    about: `/0${about.startsWith("/") ? "" : " "}${about}`,
    value: [value],
  }));
  return [...long, ...inside];
}

function nearNumbers(keywords: Keywords): number[] {
  const limits = [keywords.minimum, keywords.maximum, keywords.exclusiveMinimum, keywords.exclusiveMaximum].flatMap(
    (limit) => numberOf(limit) ?? [],
  );
  return [...limits.flatMap((limit) => [limit - 1, limit, limit + 1]), (limits[0] ?? 0) + 1.5];
}

function nearString(keywords: Keywords): readonly string[] {
  const { pattern, format, minLength, maxLength } = keywords;
  const patterned = typeof pattern === "string" ? nearPattern(pattern).near : [];
  const formatted = typeof format === "string" ? (nearFormat(format) ?? []) : [];
  const lengths = [numberOf(minLength), numberOf(maxLength)] as const;
  return [...patterned, ...formatted, ...(lengths.some((limit) => limit !== undefined) ? nearLengths(...lengths) : ["", "ä \u{1F600}"])];
}

function almost(value: Json): Json {
  if (typeof value === "boolean") return !value;
  return typeof value === "number" ? value + 1 : `${typeof value === "string" ? value : JSON.stringify(value)}x`;
}

const shown = (values: readonly Json[]): NearValue[] => values.map((value) => ({ about: brief(value), value }));

const brief = (value: Json): string => {
  const text = JSON.stringify(value);
  return text.length <= 60 ? text : `${text.slice(0, 40)}… (${text.length} characters)`;
};

/** The type that a schema asks for, or hints at. */
function typeOf({ type, properties, required, items, minimum, maximum }: Keywords): Json | undefined {
  if (type !== undefined) return Array.isArray(type) ? (type as readonly Json[])[0] : type;
  if (properties !== undefined || required !== undefined) return "object";
  if (items !== undefined) return "array";
  return minimum === undefined && maximum === undefined ? undefined : "number";
}

const branchesOf = ({ oneOf, anyOf }: Keywords): readonly Json[] => [...listOf(oneOf), ...listOf(anyOf)];
const requiredOf = ({ required }: Keywords): readonly string[] => listOf(required).filter((name) => typeof name === "string");
const propertiesOf = ({ properties }: Keywords): Keywords => (isObject(properties) ? properties : {});
const numberOf = (value: Json | undefined): number | undefined => (typeof value === "number" ? value : undefined);
const listOf = (value: Json | undefined): readonly Json[] => (Array.isArray(value) ? (value as readonly Json[]) : []);
const omit = (value: Keywords, name: string): Json => Object.fromEntries(Object.entries(value).filter(([key]) => key !== name));
const pick = (value: Keywords, names: readonly string[]): Json =>
  Object.fromEntries(Object.entries(value).filter(([key]) => names.includes(key)));

function isObject(value: Json | undefined): value is Keywords {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
