import type { Json, Location } from "../model.js";

export type JsonObject = { readonly [key: string]: Json };
export type JsonList = readonly Json[];

/** One parsed file. */
export interface SourceFile {
  /** Absolute. */
  readonly path: string;
  /** Relative to the folder that was read, with `/`. */
  readonly name: string;
  /** Undefined where the text could not be parsed; that has been reported. Replaced where a 2.x document is converted. */
  root: Json | undefined;
  position(offset: number): Location;
}

/** Where a value stands: its file, its JSON pointer there, and the offsets of its key and of itself in the text. */
export interface Spot {
  readonly file: SourceFile;
  readonly pointer: string;
  readonly keyAt: number;
  readonly valueAt: number;
}

/**
 * Where each object of a document, and each of its entries, was written. Kept beside the plain values, by identity, so that
 * a value keeps its place wherever it is merged or inlined to.
 */
export class Origins {
  readonly #self = new WeakMap<object, Spot>();
  readonly #entries = new WeakMap<object, ReadonlyMap<string, Spot>>();

  set(value: object, self: Spot, entries: ReadonlyMap<string, Spot>): void {
    this.#self.set(value, self);
    this.#entries.set(value, entries);
  }

  self(value: object): Spot | undefined {
    return this.#self.get(value);
  }

  entry(value: object, key: string | number): Spot | undefined {
    return this.#entries.get(value)?.get(String(key));
  }

  /** The place of an object: its key in the object around it. */
  of(value: object): Location {
    const spot = this.#self.get(value);
    return spot === undefined ? { file: "", line: 1, column: 1 } : spot.file.position(spot.keyAt);
  }

  /** The place of a key. */
  atKey(value: object, key: string | number): Location {
    const spot = this.entry(value, key);
    return spot === undefined ? this.of(value) : spot.file.position(spot.keyAt);
  }

  /** The place of the value of a key. */
  atValue(value: object, key: string | number): Location {
    const spot = this.entry(value, key);
    return spot === undefined ? this.of(value) : spot.file.position(spot.valueAt);
  }
}

export function isObject(value: Json | undefined): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

export function isList(value: Json | undefined): value is JsonList {
  return Array.isArray(value);
}

/** An object's own value; documents may well have a channel named `constructor`. */
export function get(object: JsonObject, key: string): Json | undefined {
  return Object.hasOwn(object, key) ? object[key] : undefined;
}

/** An own entry of an object or a list. */
export function entryAt(holder: JsonObject | JsonList, key: string): Json | undefined {
  return isList(holder) ? holder[Number(key)] : get(holder, key);
}

export function getText(object: JsonObject, key: string): string | undefined {
  const value = get(object, key);
  return typeof value === "string" ? value : undefined;
}

/** An own property, also where the key is `__proto__`. */
export function put(object: object, key: string, value: Json): void {
  Object.defineProperty(object, key, { value, enumerable: true, configurable: true, writable: true });
}

/** JSON pointer of a child (RFC 6901). */
export function childPointer(pointer: string, key: string | number): string {
  return `${pointer}/${String(key).replaceAll("~", "~0").replaceAll("/", "~1")}`;
}

/** The segments of a JSON pointer. */
export function pointerSegments(pointer: string): string[] {
  return pointer
    .split("/")
    .slice(1)
    .map((segment) => segment.replaceAll("~1", "/").replaceAll("~0", "~"));
}

/** Equal as JSON values, whatever the order of keys. */
export function sameJson(a: Json, b: Json): boolean {
  if (isList(a)) return isList(b) && a.length === b.length && a.every((item, index) => sameJson(item, b[index] ?? null));
  if (!isObject(a)) return a === b;
  const keys = Object.keys(a);
  return (
    isObject(b) &&
    keys.length === Object.keys(b).length &&
    keys.every((key) => Object.hasOwn(b, key) && sameJson(get(a, key) ?? null, get(b, key) ?? null))
  );
}
