import { describe, expect, test } from "vitest";
import { checkDocuments, readDocuments, sending } from "../support/documents.js";

/** What is said of one payload, without the place; and the place where it was marked. */
async function said(payload: string, components = ""): Promise<readonly string[]> {
  const { problems, marked } = await readDocuments({ "app.yaml": sending(payload, components) });
  const [place = ""] = marked;
  return problems.map((problem) => problem.replace(`${place} `, "▸ "));
}

describe("keywords", () => {
  test.each([
    ["{ type: string, ▸minLenght: 3 }", '▸ error There is no schema keyword "minLenght"; did you mean "minLength"?'],
    ["{ type: object, ▸propertys: {} }", '▸ error There is no schema keyword "propertys"; did you mean "properties"?'],
    ["{ type: string, ▸nullable: true }", '▸ error "nullable" is OpenAPI 3.0; in draft-07 write type: [string, "null"].'],
    ["{ type: string, pattern: ▸'[a-' }", '▸ error "[a-" is not a regular expression: Unterminated character class.'],
    ["{ type: object, patternProperties: { ▸'(': true } }", '▸ error "(" is not a regular expression: Unterminated group.'],
    ["{ type: string, format: ▸date-tim }", '▸ error There is no format "date-tim"; did you mean "date-time"?'],
    ["{ type: string, minLength: ▸-1 }", '▸ error "minLength" must be an integer of at least 0, not -1.'],
    [
      "{ type: number, exclusiveMinimum: ▸true }",
      '▸ error "exclusiveMinimum" must be a number in draft-07 (true and false were draft-04), not true.',
    ],
    ["{ enum: ▸[] }", '▸ error "enum" must be a list with at least one value, not a list.'],
    ["{ type: array, items: ▸string }", "▸ error A schema must be an object, true or false."],
    ["{ allOf: ▸{} }", '▸ error "allOf" must be a list with at least one entry, not an object.'],
    ["{ type: string, ▸minimum: 3 }", '▸ warning "minimum" says nothing about a value of type string.'],
  ])("%s", async (payload, expected) => {
    expect(await said(payload)).toEqual([expected]);
  });

  test("keywords of AsyncAPI and extensions are welcome", async () => {
    const payload =
      "{ type: object, discriminator: kind, externalDocs: { url: 'https://example.com' }, deprecated: true, x-any: 1, example: {}, properties: { kind: { const: a } } }";
    expect(await said(payload)).toEqual([]);
  });

  test("a schema that nothing uses yet is checked too, but not in the model", async () => {
    const { set, problems, marked } = await readDocuments({
      "app.yaml": sending("true", "components: { schemas: { A: { ▸typ: string } } }\n"),
    });
    expect(problems).toEqual([`${marked[0]} error There is no schema keyword "typ"; did you mean "type"?`]);
    expect(set.schemas.size).toBe(1);
  });

  test("properties that are named like keywords are properties", async () => {
    const names =
      "{ type: { type: string }, properties: { type: string }, required: { type: boolean }, allOf: { type: string }, constructor: { type: string } }";
    expect(await said(`{ type: object, required: [type, constructor], properties: ${names} }`)).toEqual([]);
  });
});

