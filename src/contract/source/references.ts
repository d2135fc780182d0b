import type { Json, Location } from "../model.js";
import type { Problems } from "../problems.js";
import { didYouMean } from "../spelling.js";
import { decode, type Files, referredPath } from "./files.js";
import {
  childPointer,
  get,
  getText,
  isList,
  isObject,
  type JsonObject,
  type Origins,
  pointerSegments,
  put,
  type SourceFile,
  type Spot,
} from "./tree.js";

/** What the parts of the reader share while one folder is read. */
export interface Reading {
  readonly files: Files;
  readonly origins: Origins;
  readonly problems: Problems;
}

/** What a reference leads to. */
export interface Target {
  readonly file: SourceFile;
  /** Spelt in one way only, so that it can be compared. */
  readonly pointer: string;
  readonly value: Json;
}

export function isReference(value: Json | undefined): value is JsonObject & { readonly $ref: string } {
  return isObject(value) && typeof get(value, "$ref") === "string";
}

/** Resolves one `$ref`, not what stands at its end. A broken one is reported where it is written. */
export function resolveReference(reading: Reading, holder: JsonObject): Target | undefined {
  const reference = getText(holder, "$ref") ?? "";
  const from = (reading.origins.entry(holder, "$ref") ?? reading.origins.self(holder))?.file;
  const place = reading.origins.atKey(holder, "$ref");
  if (from === undefined) return undefined;
  const path = referredPath(from, reference);
  if (path === undefined) return broken(reading, place, reference, "only files can be referred to, not other addresses.");
  const file = reading.files.get(path);
  if (file === undefined) return broken(reading, place, reference, "there is no such file.");
  if (file.root === undefined) return undefined;
  const fragment = reference.includes("#") ? decode(reference.slice(reference.indexOf("#") + 1)) : "";
  if (fragment !== "" && !fragment.startsWith("/"))
    return broken(reading, place, reference, 'after "#" a JSON pointer is needed, such as "#/components/schemas/Name".');
  return walk(reading, file, file.root, fragment, { reference, place });
}

/** Follows a pointer from the root of a file; references on the way are followed too. */
function walk(
  reading: Reading,
  file: SourceFile,
  root: Json,
  fragment: string,
  from: { reference: string; place: Location },
): Target | undefined {
  let target: Target | undefined = { file, pointer: "", value: root };
  for (const segment of pointerSegments(fragment)) {
    if (isReference(target.value)) target = resolveAll(reading, target.value);
    if (target === undefined) return undefined;
    const { value } = target;
    const next: Json | undefined = isList(value) ? value[Number(segment)] : isObject(value) ? get(value, segment) : undefined;
    if (next === undefined) {
      const where = target.pointer === "" ? "" : ` under "${target.pointer}"`;
      const near = isObject(value) ? didYouMean(segment, Object.keys(value)) : ".";
      return broken(reading, from.place, from.reference, `${target.file.name} has no "${segment}"${where}${near}`);
    }
    target = { file: target.file, pointer: childPointer(target.pointer, segment), value: next };
  }
  return target;
}

function broken(reading: Reading, place: Location, reference: string, why: string): Target | undefined {
  reading.problems.add("error", "broken-ref", place, `The reference "${reference}" leads nowhere: ${why}`);
  return undefined;
}

/** Follows references to the end; a circle of them is reported. */
export function resolveAll(reading: Reading, holder: JsonObject, hops?: Target[]): Target | undefined {
  const seen = new Set<object>();
  let at: JsonObject = holder;
  for (;;) {
    if (seen.has(at)) {
      reading.problems.add(
        "error",
        "circular-ref",
        reading.origins.atKey(holder, "$ref"),
        `The reference "${getText(holder, "$ref") ?? ""}" leads back to itself.`,
      );
      return undefined;
    }
    seen.add(at);
    const target = resolveReference(reading, at);
    if (target !== undefined) hops?.push(target);
    if (target === undefined || !isReference(target.value)) return target;
    at = target.value;
  }
}

/** The value itself, or what its `$ref` leads to; undefined where that is broken. Keys beside the `$ref` count for nothing, with a warning. */
export function follow(reading: Reading, value: Json | undefined): Json | undefined {
  if (!isReference(value)) return value;
  const sibling = Object.keys(value).find((key) => key !== "$ref");
  if (sibling !== undefined) {
    reading.problems.add("warning", "ignored-sibling", reading.origins.atKey(value, sibling), `"${sibling}" beside a $ref is ignored.`);
  }
  return resolveAll(reading, value)?.value;
}

export function followObject(reading: Reading, value: Json | undefined): JsonObject | undefined {
  const found = follow(reading, value);
  return isObject(found) ? found : undefined;
}

/** A copy with every reference in it replaced by what it leads to; each part keeps its place. For things that do not contain themselves. */
export function inline(reading: Reading, value: Json, around: ReadonlySet<object> = new Set()): Json {
  const found = follow(reading, value);
  if (typeof found !== "object" || found === null) return found ?? null;
  if (around.has(found)) {
    reading.problems.add("error", "circular-ref", reading.origins.of(found), "This contains itself.");
    return null;
  }
  const inside = new Set(around).add(found);
  const copy: Json = isList(found) ? [] : {};
  const entries = new Map<string, Spot>();
  for (const [key, item] of Object.entries(found)) {
    const spot = reading.origins.entry(found, key);
    if (spot !== undefined) entries.set(key, spot);
    const copied = inline(reading, item, inside);
    // A reference that leads nowhere has been reported.
    if (copied !== null || item === null) put(copy, key, copied);
  }
  const self = reading.origins.self(found);
  if (self !== undefined) reading.origins.set(copy, self, entries);
  return copy;
}
