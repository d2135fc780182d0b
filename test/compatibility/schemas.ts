import fc from "fast-check";
import type { Json } from "#contract";

/** Keys, texts and numbers that often break something. */
const keys = ["a", "b", "ab", "x1", "__proto__", "constructor"];
const texts = ["", "a", "b", "ab", "abc", "a1", "__proto__", "💩", "2026-01-31", "192.0.2.1"];
const numbers = [0, -0, 1, 2, 3, -1, 0.5, 1.5, 10, 0.1, 0.3, 1e21, 5e-324];
const patterns = ["^a", "b$", "^[a-z]+$", "\\d", "^(?!a)", "^.{2,}$", "a|b"];
const formats = ["date", "uuid", "email", "ipv4", "int32", "date-time", "uri", "hostname"];

const objectOf = <Value>(entries: readonly (readonly [string, Value])[]): { [key: string]: Value } => Object.fromEntries(entries);

/** Values made of the same few parts as {@link schemas}, so that they meet. */
export const values: fc.Arbitrary<Json> = fc.letrec<{ value: Json }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 3, withCrossShrink: true },
    fc.constantFrom<Json>(null, true, false, ...numbers, ...texts),
    fc.array(tie("value"), { maxLength: 3 }),
    fc.array(fc.tuple(fc.constantFrom(...keys), tie("value")), { maxLength: 4 }).map(objectOf),
  ),
})).value;

const keyword = (below: fc.Arbitrary<Json>): fc.Arbitrary<[string, Json]> => {
  const pair = (names: readonly string[], value: fc.Arbitrary<Json>) => fc.tuple(fc.constantFrom(...names), value);
  const map = (names: readonly string[], value: fc.Arbitrary<Json>) =>
    fc.array(fc.tuple(fc.constantFrom(...names), value), { minLength: 1, maxLength: 3 }).map((entries): Json => objectOf(entries));
  const names = fc.uniqueArray(fc.constantFrom(...keys), { minLength: 1, maxLength: 2 });
  return fc.oneof(
    pair(["type"], fc.constantFrom("null", "boolean", "number", "integer", "string", "array", "object")),
    pair(["const"], values),
    pair(["enum"], fc.array(values, { minLength: 1, maxLength: 3 })),
    pair(["minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum"], fc.constantFrom(...numbers)),
    pair(["multipleOf"], fc.constantFrom(1, 2, 3, 0.5, 0.1)),
    pair(["minLength", "maxLength", "minItems", "maxItems", "minProperties", "maxProperties"], fc.nat({ max: 3 })),
    pair(["pattern"], fc.constantFrom(...patterns)),
    pair(["format"], fc.constantFrom(...formats)),
    pair(["required"], names),
    pair(["uniqueItems"], fc.boolean()),
    pair(["properties"], map(keys, below)),
    pair(["patternProperties"], map(patterns, below)),
    pair(["additionalProperties", "propertyNames", "contains", "items", "not", "if", "then", "else"], below),
    pair(["items", "allOf", "anyOf", "oneOf"], fc.array(below, { minLength: 1, maxLength: 3 })),
    pair(["additionalItems"], below),
    pair(["dependencies"], map(keys, fc.oneof(names, below))),
  );
};

/** Small schemas that use every keyword of draft-07. */
export const schemas: fc.Arbitrary<Json> = fc.letrec<{ schema: Json }>((tie) => ({
  schema: fc.oneof(
    { maxDepth: 3, depthSize: "small" },
    fc.constantFrom<Json>(true, true, false, { type: "string" }, { type: "integer" }),
    fc.array(keyword(tie("schema")), { maxLength: 3 }).map((entries): Json => objectOf(entries)),
  ),
})).schema;
