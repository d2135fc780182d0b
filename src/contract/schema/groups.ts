import type { Json } from "../model.js";
import { isReference } from "../source/references.js";
import { entryAt, get, isList, isObject, type JsonList, type JsonObject } from "../source/tree.js";
import type { SchemaRegistry } from "./registry.js";
import { subSchemas } from "./walk.js";

/** One name in a `required` list, and where it stands. */
export interface Requirement {
  readonly name: string;
  readonly list: JsonList;
  readonly index: number;
}

/** The schemas that speak of one and the same value: a schema and what stands in place in it, through allOf, anyOf, oneOf, if, then, else, not, dependencies. */
export interface Group {
  /** The schema's id, where it has one of its own. */
  readonly id?: string;
  readonly nodes: readonly JsonObject[];
  /** Ids of the schemas referred to in place: they speak of the same value too. */
  readonly references: ReadonlySet<string>;
  readonly requirements: readonly Requirement[];
}

/** Parts all schemas into groups. */
export function groupSchemas(registry: SchemaRegistry): Group[] {
  const groups: Group[] = [];
  const parts: Json[] = [];
  const seen = new Set<object>();
  for (const { id, written } of registry.schemas.values()) groups.push(gather(registry, written, parts, id));
  for (let part = parts.pop(); part !== undefined; part = parts.pop()) {
    if (!isObject(part) || isReference(part) || seen.has(part)) continue;
    seen.add(part);
    groups.push(gather(registry, part, parts));
  }
  return groups;
}

function gather(registry: SchemaRegistry, root: Json, parts: Json[], id?: string): Group {
  const nodes: JsonObject[] = [];
  const references = new Set<string>();
  const requirements: Requirement[] = [];
  const waiting: Json[] = [root];
  for (let value = waiting.pop(); value !== undefined; value = waiting.pop()) {
    if (!isObject(value)) continue;
    if (isReference(value)) {
      const target = registry.idOf(value);
      if (target !== undefined) references.add(target);
      continue;
    }
    nodes.push(value);
    requirements.push(...requirementsOf(value));
    for (const { reach, keyword, holder, key } of subSchemas(value)) {
      const below: Json | undefined = entryAt(holder, key);
      if (below === undefined || keyword === "definitions" || keyword === "$defs") continue;
      (reach === "in-place" ? waiting : parts).push(below);
    }
  }
  return { ...(id === undefined ? {} : { id }), nodes, references, requirements };
}

function requirementsOf(schema: JsonObject): Requirement[] {
  const list = get(schema, "required");
  if (!isList(list)) return [];
  return list.flatMap((name, index) => (typeof name === "string" ? [{ name, list, index }] : []));
}
