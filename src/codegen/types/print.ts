import type { TypeScriptOptions } from "@asyncapi/modelina";
import type { InterfaceRenderer } from "@asyncapi/modelina/lib/types/generators/typescript/renderers/InterfaceRenderer.js";
import type { TypeRenderer } from "@asyncapi/modelina/lib/types/generators/typescript/renderers/TypeRenderer.js";
import type {
  CommonPreset,
  ConstrainedMetaModel,
  ConstrainedObjectPropertyModel,
  InterfacePreset,
  MetaModel,
} from "@asyncapi/modelina/lib/types/models/index.js";
import type { Declaration } from "./declare.js";
import { commentOf } from "./doc.js";
import { expressionOf, keyOfMember, lineWidth, signatureLines } from "./expression.js";
import { loadModelina, type Modelina } from "./modelina.js";
import { isMap, type ObjectType, type Type } from "./type.js";

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
  const modelina = loadModelina();
  const options = optionsFor(modelina);
  const printed: string[] = [];
  for (const declaration of declarations) printed.push(await printOne(modelina, options, modelOf(modelina, declaration)));
  return printed.join("\n\n");
}

/** Constrains and renders one model, as Modelina's own generator does. */
async function printOne(modelina: Modelina, options: TypeScriptOptions, metaModel: MetaModel): Promise<string> {
  // Neither the renderers nor the constrainer ask for either: there are no imports between our models.
  const dependencyManager = undefined as never;
  const generator = undefined as never;
  const context = { metaModel, dependencyManager, options, constrainedName: "" };
  const model = modelina.constrainMetaModel(options.typeMapping, options.constraints, context, typedAtOnce(modelina));
  const input = new modelina.InputMetaModel();
  if (model instanceof modelina.ConstrainedObjectModel) {
    const renderer = new modelina.InterfaceRenderer(
      options,
      generator,
      [
        [modelina.TS_DEFAULT_INTERFACE_PRESET, {}],
        [interfacePreset, {}],
      ],
      model,
      input,
      dependencyManager,
    );
    return renderer.runSelfPreset();
  }
  const renderer = new modelina.TypeRenderer(
    options,
    generator,
    [
      [modelina.TS_DEFAULT_TYPE_PRESET, {}],
      [aliasPreset, {}],
    ],
    model,
    input,
    dependencyManager,
  );
  return renderer.runSelfPreset();
}

/** Models whose type does not depend on that of others. For the others Modelina's default would ask too early, and print arrays without items. */
function typedAtOnce(modelina: Modelina): unknown[] {
  const { ConstrainedAnyModel, ConstrainedBooleanModel, ConstrainedFloatModel, ConstrainedStringModel } = modelina;
  const { ConstrainedReferenceModel, ConstrainedObjectModel } = modelina;
  return [
    ConstrainedAnyModel,
    ConstrainedBooleanModel,
    ConstrainedFloatModel,
    ConstrainedStringModel,
    ConstrainedReferenceModel,
    ConstrainedObjectModel,
  ];
}

function modelOf(modelina: Modelina, { name, type, doc }: Declaration): MetaModel {
  const plain = new modelina.MetaModelOptions();
  if (type.kind === "named") return new modelina.AnyModel(name, { type, doc }, plain);
  if (type.kind !== "object" || isMap(type)) return valueModel(modelina, name, { type, doc });
  const properties = type.members.map((member) => {
    return [
      safeKey(member.name),
      new modelina.ObjectPropertyModel(member.name, member.required, valueModel(modelina, member.name, member)),
    ] as const;
  });
  return new modelina.ObjectModel(name, { type, doc }, plain, Object.fromEntries(properties));
}

/** Modelina's own model where it prints right; for the rest an opaque one, printed as our expression. */
function valueModel(modelina: Modelina, name: string, source: Source): MetaModel {
  const { type } = source;
  const plain = new modelina.MetaModelOptions();
  switch (type.kind) {
    case "string":
      return new modelina.StringModel(name, source, plain);
    case "number":
      return new modelina.FloatModel(name, source, plain);
    case "boolean":
      return new modelina.BooleanModel(name, source, plain);
    case "named":
      return new modelina.ReferenceModel(type.name, source, plain, new modelina.AnyModel(type.name, source, plain));
    case "array":
      return isLong(type.items)
        ? new modelina.AnyModel(name, source, plain)
        : new modelina.ArrayModel(name, source, plain, valueModel(modelina, name, { type: type.items }));
    default:
      return new modelina.AnyModel(name, source, plain);
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

function optionsFor(modelina: Modelina): TypeScriptOptions {
  return {
    indentation: { type: modelina.IndentationTypes.SPACES, size: 2 },
    renderTypes: true,
    modelType: "interface",
    mapType: "record",
    enumType: "union",
    moduleSystem: "ESM",
    rawPropertyNames: true,
    useJavascriptReservedKeywords: true,
    typeMapping: {
      ...modelina.TypeScriptDefaultTypeMapping,
      Any: ({ constrainedModel, partOfProperty }) => expression(constrainedModel, partOfProperty),
    },
    constraints: {
      ...modelina.TypeScriptDefaultConstraints,
      modelName: ({ modelName }) => modelName,
      propertyKey: ({ objectPropertyModel }) => safeKey(objectPropertyModel.propertyName),
    },
  };
}

const interfacePreset: InterfacePreset<InterfaceRenderer, unknown> = {
  self: ({ content, model }) => commented(`export ${content}`, sourceOf(model), lineWidth),
  property: ({ property }) => {
    const { type } = property.property;
    return commented(`${keyOf(property)}:${type.startsWith("\n") ? "" : " "}${type};`, sourceOf(property.property), memberWidth);
  },
  additionalContent: ({ model }) => signatureLines(sourceOf(model).type as ObjectType, memberWidth).join("\n"),
};

const aliasPreset: CommonPreset<TypeRenderer, unknown, ConstrainedMetaModel> = {
  self: ({ content, model }) => commented(`export ${content.replace("= \n", "=\n")}`, sourceOf(model), lineWidth),
};

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
  return model.originalInput as Source;
}

function commented(code: string, { doc = [] }: Source, width: number): string {
  const comment = commentOf(doc, width);
  return comment === "" ? code : `${comment}\n${code}`;
}
