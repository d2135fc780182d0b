import type { Json } from "#contract";
import { below, type Written } from "./documents.js";
import { type Graph, SchemaError } from "./graph.js";
import { isList, isObject, type JsonObject, own } from "./json.js";
import type { Keywords, Node, ValueSet } from "./node.js";
import { readTypes } from "./read-types.js";
import * as shape from "./shapes.js";

type Draft = { -readonly [Keyword in keyof Keywords]: Keywords[Keyword] };

/** Reads schemas into the graph. Throws a {@link SchemaError} for what draft-07 does not allow; what nothing refers to is not looked at. */
export class SchemaReader {
  readonly #graph: Graph;
  readonly #finished = new Readings();
  readonly #open = new Readings();

  constructor(graph: Graph) {
    this.#graph = graph;
  }

  read(written: Written): Node {
    const { value, origin } = written;
    if (typeof value === "boolean") return this.#graph.intern(origin, value ? {} : { never: true });
    if (!isObject(value)) throw new SchemaError(origin, "a schema must be an object, true or false");
    return this.#finished.get(value, written) ?? this.#open.get(value, written) ?? this.#readObject(value, written);
  }

  #readObject(value: JsonObject, written: Written): Node {
    let result: Node | undefined;
    const placeholder = this.#graph.reference(written.origin, () => {
      if (result === undefined) throw new SchemaError(written.origin, "the schema refers to itself in place");
      return result;
    });
    this.#open.set(value, written, placeholder);
    const reference = own(value, "$ref");
    if (typeof reference === "string") result = this.read(written.document.follow(reference, written));
    else {
      if (reference !== undefined) throw new SchemaError(written.origin, "$ref must be a string");
      result = this.#graph.intern(written.origin, this.#keywords(value, written));
    }
    if (result === placeholder) throw new SchemaError(written.origin, "the schema refers to itself in place");
    this.#open.set(value, written, undefined);
    this.#finished.set(value, written, result);
    return result;
  }

  #keywords(schema: JsonObject, written: Written): Keywords {
    const draft: Draft = {};
    Object.assign(draft, readTypes(schema, written.origin), shape.readScalars(schema, written.origin));
    const sets = this.#valueSets(schema, written);
    if (sets.length > 0) draft.sets = sets;
    for (const keyword of ["contains", "propertyNames", "not", "additionalProperties"] as const) {
      if (own(schema, keyword) !== undefined) draft[keyword] = this.read(below(written, keyword));
    }
    for (const keyword of ["allOf", "anyOf", "oneOf"] as const) {
      const list = own(schema, keyword);
      if (list !== undefined) draft[keyword] = this.#list(written, keyword, list);
    }
    for (const keyword of ["properties", "patternProperties"] as const) {
      const map = own(schema, keyword);
      if (map !== undefined) draft[keyword] = this.#map(written, keyword, map);
    }
    this.#conditions(draft, schema, written);
    this.#items(draft, schema, written);
    const dependencies = own(schema, "dependencies");
    if (dependencies !== undefined) draft.dependencies = this.#dependencies(written, dependencies);
    return draft;
  }

  #valueSets(schema: JsonObject, { origin }: Written): ValueSet[] {
    const sets: ValueSet[] = [];
    const constant = own(schema, "const");
    const listed = own(schema, "enum");
    if (constant !== undefined) sets.push(this.#graph.valueSet("const", [constant]));
    if (listed !== undefined) {
      if (!isList(listed) || listed.length === 0) throw new SchemaError(origin, "enum must be a list with something in it");
      sets.push(this.#graph.valueSet("enum", listed));
    }
    return sets;
  }

  #conditions(draft: Draft, schema: JsonObject, written: Written): void {
    if (own(schema, "if") === undefined) return;
    draft.condition = this.read(below(written, "if"));
    if (own(schema, "then") !== undefined) draft.consequence = this.read(below(written, "then"));
    if (own(schema, "else") !== undefined) draft.alternative = this.read(below(written, "else"));
  }

  #items(draft: Draft, schema: JsonObject, written: Written): void {
    const items = own(schema, "items");
    if (isList(items)) {
      draft.prefix = items.map((_, at) => this.read(below(written, "items", String(at))));
      if (own(schema, "additionalItems") !== undefined) draft.additionalItems = this.read(below(written, "additionalItems"));
    } else if (items !== undefined) draft.items = this.read(below(written, "items"));
    if (own(schema, "uniqueItems") === true) draft.unique = isObject(items) && comparedByKey(items) ? "by-key" : "by-value";
  }

  #list(written: Written, keyword: string, list: Json): readonly Node[] {
    if (!isList(list) || list.length === 0) throw new SchemaError(written.origin, `${keyword} must be a list of schemas`);
    return list.map((_, at) => this.read(below(written, keyword, String(at))));
  }

  /** Ajv leaves out a property or an expression that is called `__proto__`. */
  #map(written: Written, keyword: "properties" | "patternProperties", map: Json): ReadonlyMap<string, Node> {
    if (!isObject(map)) throw new SchemaError(written.origin, `${keyword} must be an object`);
    const keys = Object.keys(map).filter((key) => key !== "__proto__");
    if (keyword === "patternProperties") for (const key of keys) shape.checkPattern(key, written.origin);
    const entries = new Map(keys.map((key) => [key, this.read(below(written, keyword, key))]));
    // With more than eight properties, Ajv looks up in the schema itself what is additional, and finds `__proto__` there.
    if (keyword === "properties" && keys.length > 8 && Object.hasOwn(map, "__proto__")) {
      entries.set("__proto__", this.#graph.intern(written.origin, {}));
    }
    return entries;
  }

  #dependencies(written: Written, map: Json): ReadonlyMap<string, readonly string[] | Node> {
    if (!isObject(map)) throw new SchemaError(written.origin, "dependencies must be an object");
    const entries = Object.entries(map).filter(([key]) => key !== "__proto__");
    return new Map(
      entries.map(([key, value]) => [
        key,
        isList(value) ? shape.textList(value, "dependencies", written.origin) : this.read(below(written, "dependencies", key)),
      ]),
    );
  }
}

/** Ajv's quick comparison of items, where `items` allows strings only. */
function comparedByKey(items: JsonObject): boolean {
  if (own(items, "$ref") !== undefined || own(items, "nullable") === true) return false;
  const type = own(items, "type");
  return type === "string" || (isList(type) && type.length === 1 && type[0] === "string");
}

/** What was read of each schema: an object that stands in two documents, or under two bases, may mean two things. */
class Readings {
  readonly #nodes = new Map<object, Map<unknown, Map<string, Node>>>();

  get(value: object, { base, document }: Written): Node | undefined {
    return this.#nodes.get(value)?.get(document.source)?.get(base);
  }

  set(value: object, { base, document }: Written, node: Node | undefined): void {
    const sources = this.#nodes.get(value) ?? new Map<unknown, Map<string, Node>>();
    const bases = sources.get(document.source) ?? new Map<string, Node>();
    if (node === undefined) bases.delete(base);
    else bases.set(base, node);
    this.#nodes.set(value, sources.set(document.source, bases));
  }
}
