import { expect, test } from "vitest";
import { renderValidators, type ValidatorRequest } from "../../../src/codegen/validators/standalone.js";
import type { Schema, SchemaNode } from "../../../src/contract/model.js";
import { schema } from "../../support/contract-builders.js";

type Validate = ((value: unknown) => boolean) & {
  errors?: readonly { instancePath: string; schemaPath: string; keyword: string }[] | null;
};

const tree = "a.yaml#/components/schemas/Tree";
const node = "b.yaml#/components/schemas/Node";

const schemasOf = (nodes: Readonly<Record<string, SchemaNode>>): Map<string, Schema> =>
  new Map(Object.entries(nodes).map(([id, each]) => [id, schema(id, each)]));

async function load(requests: readonly ValidatorRequest[], schemas: ReadonlyMap<string, Schema>): Promise<Record<string, Validate>> {
  const { text, problems } = await renderValidators(requests, schemas);
  expect(problems).toEqual([]);
  return import(`data:text/javascript,${encodeURIComponent(text)}`) as Promise<Record<string, Validate>>;
}

test("the module imports nothing and compiles nothing", async () => {
  const schemas = schemasOf({
    "#/all": {
      type: "object",
      properties: {
        at: { type: "string", format: "date-time", maxLength: 40 },
        id: { type: "string", format: "uuid" },
        link: { type: "string", format: "uri" },
        size: { type: "integer", format: "int32" },
        tags: { type: "array", uniqueItems: true },
        origin: { const: { x: [1, 2] } },
      },
    },
  });
  const { text } = await renderValidators([{ name: "validateAll", schemaId: "#/all" }], schemas);
  expect(text).not.toMatch(/\brequire\(|\bimport\b|new Function|\beval\b/);
  const { validateAll } = await load([{ name: "validateAll", schemaId: "#/all" }], schemas);
  const good = {
    at: "2024-02-29T00:00:00Z",
    id: "ae5e5918-facb-40e5-bbdf-3525cedaaa7e",
    link: "https://a.b/c",
    size: 3,
    tags: [{ a: 1 }, { a: 2 }],
    origin: { x: [1, 2] },
  };
  expect(validateAll?.(good)).toBe(true);
  for (const [key, bad] of Object.entries({
    at: "2023-02-29T00:00:00Z",
    id: "x",
    link: "x",
    size: 3e10,
    tags: [{ a: 1 }, { a: 1 }],
    origin: { x: [2, 1] },
  })) {
    expect([key, validateAll?.({ ...good, [key]: bad })]).toEqual([key, false]);
  }
});

test("recursion across files ends at the data's end", async () => {
  const schemas = schemasOf({
    [tree]: { type: "object", required: ["root"], properties: { root: { $ref: node } } },
    [node]: { type: "object", properties: { children: { type: "array", items: { $ref: node } }, tree: { $ref: tree } } },
  });
  const { validateTree } = await load([{ name: "validateTree", schemaId: tree }], schemas);
  expect(validateTree?.({ root: { children: [{ children: [] }], tree: { root: {} } } })).toBe(true);
  expect(validateTree?.({ root: { children: [{ children: [{ tree: {} }] }] } })).toBe(false);
  expect(validateTree?.errors).toMatchObject([{ instancePath: "/root/children/0/children/0/tree", keyword: "required" }]);
});

test("a fault names the schema as the documents do", async () => {
  const schemas = schemasOf({
    "a.yaml#/Order": { type: "object", properties: { id: { $ref: 'm.yaml#/components/schemas/It"s id' } } },
    'm.yaml#/components/schemas/It"s id': { type: "string", minLength: 2 },
  });
  const { validateOrder } = await load([{ name: "validateOrder", schemaId: "a.yaml#/Order" }], schemas);
  validateOrder?.({ id: "x" });
  expect(validateOrder?.errors?.[0]?.schemaPath).toBe('m.yaml#/components/schemas/It"s id/minLength');
});

test("names like __proto__ and constructor are properties like any other", async () => {
  const properties = JSON.parse('{"__proto__":{"type":"string"},"constructor":{"type":"string"}}') as SchemaNode;
  const schemas = schemasOf({ "#/odd": { type: "object", properties, additionalProperties: false } });
  const { validateOdd } = await load([{ name: "validateOdd", schemaId: "#/odd" }], schemas);
  expect(validateOdd?.({})).toBe(true);
  expect(validateOdd?.(JSON.parse('{"constructor":1}'))).toBe(false);
});

test("equal is equal, also where a property is called constructor", async () => {
  const { validateSame } = await load(
    [{ name: "validateSame", schemaId: "#/same" }],
    schemasOf({ "#/same": { const: { constructor: {} } } }),
  );
  expect([validateSame?.({ constructor: {} }), validateSame?.({ constructor: [] })]).toEqual([true, false]);
});

test("a validator may have a name in any script", async () => {
  const schemas = schemasOf({ "#/1": { type: "string" }, "#/2": { type: "integer" } });
  const requests = [
    { name: "validate日本", schemaId: "#/1" },
    { name: "validateStraße", schemaId: "#/2" },
  ];
  const module = await load(requests, schemas);
  expect(Object.keys(module)).toEqual(["validateStraße", "validate日本"]);
  expect([module.validate日本?.("a"), module.validate日本?.(1), module.validateStraße?.(1)]).toEqual([true, false, true]);
});

test("a property called $ref, or a constant that holds one, is data", async () => {
  const schemas = schemasOf({
    "#/data": { type: "object", properties: { $ref: { type: "string" }, fixed: { const: { $ref: "#/nowhere" } } } },
  });
  const { validateData } = await load([{ name: "validateData", schemaId: "#/data" }], schemas);
  expect(validateData?.({ $ref: "x", fixed: { $ref: "#/nowhere" } })).toBe(true);
  expect(validateData?.({ $ref: 1 })).toBe(false);
});

test("a payload of any kind is valid under the schema true", async () => {
  const { validateAny } = await load([{ name: "validateAny", schemaId: "#/any" }], schemasOf({ "#/any": true }));
  expect([null, 1, {}].map((value) => validateAny?.(value))).toEqual([true, true, true]);
});

test("several payloads of any kind, and of none, have a validator each", async () => {
  const requests = ["any", "other", "none", "never"].map((name) => ({ name: `validate_${name}`, schemaId: `#/${name}` }));
  const { validate_any, validate_other, validate_none, validate_never } = await load(
    requests,
    schemasOf({ "#/any": true, "#/other": true, "#/none": false, "#/never": false }),
  );
  expect([validate_any, validate_other, validate_none, validate_never].map((validate) => validate?.(1))).toEqual([
    true,
    true,
    false,
    false,
  ]);
});

test("a schema that no validator can be made of is a located problem", async () => {
  const { text, problems } = await renderValidators(
    [{ name: "validateBad", schemaId: "#/bad" }],
    schemasOf({ "#/bad": { $ref: "#/gone" } }),
  );
  expect(text).toBe("");
  expect(problems).toMatchObject([{ severity: "error", code: "schema-not-usable", file: "test.yaml", line: 1 }]);
});

test("the same schemas give the same text", async () => {
  const make = () =>
    renderValidators(
      [{ name: "validateNode", schemaId: node }],
      schemasOf({ [node]: { type: "object", properties: { next: { $ref: node } } } }),
    );
  expect(await make()).toEqual(await make());
});
