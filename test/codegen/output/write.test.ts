import { chmod, mkdir, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { beforeEach, describe, expect, test } from "vitest";
import { headerFor } from "../../../src/codegen/emit/header.js";
import { compareOutput } from "../../../src/codegen/output/compare.js";
import { writeOutput } from "../../../src/codegen/output/write.js";
import type { FilePlan } from "../../../src/codegen/plan.js";
import { temporaryFolder } from "../../support/folder.js";

const file = (path: string, body = "1"): FilePlan => ({ path, text: `// ${headerFor("asyncapi/a.yaml")}\nexport const a = ${body};\n` });
const json = (path: string): FilePlan => ({ path, text: `{\n  "x-generated": "${headerFor("openapi/a.yaml")}"\n}\n` });

let folder = "";
beforeEach(() => {
  folder = temporaryFolder();
});

async function contents(): Promise<Record<string, string>> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  return Object.fromEntries(
    await Promise.all(
      files.sort().map(async (path): Promise<[string, string]> => [path.slice(folder.length + 1), await readFile(path, "utf8")]),
    ),
  );
}

async function put(path: string, text: string): Promise<void> {
  await mkdir(dirname(join(folder, path)), { recursive: true });
  await writeFile(join(folder, path), text);
}

const asRecord = (files: readonly FilePlan[]): Record<string, string> => Object.fromEntries(files.map(({ path, text }) => [path, text]));

test("a folder that is not there yet is made and filled", async () => {
  const files = [file("g/a/index.ts"), json("g/a/openapi.json")];
  await rm(folder, { recursive: true });
  expect(await writeOutput(folder, files)).toMatchObject({ missing: ["g/a/index.ts", "g/a/openapi.json"] });
  expect(await contents()).toEqual(asRecord(files));
});

test("the same again writes nothing", async () => {
  const files = [file("g/a/index.ts")];
  await writeOutput(folder, files);
  await chmod(join(folder, "g/a"), 0o500);
  await chmod(folder, 0o500);
  expect(await writeOutput(folder, files)).toMatchObject({ missing: [], changed: [], stale: [], unchanged: ["g/a/index.ts"] });
  await chmod(folder, 0o700);
  await chmod(join(folder, "g/a"), 0o700);
});

test("what is not generated any more goes, and so do the folders it leaves empty", async () => {
  await writeOutput(folder, [file("g/a/index.ts"), file("g/b/index.ts"), json("g/b/openapi.json")]);
  expect(await writeOutput(folder, [file("g/a/index.ts", "2")])).toMatchObject({
    changed: ["g/a/index.ts"],
    stale: ["g/b/index.ts", "g/b/openapi.json"],
  });
  expect(await readdir(join(folder, "g"))).toEqual(["a"]);
});

test("the user's own files stay, whatever stands around them", async () => {
  await writeOutput(folder, [file("g/a/index.ts"), file("g/b/index.ts")]);
  await put("g/b/mine.ts", "// My own.\n");
  await put("notes.json", '{ "mine": true }');
  await writeOutput(folder, [file("g/a/index.ts")]);
  expect(Object.keys(await contents())).toEqual(["g/a/index.ts", "g/b/mine.ts", "notes.json"]);
});

test("a user's file in the place of a generated one is an error that names it, and nothing is written", async () => {
  await put("g/a/index.ts", "// My own.\n");
  await expect(writeOutput(folder, [file("g/a/index.ts"), file("g/b/index.ts")])).rejects.toThrow(
    /g\/a\/index\.ts: not generated, so not overwritten/,
  );
  expect(await contents()).toEqual({ "g/a/index.ts": "// My own.\n" });
});

test("so is a user's folder", async () => {
  await put("g/a/index.ts/mine.ts", "// My own.\n");
  await expect(writeOutput(folder, [file("g/a/index.ts")])).rejects.toThrow(/g\/a\/index\.ts: not generated/);
});

describe("a run that fails half way", () => {
  const before = [file("g/a/index.ts"), file("g/b/index.ts"), file("g/c/index.ts")];
  /** The last file cannot be put in place: where its folder should be stands a file of the user's. */
  const doomed = [file("g/a/index.ts", "2"), file("g/b/index.ts", "2"), file("g/z/index.ts")];

  test("leaves the output as it was", async () => {
    await writeOutput(folder, before);
    await put("g/z", "in the way");
    await expect(writeOutput(folder, doomed)).rejects.toThrow();
    expect(await contents()).toEqual({ ...asRecord(before), "g/z": "in the way" });
  });

  test("leaves nothing that troubles the next", async () => {
    await writeOutput(folder, before);
    await put("g/z", "in the way");
    await expect(writeOutput(folder, doomed)).rejects.toThrow();
    await rm(join(folder, "g/z"));
    await writeOutput(folder, doomed);
    expect(await contents()).toEqual(asRecord(doomed));
  });
});

test("the lock and the half-done work of a run that was killed are cleared away", async () => {
  await put(".warren/lock", "2147483646");
  await put(".warren/new-2147483646/g/a/index.ts", "half");
  await writeOutput(folder, [file("g/a/index.ts")]);
  expect(Object.keys(await contents())).toEqual(["g/a/index.ts"]);
});

test("runs at the same time take turns: the output is one of theirs, whole", async () => {
  const versions = ["1", "2", "3", "4"].map((body) => [
    file("g/a/index.ts", body),
    file("g/b/index.ts", body),
    ...(body === "1" ? [file("g/c/index.ts")] : []),
  ]);
  await Promise.all(versions.map((files) => writeOutput(folder, files)));
  expect(versions.map(asRecord)).toContainEqual(await contents());
});

test("comparing tells missing, changed, stale, foreign and unchanged apart, and writes nothing", async () => {
  await writeOutput(folder, [file("same.ts"), file("changed.ts"), file("stale.ts")]);
  await put("foreign.ts", "// My own.\n");
  const before = await contents();
  expect(await compareOutput(folder, [file("same.ts"), file("changed.ts", "2"), file("missing.ts"), file("foreign.ts")])).toEqual({
    missing: ["missing.ts"],
    changed: ["changed.ts"],
    stale: ["stale.ts"],
    foreign: ["foreign.ts"],
    unchanged: ["same.ts"],
  });
  expect(await contents()).toEqual(before);
});
