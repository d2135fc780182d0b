import { Ajv } from "ajv";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { checkValue } from "../../../src/codegen/validators/check-value.js";
import { createSchemaCompiler } from "../../../src/codegen/validators/compile.js";
import { schemaUri } from "../../../src/codegen/validators/normalise.js";
import { findTag } from "../../../src/codegen/validators/tags.js";
import type { SchemaNode } from "../../../src/contract/model.js";
import { schema } from "../../support/contract-builders.js";

const reserved = {
  type: "object",
  required: ["status"],
  properties: { status: { const: "reserved" }, until: { type: "string" } },
} as const;
const refused = {
  type: "object",
  required: ["status", "reason"],
  properties: { status: { const: "refused" }, reason: { enum: ["sold out", "unknown"] } },
} as const;

/** Tags, near-tags and values around them: small enough that branches and values meet often. */
const scalar = fc.constantFrom("a", "b", 1, 0, true, false, null);
const tagSchema = fc.oneof(
  scalar.map((value) => ({ const: value })),
  scalar.map((value) => ({ enum: [value] })),
  fc.constant({ enum: ["a", "b"] }),
  fc.constant({ type: "string" }),
  fc.constant({ $ref: "tag-a" }),
);
const branch = fc.oneof(
  fc.record(
    {
      type: fc.constant("object"),
      required: fc.subarray(["tag", "other"]),
      properties: fc.record({ tag: tagSchema, other: fc.constantFrom({ type: "number" }, { type: "string" }) }, { requiredKeys: [] }),
      additionalProperties: fc.boolean(),
    },
    { requiredKeys: [] },
  ),
  tagSchema.map((tag) => ({ allOf: [{ $ref: "base" }, { properties: { tag } }] })),
  fc.constantFrom({ $ref: "branch-a" }, { $ref: "base" }, { type: "string" }, {}),
);
/** What unions in contracts look like: a tag of its own in each branch, found in one of three ways. */
const taggedBranches = fc
  .uniqueArray(scalar, { minLength: 2, maxLength: 4 })
  .chain((tags) =>
    fc.tuple(
      ...tags.map((tag) =>
        fc.constantFrom(
          { type: "object", required: ["tag"], properties: { tag: { const: tag }, other: { type: "number" } } },
          { allOf: [{ $ref: "base" }, { properties: { tag: { enum: [tag] } } }], additionalProperties: true },
          { $ref: "base", required: ["tag", "other"], properties: { tag: { const: tag } } },
        ),
      ),
    ),
  );
const union = fc.record({
  keyword: fc.constantFrom("oneOf", "anyOf"),
  branches: fc.oneof(taggedBranches, fc.array(branch, { minLength: 1, maxLength: 4 })),
  type: fc.constantFrom(undefined, "object"),
  around: fc.constantFrom("plain", "not", "property", "if"),
});
const value = fc.oneof(
  scalar,
  fc.constant([]),
  fc.record({ tag: scalar, other: fc.constantFrom(1, "x", undefined), more: fc.constant(1) }, { requiredKeys: [] }),
);

const shared: Readonly<Record<string, SchemaNode>> = {
  "tag-a": { const: "a" },
  base: { type: "object", required: ["tag"] },
  "branch-a": { type: "object", required: ["tag"], properties: { tag: { $ref: "tag-a" } } },
};

function wrap(around: string, inner: SchemaNode): SchemaNode {
  if (around === "not") return { not: inner };
  if (around === "property") return { type: "object", properties: { inner } };
  // biome-ignore lint/suspicious/noThenProperty: JSON Schema's keyword
  return around === "if" ? { if: inner, then: { type: "object" }, else: false } : inner;
}

test("a union means to us what it means to plain Ajv, tagged or not", () => {
  let tagged = 0;
  fc.assert(
    fc.property(union, fc.array(value, { minLength: 8, maxLength: 8 }), ({ keyword, branches, type, around }, values) => {
      const inner = { ...(type ? { type } : {}), [keyword]: branches } as SchemaNode;
      const node = wrap(around, inner);
      if (findTag(branches, (ref) => shared[ref], type === "object")) tagged++;
      const schemas = Object.entries({ ...shared, root: node }).map(([id, each]) => schema(id, each));
      const plain = new Ajv({ strict: false, schemas: schemas.map((each) => ({ $id: each.id, ...(each.node as object) })) });
      for (const allErrors of [true, false]) {
        const ours = createSchemaCompiler(schemas, { allErrors }).getSchema(schemaUri("root"));
        for (const each of values) {
          const candidate = around === "property" ? { inner: each } : each;
          expect(ours?.(candidate)).toBe(plain.getSchema("root")?.(candidate));
        }
      }
    }),
    { numRuns: 300 },
  );
  expect(tagged).toBeGreaterThan(50);
});

describe("faults of a tagged union", () => {
  const schemas = new Map([["result", schema("result", { oneOf: [reserved, refused] })]]);

  test("are those of the branch that the tag names", () => {
    expect(checkValue({ status: "refused", reason: "rain" }, "result", schemas)).toMatchObject([
      { pointer: "/reason", keyword: "enum", sentence: 'must be one of "sold out", "unknown"' },
    ]);
  });

  test("name the allowed tags when the tag is none of them", () => {
    expect(checkValue({ status: "maybe" }, "result", schemas)).toMatchObject([
      { pointer: "", keyword: "oneOf", sentence: 'must be an object with "status" equal to one of "reserved", "refused"' },
    ]);
  });

  test("name the allowed tags when the value is no object", () => {
    expect(checkValue("refused", "result", schemas)).toHaveLength(1);
  });
});

describe("a tag", () => {
  const none = (): undefined => undefined;

  test("may be a boolean, a number or null", () => {
    const branches = [true, 1, null].map((each) => ({ type: "object", required: ["ok"], properties: { ok: { const: each } } }));
    expect(findTag(branches, none)).toEqual({ property: "ok", values: [true, 1, null] });
  });

  test("must be required in every branch", () => {
    expect(findTag([reserved, { ...refused, required: [] }], none)).toBeUndefined();
  });

  test("must be different in every branch", () => {
    expect(findTag([reserved, reserved], none)).toBeUndefined();
  });

  test("needs branches that accept objects only", () => {
    const { type: _type, ...open } = refused;
    expect(findTag([reserved, open], none)).toBeUndefined();
    expect(findTag([reserved, open], none, true)).toBeDefined();
  });
});
