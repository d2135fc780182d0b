import { readFile } from "node:fs/promises";
import { type Document, isCollection, isNode, LineCounter, parseDocument } from "yaml";
import type { Json, Location } from "#contract";

/** A YAML or JSON file with its places. */
export interface Source {
  /** Absolute. */
  readonly path: string;
  /** As problems name it. */
  readonly name: string;
  readonly value: Json;
  readonly faults: readonly (Location & { readonly message: string })[];
  /** Where the value at a path of keys stands; the nearest that exists, otherwise. */
  locate(keys: readonly string[]): Location;
}

export async function readSource(path: string, name: string): Promise<Source> {
  const text = await readFile(path, "utf8");
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false });
  const at = (offset: number): Location => {
    const { line, col } = lines.linePos(offset);
    return { file: name, line: Math.max(line, 1), column: Math.max(col, 1) };
  };
  const fault = (offset: number, message: string): Location & { message: string } => ({
    ...at(offset),
    message: message.replace(/\s+/g, " ").replace(/\.$/, ""),
  });
  // The others follow from the first.
  const faults = document.errors.slice(0, 1).map((error) => fault(error.pos[0], error.message));
  let value: Json = null;
  try {
    if (faults.length === 0) value = toJson(document);
  } catch (error) {
    // An alias of nothing, or of far too much.
    faults.push(fault(0, error instanceof Error ? error.message : String(error)));
  }
  return { path, name, value, faults, locate: (keys) => at(offsetOf(document, keys)) };
}

/** Plain data; what YAML has beyond JSON (dates, say) does not occur in its core schema. */
const toJson = (document: Document): Json => (document.toJS() ?? null) as Json;

function offsetOf(document: Document, keys: readonly string[]): number {
  let node: unknown = document.contents;
  let offset = isNode(node) ? (node.range?.[0] ?? 0) : 0;
  for (const key of keys) {
    const pair = isCollection(node) && "items" in node ? node.items.find((item) => pairKey(item) === key) : undefined;
    const place = pair !== undefined && typeof pair === "object" && pair !== null && "key" in pair ? pair.key : undefined;
    node = isCollection(node) ? node.get(/^\d+$/.test(key) && !pair ? Number(key) : key, true) : undefined;
    if (isNode(place) && place.range) offset = place.range[0];
    else if (isNode(node) && node.range) offset = node.range[0];
    else break;
  }
  return offset;
}

function pairKey(item: unknown): string | undefined {
  if (typeof item !== "object" || item === null || !("key" in item)) return undefined;
  const { key } = item;
  return typeof key === "object" && key !== null && "value" in key ? String(key.value) : String(key);
}

/** The keys of a JSON pointer's fragment form: `/components/schemas/A%20B` → `["components", "schemas", "A B"]`. */
export function pointerKeys(pointer: string): string[] {
  if (pointer === "" || pointer === "/") return [];
  return pointer
    .replace(/^\//, "")
    .split("/")
    .map((part) => safeDecode(part).replaceAll("~1", "/").replaceAll("~0", "~"));
}

/** The value at a path of keys, or undefined. */
export function valueAt(value: Json | undefined, keys: readonly string[]): Json | undefined {
  let current = value;
  for (const key of keys) {
    if (typeof current !== "object" || current === null || !Object.hasOwn(current, key)) return undefined;
    current = (current as { readonly [key: string]: Json })[key];
  }
  return current;
}

function safeDecode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
