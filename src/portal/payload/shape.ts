/** What a schema says of one value, put together from all its parts that speak of that value: what pages show and what examples are made of. */
import type { Json, Schema, SchemaNode } from "#contract";

export type Schemas = ReadonlyMap<string, Schema>;

export type Keywords = { readonly [keyword: string]: Json };

export interface Shape {
  /** The schema itself, then what its `$ref` and `allOf` lead to, each once, in the order they are met. */
  readonly parts: readonly Keywords[];
  /** `false` is among the parts: no value satisfies it. */
  readonly never: boolean;
}

/** Follows `$ref` and `allOf`, also where they lead in a circle. */
export function shapeOf(node: SchemaNode, schemas: Schemas): Shape {
  const parts: Keywords[] = [];
  const seen = new Set<SchemaNode>();
  let never = false;
  const waiting: Json[] = [node];
  for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
    never ||= next === false;
    if (!isObject(next) || seen.has(next)) continue;
    seen.add(next);
    const reference = referenceOf(next);
    const together = keywordOf(next, "allOf");
    if (reference !== undefined) waiting.unshift(schemas.get(reference)?.node ?? true);
    if (isList(together)) waiting.unshift(...together);
    parts.push(next);
  }
  return { parts, never };
}

/** The id that a schema refers to, where it does. */
export function referenceOf(node: SchemaNode): string | undefined {
  const reference = keywordOf(node, "$ref");
  return typeof reference === "string" ? reference : undefined;
}

export const typeNames = ["object", "array", "string", "integer", "number", "boolean", "null"] as const;
export type TypeName = (typeof typeNames)[number];

/** The types that all parts allow; undefined where none says. */
export function typesOf({ parts }: Shape): readonly TypeName[] | undefined {
  const said = saidUnder(parts, "type").map((type) => new Set<Json>(isList(type) ? type : [type]));
  if (said.length === 0) return undefined;
  const allows = (types: ReadonlySet<Json>, name: TypeName): boolean => types.has(name) || (name === "integer" && types.has("number"));
  const allowed = typeNames.filter((name) => said.every((types) => allows(types, name)));
  // Every integer is a number.
  return allowed.filter((name) => name !== "integer" || !allowed.includes("number"));
}

/** Declared properties with what all parts say of each. */
export function propertiesOf({ parts }: Shape): ReadonlyMap<string, SchemaNode> {
  const found = new Map<string, SchemaNode[]>();
  for (const properties of saidUnder(parts, "properties")) {
    for (const [name, node] of Object.entries(isObject(properties) ? properties : {}))
      found.set(name, [...(found.get(name) ?? []), schemaNode(node)]);
  }
  return new Map([...found].map(([name, nodes]) => [name, allOf(nodes)]));
}

export const requiredOf = ({ parts }: Shape): ReadonlySet<string> =>
  new Set(saidUnder(parts, "required").flatMap((names) => textsIn(names)));

/** All that stands under a keyword, part by part. */
export const saidUnder = (parts: readonly Keywords[], keyword: string): readonly Json[] =>
  parts.flatMap((part) => {
    const value = keywordOf(part, keyword);
    return value === undefined ? [] : [value];
  });

/** All schemas that stand under a keyword, part by part. */
export const schemasUnder = (parts: readonly Keywords[], keyword: string): readonly SchemaNode[] =>
  saidUnder(parts, keyword).filter(isSchema);

/** One schema that says what all of them say. */
export const allOf = (nodes: readonly SchemaNode[]): SchemaNode =>
  nodes.length === 1 && nodes[0] !== undefined ? nodes[0] : { allOf: nodes };

/** An own keyword: `{}` has a `constructor` in JavaScript and none in JSON. */
export const keywordOf = (node: Json, keyword: string): Json | undefined =>
  isObject(node) && Object.hasOwn(node, keyword) ? node[keyword] : undefined;

export const isObject = (value: Json | undefined): value is Keywords => typeof value === "object" && value !== null && !isList(value);
export const isList = (value: Json | undefined): value is readonly Json[] => Array.isArray(value);
export const isSchema = (value: Json | undefined): value is SchemaNode => typeof value === "boolean" || isObject(value);
export const schemaNode = (value: Json | undefined): SchemaNode => (isSchema(value) ? value : true);
export const textsIn = (value: Json): readonly string[] => (isList(value) ? value.filter((each) => typeof each === "string") : []);
