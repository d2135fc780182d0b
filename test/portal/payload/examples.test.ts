import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { valueChecker } from "#codegen";
import type { Json, SchemaNode } from "#contract";
import { exampleFor, exampleOf, messageExamples, schemaExamples } from "../../../src/portal/payload/examples.js";
import { readCorpus } from "../../codegen/types/corpus-cases.js";
import { randomCases } from "../../codegen/types/random-schemas.js";
import { schemas as anySchema } from "../../compatibility/schemas.js";
import { at, message } from "../../support/contract-builders.js";
import { named } from "./schemas.js";

const isClear = (schema: Json): boolean => !JSON.stringify(schema).includes('"contains"');

describe("an example is accepted by the validator", () => {
  test("of every schema of the corpus, each of which has one", () => {
    for (const { title, rootId, schemas, valid } of readCorpus()) {
      const check = valueChecker(rootId, schemas);
      const examples = schemaExamples({ $ref: rootId }, schemas);
      expect([title, examples.length > 0 || valid.length === 0, examples.flatMap(({ payload }) => check(payload))]).toEqual([
        title,
        true,
        [],
      ]);
    }
  });

  test("whatever the schemas, which refer to each other", () => {
    for (const { title, rootId, schemas } of randomCases(5, 30)) {
      const example = exampleFor({ $ref: rootId }, schemas);
      if (example !== undefined) expect([title, valueChecker(rootId, schemas)(example)]).toEqual([title, []]);
    }
  });

  test("whatever the keywords, and is the same each time", () => {
    fc.assert(
      fc.property(anySchema.filter(isClear), (node) => {
        const schemas = named({ Root: node as SchemaNode });
        const example = exampleFor({ $ref: "Root" }, schemas);
        expect(exampleFor({ $ref: "Root" }, named({ Root: node as SchemaNode }))).toEqual(example);
        if (example !== undefined) expect([example, valueChecker("Root", schemas)(example)]).toEqual([example, []]);
      }),
      { numRuns: 60 },
    );
  });
});

/** `if` and `then`. */
const when = (condition: SchemaNode, follows: SchemaNode) =>
  Object.fromEntries([
    ["if", condition],
    // biome-ignore lint/suspicious/noThenProperty: a keyword of schemas
    ["then", follows],
  ]);

const example = (node: SchemaNode, others: Readonly<Record<string, SchemaNode>> = {}): Json | undefined =>
  exampleFor({ $ref: "Root" }, named({ Root: node, ...others }));

describe("an example", () => {
  const rows: readonly (readonly [string, SchemaNode, Json | undefined])[] = [
    [
      "has what need not be there as well",
      { type: "object", required: ["a"], properties: { a: { type: "integer" }, b: { type: "string" } } },
      { a: 1, b: "text" },
    ],
    [
      "leaves out what is deprecated",
      { type: "object", properties: { a: { type: "null" }, b: { type: "string", deprecated: true } } },
      { a: null },
    ],
    ["takes the values that the schema suggests", { type: "string", examples: ["ORD-1"] }, "ORD-1"],
    ["takes none that is wrong", { type: "string", maxLength: 3, examples: ["ORD-1"] }, "tex"],
    ["matches a pattern", { type: "string", pattern: "^[A-Z]{2}-7$" }, "AA-7"],
    ["is within bounds", { type: "integer", minimum: 5, multipleOf: 4 }, 8],
    [
      "follows conditions",
      {
        type: "object",
        required: ["kind"],
        properties: { kind: { const: "a" }, why: { const: "so" } },
        ...when({ properties: { kind: { const: "a" } } }, { required: ["why"] }),
      },
      { kind: "a", why: "so" },
    ],
    ["has what others need", { type: "object", properties: { a: { const: 1 } }, dependencies: { a: ["b"] } }, { a: 1, b: {} }],
    ["shows an entry of a map", { type: "object", additionalProperties: { type: "boolean" } }, { name: true }],
    [
      "has different items where they must be",
      { type: "array", minItems: 2, uniqueItems: true, items: { type: "boolean" } },
      [true, false],
    ],
    ["of anything is an object", true, {}],
    ["of nothing is none", false, undefined],
  ];
  test.each(rows)("%s", (_title, node, want) => expect(example(node)).toEqual(want));

  test("of a recursive schema ends where it may", () => {
    const tree: SchemaNode = {
      type: "object",
      required: ["id"],
      properties: { id: { const: 1 }, next: { $ref: "Root" }, all: { type: "array", items: { $ref: "Root" } } },
    };
    expect(example(tree)).toEqual({ id: 1, all: [] });
  });

  test("of a schema that goes on for ever is none", () => {
    expect(example({ type: "object", required: ["next"], properties: { next: { $ref: "Root" } } })).toBeUndefined();
  });

  test("of two thousand properties has all that must be there", () => {
    const names = Array.from({ length: 2000 }, (_, at) => `p${at}`);
    const node = { type: "object", required: names, properties: Object.fromEntries(names.map((name) => [name, { type: "integer" }])) };
    expect(Object.keys(example(node) ?? {})).toHaveLength(2000);
  });

  test("of a schema that goes too deep is none", () => {
    let node: SchemaNode = { type: "string" };
    for (let level = 0; level < 10_000; level++) node = { type: "object", properties: { in: node } };
    expect(example(node)).toBeUndefined();
  });
});

describe("a message's examples", () => {
  const union: SchemaNode = {
    oneOf: [
      { title: "Yes", const: true },
      { title: "No", const: false },
    ],
  };
  const contracts = {
    applications: [],
    problems: [],
    files: [],
    schemas: named({ payload: union, Head: { type: "object", properties: { n: { const: 7 } } } }),
  };

  test("are one for each alternative where none is written", () => {
    expect(messageExamples({ contracts }, message("M"))).toEqual([
      { name: "Yes", written: false, payload: true },
      { name: "No", written: false, payload: false },
    ]);
  });

  test("are those that are written, without what is wrong", () => {
    const examples = [
      { name: "wrong", payload: 5, location: at("d.yaml") },
      { name: "right", payload: false, location: at("d.yaml") },
    ];
    expect(messageExamples({ contracts }, message("M", { examples }))).toEqual([{ name: "right", written: true, payload: false }]);
  });

  test("have headers, from the schema where an example has none", () => {
    const examples = [{ payload: false, location: at("d.yaml") }];
    expect(exampleOf({ contracts }, message("M", { examples, headers: "Head" }))).toEqual({ payload: false, headers: { n: 7 } });
  });
});
