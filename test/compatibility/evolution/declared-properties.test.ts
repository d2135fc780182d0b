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
