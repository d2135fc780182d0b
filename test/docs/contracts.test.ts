/** The guide to contract proofs, done: its edit on a copy of the documents, and what it says that the command prints. */
import { cpSync } from "node:fs";
import { join } from "node:path";
import picocolors from "picocolors";
import { expect, test } from "vitest";
import { proveContracts } from "#compatibility";
import { readContracts } from "#contract";
import { reportOf } from "../../src/cli/contracts/report.js";
import { textOf } from "../../src/cli/contracts/text.js";
import { temporaryFolder } from "../support/folder.js";
import { applyEdit } from "./support/edits.js";
import { blocksOf, repository } from "./support/markdown.js";

const guide = "docs/how-to/prove-contracts.md";

const printed = async (folder: string): Promise<string> => {
  const set = await readContracts(join(folder, "asyncapi"), { cacheFolder: join(repository, ".warren/cache") });
  const report = await reportOf(join(folder, "asyncapi"), set, proveContracts(set));
  return textOf(report, picocolors.createColors(false)).replaceAll(`${folder}/`, "");
};

test("the guide to contract proofs shows what is printed, before its edit and after", async () => {
  const folder = temporaryFolder();
  cpSync(join(repository, "asyncapi"), join(folder, "asyncapi"), { recursive: true });
  const [matrix, edit, fault] = blocksOf(guide).filter(({ language }) => ["console", "diff", "text"].includes(language));
  if (matrix === undefined || edit === undefined || fault === undefined) throw new Error("the guide has no longer these blocks");
  // How many proofs there are, and how wide the columns, depends on groups that the guide is not about.
  const plain = (line: string): string =>
    line
      .trim()
      .replaceAll(/ +/g, " ")
      .replace(/^\d+ proved/, "17 proved");
  const before = (await printed(folder)).split("\n").map(plain);
  for (const line of matrix.lines.slice(1).filter((shown) => shown !== "…")) expect(before).toContain(plain(line));
  applyEdit(folder, edit);
  expect(await printed(folder)).toContain(`\n${fault.lines.join("\n")}\n`);
});
