/** The fields of a payload, as a tree that can be read: what a schema says, without how it says it. */
import type { SchemaNode } from "#contract";
import type { Address, Field, Inline, Link } from "../content/model.js";
import { conditionPhrase, constraintsOf, exclusionPhrase } from "./constraints.js";
import {
  allOf,
  isList,
  isObject,
  isSchema,
  type Keywords,
  keywordOf,
  propertiesOf,
  referenceOf,
  requiredOf,
  type Schemas,
  type Shape,
  saidUnder,
  schemaNode,
  schemasUnder,
  shapeOf,
} from "./shape.js";
import { alternativeName, isPlain, typeOf, withoutName } from "./types.js";

export interface TreeOptions {
  readonly schemas: Schemas;
  /** The page of a schema that has one. */
  linkTo(id: string): Link | undefined;
  /** The page that the tree stands on. */
  readonly page: Address;
  /** Of the fields' ids, and the id of the section around them: `payload`, `headers`. */
  readonly prefix: string;
  /** Named schemas are told in place. Without, their page is linked to. */
  readonly whole: boolean;
}

/** Levels that are told one inside the other. */
const deepest = 30;
/** Levels down to which named schemas are told in place; below, a reader is better off on their pages. */
const near = 3;
/** Fields of a page, after which named schemas are only linked to. */
const enough = 300;

/** The value itself: its type, what is asked of it, and what is inside. Each schema is told once on a page; where it is met again, a link leads there. */
export const fieldTree = (node: SchemaNode, name: string, options: TreeOptions): Field => new Tree(options).root(node, name);

interface Place {
  readonly name: string;
  readonly id: string;
  readonly level: number;
  readonly required?: boolean;
  /** The name is no name in a payload: an alternative, a rule. */
  readonly label?: boolean;
}

class Tree {
  readonly #options: TreeOptions;
  readonly #ids = new Set<string>();
  readonly #numbers = new WeakMap<Keywords, number>();
  /** Where what a schema says inside has been told, by the parts that it consists of. */
  readonly #told = new Map<string, Link>();
  #schemasMet = 0;
  #count = 0;

  constructor(options: TreeOptions) {
    this.#options = options;
  }

  /** A section of the page bears the prefix as its id. */
  root(node: SchemaNode, name: string): Field {
    const { prefix } = this.#options;
    return { ...this.#field(node, { name, id: this.#idFor(undefined, prefix), level: 0 }), id: `${prefix}-value` };
  }

  #field(node: SchemaNode, { name, id, level, required = false, label }: Place): Field {
    const { schemas, linkTo } = this.#options;
    this.#count += 1;
    const shape = shapeOf(node, schemas);
    const type = typeOf(node, shape, { schemas, linkTo }, label === true);
    const described = saidUnder(shape.parts, "description").find((text) => typeof text === "string");
    const { within, holds, rules } = this.#inside(node, shape, id, level);
    return {
      id,
      name,
      required,
      deprecated: saidUnder(shape.parts, "deprecated").includes(true),
      type: withUnion(label === true ? withoutName(type, name) : type, shape, holds),
      constraints: [...constraintsOf(shape), ...rules],
      ...(typeof described === "string" && described.trim() !== "" ? { description: described } : {}),
      within,
      ...(holds === undefined ? {} : { holds }),
      ...(label === true ? { label } : {}),
    };
  }

