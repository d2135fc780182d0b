/** References in a schema: they are ids of schemas. What looks like one inside of data, such as an example, is none. */
import type { Json, SchemaNode } from "#contract";
import { isList, isObject, type Schemas } from "./shape.js";

/** Under these stands data of the author's. */
const dataKeywords = new Set(["const", "enum", "default", "example", "examples"]);
/** Under these stand names of the author's, with a schema each. */
const mapKeywords = new Set(["properties", "patternProperties", "dependencies"]);

/** Ids of the schemas that one refers to, each once. */
export function referencesIn(node: SchemaNode): ReadonlySet<string> {
  const found = new Set<string>();
  renamed(node, (id) => {
    found.add(id);
    return id;
  });
  return found;
}

/** The schema with names instead of ids. */
export const withNames = (node: SchemaNode, schemas: Schemas): Json => renamed(node, (id) => schemas.get(id)?.name ?? id);

function renamed(node: Json, nameOf: (id: string) => string): Json {
  if (isList(node)) return node.map((each) => renamed(each, nameOf));
  if (!isObject(node)) return node;
  const entries = Object.entries(node).map(([keyword, value]): [string, Json] => {
    if (keyword === "$ref" && typeof value === "string") return [keyword, nameOf(value)];
    if (dataKeywords.has(keyword)) return [keyword, value];
    return [keyword, mapKeywords.has(keyword) && isObject(value) ? renamedMap(value, nameOf) : renamed(value, nameOf)];
  });
  return Object.fromEntries(entries);
}

const renamedMap = (map: { readonly [name: string]: Json }, nameOf: (id: string) => string): Json =>
  Object.fromEntries(Object.entries(map).map(([name, value]) => [name, renamed(value, nameOf)]));
