/** What a form for a value of a schema consists of. What a form cannot show is edited as JSON. */
import type { Json, SchemaNode } from "#contract";
import { exampleFor } from "../payload/examples.js";
import {
  allOf,
  isList,
  keywordOf,
  propertiesOf,
  requiredOf,
  type Schemas,
  type Shape,
  saidUnder,
  schemaNode,
  schemasUnder,
  shapeOf,
  typesOf,
} from "../payload/shape.js";
import type { FormField, FormProperty } from "./answers.js";

/** Beyond these a form is of no help, and recursion has to end. */
const limits = { depth: 6, fields: 300 };

const asJson: FormField = { kind: "json" };

export function formOf(node: SchemaNode, schemas: Schemas): FormField {
  let fields = 0;
  const make = (part: SchemaNode, depth: number): FormField => {
    fields++;
    return depth > limits.depth || fields > limits.fields ? asJson : fieldOf(part, schemas, (inner) => make(inner, depth + 1));
  };
  return make(node, 0);
}

type Inside = (node: SchemaNode) => FormField;

function fieldOf(node: SchemaNode, schemas: Schemas, inside: Inside): FormField {
  const shape = shapeOf(node, schemas);
  const values = choicesOf(shape);
  if (values !== undefined) return { kind: "choice", values };
  const unions = shape.parts.flatMap((part) => ["oneOf", "anyOf"].map((keyword) => keywordOf(part, keyword)).filter(isList));
  if (unions.length > 0) return unions.length === 1 ? unionOf(shape, unions[0]?.map(schemaNode) ?? [], schemas, inside) : asJson;
  const [type, ...others] = typesOf(shape) ?? (propertiesOf(shape).size > 0 ? ["object" as const] : []);
  return type === undefined || others.length > 0 ? asJson : typedField(type, shape, schemas, inside);
}

function typedField(type: string, shape: Shape, schemas: Schemas, inside: Inside): FormField {
  if (type === "object") return objectOf(shape, schemas, inside);
  if (type === "array") return listOf(shape, inside);
  if (type === "boolean") return { kind: "flag" };
  if (type === "null") return { kind: "choice", values: [null] };
  if (type === "integer" || type === "number") return { kind: "number", whole: type === "integer" };
  if (type !== "string") return asJson;
  const format = saidUnder(shape.parts, "format").find((each) => typeof each === "string");
  return format === undefined ? { kind: "text" } : { kind: "text", format };
}

/** `const` and `enum`; what all of them allow is for the validator to say. */
function choicesOf({ parts }: Shape): readonly Json[] | undefined {
  const [constant] = saidUnder(parts, "const");
  if (constant !== undefined) return [constant];
  return saidUnder(parts, "enum").find(isList);
}

function objectOf(shape: Shape, schemas: Schemas, inside: Inside): FormField {
  const required = requiredOf(shape);
  const properties = [...propertiesOf(shape)].map(([name, node]): FormProperty => {
    const description = saidUnder(shapeOf(node, schemas).parts, "description").find((each) => typeof each === "string");
    return { name, required: required.has(name), ...(description !== undefined && { description }), field: inside(node) };
  });
  return properties.length === 0 ? asJson : { kind: "object", properties };
}

function listOf({ parts }: Shape, inside: Inside): FormField {
  const items = schemasUnder(parts, "items");
  return items.length === 0 ? asJson : { kind: "list", items: inside(allOf(items)) };
}

/** Each alternative with all that stands beside the union. */
function unionOf({ parts }: Shape, alternatives: readonly SchemaNode[], schemas: Schemas, inside: Inside): FormField {
  const beside = parts.map(({ oneOf: _one, anyOf: _any, allOf: _all, $ref: _ref, ...rest }): SchemaNode => rest);
  const shown = alternatives.flatMap((alternative, at) => {
    const whole = allOf([...beside, alternative]);
    const start = exampleFor(whole, schemas);
    return start === undefined ? [] : [{ name: nameOf(alternative, schemas) ?? `alternative ${at + 1}`, start, field: inside(whole) }];
  });
  return shown.length === 0 ? asJson : { kind: "alternatives", alternatives: shown };
}

function nameOf(node: SchemaNode, schemas: Schemas): string | undefined {
  const reference = keywordOf(node, "$ref");
  const title = keywordOf(node, "title");
  if (typeof reference === "string") return schemas.get(reference)?.name;
  return typeof title === "string" ? title : undefined;
}
