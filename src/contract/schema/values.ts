import { anything, bool, type Check, integer } from "../document/shape.js";
import { isList, isObject } from "../source/tree.js";

const types = ["array", "boolean", "integer", "null", "number", "object", "string"];

const text: Check = (value) => (typeof value === "string" ? undefined : "text");
const list: Check = (value) => (isList(value) ? undefined : "a list");
const object: Check = (value) => (isObject(value) ? undefined : "an object");
const schemaLike: Check = (value) => (isObject(value) || typeof value === "boolean" ? undefined : "a schema: an object, true or false");
const filledList: Check = (value) => (isList(value) && value.length > 0 ? undefined : "a list with at least one entry");
const number: Check = (value) => (typeof value === "number" ? undefined : "a number");
const positive: Check = (value) => (typeof value === "number" && value > 0 ? undefined : "a number above 0");

const bound: Check = (value) => (typeof value === "boolean" ? "a number in draft-07 (true and false were draft-04)" : number(value));

const type: Check = (value) => {
  const names = isList(value) ? value : [value];
  const known = names.every((name) => typeof name === "string" && types.includes(name));
  const good = known && names.length > 0 && new Set(names).size === names.length;
  return good ? undefined : `one of ${types.join(", ")}, or a list of different ones`;
};

const differentTexts: Check = (value) => {
  const good = isList(value) && value.every((item) => typeof item === "string") && new Set(value).size === value.length;
  return good ? undefined : "a list of different property names";
};

const differentValues: Check = (value) => {
  if (!isList(value) || value.length === 0) return "a list with at least one value";
  return new Set(value.map((item) => JSON.stringify(item))).size === value.length ? undefined : "a list of different values";
};

/** What each keyword of draft-07 takes (the meta-schema, with the published advice on `enum` taken as a rule). */
export const keywordValues: ReadonlyMap<string, Check> = new Map<string, Check>([
  ...[
    "$id",
    "$schema",
    "$ref",
    "$comment",
    "title",
    "description",
    "format",
    "pattern",
    "contentMediaType",
    "contentEncoding",
    "discriminator",
  ].map((keyword): [string, Check] => [keyword, text]),
  ...["maximum", "minimum"].map((keyword): [string, Check] => [keyword, number]),
  ...["exclusiveMaximum", "exclusiveMinimum"].map((keyword): [string, Check] => [keyword, bound]),
  ...["maxLength", "minLength", "maxItems", "minItems", "maxProperties", "minProperties"].map((keyword): [string, Check] => [
    keyword,
    integer(0),
  ]),
  ...["readOnly", "writeOnly", "deprecated", "uniqueItems"].map((keyword): [string, Check] => [keyword, bool]),
  ...["default", "const", "example"].map((keyword): [string, Check] => [keyword, anything]),
  ...["allOf", "anyOf", "oneOf"].map((keyword): [string, Check] => [keyword, filledList]),
  ...["properties", "patternProperties", "dependencies", "definitions", "$defs", "externalDocs"].map((keyword): [string, Check] => [
    keyword,
    object,
  ]),
  ...["additionalItems", "contains", "additionalProperties", "propertyNames", "if", "then", "else", "not"].map(
    (keyword): [string, Check] => [keyword, schemaLike],
  ),
  ["items", (value) => (isList(value) ? filledList(value) : schemaLike(value))],
  ["examples", list],
  ["multipleOf", positive],
  ["type", type],
  ["enum", differentValues],
  ["required", differentTexts],
]);

/** The formats that validators check: those of ajv-formats 3. */
export const formats: ReadonlySet<string> = new Set([
  ...[
    "date",
    "time",
    "date-time",
    "iso-time",
    "iso-date-time",
    "duration",
    "uri",
    "uri-reference",
    "uri-template",
    "url",
    "email",
    "hostname",
  ],
  ...["ipv4", "ipv6", "regex", "uuid", "json-pointer", "json-pointer-uri-fragment", "relative-json-pointer"],
  ...["byte", "int32", "int64", "float", "double", "password", "binary"],
]);

/** The types of value that a keyword says something about; it is silent on all others. */
export const speaksOf: ReadonlyMap<string, readonly string[]> = new Map([
  ...["multipleOf", "maximum", "minimum", "exclusiveMaximum", "exclusiveMinimum"].map(about("number", "integer")),
  ...["maxLength", "minLength", "pattern", "contentMediaType", "contentEncoding"].map(about("string")),
  ...["items", "additionalItems", "maxItems", "minItems", "uniqueItems", "contains"].map(about("array")),
  ...["properties", "patternProperties", "additionalProperties", "propertyNames", "required", "maxProperties", "minProperties"].map(
    about("object"),
  ),
  ...["dependencies"].map(about("object")),
]);

function about(...names: string[]): (keyword: string) => [string, readonly string[]] {
  return (keyword) => [keyword, names];
}
