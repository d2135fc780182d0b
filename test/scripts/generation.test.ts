import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { expect, test } from "vitest";
import { inputsOf, isGenerated, noteGenerated } from "../../scripts/setup/generation.mjs";
import { temporaryFolder } from "../support/folder.js";

const write = (root: string, path: string, text: string): void => {
  mkdirSync(dirname(join(root, path)), { recursive: true });
  writeFileSync(join(root, path), text);
};

const generated = (): string => {
  const root = temporaryFolder();
  write(root, "asyncapi/g/a.yaml", "asyncapi: 3.0.0");
  write(root, "src/codegen/index.ts", "export {};");
  write(root, "generated/g/a/index.ts", "export {};");
  noteGenerated(root, inputsOf(root));
  return root;
};

test("nothing has changed since the generator ran: nothing is stale", () => expect(isGenerated(generated())).toBe(true));

test("a fresh clone, where it never ran, is stale", () => {
  const root = generated();
  rmSync(join(root, ".warren"), { recursive: true });
  expect(isGenerated(root)).toBe(false);
});

test.each([
  ["a document that changed", "asyncapi/g/a.yaml", "asyncapi: 3.0.0 # now"],
  ["a new document", "asyncapi/g/b.yaml", ""],
  ["an HTTP document", "openapi/g/a.yaml", ""],
  ["the generator itself", "src/codegen/index.ts", "export const changed = 1;"],
  ["the model under it", "src/contract/index.ts", ""],
  ["other versions of dependencies", "package-lock.json", "{}"],
  ["generated code that was edited", "generated/g/a/index.ts", "// mine"],
  ["generated code left over", "generated/g/old/index.ts", ""],
])("%s makes it stale", (_what, path, text) => {
  const root = generated();
  write(root, path, text);
  expect(isGenerated(root)).toBe(false);
});

test("generated code that was deleted makes it stale", () => {
  const root = generated();
  rmSync(join(root, "generated/g/a/index.ts"));
  expect(isGenerated(root)).toBe(false);
});

test("an edit during the run is not lost: the stamp is of what the run began with", () => {
  const root = generated();
  const before = inputsOf(root);
  write(root, "asyncapi/g/a.yaml", "edited while the generator ran");
  noteGenerated(root, before);
  expect(isGenerated(root)).toBe(false);
});
