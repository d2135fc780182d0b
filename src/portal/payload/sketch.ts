/** A value that looks like what a schema asks for. Quick, and not always right: whoever uses it checks it. */
import { valuesOf } from "#compatibility";
import type { Json, SchemaNode } from "#contract";
import { numberFor, type TextFinder, textFor } from "./scalars.js";
import {
  allOf,
  isList,
  isObject,
  type Keywords,
  keywordOf,
  propertiesOf,
  requiredOf,
  type Schemas,
  type Shape,
  saidUnder,
  schemaNode,
  schemasUnder,
  shapeOf,
  type TypeName,
  textsIn,
  typesOf,
} from "./shape.js";

export interface SketchOptions {
  /** With properties that need not be there. */
  readonly optional: boolean;
  /** Take `examples` and `default` of the schemas. */
  readonly suggested: boolean;
}

const deepest = 100;
const valuesAtMost = 5000;
/** Values in one sketch, after which nothing is added that need not be there. */
const enough = 60;
/** Levels of objects and lists, below which nothing is added that need not be there. */
const deepEnough = 3;
const itemsAtMost = 20;

/** A value for a schema; undefined where none comes to mind. */
export const sketch = (node: SchemaNode, schemas: Schemas, options: SketchOptions, texts: TextFinder): Json | undefined =>
  new Sketch(schemas, options, texts).value(node);

class Sketch {
  readonly #schemas: Schemas;
  readonly #options: SketchOptions;
  readonly #texts: TextFinder;
  /** What is said of the values around: a schema that is met again there is recursive. */
  readonly #around: Shape[] = [];
  #count = 0;

  constructor(schemas: Schemas, options: SketchOptions, texts: TextFinder) {
    this.#schemas = schemas;
    this.#options = options;
    this.#texts = texts;
  }

