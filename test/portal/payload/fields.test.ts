import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Json, SchemaNode } from "#contract";
import type { Field, Link } from "../../../src/portal/content/model.js";
import { pageMarkdown } from "../../../src/portal/content/write-markdown.js";
import { fieldTree } from "../../../src/portal/payload/fields.js";
import { schemas as anySchema } from "../../compatibility/schemas.js";
import { named } from "./schemas.js";

const linkTo = (id: string): Link => ({ kind: "link", to: `schemas/${id}`, text: id, code: true });

const treeOf = (node: SchemaNode, others: Readonly<Record<string, SchemaNode>> = {}, whole = true): Field =>
  fieldTree(node, "payload", { schemas: named({ Root: node, ...others }), linkTo, page: "messages/m", prefix: "payload", whole });

/** As Markdown has it, links as their text. */
function linesOf(tree: Field): readonly string[] {
  const page = { address: "messages/m", kind: "message", title: "t", summary: "", trail: [] } as const;
  const text = pageMarkdown({ ...page, blocks: [{ kind: "fields", fields: [tree] }] }).replace(/\[([^\]]*)\]\([^)]*\)/g, "$1");
  return text
    .split("\n")
    .slice(2)
    .filter((line) => line !== "");
}

const when = (condition: SchemaNode, follows: SchemaNode): { readonly [keyword: string]: Json } =>
  Object.fromEntries([
    ["if", condition],
    ["then", follows],
  ] as [string, Json][]);

describe("a field tells", () => {
  const rows: readonly (readonly [string, SchemaNode, readonly string[]])[] = [
    ["type and length", { type: "string", minLength: 1, maxLength: 20 }, ["- `payload` string (1 to 20 characters)"]],
    ["one length", { type: "string", minLength: 3, maxLength: 3 }, ["- `payload` string (exactly 3 characters)"]],
    [
      "format, pattern and default",
      { type: "string", format: "uuid", pattern: "^a|b", default: "a" },
      ['- `payload` string (format `uuid`; matches `^a|b`; default `"a"`)'],
    ],
    [
      "bounds",
      { type: "number", minimum: 0, exclusiveMaximum: 10, multipleOf: 0.5 },
      ["- `payload` number (at least 0; less than 10; a multiple of 0.5)"],
    ],
    ["the only value", { const: "a" }, ['- `payload` string (always `"a"`)']],
    ["the values", { enum: ["a", 1, null] }, ['- `payload` string or integer or null (one of `"a"`, `1`, `null`)']],
    ["several types", { type: ["string", "null"], description: "Why." }, ["- `payload` string or null: Why."]],
    ["what it must not be", { type: "string", not: { enum: ["a", "b"] } }, ['- `payload` string (not `"a"` nor `"b"`)']],
    ["that nothing is allowed", false, ["- `payload` no value"]],
    ["that anything is allowed", true, ["- `payload` any value"]],
    ["that types contradict each other", { allOf: [{ type: "string" }, { type: "null" }] }, ["- `payload` no value"]],
    [
      "lists of simple items in its type",
      { type: "array", items: { type: "integer" }, minItems: 1, uniqueItems: true },
      ["- `payload` array of integer (at least 1 item; all items different)"],
    ],
    [
      "what items are",
      { type: "array", items: { type: "integer", minimum: 0 } },
      ["- `payload` array of integer", "  - `[]` integer (at least 0)"],
    ],
    [
      "items by their place",
      { type: "array", items: [{ type: "string" }, { type: "null" }], additionalItems: false },
      ["- `payload` array (no further items)", "  - `[0]` string", "  - `[1]` null"],
    ],
    [
      "properties, those that must be there and those that should not be used",
      {
        type: "object",
        required: ["a"],
        properties: { a: { type: "string" }, b: { type: "string", deprecated: true } },
        additionalProperties: false,
      },
      ["- `payload` object (no other properties)", "  - `a` string (required)", "  - `b` string (deprecated)"],
    ],
    [
      "other properties, by their names",
      {
        type: "object",
        patternProperties: { "^x-": { type: "integer" } },
        additionalProperties: { type: "string" },
        propertyNames: { maxLength: 9 },
      },
      ["- `payload` object", "  - `/^x-/` integer", "  - `*` string", "  - names of properties (at most 9 characters)"],
    ],
    [
      "what all parts say together",
      {
        allOf: [
          { type: "object", properties: { a: { type: "string" } } },
          { required: ["a"], properties: { a: { minLength: 2 } } },
        ],
      },
      ["- `payload` object", "  - `a` string (required; at least 2 characters)"],
    ],
    [
      "alternatives, by title, tag, type or number",
      {
        oneOf: [{ title: "First", type: "null" }, { properties: { kind: { const: "k" } } }, { type: "string" }, { minimum: 2 }],
      },
      [
        "- `payload` one of 4",
        "  - First null",
        '  - kind: "k"',
        '    - `kind` string (always `"k"`)',
        "  - string string",
        "  - alternative 4 (at least 2)",
      ],
    ],
    [
      "alternatives beside properties",
      { type: "object", properties: { a: { type: "null" } }, anyOf: [{ required: ["a"] }, { required: ["b"] }] },
      ["- `payload` object", "  - `a` null", "  - any of", "    - alternative 1 (needs `a`)", "    - alternative 2 (needs `b`)"],
    ],
    [
      "conditions in words",
      {
        type: "object",
        properties: { m: { type: "string" } },
        ...when({ required: ["m"], properties: { m: { const: "GET" } } }, { required: ["q"] }),
      },
      ["- `payload` object", "  - `m` string", '  - if `m` is `"GET"`', "    - then (needs `q`)"],
    ],
    [
      "conditions that take more than words",
      { ...when({ properties: { m: { type: "string", minLength: 1 } } }, { maxProperties: 1 }) },
      [
        "- `payload` any value",
        "  - if",
        "    - this holds",
        "      - `m` string (at least 1 character)",
        "    - then (at most 1 property)",
      ],
    ],
    [
      "what comes with a property",
      { type: "object", dependencies: { a: ["b", "c"], d: { properties: { e: { type: "null" } } } } },
      ["- `payload` object (with `a` also `b`, `c`)", "  - with d", "    - `e` null"],
    ],
  ];
  test.each(rows)("%s", (_title, node, want) => expect(linesOf(treeOf(node))).toEqual(want));
});

