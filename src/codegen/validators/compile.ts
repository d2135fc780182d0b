import { _, Ajv, type AnySchema } from "ajv";
import type { Schema } from "#contract";
import { formats } from "./formats.js";
import { normaliseSchema, schemaUri } from "./normalise.js";
import { useTaggedUnions } from "./union-keywords.js";

export interface SchemaCompilerOptions {
  /** Collect every fault of a value, not only the first. Costs memory in proportion to a hostile value: for tools, not for services. */
  readonly allErrors: boolean;
}

/**
 * An Ajv that knows the given schemas, each under {@link schemaUri} of its id.
 * Strictness about how schemas are written is the contract room's business; here only what decides validity counts.
 */
export function createSchemaCompiler(schemas: Iterable<Schema>, options: SchemaCompilerOptions): Ajv {
  const known = new Map<string, AnySchema>();
  for (const schema of schemas) known.set(schemaUri(schema.id), asObject(normaliseSchema(schema)));
  const ajv = new Ajv({
    allErrors: options.allErrors,
    strict: false,
    logger: false,
    meta: false,
    validateSchema: false,
    addUsedSchema: false,
    // A named string or number is cheaper inline than as a call; anything larger is one function, however often it is used.
    inlineRefs: 5,
    // `{}` has a `constructor` in JavaScript and none in JSON. Asking costs time at each property, so only contracts that speak of such names pay.
    ownProperties: inheritedName.test(JSON.stringify([...known.values()])),
    code: { source: true, esm: true, lines: true, optimize: 1, formats: _`formats` },
  });
  for (const [name, format] of formats) ajv.addFormat(name, format);
  useTaggedUnions(ajv, (ref) => known.get(ref));
  for (const [uri, schema] of known) ajv.addSchema(schema, uri);
  return ajv;
}

/** Ajv's standalone code gives all schemas `true` and `false` one name. */
const asObject = (schema: AnySchema): AnySchema => {
  if (typeof schema !== "boolean") return schema;
  return schema ? {} : { not: {} };
};

/** A name that every JavaScript object has from its prototype, as a key or a string. */
const inheritedName = new RegExp(`"(${Object.getOwnPropertyNames(Object.prototype).join("|")})"`);

/** Ids of the schemas that the given ones use, themselves included, in the order they are met. */
export function reachableSchemas(roots: Iterable<string>, schemas: ReadonlyMap<string, Schema>): Schema[] {
  const found = new Map<string, Schema>();
  const open = [...roots];
  for (let id = open.shift(); id !== undefined; id = open.shift()) {
    const schema = schemas.get(id);
    if (schema === undefined || found.has(id)) continue;
    found.set(id, schema);
    open.push(...referencesIn(schema.node));
  }
  return [...found.values()];
}

/** Every string under a `$ref` key. An example that happens to hold one adds at most a schema too many. */
function referencesIn(node: unknown): string[] {
  if (typeof node !== "object" || node === null) return [];
  return Object.entries(node).flatMap(([key, value]) => (key === "$ref" && typeof value === "string" ? [value] : referencesIn(value)));
}
