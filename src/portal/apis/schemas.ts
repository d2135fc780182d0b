/** The schemas of an OpenAPI document as draft-07 has them, so that they are told and tried like those of messages. */
import type { Json, Schema, SchemaNode } from "#contract";
import { isList, isObject, type Keywords, schemaNode } from "../payload/shape.js";
import { atPointer, pointerEnd } from "./pointer.js";

export interface ApiSchemas {
  /** By reference, `#/components/schemas/Product`; every one that a node of {@link ApiSchemas.nodeOf} refers to is there. */
  readonly schemas: ReadonlyMap<string, Schema>;
  /** A schema as it stands in the document. */
  nodeOf(written: Json | undefined): SchemaNode;
}

export function apiSchemas(document: Keywords): ApiSchemas {
  const schemas = new Map<string, Schema>();
  const note = (reference: string): void => {
    const target = atPointer(document, reference);
    if (target === undefined || schemas.has(reference)) return;
    const entry = { id: reference, name: pointerEnd(reference), node: true as SchemaNode, location: { file: "", line: 1, column: 1 } };
    schemas.set(reference, entry);
    entry.node = converted(target, note);
  };
  return { schemas, nodeOf: (written) => converted(written ?? true, note) };
}

/** Keywords that hold one schema, a list of them, and a map of them. */
const single = new Set(["additionalItems", "additionalProperties", "contains", "propertyNames", "not", "if", "then", "else"]);
const lists = new Set(["allOf", "anyOf", "oneOf"]);
const maps = new Set(["properties", "patternProperties"]);
/** Say nothing about a value, or are said in draft-07's way below. */
const left = new Set(
  "$defs definitions $id $schema $anchor xml externalDocs nullable prefixItems dependentRequired dependentSchemas unevaluatedProperties exclusiveMinimum exclusiveMaximum".split(
    " ",
  ),
);
/** What may stand beside a reference without changing what it allows. */
const annotations = new Set(["$ref", "description", "summary", "title", "deprecated", "default", "example", "examples"]);

type Note = (reference: string) => void;

function converted(written: Json, note: Note): SchemaNode {
  if (!isObject(written)) return schemaNode(written);
  const { $ref: reference } = written;
  if (typeof reference === "string") return convertedReference(written, reference, note);
  const plain = Object.entries(written)
    .filter(([keyword]) => !left.has(keyword))
    .map(([keyword, value]): [string, Json] => [keyword, below(keyword, value, note)]);
  const node = {
    ...Object.fromEntries(plain),
    ...bounds(written),
    ...lists2020(written, note),
    ...dependencies(written, note),
    ...closed(written),
  };
  return written.nullable === true ? nullable(node) : node;
}

/** In OpenAPI 3.1, what stands beside a reference counts. */
function convertedReference(written: Keywords, $ref: string, note: Note): SchemaNode {
  note($ref);
  const beside = Object.entries(written).filter(([keyword]) => keyword !== "$ref");
  if (Object.keys(written).every((keyword) => annotations.has(keyword))) return { ...Object.fromEntries(beside), $ref };
  return { allOf: [{ $ref }, converted(Object.fromEntries(beside), note)] };
}

function below(keyword: string, value: Json, note: Note): Json {
  if (single.has(keyword) || (keyword === "items" && !isList(value))) return converted(value, note);
  if ((lists.has(keyword) || keyword === "items") && isList(value)) return value.map((each) => converted(each, note));
  return maps.has(keyword) && isObject(value) ? mapped(value, (each) => converted(each, note)) : value;
}

const mapped = (map: Keywords, change: (value: Json) => Json): Keywords =>
  Object.fromEntries(Object.entries(map).map(([name, value]) => [name, change(value)]));

/** In OpenAPI 3.0, `exclusiveMinimum: true` says so of `minimum`. */
function bounds(written: Keywords): Keywords {
  const bound = (exclusive: Json | undefined, limit: Json | undefined): Json | undefined => (exclusive === true ? limit : exclusive);
  const lower = bound(written.exclusiveMinimum, written.minimum);
  const upper = bound(written.exclusiveMaximum, written.maximum);
  return {
    ...(typeof lower === "number" ? { exclusiveMinimum: lower } : {}),
    ...(typeof upper === "number" ? { exclusiveMaximum: upper } : {}),
  };
}

/** 2020-12 keeps the first items under `prefixItems`, and the others under `items`. */
function lists2020({ prefixItems, items }: Keywords, note: Note): Keywords {
  if (!isList(prefixItems)) return {};
  return {
    items: prefixItems.map((each) => converted(each, note)),
    ...(items === undefined ? {} : { additionalItems: converted(items, note) }),
  };
}

function dependencies({ dependentRequired, dependentSchemas }: Keywords, note: Note): Keywords {
  const all = {
    ...(isObject(dependentRequired) ? dependentRequired : {}),
    ...(isObject(dependentSchemas) ? mapped(dependentSchemas, (each) => converted(each, note)) : {}),
  };
  return Object.keys(all).length === 0 ? {} : { dependencies: all };
}

const combining = ["allOf", "anyOf", "oneOf", "if", "additionalProperties", "dependentSchemas"];

/** Where nothing is combined, an unevaluated property is an additional one. Elsewhere draft-07 has no word for it. */
const closed = (written: Keywords): Keywords =>
  written.unevaluatedProperties === false && combining.every((keyword) => !(keyword in written)) ? { additionalProperties: false } : {};

/** OpenAPI 3.0. */
function nullable(node: Keywords): SchemaNode {
  const { type, enum: values } = node;
  if (typeof type !== "string") return node;
  return { ...node, type: [type, "null"], ...(isList(values) && !values.includes(null) ? { enum: [...values, null] } : {}) };
}
