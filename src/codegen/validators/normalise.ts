import type { Json, Schema, SchemaNode } from "#contract";

/** Keywords whose value is one schema, a list of schemas, or a map of schemas (draft-07, section 6 and 9). */
const single = new Set(["additionalItems", "additionalProperties", "contains", "propertyNames", "not", "if", "then", "else"]);
const lists = new Set(["allOf", "anyOf", "oneOf"]);
const maps = new Set(["properties", "patternProperties"]);
/** Annotations, identifiers and places for definitions: nothing that decides whether a value is valid. */
const dropped = new Set(
  "$id $schema $comment id definitions $defs title description default examples example deprecated readOnly writeOnly externalDocs discriminator contentEncoding contentMediaType".split(
    " ",
  ),
);

/** Schema ids are paths with pointers; as Ajv's `$id` they become URIs of our own without a fragment. */
export const schemaUri = (id: string): string => `warren:${encodeURIComponent(id)}`;

/** The id that {@link schemaUri} was made of. */
export const schemaIdOf = (uri: string): string => decodeURIComponent(uri.replace(/^warren:/, ""));

/** A schema as Ajv takes it: `$ref`s are URIs, annotations are gone. Says the same of every value. */
export function normaliseSchema(schema: Schema): boolean | { [keyword: string]: unknown } {
  const node = normalise(schema.node);
  return typeof node === "boolean" ? node : { $id: schemaUri(schema.id), ...node };
}

function normalise(node: SchemaNode): boolean | { [keyword: string]: unknown } {
  if (typeof node === "boolean") return node;
  const result: { [keyword: string]: unknown } = {};
  for (const [keyword, value] of Object.entries(node)) {
    if (dropped.has(keyword) || keyword.startsWith("x-")) continue;
    result[keyword] = keyword === "$ref" && typeof value === "string" ? schemaUri(value) : normaliseKeyword(keyword, value);
  }
  return result;
}

function normaliseKeyword(keyword: string, value: Json): unknown {
  if (lists.has(keyword) && Array.isArray(value)) return value.map(normaliseValue);
  if (keyword === "items") return Array.isArray(value) ? value.map(normaliseValue) : normaliseValue(value);
  if (single.has(keyword)) return normaliseValue(value);
  if (maps.has(keyword)) return mapValues(value, normaliseValue);
  if (keyword === "dependencies") return mapValues(value, (entry) => (Array.isArray(entry) ? entry : normaliseValue(entry)));
  return value;
}

const normaliseValue = (value: Json): unknown => (isSchemaNode(value) ? normalise(value) : value);

/** Built without plain assignment: a property may be called `__proto__`. */
function mapValues(value: Json, change: (entry: Json) => unknown): unknown {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, entry]) => [key, change(entry)]));
}

const isSchemaNode = (value: Json | undefined): value is SchemaNode =>
  typeof value === "boolean" || (typeof value === "object" && value !== null && !Array.isArray(value));
