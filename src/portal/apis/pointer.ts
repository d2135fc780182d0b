import type { Json } from "#contract";
import { isList, isObject, type Keywords, keywordOf } from "../payload/shape.js";

/** What a reference within a document leads to, `#/components/schemas/A%20B`; undefined: nothing. */
export function atPointer(document: Json, reference: string): Json | undefined {
  if (!reference.startsWith("#")) return undefined;
  return segmentsOf(reference).reduce<Json | undefined>(
    (value, key) => (isList(value) ? value[Number(key)] : value === undefined ? undefined : keywordOf(value, key)),
    document,
  );
}

/** The name of what a reference leads to. */
export const pointerEnd = (reference: string): string => segmentsOf(reference).at(-1) ?? reference;

const segmentsOf = (reference: string): readonly string[] =>
  reference
    .split("/")
    .slice(1)
    .map((segment) => decoded(segment).replaceAll("~1", "/").replaceAll("~0", "~"));

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

const followedAtMost = 20;

/** The object itself, or what it refers to; empty where there is none. What stands beside a reference goes before what stands there. */
export function resolved(document: Json, value: Json | undefined): Keywords {
  let found = value;
  let beside: Keywords = {};
  for (let steps = 0; steps < followedAtMost && isObject(found) && typeof found.$ref === "string"; steps++) {
    const { $ref, ...rest } = found;
    beside = { ...rest, ...beside };
    found = atPointer(document, $ref);
  }
  return isObject(found) ? { ...found, ...beside } : {};
}
