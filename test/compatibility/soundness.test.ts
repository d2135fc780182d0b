import fc from "fast-check";
import { generate } from "json-schema-faker";
import { describe, expect, test } from "vitest";
import { compare, type Verdict } from "#compatibility";
import type { Json } from "#contract";
import { ajvValidator } from "./ajv-verdict.js";
import { listPairs } from "./pairs/lists.js";
import { objectPairs } from "./pairs/objects.js";
import { unionPairs } from "./pairs/unions.js";
import { schemas, values } from "./schemas.js";

const verdictOf = (producer: Json, consumer: Json): Verdict => compare({ schema: producer }, { schema: consumer }, { timeoutMs: 5000 });
const sure = (verdict: Verdict): boolean => verdict.verdict === "compatible";

/** A schema, and another that was made from it, so that containment is not rare. */
const neighbours: fc.Arbitrary<[Json, Json]> = fc.oneof(
  fc.tuple(schemas, schemas),
  fc.tuple(schemas, schemas).map(([left, right]): [Json, Json] => [left, { anyOf: [left, right] }]),
  fc.tuple(schemas, schemas).map(([left, right]): [Json, Json] => [{ allOf: [left, right] }, right]),
  fc.tuple(schemas, schemas, schemas).map(([left, right, third]): [Json, Json] => [{ allOf: [left, right] }, { anyOf: [right, third] }]),
  fc.tuple(schemas, schemas).map(([left, right]): [Json, Json] => [{ oneOf: [left, right] }, { anyOf: [left, right] }]),
);

describe("what Ajv says of sampled values", () => {
  test("never contradicts a proof, and confirms every witness", () => {
    fc.assert(
      fc.property(neighbours, fc.array(values, { minLength: 60, maxLength: 60 }), ([producer, consumer], samples) => {
        const verdict = verdictOf(producer, consumer);
        if (verdict.verdict === "unknown") return;
        const [sends, takes] = [ajvValidator(producer), ajvValidator(consumer)];
        if (verdict.verdict === "incompatible") expect([sends(verdict.witness), takes(verdict.witness)]).toEqual([true, false]);
        else expect(samples.filter((sample) => sends(sample) && !takes(sample))).toEqual([]);
      }),
      { numRuns: 400 },
    );
  });

  test("never contradicts a proof about messages that are made from the producer's schema", async () => {
    for (const { name, producer, consumer, subset } of [...objectPairs, ...unionPairs, ...listPairs]) {
      if (!subset || typeof producer !== "object" || JSON.stringify(producer).includes("$ref")) continue;
      const takes = ajvValidator(consumer);
      const sends = ajvValidator(producer);
      for (let seed = 1; seed <= 5; seed++) {
        const message = (await generate(producer as Exclude<Parameters<typeof generate>[0], boolean>, { seed }).catch(() => null)) as Json;
        if (sends(message)) expect([name, message, takes(message)]).toEqual([name, message, true]);
      }
    }
  });
});

describe("whatever the schemas", () => {
  const always = (law: (schema: Json, other: Json) => Verdict) =>
    fc.assert(
      fc.property(schemas, schemas, (schema, other) => {
        expect(law(schema, other).verdict).not.toBe("incompatible");
      }),
      { numRuns: 150 },
    );

  test("each accepts what it allows", () => {
    always((schema) => verdictOf(schema, { allOf: [schema] }));
  });

  test("a further constraint on the producer breaks nothing", () => {
    always((schema, other) => verdictOf({ allOf: [schema, other] }, schema));
  });

  test("a further alternative for the consumer breaks nothing", () => {
    always((schema, other) => verdictOf(schema, { anyOf: [other, schema] }));
  });

  test("oneOf allows no more than anyOf", () => {
    always((schema, other) => verdictOf({ oneOf: [schema, other] }, { anyOf: [schema, other] }));
  });

  test("not-not says nothing new", () => {
    always((schema) => verdictOf({ not: { not: schema } }, schema));
  });

  test("nothing is both allowed and not", () => {
    always((schema) => verdictOf({ allOf: [schema, { not: schema }] }, false));
  });

  test("a reference is what it refers to", () => {
    always((schema) => verdictOf({ $ref: "#/definitions/it", definitions: { it: schema } }, schema));
  });

  test("a proof survives any further constraint on the producer", () => {
    fc.assert(
      fc.property(neighbours, schemas, ([producer, consumer], further) => {
        if (sure(verdictOf(producer, consumer)))
          expect(verdictOf({ allOf: [producer, further] }, consumer).verdict).not.toBe("incompatible");
      }),
      { numRuns: 150 },
    );
  });
});
