/** What a field's type is called. */
import type { Json, SchemaNode } from "#contract";
import { code, listed } from "../content/inline.js";
import type { Inline, Link } from "../content/model.js";
import {
  allOf,
  isList,
  isObject,
  keywordOf,
  propertiesOf,
  referenceOf,
  type Schemas,
  type Shape,
  saidUnder,
  schemasUnder,
  shapeOf,
  type TypeName,
  typesOf,
} from "./shape.js";

export interface Naming {
  readonly schemas: Schemas;
  /** The page of a schema that has one. */
  linkTo(id: string): Link | undefined;
}

const deepest = 4;

/** `string`, `array of OrderLine`, `Money, string`; a named schema is a link. Empty where nothing is said: `isPart` of a rule, or the alternatives tell. */
export function typeOf(node: SchemaNode, shape: Shape, naming: Naming, isPart: boolean, level = 0): readonly Inline[] {
  if (shape.never) return ["no value"];
  const name = nameOf(node, naming);
  const base = baseType(shape, naming, isPart || name !== undefined, level);
  if (name === undefined) return base;
  return base.length === 0 || (base.length === 1 && base[0] === "object") ? [name] : [name, ", ", ...base];
}

/** The type of an alternative that is called as its schema is: the name once is enough. */
export const withoutName = (type: readonly Inline[], name: string): readonly Inline[] =>
  type.map((part) =>
    typeof part !== "string" && part.kind === "link" && part.text === name ? { ...part, text: "schema", code: false } : part,
  );

function nameOf(node: SchemaNode, { schemas, linkTo }: Naming): Inline | undefined {
  const id = referenceOf(node);
  return id === undefined ? undefined : (linkTo(id) ?? code(schemas.get(id)?.name ?? id));
}

function baseType(shape: Shape, naming: Naming, isQuiet: boolean, level: number): readonly Inline[] {
  const types = typesOf(shape) ?? typesOfValues(shape);
  if (types === undefined) return isQuiet || hasUnion(shape) ? [] : ["any value"];
  if (types.length === 0) return ["no value"];
  return listed(
    types.map((type) => (type === "array" ? arrayType(shape, naming, level) : [type])),
    " or ",
  );
}

/** Of `const` and `enum`. */
function typesOfValues({ parts }: Shape): readonly TypeName[] | undefined {
  const constants = saidUnder(parts, "const");
  const values = constants.length > 0 ? constants : saidUnder(parts, "enum").flatMap((list) => (isList(list) ? list : []));
  return values.length === 0 ? undefined : [...new Set(values.map(typeOfValue))];
}

function typeOfValue(value: Json): TypeName {
  if (value === null) return "null";
  if (isList(value)) return "array";
  if (isObject(value)) return "object";
  if (typeof value === "number") return Number.isInteger(value) ? "integer" : "number";
  return typeof value === "string" ? "string" : "boolean";
}

const hasUnion = ({ parts }: Shape): boolean => [...saidUnder(parts, "oneOf"), ...saidUnder(parts, "anyOf")].length > 0;

function arrayType({ parts }: Shape, naming: Naming, level: number): readonly Inline[] {
  const items = schemasUnder(parts, "items").filter(isObject);
  if (items.length === 0 || level >= deepest) return ["array"];
  const of = typeOf(allOf(items), shapeOf(allOf(items), naming.schemas), { ...naming }, true, level + 1);
  // Of a named schema its name is enough here.
  return of.length === 0 ? ["array"] : ["array of ", ...(referenceOf(allOf(items)) === undefined ? of : of.slice(0, 1))];
}

/** Items of which `array of …` says all. */
export const isPlain = (node: SchemaNode): boolean =>
  node === true || (isObject(node) && Object.keys(node).every((keyword) => keyword === "type") && !saidUnder([node], "type").some(isList));

/** What an alternative of a union is called: by its title or name, by the value that tells it apart, or by its type. */
export function alternativeName(node: SchemaNode, at: number, schemas: Schemas): string {
  const title = keywordOf(node, "title");
  if (typeof title === "string" && title.trim() !== "") return title;
  const reference = referenceOf(node);
  if (reference !== undefined) return schemas.get(reference)?.name ?? reference;
  const shape = shapeOf(node, schemas);
  for (const [name, property] of propertiesOf(shape)) {
    const value = keywordOf(property, "const");
    if (value !== undefined) return `${name}: ${JSON.stringify(value).slice(0, 60)}`;
  }
  return (propertiesOf(shape).size === 0 ? typesOf(shape)?.join(" or ") : undefined) ?? `alternative ${at + 1}`;
}
