import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { expect, test } from "vitest";
import { isGenerated } from "../../../src/codegen/emit/header.js";
import { readOpenApi } from "../../../src/codegen/openapi/read.js";
import { renderDocument, renderHttpTypes } from "../../../src/codegen/openapi/render.js";
import { temporaryFolder } from "../../support/folder.js";

const operation = (id: string): string => `{ operationId: ${id}, responses: { '204': { description: Done. } } }`;
const head = "openapi: 3.1.0\ninfo: { title: T, version: '1' }\n";

function lay(files: Readonly<Record<string, string>>): string {
  const folder = temporaryFolder();
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), text);
  }
  return folder;
}

/** [what is wrong, the document, code and place, a word of the sentence] */
const faults: readonly (readonly [string, string, string, string])[] = [
  ["a YAML syntax error", `${head}paths:\n  /a: {\n  b: ]\n`, "yaml-syntax g/a.yaml:5", ""],
  ["another version", "swagger: '2.0'\npaths: {}\n", "unsupported-version g/a.yaml:1:1", "2.0"],
  ["a version to come", "openapi: 4.0.0\npaths: {}\n", "unsupported-version g/a.yaml:1:1", "4.0.0"],
  ["no paths", head, "structure g/a.yaml:1:1", "paths"],
  ["no operationId", `${head}paths:\n  /a:\n    get: { responses: {} }\n`, "missing-operation-id g/a.yaml:5:5", "GET /a"],
  [
    "one operationId twice",
    `${head}paths:\n  /a:\n    get: ${operation("one")}\n  /b:\n    put: ${operation("one")}\n`,
    "duplicate-operation-id g/a.yaml:7:12",
    "GET /a",
  ],
  [
    "a $ref to nothing in the document",
    `${head}paths:\n  /a:\n    $ref: '#/components/pathItems/Gone'\n`,
    "broken-ref g/a.yaml:5:5",
    "nothing at that place",
  ],
  [
    "a $ref to a file that is not there",
    `${head}paths: {}\ncomponents:\n  schemas:\n    A: { $ref: './gone.yaml#/A' }\n`,
    "broken-ref g/a.yaml:6:10",
    "no such file",
  ],
  [
    "a $ref to the network",
    `${head}paths: {}\ncomponents:\n  schemas:\n    A: { $ref: 'https://example.org/a.yaml' }\n`,
    "broken-ref g/a.yaml:6:10",
    "network",
  ],
];
for (const [about, text, where, word] of faults) {
  test(`${about} is a located problem`, async () => {
    const { problems } = await readOpenApi(lay({ "g/a.yaml": text }));
    const [first] = problems;
    expect(`${first?.code} ${first?.file}:${first?.line}:${first?.column}`).toContain(where);
    expect(first?.message).toContain(word);
  });
}

test("a fault inside a file that a $ref names is told there", async () => {
  const folder = lay({
    "a.yaml": `${head}paths: {}\ncomponents:\n  schemas:\n    A: { $ref: './shared/s.yaml#/S' }\n`,
    "shared/s.yaml": "S:\n  properties:\n    x:\n      $ref: '#/Gone'\n",
  });
  expect((await readOpenApi(folder)).problems).toMatchObject([{ code: "broken-ref", file: "shared/s.yaml", line: 4, column: 7 }]);
});

test("what other files hold moves under components, each thing once, recursion included", async () => {
  const folder = lay({
    "a.yaml": `${head}paths:
  /a:
    parameters: [{ $ref: './s.yaml#/params/Page' }]
    get:
      operationId: a
      responses:
        '200': { description: ok, content: { application/json: { schema: { $ref: './s.yaml#/Tree' }, example: { $ref: data } } } }
        '400': { $ref: './s.yaml#/components/responses/Bad' }
components:
  schemas:
    Tree: { type: string }
    Own: { $ref: './s.yaml#/Tree' }
    Back: { $ref: './a.yaml#/components/schemas/Own' }
`,
    "s.yaml": `Tree:
  type: object
  properties:
    parameters: { type: array, items: { $ref: '#/Tree' } }
    example: { $ref: '#/Leaf' }
  discriminator: { propertyName: kind, mapping: { leaf: '#/Leaf' } }
Leaf: { const: { $ref: data } }
params:
  Page: { name: page, in: query, schema: { type: integer } }
components:
  responses:
    Bad: { description: Bad. }
`,
  });
  const { documents, problems, files } = await readOpenApi(folder);
  expect(problems).toEqual([]);
  expect(files).toHaveLength(2);
  expect(documents.map(({ id }) => id)).toEqual(["a"]);
  expect(documents[0]?.document).toMatchObject({
    paths: {
      "/a": {
        parameters: [{ $ref: "#/components/parameters/Page" }],
        get: {
          responses: {
            "200": { content: { "application/json": { schema: { $ref: "#/components/schemas/Tree2" }, example: { $ref: "data" } } } },
            "400": { $ref: "#/components/responses/Bad" },
          },
        },
      },
    },
    components: {
      schemas: {
        Tree: { type: "string" },
        Own: { $ref: "#/components/schemas/Tree2" },
        Back: { $ref: "#/components/schemas/Own" },
        Tree2: {
          properties: { parameters: { items: { $ref: "#/components/schemas/Tree2" } }, example: { $ref: "#/components/schemas/Leaf" } },
          discriminator: { mapping: { leaf: "#/components/schemas/Leaf" } },
        },
        Leaf: { const: { $ref: "data" } },
      },
      parameters: { Page: { name: "page" } },
      responses: { Bad: { description: "Bad." } },
    },
  });
});

test("a folder that is not there has no documents and no problems", async () => {
  expect(await readOpenApi(join(temporaryFolder(), "gone"))).toEqual({ documents: [], problems: [], files: [] });
});

test("types and the bundled document carry the header, and the types name the operations", async () => {
  const { documents } = await readOpenApi(lay({ "g/a.yaml": `${head}paths:\n  /a:\n    get: ${operation("readA")}\n` }));
  for (const document of documents) {
    const types = await renderHttpTypes(document, "openapi/g/a.yaml");
    expect(types).toContain("export interface operations {");
    expect(types).toContain("readA: {");
    const json = renderDocument(document, "openapi/g/a.yaml");
    expect([isGenerated(types), isGenerated(json)]).toEqual([true, true]);
    expect(JSON.parse(json)).toMatchObject({ openapi: "3.1.0", paths: { "/a": { get: { operationId: "readA" } } } });
  }
}, 60_000);