  /** What is told inside a field, or where it is told. */
  #inside(node: SchemaNode, shape: Shape, id: string, level: number): Inside {
    const rules = exclusionsOf(shape);
    const key = this.#keyOf(shape);
    const reference = referenceOf(node);
    const known = this.#told.get(key);
    if (!hasInside(shape)) return { within: [], rules };
    if (known !== undefined) return { within: [], rules: [...rules, ["as told ", known]] };
    const page = reference === undefined ? undefined : this.#options.linkTo(reference);
    const isFar = page !== undefined && level > 0 && (!this.#options.whole || this.#count > enough || level > near);
    if (isFar) return { within: [], rules };
    if (level > deepest) return { within: [], rules: [...rules, ["what is inside is nested too deeply to be told here"]] };
    this.#told.set(key, { kind: "link", to: this.#options.page, part: id, text: "above" });
    return { ...this.#parts(shape, id, level + 1), rules };
  }

  /** The same for all that refer to the same. Beside a reference stands nothing that counts. */
  #keyOf({ parts }: Shape): string {
    return parts
      .filter((part) => referenceOf(part) === undefined)
      .map((part) => this.#numberOf(part))
      .join();
  }

  #numberOf(part: Keywords): number {
    const number = this.#numbers.get(part) ?? ++this.#schemasMet;
    this.#numbers.set(part, number);
    return number;
  }

