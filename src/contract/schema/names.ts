import { pascalCase } from "../names.js";
import { getText, type JsonObject, pointerSegments } from "../source/tree.js";

/** Keys under which a schema's own key is its name. */
const namingKeys = new Set(["schemas", "definitions", "$defs", "messages"]);

/**
 * The name that a document gives to the schema at a pointer: the key under which it is kept, and the properties on the way from there.
 * A file that is a schema as a whole is named by its title, else after itself.
 */
export function nameOfPointer(file: string, pointer: string, schema?: JsonObject): string {
  const segments = pointerSegments(pointer);
  const start = segments.findLastIndex((_, index) => namingKeys.has(segments[index - 1] ?? "") && segments[index - 2] !== "properties");
  const own = segments.slice(start + 1).filter((segment) => !isStructural(segment));
  const first =
    start < 0
      ? ((pointer === "" ? schema && getText(schema, "title") : undefined) ?? (own.length === 0 ? baseName(file) : ""))
      : segments[start];
  return own.length === 0 ? (first ?? baseName(file)) : `${pascalCase(first ?? "")}${own.map(pascalCase).join("")}`;
}

function isStructural(segment: string): boolean {
  return ["properties", "patternProperties", "components", "payload", "schema", "allOf", "anyOf", "oneOf"].includes(segment);
}

function baseName(file: string): string {
  return (file.split("/").at(-1) ?? file).replace(/\.[^.]*$/, "");
}
