import type { Json } from "../model.js";
import { isReference } from "../source/references.js";
import { entryAt, get, isList, isObject, type JsonObject } from "../source/tree.js";
import type { SchemaRegistry } from "./registry.js";
import { subSchemas } from "./walk.js";

/** The first segment of a path that no schema declares, with what is declared instead; undefined where all are, or where that cannot be told. */
export function undeclaredSegment(
  registry: SchemaRegistry,
  id: string,
  path: readonly string[],
): { segment: string; declared: Set<string> } | undefined {
  let values: Json[] = [registry.schemas.get(id)?.written ?? true];
  for (const segment of path) {
    const nodes = inPlace(registry, values);
    const next = nodes.flatMap((node) => below(node, segment));
    const declared = new Set(nodes.flatMap((node) => Object.keys(mapAt(node, "properties"))));
    if (next.length === 0) return declared.size === 0 ? undefined : { segment, declared };
    values = next;
  }
  return undefined;
}

/** All schemas that speak of the same value as these. */
function inPlace(registry: SchemaRegistry, values: readonly Json[]): JsonObject[] {
  const found = new Set<JsonObject>();
  const waiting = [...values];
  for (let value = waiting.pop(); value !== undefined; value = waiting.pop()) {
    if (!isObject(value) || found.has(value)) continue;
    found.add(value);
    if (isReference(value)) waiting.push(registry.schemas.get(registry.idOf(value) ?? "")?.written ?? true);
    else {
      for (const { reach, holder, key } of subSchemas(value)) {
        if (reach === "in-place") waiting.push(entryAt(holder, key) ?? true);
      }
    }
  }
  return [...found].filter((value) => !isReference(value));
}

/** The schemas that one schema has for an entry of its value. */
export function below(node: JsonObject, segment: string): Json[] {
  const property = get(mapAt(node, "properties"), segment);
  if (property !== undefined) return [property];
  const patterns = mapAt(node, "patternProperties");
  const matching = Object.keys(patterns).filter((pattern) => matches(pattern, segment));
  if (matching.length > 0) return matching.map((pattern) => get(patterns, pattern) ?? true);
  const rest = get(node, "additionalProperties");
  const items = get(node, "items");
  if (/^(?:0|[1-9][0-9]*)$/.test(segment) && items !== undefined) return [isList(items) ? (items[Number(segment)] ?? true) : items];
  return isObject(rest) ? [rest] : [];
}

function mapAt(node: JsonObject, key: string): JsonObject {
  const value = get(node, key);
  return isObject(value) ? value : {};
}

/** Whether a pattern of `patternProperties` covers a name; one that is no regular expression, and reported as such, covers all. */
export function matches(pattern: string, name: string): boolean {
  try {
    return new RegExp(pattern, "u").test(name);
  } catch {
    return true;
  }
}
