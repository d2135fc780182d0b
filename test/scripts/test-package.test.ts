import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { isNeeded } from "../../scripts/setup/test-package.mjs";
import { temporaryFolder } from "../support/folder.js";

const abacus = { name: "abacus", what: "An abacus", tests: "tests that count", usedThrough: "support/abacus.js", find: () => undefined };

test("a package is needed where one of the tests asked for uses it", () => {
  const root = temporaryFolder();
  mkdirSync(join(root, "test", "there"), { recursive: true });
  writeFileSync(join(root, "test", "there", "one.test.ts"), `import { count } from "../${join("support", "abacus.js")}";`);
  writeFileSync(join(root, "test", "two.test.ts"), "");
  const asked = [[], ["there/one"], ["test/"], ["two"], ["-t", "one of them"]];
  expect(asked.map((words) => isNeeded(abacus, root, words))).toEqual([true, true, true, false, false]);
});
