import type { Json } from "../model.js";
import { follow, isReference, type Reading } from "../source/references.js";
import { get, isList, isObject, type JsonObject, put, type Spot } from "../source/tree.js";

/**
 * Applies the traits of an operation or message: each is merged in turn, and what the object itself says comes last and wins
 * (AsyncAPI 3.0.0, "Traits Merge Mechanism"; JSON Merge Patch, RFC 7386).
 */
export function applyTraits(reading: Reading, object: JsonObject): JsonObject {
  const traits = get(object, "traits");
  if (!isList(traits) || traits.length === 0) return object;
  let merged: JsonObject = {};
  const self = reading.origins.self(object);
  if (self !== undefined) reading.origins.set(merged, self, new Map());
  for (const trait of traits) {
    const found = follow(reading, trait);
    if (isObject(found)) merged = mergePatch(reading, merged, found, self);
  }
  return mergePatch(reading, merged, object, self);
}

function mergePatch(reading: Reading, base: JsonObject, patch: JsonObject, self: Spot | undefined): JsonObject {
  const merged = {};
  const entries = new Map<string, Spot>();
  const take = (from: JsonObject, key: string, value: Json): void => {
    const spot = reading.origins.entry(from, key);
    if (spot !== undefined) entries.set(key, spot);
    put(merged, key, value);
  };
  for (const [key, value] of Object.entries(base)) take(base, key, value);
  for (const [key, value] of Object.entries(patch)) {
    if (value === null) {
      entries.delete(key);
      Reflect.deleteProperty(merged, key);
      continue;
    }
    take(patch, key, mergeValue(reading, get(merged, key), value));
  }
  if (self !== undefined) reading.origins.set(merged, self, entries);
  return merged;
}

function mergeValue(reading: Reading, base: Json | undefined, patch: Json): Json {
  if (!isObject(base) || !isObject(patch)) return patch;
  // References are resolved before traits are merged.
  const left = isReference(base) ? follow(reading, base) : base;
  const right = isReference(patch) ? follow(reading, patch) : patch;
  if (!isObject(left) || !isObject(right)) return right ?? null;
  return mergePatch(reading, left, right, reading.origins.self(patch));
}
