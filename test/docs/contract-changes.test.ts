/** The guide to changes, done: its edits in a copy of the documents under git, and what it says that the command prints. */
import { cpSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { type AgainstOptions, runAgainst } from "../../src/cli/contracts/against.js";
import { outcomes } from "../../src/cli/contracts/change-report.js";
import { wayWords } from "../../src/cli/contracts/change-words.js";
import { gitRepository } from "../support/git-repository.js";
import { applyEdit } from "./support/edits.js";
import { blocksOf, checkedNames, repository } from "./support/markdown.js";

const guide = "docs/how-to/change-a-contract-safely.md";
const [producer, consumer, report, acceptance] = blocksOf(guide).filter(({ language }) => ["diff", "text"].includes(language));

let printed = "";
beforeEach(() => {
  vi.spyOn(process.stdout, "write").mockImplementation((text) => {
    printed += String(text);
    return true;
  });
});
afterEach(() => vi.restoreAllMocks());

/** The documents of this repository, committed, and what the command says of what was done to them. */
function documents() {
  const copy = gitRepository();
  cpSync(join(repository, "asyncapi"), join(copy.folder, "asyncapi"), { recursive: true });
  copy.commit({});
  const against = async (options: Partial<AgainstOptions> = {}) => {
    printed = "";
    const code = await runAgainst({ asyncapi: join(copy.folder, "asyncapi"), against: "main", ...options });
    return { code, text: printed.replaceAll(`${copy.folder}/`, "") };
  };
  return { ...copy, against };
}

test("both edits at once print what the guide shows; one after the other they are safe", async () => {
  if (producer === undefined || consumer === undefined || report === undefined) throw new Error("the guide has no longer these blocks");
  const { folder, git, commit, against } = documents();
  applyEdit(folder, producer);
  applyEdit(folder, consumer);
  const both = await against();
  expect(both.code).toBe(1);
  expect(both.text).toContain(`${report.lines.join("\n")}\n`);

  git("checkout", "--quiet", "asyncapi/portfolio");
  expect(await against()).toMatchObject({ code: 0, text: expect.stringContaining(" 0 breaking, 0 unknown, 0 accepted") });
  commit({});
  applyEdit(folder, consumer);
  expect(await against()).toMatchObject({ code: 0, text: expect.stringContaining(" 0 breaking, 0 unknown, 0 accepted") });
}, 60_000);

test("the optional property is safe by the policy alone, and the acceptance accepts the break", async () => {
  if (producer === undefined || consumer === undefined || acceptance === undefined) throw new Error("the guide has no longer these blocks");
  const { folder, write, git, against } = documents();
  applyEdit(folder, consumer);
  const strict = readFileSync(join(folder, "asyncapi/portfolio/portfolio.yaml"), "utf8");
  write({ "asyncapi/portfolio/portfolio.yaml": strict.replace("price, currency, completedAt", "price, completedAt") });
  expect((await against()).code).toBe(1);
  const byPolicy = await against({ policy: "declared-properties-only" });
  expect(byPolicy).toMatchObject({ code: 0, text: expect.stringContaining("safe by policy declared-properties-only") });

  git("checkout", "--quiet", ".");
  applyEdit(folder, producer);
  applyEdit(folder, consumer);
  write({ "accepted.yaml": acceptance.lines.join("\n") });
  const accepted = await against({ accepted: join(folder, "accepted.yaml") });
  expect(accepted).toMatchObject({ code: 0, text: expect.stringContaining("accepted until 2999-12-31: No orders at night") });
}, 60_000);

test("the reference lists every way and every outcome", () => {
  const path = "docs/reference/contract-changes.md";
  expect(checkedNames(path, "ways").toSorted()).toEqual(Object.keys(wayWords).sort());
  expect(checkedNames(path, "outcomes").toSorted()).toEqual([...outcomes].sort());
});
