import {
  type Document,
  isAlias,
  isMap,
  isScalar,
  isSeq,
  LineCounter,
  type Node,
  type Pair,
  parseDocument,
  type Scalar,
  type YAMLMap,
} from "yaml";
import type { Json, Location } from "../model.js";
import type { Problems } from "../problems.js";
import { childPointer, isList, isObject, type JsonObject, type Origins, put, type SourceFile, type Spot } from "./tree.js";

/** Parses YAML or JSON. Of a syntax error, the first is reported and no other: the rest follow from it. */
export function parseSource(path: string, name: string, text: string, origins: Origins, problems: Problems): SourceFile {
  const lines = new LineCounter();
  const file = {
    path,
    name,
    root: undefined as Json | undefined,
    position(offset: number): Location {
      const { line, col } = lines.linePos(offset);
      return { file: name, line: Math.max(line, 1), column: Math.max(col, 1) };
    },
  };
  try {
    // Repeated keys are looked for below: the library's own check takes time in the square of the keys.
    const document = parseDocument(text, { lineCounter: lines, prettyErrors: false, uniqueKeys: false, logLevel: "error" });
    const fault = document.errors[0];
    if (fault === undefined) file.root = new Conversion(document, file, origins, problems).root();
    else problems.add("error", "yaml-syntax", file.position(fault.pos[0]), firstSentence(fault.message));
  } catch (error) {
    // The stack that the library runs out of, or a limit below.
    if (!(error instanceof RangeError)) throw error;
    const tooMuch = error.message === tooManyValues ? error.message : `The document is nested more than ${deepest} levels deep.`;
    problems.add("error", "yaml-syntax", file.position(0), tooMuch);
  }
  return file;
}

/** Far more than any contract needs, and few enough for everything that walks documents. */
const deepest = 500;

/** Aliases of aliases make gigabytes of a few lines. */
const mostValues = 1_000_000;
const tooManyValues = `The document holds more than ${mostValues} values, aliases counted as what they name.`;

function firstSentence(message: string): string {
  if (message.startsWith("Source contains multiple documents")) return "A second YAML document begins here; a file can hold one only.";
  const line = message.split("\n")[0] ?? message;
  return `This is not valid YAML: ${line.charAt(0).toLowerCase()}${line.slice(1)}`;
}

/** Turns the syntax tree into plain values and notes where each was written. */
class Conversion {
  readonly #document: Document;
  readonly #file: SourceFile;
  readonly #origins: Origins;
  readonly #problems: Problems;
  readonly #anchors = new Map<string, Json>();
  /** How many values each anchor's value consists of. */
  readonly #sizes = new Map<string, number>();
  #depth = 0;
  #values = 0;

  constructor(document: Document, file: SourceFile, origins: Origins, problems: Problems) {
    this.#document = document;
    this.#file = file;
    this.#origins = origins;
    this.#problems = problems;
  }

  root(): Json {
    const contents = this.#document.contents;
    const at = offset(contents, 0);
    return this.#value(contents, { file: this.#file, pointer: "", keyAt: at, valueAt: at });
  }

  #value(node: unknown, spot: Spot): Json {
    if (isAlias(node)) {
      const value = this.#anchors.get(node.source);
      this.#count(this.#sizes.get(node.source) ?? 1);
      if (value !== undefined) return value;
      const named = node.resolve(this.#document) !== undefined;
      const message = named
        ? `The alias "*${node.source}" stands inside what it names.`
        : `The alias "*${node.source}" names nothing: there is no "&${node.source}" before it.`;
      this.#problems.add("error", "yaml-syntax", this.#file.position(spot.valueAt), message);
      return null;
    }
    if (++this.#depth > deepest) throw new RangeError();
    const before = this.#values;
    this.#count(1);
    const value = isMap(node) ? this.#map(node, spot) : isSeq(node) ? this.#list(node.items, spot) : this.#scalar(node, spot);
    this.#depth--;
    const anchor = (node as Node | null)?.anchor;
    if (anchor !== undefined) {
      this.#anchors.set(anchor, value);
      this.#sizes.set(anchor, this.#values - before);
    }
    return value;
  }

  #count(more: number): void {
    this.#values += more;
    if (this.#values > mostValues) throw new RangeError(tooManyValues);
  }

  #map(node: YAMLMap, spot: Spot): Json {
    const value = {};
    const entries = new Map<string, Spot>();
    const merged: JsonObject[] = [];
    for (const pair of node.items) {
      const keyAt = offset(pair.key, spot.valueAt);
      const key = keyText(pair);
      if (key === undefined) {
        this.#problems.add("error", "yaml-syntax", this.#file.position(keyAt), "A key must be text, not a map or a list.");
        continue;
      }
      const entry: Spot = { file: this.#file, pointer: childPointer(spot.pointer, key), keyAt, valueAt: offset(pair.value, keyAt) };
      if (isMergeKey(pair)) {
        merged.push(...objectsIn(this.#value(pair.value, entry)));
        continue;
      }
      if (entries.has(key))
        this.#problems.add("error", "duplicate-key", this.#file.position(keyAt), `The key "${key}" stands here a second time.`);
      entries.set(key, entry);
      put(value, key, this.#value(pair.value, entry));
    }
    for (const source of merged) this.#merge(value, entries, source);
    this.#origins.set(value, spot, entries);
    return value;
  }

  /** YAML's `<<`: what the map itself says wins. */
  #merge(value: object, entries: Map<string, Spot>, source: JsonObject): void {
    for (const [key, item] of Object.entries(source)) {
      if (entries.has(key)) continue;
      const entry = this.#origins.entry(source, key);
      if (entry !== undefined) entries.set(key, entry);
      put(value, key, item);
    }
  }

  #list(items: readonly unknown[], spot: Spot): Json {
    const entries = new Map<string, Spot>();
    const value = items.map((item, index) => {
      const at = offset(item, spot.valueAt);
      const entry: Spot = { file: this.#file, pointer: childPointer(spot.pointer, index), keyAt: at, valueAt: at };
      entries.set(String(index), entry);
      return this.#value(item, entry);
    });
    this.#origins.set(value, spot, entries);
    return value;
  }

  #scalar(node: unknown, spot: Spot): Json {
    const value: unknown = isScalar(node) ? node.value : null;
    if (typeof value === "string" || typeof value === "boolean" || value === null || value === undefined) return value ?? null;
    if (typeof value === "number" && Number.isFinite(value)) return value;
    const shown = isScalar(node) ? (node.source ?? "") : "";
    this.#problems.add("error", "yaml-syntax", this.#file.position(spot.valueAt), `"${shown}" is not a value that JSON has.`);
    return null;
  }
}

function offset(node: unknown, otherwise: number): number {
  const range = (node as Node | null | undefined)?.range;
  return range?.[0] ?? otherwise;
}

/** The text of a key; one that is no scalar has none. */
function keyText(pair: Pair): string | undefined {
  if (pair.key === null) return "";
  return isScalar(pair.key) ? keySource(pair.key) : undefined;
}

function keySource(key: Scalar): string {
  return typeof key.value === "string" ? key.value : (key.source ?? "");
}

function isMergeKey(pair: Pair): boolean {
  return isScalar(pair.key) && pair.key.source === "<<" && pair.key.type === "PLAIN";
}

function objectsIn(value: Json): JsonObject[] {
  return isObject(value) ? [value] : isList(value) ? value.filter(isObject).toReversed() : [];
}
