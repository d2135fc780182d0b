import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { compare } from "#compatibility";
import type { Json, SchemaNode } from "#contract";
import { declaredPropertiesOnly } from "../../../src/compatibility/evolution/declared-properties.js";
import { application, contractSet, exchange, exchangeChannel, message, schema, send } from "../../support/contract-builders.js";
import { schemas as anySchema } from "../schemas.js";

type Named = Readonly<Record<string, SchemaNode>>;

/** The schema that a producer of this payload is held to by the policy. */
function closed(payload: SchemaNode, others: Named = {}) {
  const channel = exchangeChannel(exchange("shop"), "placed", { messages: [message("Placed", { payload: "s#" })] });
  const entries = Object.entries({ "s#": payload, ...others }).map(([id, node]) => schema(id, node));
  const set = declaredPropertiesOnly(contractSet([application("shop", [send("place", channel)])], entries));
  const [sent] = set.applications[0]?.operations[0]?.messages ?? [];
  return { schemaId: sent?.payload ?? "", schemas: set.schemas };
}

const allows = (payload: SchemaNode, value: Json, others?: Named): boolean =>
  compare({ schema: { const: value } }, closed(payload, others)).verdict === "compatible";

const open = { type: "object", properties: { a: { type: "string" } } } as const;

describe("a producer sends by the policy", () => {
  const rows: readonly (readonly [string, SchemaNode, Json, boolean, Named?])[] = [
    ["what is declared", open, { a: "x" }, true],
    ["nothing undeclared", open, { a: "x", b: 1 }, false],
    ["nothing that the schema refuses", open, { a: 1 }, false],
    ["what is required and not declared", { ...open, required: ["id"] }, { id: 1 }, true],
    ["undeclared properties where the schema says so", { ...open, additionalProperties: true }, { b: 1 }, true],
    ["the values of a map", { ...open, additionalProperties: { type: "integer" } }, { b: 1 }, true],
    ["closed values in a map", { type: "object", additionalProperties: open }, { k: { b: 1 } }, false],
    ["whatever matches a declared pattern", { type: "object", patternProperties: { "^x": true } }, { xy: 1 }, true],
    ["nothing beside declared patterns", { type: "object", patternProperties: { "^x": true } }, { y: 1 }, false],
    ["anything where nothing is declared", { type: "object" }, { b: 1 }, true],
    ["anything where any object is an alternative", { anyOf: [open, { type: "object" }] }, { b: 1 }, true],
    ["nothing undeclared in an object inside", { properties: { o: open } }, { o: { b: 1 } }, false],
    [
      "nothing undeclared beside an open map's own properties",
      { properties: { o: open }, additionalProperties: true },
      { o: { b: 1 } },
      false,
    ],
    ["nothing undeclared in members of a list", { items: open, type: "array" }, [{ b: 1 }], false],
    ["what any part of allOf declares", { allOf: [open, { properties: { b: true } }] }, { a: "x", b: 1 }, true],
    ["nothing that no part of allOf declares", { allOf: [open, { properties: { b: true } }] }, { c: 1 }, false],
    ["nothing that no branch declares", { oneOf: [open, { type: "string" }] }, { b: 1 }, false],
    ["what a condition speaks of", { ...open, if: { properties: { k: { const: 1 } } }, else: true }, { k: 2 }, true],
    ["what a dependency asks for", { ...open, dependencies: { a: ["b"] } }, { a: "x", b: 1 }, true],
    ["what a minimum of properties may need", { ...open, minProperties: 2 }, { a: "x", b: 1 }, true],
    ["what an exclusion may need", { ...open, not: { maxProperties: 1 } }, { a: "x", b: 1 }, true],
    ["what alone tells two branches apart", { oneOf: [{ ...open, additionalProperties: false }, open] }, { b: 1 }, true],
    ["a value that is given whole", { properties: { o: { ...open, const: { b: 1 } } } }, { o: { b: 1 } }, true],
    ["what a reference declares", { $ref: "t#" }, { a: "x" }, true, { "t#": open }],
    [
      "nothing undeclared anywhere in a tree",
      { $ref: "t#" },
      { next: { next: { b: 1 } } },
      false,
      { "t#": { properties: { next: { $ref: "t#" } } } },
    ],
  ];
  for (const [about, payload, value, allowed, others] of rows) {
    test(about, () => expect(allows(payload, value, others)).toBe(allowed));
  }
});

