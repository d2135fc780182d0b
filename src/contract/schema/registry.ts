import type { Json, Schema, SchemaNode } from "../model.js";
import { isReference, type Reading, resolveReference, type Target } from "../source/references.js";
import { entryAt, get, isList, isObject, type JsonList, type JsonObject, put, type Spot } from "../source/tree.js";
import { checkSchemaFormat, isMultiFormat } from "./formats.js";
import { keywords } from "./keywords.js";
import { nameOfPointer } from "./names.js";

/** A registered schema with what the model leaves out. */
export interface RegisteredSchema extends Schema {
  /** As written, references and all: the objects in it know their places. */
  readonly written: Json;
  readonly spot: Spot;
}

/** What may stand beside a `$ref` and means nothing, or is of use all the same. */
const quietSiblings = new Set(["definitions", "$defs", "$schema", "$id", "$comment", "description", "deprecated"]);

/** Left out of nodes: references are resolved, so that nothing asks for these any more, and some would mislead a validator. */
const structural = new Set(["definitions", "$defs", "$id", "$schema"]);

/** Gives every schema of its own identity an id, once, and rewrites references to ids. Long chains and recursion cost nothing extra. */
export class SchemaRegistry {
  readonly #reading: Reading;
  readonly #schemas = new Map<string, RegisteredSchema>();
  readonly #targets = new WeakMap<object, string>();
  #waiting: (() => void)[] = [];

  constructor(reading: Reading) {
    this.#reading = reading;
  }

  get schemas(): ReadonlyMap<string, RegisteredSchema> {
    return this.#schemas;
  }

  /** The id of the schema at `holder[key]`; a name is needed for one that is written there and not referred to. */
  add(holder: JsonObject | JsonList, key: string, name: string): string | undefined {
    const { origins } = this.#reading;
    const value = entryAt(holder, key);
    const spot = origins.entry(holder, key);
    if (value === undefined || spot === undefined) return undefined;
    if (isReference(value)) {
      this.#checkSiblings(value);
      const target = resolveReference(this.#reading, value);
      return target === undefined ? undefined : this.#addTarget(target);
    }
    if (isMultiFormat(value)) {
      return checkSchemaFormat(this.#reading, value, "schemaFormat") ? this.add(value, "schema", name) : undefined;
    }
    return this.#register(value, spot, name);
  }

  /** The id of what a `$ref` in a registered schema refers to; undefined where it is broken. */
  idOf(reference: JsonObject): string | undefined {
    return this.#targets.get(reference);
  }

  /** The schema of a message that says nothing of its payload. */
  addAnything(spot: Spot, name: string): string {
    return this.#register(true, spot, name);
  }

  /** Follows every reference of what was added. */
  finish(): void {
    while (this.#waiting.length > 0) {
      const work = this.#waiting;
      this.#waiting = [];
      for (const task of work) task();
    }
  }

  #addTarget(target: Target): string | undefined {
    const { file, pointer, value } = target;
    if (isMultiFormat(value)) {
      return checkSchemaFormat(this.#reading, value, "schemaFormat")
        ? this.add(value, "schema", nameOfPointer(file.name, pointer))
        : undefined;
    }
    const spot = this.#spotOf(target);
    return this.#register(value, spot, nameOfPointer(file.name, pointer, isObject(value) ? value : undefined));
  }

  #spotOf({ file, pointer, value }: Target): Spot {
    const self = typeof value === "object" && value !== null ? this.#reading.origins.self(value) : undefined;
    return { file, pointer, keyAt: self?.keyAt ?? 0, valueAt: self?.valueAt ?? 0 };
  }

  #register(written: Json, spot: Spot, name: string): string {
    const id = `${spot.file.name}#${spot.pointer}`;
    if (this.#schemas.has(id)) return id;
    const entry = { id, name, written, spot, location: spot.file.position(spot.keyAt), node: true as SchemaNode };
    this.#schemas.set(id, entry);
    this.#waiting.push(() => {
      entry.node = this.#rewrite(written);
    });
    return id;
  }

  #rewrite(value: Json | undefined): SchemaNode {
    if (!isObject(value)) return typeof value === "boolean" ? value : true;
    if (isReference(value)) return this.#rewriteReference(value);
    const node: JsonObject = {};
    for (const key of Object.keys(value)) {
      if (!structural.has(key)) put(node, key, this.#rewriteBelow(key, get(value, key) ?? null));
    }
    return node;
  }

  #rewriteReference(value: JsonObject): SchemaNode {
    this.#checkSiblings(value);
    const target = resolveReference(this.#reading, value);
    const id = target === undefined ? undefined : this.#addTarget(target);
    if (id === undefined) return true;
    this.#targets.set(value, id);
    const description = get(value, "description");
    const deprecated = get(value, "deprecated");
    return { ...(description === undefined ? {} : { description }), ...(deprecated === undefined ? {} : { deprecated }), $ref: id };
  }

  #rewriteBelow(key: string, value: Json): Json {
    const below = keywords.get(key)?.below ?? "data";
    if (below === "data") return value;
    if (below === "schema") return this.#rewrite(value);
    if (isList(value)) return value.map((item) => this.#rewrite(item));
    if (below === "schema-or-schemas") return this.#rewrite(value);
    const map = {};
    if (!isObject(value)) return map;
    for (const [name, item] of Object.entries(value)) put(map, name, isList(item) ? item : this.#rewrite(item));
    return map;
  }

  #checkSiblings(value: JsonObject): void {
    const ignored = Object.keys(value).filter((key) => key !== "$ref" && !quietSiblings.has(key) && !key.startsWith("x-"));
    for (const key of ignored) {
      const place = this.#reading.origins.atKey(value, key);
      this.#reading.problems.add(
        "warning",
        "ignored-sibling",
        place,
        `"${key}" beside a $ref is ignored in draft-07; put both under allOf.`,
      );
    }
  }
}