const tree: SchemaNode = { type: "object", properties: { id: { type: "integer" }, left: { $ref: "Root" }, right: { $ref: "Root" } } };

describe("a schema with a name", () => {
  test("is told in place once, and linked to where it is met again", () => {
    const node = { type: "object", properties: { a: { $ref: "Price" }, b: { $ref: "Price" } } };
    const { within } = treeOf(node, { Price: { type: "object", properties: { n: { type: "number" } } } });
    expect(within.map((field) => [field.within.length, field.constraints])).toEqual([
      [1, []],
      [0, [["as told ", { kind: "link", to: "messages/m", part: "payload.a", text: "above" }]]],
    ]);
  });

  test("is told each time where there is nothing inside", () => {
    const node = { type: "object", properties: { a: { $ref: "Money" }, b: { $ref: "Money" } } };
    expect(linesOf(treeOf(node, { Money: { type: "string", maxLength: 9 } })).slice(1)).toEqual([
      "  - `a` `Money`, string (at most 9 characters)",
      "  - `b` `Money`, string (at most 9 characters)",
    ]);
  });

  test("that holds itself is linked to where it is told first", () => {
    const { within } = treeOf({ $ref: "Root" }, { Root: tree });
    expect(within.map(({ name, constraints }) => [name, constraints.flat().at(-1)])).toEqual([
      ["id", undefined],
      ["left", { kind: "link", to: "messages/m", part: "payload", text: "above" }],
      ["right", { kind: "link", to: "messages/m", part: "payload", text: "above" }],
    ]);
  });

  test("is only linked to where not all is to be told", () => {
    const { within } = treeOf({ type: "object", properties: { a: { $ref: "Tree" } } }, { Tree: tree }, false);
    expect(within).toMatchObject([{ name: "a", type: [{ to: "schemas/Tree" }], within: [] }]);
  });
});

const all = (field: Field): readonly Field[] => [field, ...field.within.flatMap(all)];

describe("whatever the schema", () => {
  test("its tree comes to an end, and each field has an id of its own", () => {
    fc.assert(
      fc.property(anySchema, anySchema, (node, other) => {
        const both = { properties: { "a b": node, "a-b": other, me: { $ref: "Root" } }, anyOf: [node, { $ref: "Other" }] };
        const fields = all(
          treeOf({ $ref: "Root" }, { Root: both as SchemaNode, Other: { allOf: [{ $ref: "Other" }, other] } as SchemaNode }),
        );
        const ids = fields.map(({ id }) => id);
        expect(new Set(ids).size).toBe(ids.length);
        expect(ids.filter((id) => !/^[\w.-]+$/.test(id))).toEqual([]);
      }),
      { numRuns: 100 },
    );
  });

  test("of two thousand properties, each is told", () => {
    const properties = Object.fromEntries(Array.from({ length: 2000 }, (_, at) => [`p${at}`, { $ref: "Leaf" }]));
    expect(treeOf({ type: "object", properties }, { Leaf: { type: "string" } }).within).toHaveLength(2000);
  });

  test("of schemas that each hold two others, the page stays small", () => {
    const nodes = Array.from({ length: 400 }, (_, at): [string, SchemaNode] => {
      const next = (step: number): SchemaNode => ({ $ref: `S${(at * 2 + step) % 400}` });
      return [`S${at}`, { type: "object", properties: { a: next(1), b: next(2), c: { allOf: [next(1), { required: ["a"] }] } } }];
    });
    expect(all(treeOf({ $ref: "S0" }, Object.fromEntries(nodes))).length).toBeLessThan(1500);
  });

  test("of ten thousand levels, the first are told", () => {
    let node: SchemaNode = { type: "string" };
    for (let level = 0; level < 10_000; level++) node = { type: "object", properties: { in: node } };
    expect(all(treeOf(node)).length).toBeLessThan(100);
  });
});
