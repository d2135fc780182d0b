import fc from "fast-check";
import { expect, test } from "vitest";
import { SchemaError, valuesOf } from "#compatibility";
import type { Json, Schema, SchemaNode } from "#contract";
import { ajvValidator } from "./ajv-verdict.js";
import { schemas, values } from "./schemas.js";

const none: ReadonlyMap<string, Schema> = new Map();

/** Ajv forgets `contains` beside a list of items when the value is shorter: what it means then is not clear. */
const isClear = (schema: Json): boolean => !JSON.stringify(schema).includes('"contains"');

test("a schema's values are those that Ajv accepts", () => {
  fc.assert(
    fc.property(schemas.filter(isClear), fc.array(values, { minLength: 20, maxLength: 20 }), (schema, samples) => {
      const { accepts } = valuesOf(schema as SchemaNode, none);
      expect(samples.map(accepts)).toEqual(samples.map(ajvValidator(schema)));
    }),
    { numRuns: 80 },
  );
});

test("what is found is accepted, and is the same each time", () => {
  fc.assert(
    fc.property(schemas.filter(isClear), (schema) => {
      const found = valuesOf(schema as SchemaNode, none).find();
      expect(valuesOf(schema as SchemaNode, none).find()).toEqual(found);
      if (found !== undefined) expect([found, ajvValidator(schema)(found)]).toEqual([found, true]);
    }),
    { numRuns: 80 },
  );
});

test("of a schema that allows nothing, no value is found", () => {
  expect(valuesOf({ type: "string", minLength: 3, maxLength: 2 }, none).find()).toBeUndefined();
});

test("what is no schema is refused", () => {
  expect(() => valuesOf({ type: "string", pattern: "(" }, none)).toThrow(SchemaError);
});

test("equal is equal, whatever the properties are called", () => {
  const { accepts, find } = valuesOf({ const: { constructor: {} } }, none);
  expect(find()).toEqual({ constructor: {} });
  expect(accepts({ constructor: [] })).toBe(false);
});