test("a consumer may declare an optional property that no producer declares", () => {
  const consumer = { schema: { properties: { a: { type: "string" }, b: { type: "integer" } } } };
  expect(compare({ schema: open }, consumer).verdict).toBe("incompatible");
  expect(compare(closed(open), consumer).verdict).toBe("compatible");
});

test("a schema that allows something allows something by the policy too", () => {
  fc.assert(
    fc.property(anySchema, (node) => {
      if (typeof node !== "object" && typeof node !== "boolean") return;
      const payload = node as SchemaNode;
      fc.pre(compare({ schema: payload }, { schema: false }, { timeoutMs: 50 }).verdict === "incompatible");
      expect(compare(closed(payload), { schema: false }, { timeoutMs: 200 }).verdict).not.toBe("compatible");
    }),
    { numRuns: 400 },
  );
});

/** What a schema is made from, and what the policy makes of it by its words alone. */
type Shape =
  | { readonly kind: "text" }
  | { readonly kind: "list"; readonly items: Shape }
  | { readonly kind: "object"; readonly properties: readonly (readonly [string, Shape])[]; readonly others: "unsaid" | "any" | "none" };

const names = ["a", "b", "c"] as const;
const shapes: fc.Arbitrary<Shape> = fc.letrec<{ shape: Shape }>((tie) => ({
  shape: fc.oneof(
    { maxDepth: 3 },
    fc.constant<Shape>({ kind: "text" }),
    tie("shape").map((items): Shape => ({ kind: "list", items })),
    fc
      .tuple(
        fc.uniqueArray(fc.tuple(fc.constantFrom(...names), tie("shape")), { selector: ([name]) => name, minLength: 1, maxLength: 2 }),
        fc.constantFrom("unsaid", "any", "none" as const),
      )
      .map(([properties, others]): Shape => ({ kind: "object", properties, others })),
  ),
})).shape;

/** The properties stand in one schema, or in two under allOf: it makes no difference. */
function schemaOf(shape: Shape, split: boolean): SchemaNode {
  if (shape.kind === "text") return { type: "string" };
  if (shape.kind === "list") return { type: "array", items: schemaOf(shape.items, split) };
  const entries = shape.properties.map(([name, below]) => [name, schemaOf(below, split)] as const);
  const more = shape.others === "unsaid" ? {} : { additionalProperties: shape.others === "any" };
  if (!split || shape.others === "none") return { type: "object", properties: Object.fromEntries(entries), ...more };
  return { type: "object", ...more, allOf: entries.map(([name, below]) => ({ properties: { [name]: below } })) };
}

/** Whether a producer may send a value by the policy. */
function sends(shape: Shape, value: Json): boolean {
  if (shape.kind === "text") return typeof value === "string";
  if (shape.kind === "list") return Array.isArray(value) && (value as readonly Json[]).every((item) => sends(shape.items, item));
  if (typeof value !== "object" || value === null || Array.isArray(value)) return false;
  return Object.entries(value).every(([name, held]) => {
    const below = shape.properties.find(([declared]) => declared === name)?.[1];
    return below === undefined ? shape.others === "any" : sends(below, held);
  });
}

/** Values that the schema allows or nearly allows: properties are left out, and some are there that it does not name. */
function valuesOf(shape: Shape): fc.Arbitrary<Json> {
  if (shape.kind === "text") return fc.constant<Json>("x");
  if (shape.kind === "list") return fc.array(valuesOf(shape.items), { maxLength: 2 });
  const named = Object.fromEntries(shape.properties.map(([name, below]) => [name, valuesOf(below)]));
  const unnamed = names.filter((name) => !Object.hasOwn(named, name)).slice(0, 1);
  const others = Object.fromEntries(unnamed.map((name) => [name, fc.constant<Json>("x")]));
  return fc.record({ ...named, ...others }, { requiredKeys: [] }) as fc.Arbitrary<Json>;
}

test("the policy takes from a producer exactly what no schema of the object names", () => {
  fc.assert(
    fc.property(
      shapes.chain((shape) => fc.tuple(fc.constant(shape), valuesOf(shape))),
      fc.boolean(),
      ([shape, value], split) => {
        expect(allows(schemaOf(shape, split), value)).toBe(sends(shape, value));
      },
    ),
    { numRuns: 500 },
  );
});
