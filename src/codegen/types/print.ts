import type { ConstrainedMetaModel, ConstrainedObjectPropertyModel, TypeScriptGenerator as Generator, MetaModel } from "@asyncapi/modelina";
import type { Declaration } from "./declare.js";
import { commentOf } from "./doc.js";
import { expressionOf, keyOfMember, lineWidth, signatureLines } from "./expression.js";
import { isMap, type ObjectType, type Type } from "./type.js";

type Modelina = typeof import("@asyncapi/modelina");

/** What our models carry through Modelina, as their `originalInput`. */
interface Source {
  readonly type: Type;
  readonly doc?: readonly string[] | undefined;
}

/**
 * Prints declarations with Modelina. Its models are built directly, one declaration at a time: its schema interpreter loses constants, nullable
 * objects, tuples and one of two schemas with the same title, and its whole-set pass takes time that grows with the square of the set.
 */
export async function printDeclarations(declarations: readonly Declaration[]): Promise<string> {
  const modelina = await import("@asyncapi/modelina");
  const generator = createGenerator(modelina);
  const inputModel = new modelina.InputMetaModel();
  const printed: string[] = [];
  for (const declaration of declarations) {
    const constrainedModel = generator.constrainToMetaModel(modelOf(modelina, declaration), {});
    printed.push((await generator.render({ constrainedModel, inputModel })).result);
  }
  return printed.join("\n\n");
}

function modelOf(modelina: Modelina, { name, type, doc }: Declaration): MetaModel {
  if (type.kind === "named") return new modelina.AnyModel(name, { type, doc }, {});
  if (type.kind !== "object" || isMap(type)) return valueModel(modelina, name, { type, doc });
  const properties = type.members.map((member) => {
    return [
      safeKey(member.name),
      new modelina.ObjectPropertyModel(member.name, member.required, valueModel(modelina, member.name, member)),
    ] as const;
  });
  return new modelina.ObjectModel(name, { type, doc }, {}, Object.fromEntries(properties));
}

/** Modelina's own model where it prints right; for the rest an opaque one, printed as our expression. */
function valueModel(modelina: Modelina, name: string, source: Source): MetaModel {
  const { type } = source;
  switch (type.kind) {
    case "string":
      return new modelina.StringModel(name, source, {});
    case "number":
      return new modelina.FloatModel(name, source, {});
    case "boolean":
      return new modelina.BooleanModel(name, source, {});
    case "named":
      return new modelina.ReferenceModel(type.name, source, {}, new modelina.AnyModel(type.name, source, {}));
    case "array":
      return isLong(type.items)
        ? new modelina.AnyModel(name, source, {})
        : new modelina.ArrayModel(name, source, {}, valueModel(modelina, name, { type: type.items }));
    default:
      return new modelina.AnyModel(name, source, {});
  }
}

/** Types that Modelina's array printing would leave without parentheses or on one long line. */
function isLong({ kind }: Type): boolean {
  return kind === "union" || kind === "intersection" || kind === "object" || kind === "tuple";
}

/** Modelina keeps properties in a plain object: without the prefix `__proto__` would be lost and `1` would move to the front. */
function safeKey(name: string): string {
  return `key ${name}`;
}

function createGenerator(modelina: Modelina): Generator {
  return new modelina.TypeScriptGenerator({
    modelType: "interface",
    mapType: "record",
    enumType: "union",
    moduleSystem: "ESM",
    rawPropertyNames: true,
    constraints: {
      modelName: ({ modelName }) => modelName,
      propertyKey: ({ objectPropertyModel }) => safeKey(objectPropertyModel.propertyName),
    },
    typeMapping: { Any: ({ constrainedModel, partOfProperty }) => expression(constrainedModel, partOfProperty) },
    presets: [
      {
        interface: {
          self: ({ content, model }) => commented(`export ${content}`, sourceOf(model), lineWidth),
          property: ({ property }) => {
            const { type } = property.property;
            return commented(`${keyOf(property)}:${type.startsWith("\n") ? "" : " "}${type};`, sourceOf(property.property), memberWidth);
          },
          additionalContent: ({ model }) => signatureLines(sourceOf(model).type as ObjectType, memberWidth).join("\n"),
        },
        type: { self: ({ content, model }) => commented(`export ${content.replace("= \n", "=\n")}`, sourceOf(model), lineWidth) },
      },
    ],
  });
}

/** Modelina's interface renderer indents what stands inside by two columns. */
const memberWidth = lineWidth - 2;

function expression(model: ConstrainedMetaModel, property: ConstrainedObjectPropertyModel | undefined): string {
  const { type } = sourceOf(model);
  if (property === undefined) return expressionOf(type, `export type ${model.name} = `.length, lineWidth);
  return expressionOf(type, `${keyOf(property)}: `.length, memberWidth);
}

function keyOf(property: ConstrainedObjectPropertyModel): string {
  return keyOfMember(property.unconstrainedPropertyName, property.required);
}

function sourceOf(model: ConstrainedMetaModel): Source {
  return model.originalInput;
}

function commented(code: string, { doc = [] }: Source, width: number): string {
  const comment = commentOf(doc, width);
  return comment === "" ? code : `${comment}\n${code}`;
}
