import { mkdirSync, writeFileSync } from "node:fs";
import { join, relative } from "node:path";
import { expect, test } from "vitest";
import { createGenerator } from "../../src/codegen/generator.js";
import { formatProblem } from "../../src/contract/problems.js";
import { sending } from "../support/documents.js";
import { temporaryFolder } from "../support/folder.js";

/** The problems of generating from documents, as they are printed, and the folder they lie in. */
async function problemsOf(documents: Readonly<Record<string, string>>): Promise<{ problems: string[]; folder: string }> {
  const root = temporaryFolder();
  const folder = join(root, "docs");
  mkdirSync(folder);
  for (const [name, text] of Object.entries(documents)) writeFileSync(join(folder, name), text);
  const generator = createGenerator({ asyncapi: folder, openapi: join(root, "none"), cacheFolder: join(root, "cache") });
  return { problems: (await generator.run()).problems.map(formatProblem), folder };
}

test("an example that its message refuses is told once, at its place, however many applications use the message", async () => {
  const document = sending("true").replace("{ payload: true }", "{ $ref: './shared.yaml#/Placed' }");
  const shared = `Placed:
  payload: { type: object, required: [id], properties: { id: { type: integer } } }
  headers: { type: object, properties: { tenant: { type: string } } }
  examples:
    - payload: { id: 1 }
      headers: { tenant: a }
    - payload: { id: one }
    - headers: { tenant: 1 }
`;
  const { problems, folder } = await problemsOf({ "a.yaml": document, "b.yaml": document, "shared.yaml": shared });
  expect(problems.filter((problem) => problem.includes("example"))).toEqual([
    `${folder}/shared.yaml:7:7 warning This is no valid example of "Placed": /id of its payload must be integer.`,
    `${folder}/shared.yaml:8:7 warning This is no valid example of "Placed": /tenant of its headers must be string.`,
  ]);
});

test("problems are placed where an editor finds them from the working directory", async () => {
  const { problems, folder } = await problemsOf({ "a.yaml": sending("{ type: strin }") });
  expect(relative("", folder)).toMatch(/^\.\./);
  expect(problems).toEqual([expect.stringMatching(`^${folder}/a\\.yaml:7:34 error `)]);
});
