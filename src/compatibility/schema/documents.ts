import { createRequire } from "node:module";
import type { Json, Schema, SchemaNode } from "#contract";
import { SchemaError } from "./graph.js";
import { isList, isObject, own } from "./json.js";
import type { Origin } from "./node.js";

/** A schema as it is written, and how to follow references from it. */
export interface Written {
  readonly value: Json;
  readonly origin: Origin;
  /** The base for relative references: the nearest `$id` (RFC 3986, section 5). */
  readonly base: string;
  readonly document: SchemaDocument;
}

/** One root and all that it refers to. */
export interface SchemaDocument {
  /** What references are looked up in: of two documents with one source, equal references lead to the same. */
  readonly source: unknown;
  follow(reference: string, from: Written): Written;
}

const single = new Set(["additionalItems", "additionalProperties", "contains", "propertyNames", "not", "if", "then", "else"]);
const lists = new Set(["allOf", "anyOf", "oneOf"]);
const maps = new Set(["properties", "patternProperties", "definitions", "$defs", "dependencies"]);
const metaSchemaId = "http://json-schema.org/draft-07/schema";
const defaultBase = "schema:/";

/** A JSON Schema with its own `definitions` and `$id`s. The draft-07 meta-schema is known, nothing else is fetched. */
export function openSchema(root: Json, side: Origin["side"]): Written {
  const places = new Map<string, Written>();
  const document: SchemaDocument = {
    source: root,
    follow: (reference, from) => {
      const { base, fragment } = split(resolveUri(reference, from.base));
      if (!places.has(base) && base === metaSchemaId) collect(metaSchema(side, document), places);
      const anchored = places.get(`${base}#${fragment}`);
      if (anchored !== undefined) return anchored;
      const start = places.get(base);
      const found = start === undefined || (fragment !== "" && !fragment.startsWith("/")) ? undefined : descend(start, fragment);
      if (found === undefined) throw new SchemaError(from.origin, `"$ref" leads nowhere: ${reference}`);
      return found;
    },
  };
  const written = rebased({ value: root, origin: { side, pointer: "" }, base: defaultBase, document });
  places.set(written.base, written);
  collect(written, places);
  return written;
}

/** A schema of a contract set: every `$ref` is the id of another entry. */
export function openContract(id: string, schemas: ReadonlyMap<string, Schema>, side: Origin["side"]): Written {
  const start = openNode(true, schemas, side);
  return start.document.follow(id, start);
}

/** A schema beside those of a contract set, which refers to them. */
export function openNode(value: SchemaNode, schemas: ReadonlyMap<string, Schema>, side: Origin["side"]): Written {
  const document: SchemaDocument = {
    source: schemas,
    follow: (reference, from) => {
      const schema = schemas.get(reference);
      if (schema === undefined) throw new SchemaError(from.origin, `there is no schema "${reference}"`);
      const pointer = reference.slice(reference.indexOf("#") + 1);
      return { value: schema.node, origin: { side, pointer, schema: reference }, base: reference, document };
    },
  };
  return { value, origin: { side, pointer: "" }, base: "", document };
}

function metaSchema(side: Origin["side"], document: SchemaDocument): Written {
  const value = createRequire(import.meta.url)("ajv/dist/refs/json-schema-draft-07.json") as Json;
  return rebased({ value, origin: { side, pointer: "" }, base: metaSchemaId, document });
}

/** Remembers every `$id` where a schema stands; one in data or under an unknown keyword is none. */
function collect(written: Written, places: Map<string, Written>): void {
  const open = [written];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    if (!isObject(next.value) || typeof own(next.value, "$ref") === "string") continue;
    const id = own(next.value, "$id");
    if (typeof id === "string") {
      const { fragment } = split(id);
      places.set(fragment === "" ? next.base : `${next.base}#${fragment}`, next);
    }
    open.push(...childrenOf(next));
  }
}

function childrenOf(written: Written): Written[] {
  if (!isObject(written.value)) return [];
  return Object.entries(written.value).flatMap(([keyword, value]) => {
    if (single.has(keyword) || (keyword === "items" && !isList(value))) return [below(written, keyword)];
    if ((lists.has(keyword) || keyword === "items") && isList(value)) return value.map((_, at) => below(written, keyword, String(at)));
    if (maps.has(keyword) && isObject(value)) return Object.keys(value).map((key) => below(written, keyword, key));
    return [];
  });
}

/** What stands below a schema, by steps that exist. */
export function below(written: Written, ...steps: readonly string[]): Written {
  let { value } = written;
  for (const step of steps) {
    if (isList(value)) value = value[Number(step)] ?? null;
    else value = isObject(value) ? (own(value, step) ?? null) : null;
  }
  const pointer = steps.reduce((sum, step) => `${sum}/${step.replaceAll("~", "~0").replaceAll("/", "~1")}`, written.origin.pointer);
  return rebased({ ...written, value, origin: { ...written.origin, pointer } });
}

function rebased(written: Written): Written {
  const id = isObject(written.value) ? own(written.value, "$id") : undefined;
  if (typeof id !== "string" || (isObject(written.value) && typeof own(written.value, "$ref") === "string")) return written;
  return { ...written, base: split(resolveUri(id, written.base)).base };
}

function descend(start: Written, fragment: string): Written | undefined {
  let at = start;
  for (const segment of fragment.split("/").slice(1)) {
    const step = segment.replaceAll("~1", "/").replaceAll("~0", "~");
    const holder = at.value;
    const exists = isList(holder) ? /^\d+$/.test(step) && Number(step) < holder.length : isObject(holder) && Object.hasOwn(holder, step);
    if (!exists) return undefined;
    at = below(at, step);
  }
  return at;
}

function resolveUri(reference: string, base: string): string {
  try {
    return new URL(reference, base).href;
  } catch {
    return reference;
  }
}

function split(uri: string): { base: string; fragment: string } {
  const at = uri.indexOf("#");
  if (at < 0) return { base: uri, fragment: "" };
  const fragment = uri.slice(at + 1);
  try {
    return { base: uri.slice(0, at), fragment: decodeURIComponent(fragment) };
  } catch {
    return { base: uri.slice(0, at), fragment };
  }
}
