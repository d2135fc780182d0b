import type { ConstrainedMetaModel, TypeScriptGenerator as Generator } from "@asyncapi/modelina";
import type { Declaration } from "./declare.js";
import { commentOf } from "./doc.js";
import { broken, expressionOf, keyExpression, lineWidth, signatureLines, withComment } from "./expression.js";
import { isMap, type Member, type ObjectType, type Type } from "./type.js";

type Modelina = typeof import("@asyncapi/modelina");

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

function modelOf(modelina: Modelina, { name, type, doc }: Declaration): InstanceType<Modelina["MetaModel"]> {
  if (type.kind !== "object" || isMap(type)) return new modelina.AnyModel(name, { type, doc }, {});
  const properties = type.members.map((member) => {
    return [safeKey(member.name), new modelina.ObjectPropertyModel(member.name, member.required, valueModel(modelina, member))] as const;
  });
  return new modelina.ObjectModel(name, { type, doc }, {}, Object.fromEntries(properties));
}

/** Modelina's own models for what it prints right; an opaque one, with our expression, for the rest. */
function valueModel(modelina: Modelina, member: Member): InstanceType<Modelina["MetaModel"]> {
  const kinds = { string: modelina.StringModel, number: modelina.FloatModel, boolean: modelina.BooleanModel } as const;
  const { type } = member;
  if (type.kind === "string" || type.kind === "number" || type.kind === "boolean") return new kinds[type.kind](member.name, member, {});
  return new modelina.AnyModel(member.name, member, {});
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
    typeMapping: { Any: ({ constrainedModel }) => expressionOf(sourceOf(constrainedModel).type) },
    presets: [
      {
        interface: {
          self: ({ content, model }) => exported(content, sourceOf(model).doc),
          property: ({ property }) => {
            const member: Member = property.property.originalInput;
            const key = keyExpression(member);
            const value = member.type.kind === "union" ? broken(member.type, `  ${key}: `) : property.property.type;
            return withComment(member, `${key}: ${value};`);
          },
          additionalContent: ({ model }) => signatureLines(sourceOf(model).type as ObjectType).join("\n"),
        },
        type: {
          self: ({ model }) => {
            const { type, doc } = sourceOf(model);
            const before = `export type ${model.name} =`;
            const value = broken(type, `${before} `);
            return exported(`type ${model.name} =${value.startsWith("\n") ? "" : " "}${value};`, doc);
          },
        },
      },
    ],
  });
}

function sourceOf(model: ConstrainedMetaModel): { readonly type: Type; readonly doc: readonly string[] } {
  return model.originalInput;
}

function exported(content: string, doc: readonly string[]): string {
  const comment = commentOf(doc, lineWidth);
  return `${comment === "" ? "" : `${comment}\n`}export ${content}`;
}
