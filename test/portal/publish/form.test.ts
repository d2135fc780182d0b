import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Schema, SchemaNode } from "#contract";
import type { FormField } from "../../../src/portal/publish/answers.js";
import { formOf } from "../../../src/portal/publish/form.js";

const schemasOf = (nodes: Readonly<Record<string, SchemaNode>>): ReadonlyMap<string, Schema> =>
  new Map(Object.entries(nodes).map(([id, node]) => [id, { id, name: id, node, location: { file: "a.yaml", line: 1, column: 1 } }]));
const form = (node: SchemaNode, schemas: Readonly<Record<string, SchemaNode>> = {}): FormField => formOf(node, schemasOf(schemas));

describe("a form", () => {
  test("has a control for each property, with what is required and what is said of it", () => {
    const node: SchemaNode = {
      type: "object",
      required: ["id"],
      properties: {
        id: { type: "string", format: "uuid", description: "Names it." },
        count: { type: "integer" },
        price: { type: "number" },
        gone: { type: "boolean" },
        kind: { enum: ["a", "b"] },
        always: { const: 1 },
        tags: { type: "array", items: { type: "string" } },
      },
    };
    expect(form(node)).toEqual({
      kind: "object",
      properties: [
        { name: "id", required: true, description: "Names it.", field: { kind: "text", format: "uuid" } },
        { name: "count", required: false, field: { kind: "number", whole: true } },
        { name: "price", required: false, field: { kind: "number", whole: false } },
        { name: "gone", required: false, field: { kind: "flag" } },
        { name: "kind", required: false, field: { kind: "choice", values: ["a", "b"] } },
        { name: "always", required: false, field: { kind: "choice", values: [1] } },
        { name: "tags", required: false, field: { kind: "list", items: { kind: "text" } } },
      ],
    });
  });

  test("of a union is one for each alternative, with what stands beside the union and a valid value to begin with", () => {
    const node: SchemaNode = {
      type: "object",
      required: ["id"],
      properties: { id: { type: "string" } },
      oneOf: [{ $ref: "Card" }, { title: "Cash", required: ["coins"], properties: { coins: { type: "integer" } } }],
    };
    const shown = form(node, { Card: { required: ["number"], properties: { number: { type: "string" } } } });
    expect(shown).toMatchObject({
      kind: "alternatives",
      alternatives: [
        { name: "Card", start: { id: expect.any(String), number: expect.any(String) } },
        { name: "Cash", start: { id: expect.any(String), coins: expect.any(Number) }, field: { kind: "object" } },
      ],
    });
  });

  test("of a union with null knows null from the others", () => {
    expect(form({ oneOf: [{ type: "null" }, { type: "string" }] })).toMatchObject({
      alternatives: [{ start: null, field: { kind: "choice", values: [null] } }, { field: { kind: "text" } }],
    });
  });

  test.each<[string, SchemaNode]>([
    ["anything", true],
    ["nothing", false],
    ["several types", { type: ["string", "integer"] }],
    ["an open map", { type: "object", additionalProperties: { type: "string" } }],
    ["a list of anything", { type: "array" }],
    ["two unions at once", { oneOf: [{ type: "string" }], anyOf: [{ type: "string" }] }],
  ])("leaves %s to be written as JSON", (_what, node) => {
    expect(form(node)).toEqual({ kind: "json" });
  });

  test("of a schema that holds itself ends", () => {
    const node: SchemaNode = {
      type: "object",
      properties: { child: { $ref: "Node" }, children: { type: "array", items: { $ref: "Node" } } },
    };
    const text = JSON.stringify(form({ $ref: "Node" }, { Node: node }));
    expect(text).toContain('{"kind":"json"}');
    expect(text.length).toBeLessThan(100_000);
  });

  test("is bounded, and made of anything that stands where a schema may stand", () => {
    const nodes = fc.letrec<{ node: unknown }>((tie) => ({
      node: fc.oneof(
        { maxDepth: 5 },
        fc.boolean(),
        fc.record(
          {
            type: fc.constantFrom("object", "array", "string", "integer", ["string", "null"]),
            properties: fc.dictionary(fc.string(), tie("node"), { maxKeys: 3 }),
            items: tie("node"),
            oneOf: fc.array(tie("node"), { maxLength: 2 }),
            $ref: fc.constant("Node"),
            enum: fc.array(fc.jsonValue(), { maxLength: 2 }),
          },
          { requiredKeys: [] },
        ),
      ),
    })).node;
    fc.assert(
      fc.property(nodes, (node) => {
        const count = (field: FormField): number => {
          if (field.kind === "object") return field.properties.reduce((sum, { field: inner }) => sum + count(inner), 1);
          if (field.kind === "list") return 1 + count(field.items);
          return field.kind === "alternatives" ? field.alternatives.reduce((sum, { field: inner }) => sum + count(inner), 1) : 1;
        };
        expect(count(form(node as SchemaNode, { Node: node as SchemaNode }))).toBeLessThan(3_000);
      }),
      { numRuns: 50 },
    );
  });
});
