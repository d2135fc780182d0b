import { expect, test } from "vitest";
import type { Json } from "#contract";
import { apiSchemas } from "../../../src/portal/apis/schemas.js";

const rows: readonly (readonly [string, Json, Json])[] = [
  ["nullable is a type", { type: "string", nullable: true, enum: ["a"] }, { type: ["string", "null"], enum: ["a", null] }],
  [
    "a bound that is exclusive by a flag is exclusive by its number",
    { minimum: 1, exclusiveMinimum: true, maximum: 9, exclusiveMaximum: false },
    { minimum: 1, maximum: 9, exclusiveMinimum: 1 },
  ],
  ["first items stand in a list", { prefixItems: [true], items: false }, { items: [true], additionalItems: false }],
  [
    "dependencies are one keyword",
    { dependentRequired: { a: ["b"] }, dependentSchemas: { c: { nullable: true, type: "null" } } },
    { dependencies: { a: ["b"], c: { type: ["null", "null"] } } },
  ],
  [
    "what stands beside a reference counts",
    { $ref: "#/components/schemas/A", minLength: 2 },
    { allOf: [{ $ref: "#/components/schemas/A" }, { minLength: 2 }] },
  ],
  [
    "a description beside a reference stays there",
    { $ref: "#/components/schemas/A", description: "d" },
    { description: "d", $ref: "#/components/schemas/A" },
  ],
  [
    "unevaluated properties are additional ones where nothing is combined",
    { properties: {}, unevaluatedProperties: false },
    { properties: {}, additionalProperties: false },
  ],
  [
    "what is data stays as it is",
    { enum: [{ nullable: true }], default: { $ref: "x" } },
    { enum: [{ nullable: true }], default: { $ref: "x" } },
  ],
];

const document = { components: { schemas: { A: { type: "string" }, Loop: { items: { $ref: "#/components/schemas/Loop" } } } } };

test.each(rows)("%s", (_title, written, want) => expect(apiSchemas(document).nodeOf(written)).toEqual(want));

test("all that is referred to is there under its reference, recursion too", () => {
  const { schemas, nodeOf } = apiSchemas(document);
  nodeOf({ properties: { a: { $ref: "#/components/schemas/Loop" }, gone: { $ref: "#/components/schemas/Gone" } } });
  expect([...schemas.values()].map(({ id, name, node }) => [id, name, node])).toEqual([
    ["#/components/schemas/Loop", "Loop", { items: { $ref: "#/components/schemas/Loop" } }],
  ]);
});
