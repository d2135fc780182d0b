/** What stands below a schema keyword: where sub-schemas are, and where mere data is that only looks like one. */
export type Below = "schema" | "schemas" | "schema-or-schemas" | "schema-map" | "dependencies" | "definitions" | "data";

/** Whether a sub-schema speaks of the same value as the schema around it (`in-place`) or of a part of it. */
export type Reach = "in-place" | "part";

export interface Keyword {
  readonly below: Below;
  readonly reach: Reach;
}

const data: Keyword = { below: "data", reach: "part" };
const part = (below: Below): Keyword => ({ below, reach: "part" });
const inPlace = (below: Below): Keyword => ({ below, reach: "in-place" });

/** The keywords of JSON Schema draft-07 (draft-handrews-json-schema-validation-01), and those that AsyncAPI 3.0.0 adds. */
export const keywords: ReadonlyMap<string, Keyword> = new Map<string, Keyword>([
  ...["$id", "$schema", "$ref", "$comment", "title", "description", "default", "readOnly", "writeOnly", "examples"].map(asData),
  ...["type", "enum", "const", "format", "contentMediaType", "contentEncoding"].map(asData),
  ...["multipleOf", "maximum", "exclusiveMaximum", "minimum", "exclusiveMinimum"].map(asData),
  ...["maxLength", "minLength", "pattern", "maxItems", "minItems", "uniqueItems", "maxProperties", "minProperties", "required"].map(asData),
  ["items", part("schema-or-schemas")],
  ["additionalItems", part("schema")],
  ["contains", part("schema")],
  ["properties", part("schema-map")],
  ["patternProperties", part("schema-map")],
  ["additionalProperties", part("schema")],
  ["propertyNames", part("schema")],
  ["dependencies", inPlace("dependencies")],
  ["if", inPlace("schema")],
  ["then", inPlace("schema")],
  ["else", inPlace("schema")],
  ["allOf", inPlace("schemas")],
  ["anyOf", inPlace("schemas")],
  ["oneOf", inPlace("schemas")],
  ["not", inPlace("schema")],
  ["definitions", part("definitions")],
  ["$defs", part("definitions")],
  ...["discriminator", "externalDocs", "deprecated", "example"].map(asData),
]);

function asData(keyword: string): [string, Keyword] {
  return [keyword, data];
}

/** Keywords that other dialects have, and what to write instead. */
export const foreignKeywords: ReadonlyMap<string, string> = new Map([
  ["nullable", 'is OpenAPI 3.0; in draft-07 write type: [string, "null"]'],
  ["prefixItems", "is JSON Schema 2020-12; in draft-07 write a list under items"],
  ["dependentRequired", "is JSON Schema 2019-09; in draft-07 write dependencies"],
  ["dependentSchemas", "is JSON Schema 2019-09; in draft-07 write dependencies"],
  ["unevaluatedProperties", "is JSON Schema 2019-09; draft-07 has only additionalProperties"],
  ["unevaluatedItems", "is JSON Schema 2019-09; draft-07 has only additionalItems"],
  ["minContains", "is JSON Schema 2019-09"],
  ["maxContains", "is JSON Schema 2019-09"],
  ["$anchor", "is JSON Schema 2019-09; refer by JSON pointer"],
  ["$dynamicRef", "is JSON Schema 2020-12; refer by JSON pointer"],
  ["$dynamicAnchor", "is JSON Schema 2020-12; refer by JSON pointer"],
  ["$recursiveRef", "is JSON Schema 2019-09; refer by JSON pointer"],
  ["contentSchema", "is JSON Schema 2019-09"],
  ["xml", "is OpenAPI; messages are JSON"],
]);
