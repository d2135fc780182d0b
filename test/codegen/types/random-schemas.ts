import fc from "fast-check";
import type { SchemaNode } from "#contract";
import { type CorpusCase, caseOf } from "./corpus-cases.js";
import { stumbledOn } from "./samples.js";

/** Names that schemas of one draw share, so that keys, tags and references meet. */
const keys = ["kind", "id", "x-a", "b_id", "next"];
const scalars = [null, true, false, 0, 2, "a", "b"];

const { schema } = fc.letrec<{ schema: SchemaNode }>((tie) => {
  const inner = tie("schema");
  const some = fc.array(inner, { minLength: 1, maxLength: 3 });
  const type = fc.constantFrom("string", "number", "integer", "boolean", "null", "array", "object");
  const objects = fc.record(
    {
      type: fc.constantFrom("object", ["object", "null"]),
      properties: fc.dictionary(fc.constantFrom(...keys), inner, { maxKeys: 3, noNullPrototype: true }),
      required: fc.uniqueArray(fc.constantFrom(...keys), { maxLength: 2 }),
      additionalProperties: inner,
      patternProperties: fc.dictionary(fc.constantFrom("^x-", "_id$", "^.{2}$"), inner, { maxKeys: 2, noNullPrototype: true }),
      title: fc.constantFrom("Thing", "Other"),
    },
    { requiredKeys: [] },
  );
  const arrays = fc.record(
    {
      type: fc.constant("array"),
      items: fc.oneof(inner, some),
      additionalItems: inner,
      minItems: fc.nat(3),
      maxItems: fc.integer({ min: 1, max: 3 }),
    },
    { requiredKeys: [] },
  );
  const parts = new Map<string, fc.Arbitrary<unknown>>(["allOf", "oneOf", "anyOf"].map((key) => [key, some]));
  for (const key of ["not", "if", "then", "else"]) parts.set(key, inner);
  const combined = fc.record(Object.fromEntries(parts), { requiredKeys: [] });
  const leaf: fc.Arbitrary<SchemaNode> = fc.oneof(
    fc.record({ type: fc.oneof(type, fc.uniqueArray(type, { minLength: 1, maxLength: 3 })) }) as fc.Arbitrary<SchemaNode>,
    fc.record({ const: fc.constantFrom(...scalars, ["a"], { kind: "a" }) }) as fc.Arbitrary<SchemaNode>,
    fc.record({ enum: fc.uniqueArray(fc.constantFrom(...scalars), { minLength: 1, maxLength: 3 }) }) as fc.Arbitrary<SchemaNode>,
    fc.constantFrom<SchemaNode[]>(true, false, {}),
    fc.record({ $ref: fc.constantFrom("Root", "First", "Second") }) as fc.Arbitrary<SchemaNode>,
  );
  const together = fc.tuple(objects, combined).map(([own, more]) => ({ ...own, ...more }));
  const branch = fc.oneof(objects, arrays, combined, together) as fc.Arbitrary<SchemaNode>;
  return { schema: fc.oneof({ maxDepth: 3, withCrossShrink: false }, { weight: 3, arbitrary: leaf }, { weight: 4, arbitrary: branch }) };
});

/** Sets of three schemas that refer to each other, with values that validate. Those that only consist of themselves are left out. */
export function randomCases(seed: number, count: number): readonly CorpusCase[] {
  const draws = fc.sample(fc.record({ Root: schema, First: schema, Second: schema }), { seed, numRuns: count });
  return draws.flatMap(({ Root, First, Second }, index) => {
    try {
      const drawn = caseOf(`random ${index}`, { schema: Root, others: { First, Second } });
      return [{ ...drawn, valid: stumbledOn(drawn, 200).slice(0, 40) }];
    } catch (error) {
      // Neither compiling nor running a validator of such a schema ends.
      if (error instanceof RangeError) return [];
      throw error;
    }
  });
}