describe("required", () => {
  test("a name that nothing declares is found", async () => {
    expect(await said("{ type: object, required: [id, ▸nme], properties: { id: true, name: true } }")).toEqual([
      '▸ error "nme" is required, but nothing declares a property of that name; did you mean "name"?',
    ]);
  });

  test.each([
    [
      "a sibling under allOf",
      "{ required: [a], allOf: [{ properties: { a: true } }, { required: [b], properties: { c: true } }], properties: { b: true } }",
    ],
    ["the schema around a branch", "{ properties: { a: true, b: true }, oneOf: [{ required: [a] }, { required: [b] }] }"],
    ["a then branch", "{ properties: { a: true }, if: { required: [a] }, then: { properties: { b: true } }, required: [b] }"],
    ["what a reference leads to", "{ allOf: [{ $ref: '#/components/schemas/Base' }], required: [id], properties: { own: true } }"],
    ["a pattern", "{ required: [x-1], properties: { a: true }, patternProperties: { '^x-': true } }"],
    ["a schema for further properties", "{ required: [any], properties: { a: true }, additionalProperties: { type: string } }"],
    ["nothing at all, in an open map", "{ type: object, required: [any] }"],
  ])("a name may be declared by %s", async (_, payload) => {
    const components = "components: { schemas: { Base: { type: object, properties: { id: true } } } }\n";
    expect(await said(payload, components)).toEqual([]);
  });

  test("a base may require what those that build on it declare", async () => {
    const components = "components: { schemas: { Base: { required: [kind], properties: { id: true } } } }\n";
    expect(await said("{ allOf: [{ $ref: '#/components/schemas/Base' }], properties: { kind: true } }", components)).toEqual([]);
  });

  test("a closed object that requires what it forbids is found", async () => {
    expect(await said("{ type: object, required: [▸a], additionalProperties: false }")).toEqual([
      '▸ error "a" is required, but nothing declares a property of that name.',
    ]);
  });

  test("a required property of a nested object is looked for there", async () => {
    expect(await said("{ properties: { id: true, in: { required: [▸id], properties: { key: true } } } }")).toEqual([
      '▸ error "id" is required, but nothing declares a property of that name.',
    ]);
  });
});

describe("recursion and size", () => {
  test("a schema that contains itself in place is refused", async () => {
    const components = "components: { schemas: { ▸A: { allOf: [{ $ref: '#/components/schemas/A' }] } } }\n";
    expect(await said("{ $ref: '#/components/schemas/A' }", components)).toEqual([
      '▸ error The schema "A" contains itself in place, so that no value can be checked against it.',
    ]);
  });

  test("schemas that only refer to each other in a circle are refused", async () => {
    const components = "components: { schemas: { A: { $ref: '#/components/schemas/B' }, B: { $ref: '#/components/schemas/A' } } }\n";
    const { set } = await readDocuments({ "app.yaml": sending("{ $ref: '#/components/schemas/A' }", components) });
    expect(set.problems).toMatchObject([{ code: "circular-ref" }]);
  });

  test("a chain of 200 schemas, each referred to twice, reads in under 2 s, the AsyncAPI parser included", async () => {
    await checkDocuments({ "warm-up.yaml": sending("true") });
    const schemas = Array.from({ length: 200 }, (_, index) => {
      const next = `{ $ref: '#/components/schemas/S${Math.min(index + 1, 199)}' }`;
      return `    S${index}: { type: object, properties: { a: ${next}, b: ${next} } }\n`;
    });
    const document = sending("{ $ref: '#/components/schemas/S0' }", `components:\n  schemas:\n${schemas.join("")}`);
    const before = process.cpuUsage();
    const { set, problems } = await checkDocuments({ "app.yaml": document });
    const { user, system } = process.cpuUsage(before);
    expect(problems).toEqual([]);
    expect(set.schemas.size).toBe(200);
    expect((user + system) / 1000).toBeLessThan(2000);
  });

  test("a deep nest of schemas does not exhaust the stack", async () => {
    const deep = `${"{ items: ".repeat(1500)}{ type: string }${" }".repeat(1500)}`;
    const { set } = await readDocuments({ "app.yaml": sending(deep) });
    expect(set.problems.every(({ severity }) => severity === "error")).toBe(true);
  });
});

test.each([
  "application/vnd.apache.avro;version=1.9.0",
  "application/vnd.google.protobuf;version=3",
  "application/raml+yaml;version=1.0",
  "application/vnd.oai.openapi;version=3.0.0",
  "application/schema+json;version=draft-04",
])("the schema format %s is refused, and the supported ones are named", async (format) => {
  const problems = await said(`{ schemaFormat: ▸'${format}', schema: {} }`);
  expect(problems).toEqual([
    `▸ error The schemaFormat "${format}" is not supported; supported are "application/vnd.aai.asyncapi+json;version=3.0.0" (the default) and "application/schema+json;version=draft-07".`,
  ]);
});
