import { describe, expect, test } from "vitest";
import { compare, SchemaError } from "#compatibility";
import type { Json } from "#contract";

const verdictOf = (producer: Json, consumer: Json): string => compare({ schema: producer }, { schema: consumer }).verdict;
const many = (count: number): string[] => Array.from({ length: count }, (_, at) => `v${at}`);
const nested = (depth: number, leaf: Json): Json => {
  let schema = leaf;
  for (let at = 0; at < depth; at++) schema = { type: "object", required: ["x"], properties: { x: schema } };
  return schema;
};

describe("what is no schema is refused", () => {
  test.each<[string, Json]>([
    ["a number", 3],
    ["a list", []],
    ["a type that is none", { type: "strin" }],
    ["a bound in text", { minimum: "1" }],
    ["a bound of draft-04", { exclusiveMinimum: true }],
    ["a negative length", { minLength: -1 }],
    ["no alternatives", { anyOf: [] }],
    ["no values", { enum: [] }],
    ["a division by zero", { multipleOf: 0 }],
    ["an expression that is none", { pattern: "(" }],
    ["a reference to nowhere", { $ref: "#/nowhere" }],
    ["a reference to itself", { $ref: "#" }],
    ["itself in place", { allOf: [{ $ref: "#" }] }],
    [
      "two references to each other",
      { $ref: "#/definitions/a", definitions: { a: { $ref: "#/definitions/b" }, b: { $ref: "#/definitions/a" } } },
    ],
  ])("%s", (_name, schema) => {
    expect(() => verdictOf(schema, true)).toThrow(SchemaError);
    expect(() => verdictOf(true, schema)).toThrow(SchemaError);
  });

  test("also where both are the same", () => {
    expect(() => verdictOf({ type: "strin" }, { type: "strin" })).toThrow(SchemaError);
  });
});

describe("what takes too much is not decided, and never wrongly", () => {
  test.each<[string, Json, Json]>([
    [
      "an expression with very many states",
      { type: "string", pattern: "^(a|b)*a(a|b){20}$" },
      { type: "string", pattern: "^(a|b)*b(a|b){20}$" },
    ],
    ["a very long list", { type: "array", minItems: 1e9 }, { type: "array", maxItems: 5 }],
    ["a very large object", { type: "object", minProperties: 1e9 }, { type: "object", maxProperties: 5 }],
    ["a very deep schema", nested(20_000, { type: "integer" }), nested(20_000, { type: "number" })],
    ["very many negations", many(20_000).reduce<Json>((schema) => ({ not: schema }), { type: "string" }), { type: "string" }],
  ])("%s", (_name, producer, consumer) => {
    expect(verdictOf(producer, consumer)).toBe("unknown");
  });

  test("the limits are the caller's", () => {
    const [producer, consumer] = [
      { type: "string", pattern: "^[a-z]+$" },
      { type: "string", pattern: "^[a-z0-9]+$" },
    ];
    expect(compare({ schema: producer }, { schema: consumer }, { steps: 3 })).toMatchObject({ verdict: "unknown" });
    expect(compare({ schema: producer }, { schema: consumer })).toMatchObject({ verdict: "compatible" });
  });
});

describe("what is large and plain is decided", () => {
  test.each<[string, Json, Json, string]>([
    ["an enum of ten thousand", { enum: many(10_000) }, { enum: many(10_001) }, "compatible"],
    ["the same the other way round", { enum: many(10_001) }, { enum: many(10_000) }, "incompatible"],
    ["a hundred levels", nested(100, { type: "integer" }), nested(100, { type: "number" }), "compatible"],
    ["an expression that backtracks", { const: `${"a".repeat(60)}!` }, { type: "string", pattern: "^(a|a)*$" }, "incompatible"],
    ["nested repetition", { type: "string", pattern: "^(a+)+$" }, { type: "string", pattern: "^a+$" }, "compatible"],
    ["more items than values", { type: "array", items: { enum: many(30) }, minItems: 31, uniqueItems: true }, false, "compatible"],
  ])("%s", (_name, producer, consumer, verdict) => {
    expect(verdictOf(producer, consumer)).toBe(verdict);
  });
});

describe("where Ajv departs from mathematics or from itself, nothing is proved that it would refute", () => {
  test.each<[string, Json, Json]>([
    ["quotients past 1e21 are no multiples", { type: "integer" }, { multipleOf: 1 }],
    ["the multiples of a multiple neither", { type: "integer", multipleOf: 4 }, { multipleOf: 2 }],
    [
      "contains is forgotten beside a list of items",
      { type: "array", items: [{ type: "string" }], contains: { type: "integer" } },
      { contains: { type: "integer" } },
    ],
    ["the smallest number is a multiple of 2", { type: "number", multipleOf: 2 }, { type: "integer" }],
    [
      "strings that are keys of every object",
      { type: "array", items: { type: "string" }, uniqueItems: true },
      { type: "array", uniqueItems: true },
    ],
  ])("%s", (_name, producer, consumer) => {
    expect(verdictOf(producer, consumer)).toBe("unknown");
  });

  test("hundredths that are no thousandths", () => {
    expect(compare({ schema: { type: "number", multipleOf: 0.01 } }, { schema: { type: "number", multipleOf: 0.001 } })).toMatchObject({
      verdict: "incompatible",
    });
  });

  test("a range makes multiples of a multiple provable", () => {
    const range = { type: "integer", minimum: 0, maximum: 1_000_000 };
    expect(verdictOf({ ...range, multipleOf: 4 }, { multipleOf: 2 })).toBe("compatible");
  });
});