  #parts(shape: Shape, id: string, level: number): Pick<Inside, "within" | "holds"> {
    const properties = this.#properties(shape, id, level);
    const items = this.#items(shape, id, level);
    const unions = this.#unions(shape, id, level);
    const rules = this.#rules(shape, id, level);
    const [union] = unions;
    const others = properties.length + items.length + rules.length;
    if (union !== undefined && unions.length === 1 && others === 0) return { within: union.within, holds: "alternatives" };
    const holds = properties.length + unions.length + rules.length === 0 ? "items" : "properties";
    return { within: [...properties, ...items, ...unions, ...rules], holds };
  }

  #properties(shape: Shape, id: string, level: number): readonly Field[] {
    const required = requiredOf(shape);
    const declared = [...propertiesOf(shape)].map(([name, node]) =>
      this.#field(node, { name, id: this.#idFor(id, name), level, required: required.has(name) }),
    );
    const patterns = mapsUnder(shape.parts, "patternProperties").map(([pattern, node]) =>
      this.#field(node, { name: `/${pattern}/`, id: this.#idFor(id, "pattern"), level }),
    );
    const rest = schemasUnder(shape.parts, "additionalProperties").filter((node) => isObject(node) && Object.keys(node).length > 0);
    const others = rest.length === 0 ? [] : [this.#field(allOf(rest), { name: "*", id: this.#idFor(id, "others"), level })];
    return [...declared, ...patterns, ...others];
  }

  #items(shape: Shape, id: string, level: number): readonly Field[] {
    const tuple = saidUnder(shape.parts, "items").find(isList) ?? [];
    const every = schemasUnder(shape.parts, "items").filter(isObject);
    const rest = tuple.length > 0 ? schemasUnder(shape.parts, "additionalItems").filter(isObject) : every;
    const item = (node: SchemaNode, name: string): Field =>
      this.#field(node, { name, id: this.#idFor(id, name === "[]" ? "items" : name), level });
    const all = rest.length === 0 || (tuple.length === 0 && isPlain(allOf(rest))) ? [] : [item(allOf(rest), "[]")];
    return [...tuple.map((node, at) => item(schemaNode(node), `[${at}]`)), ...all];
  }

  #unions({ parts }: Shape, id: string, level: number): readonly Field[] {
    return parts.flatMap((part) =>
      (["oneOf", "anyOf"] as const).flatMap((keyword) => {
        const alternatives = keywordOf(part, keyword);
        if (!isList(alternatives)) return [];
        const within = alternatives.map((node, at) =>
          this.#labelled(schemaNode(node), alternativeName(schemaNode(node), at, this.#options.schemas), id, level),
        );
        const name = keyword === "oneOf" ? "one of" : "any of";
        return [{ ...empty, id: this.#idFor(id, keyword), name, within, holds: "alternatives" as const }];
      }),
    );
  }

  /** What holds for some values only, and what no list of fields shows. */
  #rules({ parts }: Shape, id: string, level: number): readonly Field[] {
    const named = (keyword: string, name: string): readonly Field[] =>
      schemasUnder(parts, keyword).map((node) => this.#labelled(node, name, id, level));
    return [
      ...parts.flatMap((part) => this.#condition(part, id, level)),
      ...dependentSchemas(parts).map(([name, node]) => this.#labelled(node, `with ${name}`, id, level)),
      ...named("propertyNames", "names of properties"),
      ...named("contains", "at least one item"),
      ...schemasUnder(parts, "not")
        .filter((node) => exclusionPhrase(node) === undefined)
        .map((node) => this.#labelled(node, "not", id, level)),
    ];
  }

  #condition(part: Keywords, id: string, level: number): readonly Field[] {
    const condition = keywordOf(part, "if");
    if (condition === undefined) return [];
    const phrase = conditionPhrase(condition);
    const branch = (keyword: string): readonly Field[] =>
      schemasUnder([part], keyword).map((node) => this.#labelled(node, keyword, id, level + 1));
    const asked = phrase === undefined ? [this.#labelled(schemaNode(condition), "this holds", id, level + 1)] : [];
    return [
      {
        ...empty,
        id: this.#idFor(id, "if"),
        name: "if",
        type: phrase ?? [],
        within: [...asked, ...branch("then"), ...branch("else")],
        holds: "properties",
      },
    ];
  }

  #labelled(node: SchemaNode, name: string, id: string, level: number): Field {
    return this.#field(node, { name, id: this.#idFor(id, name), level, label: true });
  }

  /** `payload.lines.items.price`, once on a page. */
  #idFor(above: string | undefined, name: string): string {
    const plain = name.replace(/[^A-Za-z0-9_-]+/g, "-").slice(0, 60);
    const wished = above === undefined ? plain : `${above}.${plain}`;
    let id = wished;
    for (let number = 2; this.#ids.has(id); number++) id = `${wished}-${number}`;
    this.#ids.add(id);
    return id;
  }
}

/** `object, one of 3`, where that is what the value is. */
function withUnion(type: readonly Inline[], { parts }: Shape, holds: Field["holds"]): readonly Inline[] {
  if (holds !== "alternatives") return type;
  const [one, any] = [saidUnder(parts, "oneOf"), saidUnder(parts, "anyOf")].map((lists) => lists.find(isList)?.length);
  return [...type, `${type.length === 0 ? "" : ", "}${one === undefined ? `any of ${any ?? 0}` : `one of ${one}`}`];
}

interface Inside extends Pick<Field, "within" | "holds"> {
  readonly rules: readonly (readonly Inline[])[];
}

const empty = { required: false, deprecated: false, type: [], constraints: [], label: true } as const;

const structural = "properties patternProperties oneOf anyOf if contains propertyNames".split(" ");

/** Whether there is anything to be told inside. */
function hasInside({ parts }: Shape): boolean {
  const isOpen = (value: SchemaNode): boolean => isObject(value) && Object.keys(value).length > 0;
  return (
    parts.some((part) => structural.some((keyword) => keywordOf(part, keyword) !== undefined)) ||
    saidUnder(parts, "items").some((items) => isList(items) || !isPlain(schemaNode(items))) ||
    schemasUnder(parts, "additionalProperties").some(isOpen) ||
    dependentSchemas(parts).length > 0 ||
    schemasUnder(parts, "not").some((node) => exclusionPhrase(node) === undefined)
  );
}

const exclusionsOf = ({ parts }: Shape): readonly (readonly Inline[])[] =>
  schemasUnder(parts, "not").flatMap((node) => {
    const phrase = exclusionPhrase(node);
    return phrase === undefined ? [] : [phrase];
  });

/** Those that are lists of names are phrases. */
const dependentSchemas = (parts: readonly Keywords[]): readonly (readonly [string, SchemaNode])[] =>
  saidUnder(parts, "dependencies").flatMap((map) =>
    Object.entries(isObject(map) ? map : {}).flatMap(([name, node]) => (isSchema(node) ? [[name, node] as const] : [])),
  );

const mapsUnder = (parts: readonly Keywords[], keyword: string): readonly (readonly [string, SchemaNode])[] =>
  saidUnder(parts, keyword).flatMap((map) =>
    Object.entries(isObject(map) ? map : {}).map(([name, node]) => [name, schemaNode(node)] as const),
  );
