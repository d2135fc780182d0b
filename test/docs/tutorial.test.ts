/** The tutorial, done: its edits on a copy of this repository, its commands there, and their output held against what it prints. */
import { spawn } from "node:child_process";
import { cpSync, existsSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { formatProblem, readContracts } from "#contract";
import { temporaryFolder } from "../support/folder.js";
import { commandsOf } from "./support/commands.js";
import { applyEdit } from "./support/edits.js";
import { type Block, blocksOf, repository } from "./support/markdown.js";

const copied = [
  "asyncapi",
  "openapi",
  "generated",
  "src",
  "scripts",
  "test",
  "package.json",
  "package-lock.json",
  "tsconfig.json",
  "vitest.config.ts",
];
/** Type-checks the services and what they stand on; the rest of the repository is not what the tutorial is about, and takes its time. */
const project = {
  extends: "./tsconfig.json",
  compilerOptions: { incremental: true, outDir: ".warren" },
  include: ["src/services", "generated"],
};

function copyRepository(): string {
  const folder = temporaryFolder();
  for (const path of copied) cpSync(join(repository, path), join(folder, path), { recursive: true });
  const cache = ".warren/cache";
  if (existsSync(join(repository, cache))) cpSync(join(repository, cache), join(folder, cache), { recursive: true });
  symlinkSync(join(repository, "node_modules"), join(folder, "node_modules"));
  rmSync(join(folder, ".warren/generated"), { force: true });
  writeFileSync(join(folder, "tsconfig.tutorial.json"), JSON.stringify(project));
  return folder;
}

/** Runs a command line as a shell does; resolves with what it printed. */
function run(folder: string, line: string): Promise<string> {
  const own = Object.entries(process.env).filter(([name]) => !/^(VITEST|NODE_OPTIONS|NODE_ENV|TEST)/.test(name));
  const child = spawn("sh", ["-c", line], { cwd: folder, env: Object.fromEntries(own), stdio: ["ignore", "pipe", "pipe"] });
  let output = "";
  for (const stream of [child.stdout, child.stderr]) stream.on("data", (chunk: Buffer) => (output += chunk.toString()));
  return new Promise((resolve, reject) => {
    child.once("error", reject);
    child.once("close", () => resolve(output));
  });
}

/** What the test runs in the place of a command: the same, narrower or without git. */
const instead: readonly (readonly [shown: string, done: string])[] = [
  ["npx tsc --noEmit", "node node_modules/typescript/bin/tsc --noEmit -p tsconfig.tutorial.json"],
  ["git show HEAD:asyncapi/orders/messages.yaml >", `cp ${join(repository, "asyncapi/orders/messages.yaml")}`],
];
const toRun = (command: string): string => instead.reduce((line, [shown, done]) => line.replace(shown, () => done), command);

/** Times differ from run to run. */
const plain = (text: string): string =>
  text
    .replaceAll(/\d+\.\d s/g, "0.0 s")
    .replaceAll(/\s+/g, " ")
    .trim();

async function follow(folder: string, block: Block): Promise<void> {
  if (block.language === "diff") applyEdit(folder, block);
  else for (const command of commandsOf(block)) await perform(folder, block, command);
}

async function perform(folder: string, block: Block, command: string): Promise<void> {
  const output = plain(await run(folder, toRun(command)));
  if (block.language !== "console") return;
  const printed = block.lines.filter((line) => !line.startsWith("$ ")).map(plain);
  for (const line of printed) expect(output, `${block.place}: ${command}`).toContain(line);
  if (printed.length === 0) expect(output, `${block.place}: ${command}`).toBe("");
}

test("the tutorial's edits and commands have the outcomes that it prints", async () => {
  const folder = copyRepository();
  const blocks = blocksOf("docs/tutorial.md").filter(({ language }) => ["diff", "console", "sh"].includes(language));
  // The first starts the system, which test/e2e does; the last puts everything back.
  for (const block of blocks.slice(1, -1)) await follow(folder, block);
}, 240_000);

/** The documents with the edit of one of the texts. */
function edited(path: string, take: number): string {
  const folder = temporaryFolder();
  cpSync(join(repository, "asyncapi"), join(folder, "asyncapi"), { recursive: true });
  const edits = blocksOf(path).filter(({ language }) => language === "diff");
  for (const edit of edits.slice(0, take)) applyEdit(folder, edit);
  return folder;
}

test("the README's edit is the tutorial's", async () => {
  expect(await run(edited("README.md", 2), `diff -r asyncapi ${join(edited("docs/tutorial.md", 1), "asyncapi")}`)).toBe("");
});

test("the README and the tutorial print what the compiler, the reader and the contract tests say", async () => {
  const folder = edited("README.md", 1);
  const { problems } = await readContracts(join(folder, "asyncapi"));
  const [said = ""] = problems.map(formatProblem).map((line) => `asyncapi/${line}`);
  const texts = (path: string): string[] =>
    blocksOf(path).flatMap(({ language, source, lines }) => (language === "text" && source === "" ? [lines.join("\n")] : []));
  expect(texts("docs/tutorial.md")).toContain(said);
  const tutorial = blocksOf("docs/tutorial.md").flatMap(({ lines }) => lines.map((line) => line.trim()));
  const quoted = texts("README.md")
    .slice(1)
    .flatMap((text) => text.split("\n"));
  for (const line of quoted) expect(tutorial).toContain(line.trim());
});