  value(node: SchemaNode): Json | undefined {
    this.#count += 1;
    if (this.#count > valuesAtMost || this.#around.length > deepest) return undefined;
    const shape = this.#choose(shapeOf(node, this.#schemas));
    if (shape.never || shape.parts.some((part) => this.#isAround(part))) return undefined;
    return this.#fixed(shape) ?? this.#made(shape);
  }

  /** The shape with one alternative of each union: one that is there already, else the first that may be. */
  #choose({ parts, never }: Shape): Shape {
    const all = [...parts];
    let none = never;
    for (const part of all) {
      for (const union of ["oneOf", "anyOf"]) {
        const alternatives = keywordOf(part, union);
        if (!isList(alternatives) || alternatives.some((each) => isObject(each) && all.includes(each))) continue;
        const chosen = this.#pick(alternatives.map(schemaNode), all);
        none ||= chosen.never;
        all.push(...chosen.parts.filter((each) => !all.includes(each)));
      }
    }
    return { parts: all, never: none };
  }

  #pick(alternatives: readonly SchemaNode[], parts: readonly Keywords[]): Shape {
    const allowed = typesOf({ parts, never: false });
    const shapes = alternatives.map((each) => shapeOf(each, this.#schemas)).filter(({ never }) => !never);
    const fits = (shape: Shape): boolean => {
      const types = typesOf(shape);
      return allowed === undefined || types === undefined || types.some((type) => allowed.includes(type));
    };
    const fitting = shapes.filter(fits);
    const fresh = fitting.find((shape) => !shape.parts.some((part) => this.#isAround(part)));
    return fresh ?? fitting[0] ?? { parts: [], never: true };
  }

  #isAround(part: Keywords): boolean {
    return this.#around.some(({ parts }) => parts.includes(part));
  }

  /** A value that the schema itself names. */
  #fixed({ parts }: Shape): Json | undefined {
    const [constant] = saidUnder(parts, "const");
    if (constant !== undefined) return constant;
    const listed = saidUnder(parts, "examples").flatMap((values) => (isList(values) ? values : []));
    const [suggested] = [...listed, ...saidUnder(parts, "example"), ...saidUnder(parts, "default")];
    if (suggested !== undefined && this.#options.suggested) return suggested;
    const [first, ...others] = saidUnder(parts, "enum").map((values) => (isList(values) ? values : []));
    const texts = others.map((values) => new Set(values.map((value) => JSON.stringify(value))));
    return first?.find((value) => texts.every((set) => set.has(JSON.stringify(value))));
  }

  #made(shape: Shape): Json | undefined {
    const types = typesOf(shape) ?? [likelyType(shape.parts)];
    const type = types.find((each) => each !== "null") ?? types[0];
    if (type === "object") return this.#inside(shape, () => this.#object(shape, true));
    if (type === "array") return this.#inside(shape, () => this.#list(shape));
    if (type === "string") return textFor(shape.parts, this.#texts);
    if (type === "boolean") return true;
    if (type === undefined) return undefined;
    return type === "null" ? null : numberFor(shape.parts, type === "integer");
  }

  #inside<Value>(shape: Shape, make: () => Value): Value {
    this.#around.push(shape);
    const value = make();
    this.#around.pop();
    return value;
  }

  /** @param again whether what follows from the properties that are there may add others */
  #object(shape: Shape, again: boolean): Json | undefined {
    const [declared, required] = [propertiesOf(shape), requiredOf(shape)];
    const entries: [string, Json][] = [];
    for (const name of new Set([...declared.keys(), ...required])) {
      if (!required.has(name) && !this.#wants(declared.get(name))) continue;
      const value = this.value(declared.get(name) ?? this.#undeclared(shape, name));
      if (value !== undefined) entries.push([name, value]);
      else if (required.has(name)) return undefined;
    }
    if (declared.size === 0 && entries.length === 0) entries.push(...this.#anyEntry(shape));
    const made = Object.fromEntries(entries);
    const following = again ? this.#following(shape, made) : [];
    return following.length === 0 ? made : this.#object(this.#choose(shapeOf(allOf([...shape.parts, ...following]), this.#schemas)), false);
  }

  #wants(node: SchemaNode | undefined): boolean {
    return (
      this.#options.optional && this.#count < enough && this.#around.length <= deepEnough && keywordOf(node ?? true, "deprecated") !== true
    );
  }

  #undeclared({ parts }: Shape, name: string): SchemaNode {
    const patterns = saidUnder(parts, "patternProperties").flatMap((map) => Object.entries(isObject(map) ? map : {}));
    const matching = patterns.filter(([pattern]) => new RegExp(pattern, "u").test(name)).map(([, node]) => schemaNode(node));
    return allOf(matching.length > 0 ? matching : schemasUnder(parts, "additionalProperties"));
  }

  /** One entry of a map, where that is what the object is. */
  #anyEntry({ parts }: Shape): [string, Json][] {
    const rest = schemasUnder(parts, "additionalProperties").filter(isObject);
    const value = this.#options.optional && rest.length > 0 ? this.value(allOf(rest)) : undefined;
    return value === undefined ? [] : [["name", value]];
  }

  /** What `if` and `dependencies` ask of an object that has these properties. */
  #following({ parts }: Shape, made: Json): readonly SchemaNode[] {
    const conditions = parts.flatMap((part) => {
      const condition = keywordOf(part, "if");
      if (condition === undefined) return [];
      const branch = keywordOf(part, valuesOf(schemaNode(condition), this.#schemas).accepts(made) ? "then" : "else");
      return branch === undefined ? [] : [schemaNode(branch)];
    });
    const dependencies = saidUnder(parts, "dependencies").flatMap((map) => Object.entries(isObject(map) ? map : {}));
    const asked = dependencies.filter(([name]) => keywordOf(made, name) !== undefined);
    return [...conditions, ...asked.map(([, needs]) => (isList(needs) ? { required: textsIn(needs) } : schemaNode(needs)))];
  }

  #list({ parts }: Shape): Json | undefined {
    const least = Math.max(0, ...numbersUnder(parts, "minItems"));
    const most = Math.min(itemsAtMost, ...numbersUnder(parts, "maxItems"));
    const [tuple] = saidUnder(parts, "items").filter(isList);
    const every = schemasUnder(parts, tuple === undefined ? "items" : "additionalItems");
    const wished = [...(tuple ?? []).map(schemaNode), ...schemasUnder(parts, "contains")];
    const count = Math.max(least, this.#options.optional ? Math.max(wished.length, 1) : wished.length);
    const items: Json[] = [];
    while (items.length < Math.min(count, most)) {
      const value = this.value(wished[items.length] ?? allOf(every));
      if (value === undefined) return items.length < least ? undefined : items;
      items.push(value);
    }
    return items;
  }
}

const numbersUnder = (parts: readonly Keywords[], keyword: string): readonly number[] =>
  saidUnder(parts, keyword).filter((value) => typeof value === "number");

const speaking: readonly (readonly [TypeName, readonly string[]])[] = [
  ["object", ["properties", "required", "additionalProperties", "patternProperties", "propertyNames", "minProperties", "maxProperties"]],
  ["array", ["items", "contains", "minItems", "maxItems", "uniqueItems"]],
  ["string", ["pattern", "format", "minLength", "maxLength"]],
  ["number", ["minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf"]],
];

/** What a schema that names no type has in mind. */
const likelyType = (parts: readonly Keywords[]): TypeName =>
  speaking.find(([, keywords]) => keywords.some((keyword) => parts.some((part) => Object.hasOwn(part, keyword))))?.[0] ?? "object";
