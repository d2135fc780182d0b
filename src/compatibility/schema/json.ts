import type { Json } from "#contract";

export type JsonObject = { readonly [key: string]: Json };

export const isObject = (value: unknown): value is JsonObject => typeof value === "object" && value !== null && !Array.isArray(value);
export const isList = (value: unknown): value is readonly Json[] => Array.isArray(value);

/** An own property: `{}` has a `constructor` in JavaScript and none in JSON. */
export const own = (value: JsonObject, key: string): Json | undefined => (Object.hasOwn(value, key) ? value[key] : undefined);

/** One text per JSON value: keys sorted, `-0` as `0`. Equal values have equal texts. */
export function canonical(value: Json): string {
  if (typeof value === "number") return Object.is(value, -0) ? "0" : String(value);
  if (isList(value)) return `[${value.map(canonical).join(",")}]`;
  if (!isObject(value)) return JSON.stringify(value);
  const entries = Object.keys(value)
    .sort()
    .map((key) => `${JSON.stringify(key)}:${canonical(value[key] ?? null)}`);
  return `{${entries.join(",")}}`;
}

/** Length in code points, as JSON Schema counts it. */
export function characterCount(text: string): number {
  let count = 0;
  for (let at = 0; at < text.length; at++, count++) {
    const pair = (text.codePointAt(at) ?? 0) > 0xffff;
    if (pair) at++;
  }
  return count;
}

/** A list of `[key, value]` as an object, also where a key is `__proto__`. */
export const objectOf = (entries: Iterable<readonly [string, Json]>): JsonObject => Object.fromEntries(entries);
