import { mkdir, readFile, rename, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { watchInputs } from "../../src/codegen/watch.js";
import { temporaryFolder } from "../support/folder.js";

let folder = "";
let stop = new AbortController();
let ended: Promise<void> = Promise.resolve();
/** What each run saw in `a.yaml` at its start. */
let seen: string[] = [];

const put = (name: string, text: string): Promise<void> => writeFile(join(folder, name), text);
const read = (name: string): Promise<string> => readFile(join(folder, name), "utf8").catch(() => "absent");

function watch(run: () => Promise<readonly string[]>, folders = [join(folder, "docs")]): void {
  ended = watchInputs({ folders, run, signal: stop.signal });
}

const noting = async (): Promise<readonly string[]> => {
  seen.push(await read("docs/a.yaml"));
  return [];
};

beforeEach(async () => {
  folder = temporaryFolder();
  await mkdir(join(folder, "docs"));
  await put("docs/a.yaml", "1");
  stop = new AbortController();
  seen = [];
});

afterEach(async () => {
  stop.abort();
  await ended;
});

const soon = { timeout: 10_000, interval: 5 };

test("it runs at once, and again after an edit", async () => {
  watch(noting);
  await vi.waitUntil(() => seen.length === 1, soon);
  await put("docs/a.yaml", "2");
  await vi.waitUntil(() => seen.at(-1) === "2", soon);
});

test("an edit made while a run is under way leads to another run", async () => {
  let finish = (): void => {};
  watch(async () => {
    await noting();
    if (seen.length === 1) await new Promise<void>((resolve) => (finish = resolve));
    return [];
  });
  await vi.waitUntil(() => seen.length === 1, soon);
  await put("docs/a.yaml", "2");
  finish();
  await vi.waitUntil(() => seen.at(-1) === "2", soon);
});

test("an editor that replaces the file is followed, time and again", async () => {
  watch(noting);
  for (const text of ["2", "3", "4"]) {
    await put("new.tmp", text);
    await rename(join(folder, "new.tmp"), join(folder, "docs/a.yaml"));
    await vi.waitUntil(() => seen.at(-1) === text, soon);
  }
});

test("new files in new folders count", async () => {
  watch(noting);
  await vi.waitUntil(() => seen.length === 1, soon);
  await mkdir(join(folder, "docs/new"));
  await put("docs/new/b.yaml", "1");
  await vi.waitUntil(() => seen.length >= 2, soon);
  const runs = seen.length;
  await put("docs/new/b.yaml", "2");
  await vi.waitUntil(() => seen.length > runs, soon);
});

test("a file elsewhere that a document refers to counts", async () => {
  await put("shared.yaml", "1");
  watch(async () => {
    seen.push(await read("shared.yaml"));
    return [join(folder, "shared.yaml")];
  });
  await vi.waitUntil(() => seen.length >= 1, soon);
  await put("shared.yaml", "2");
  await vi.waitUntil(() => seen.at(-1) === "2", soon);
});

test("a folder that comes later is found", async () => {
  watch(noting, [join(folder, "docs"), join(folder, "later")]);
  await vi.waitUntil(() => seen.length === 1, soon);
  await mkdir(join(folder, "later"));
  await put("later/b.yaml", "1");
  await vi.waitUntil(() => seen.length === 2, soon);
});

test("saving without a change starts nothing", async () => {
  watch(noting);
  await vi.waitUntil(() => seen.length === 1, soon);
  await put("docs/a.yaml", "1");
  await put("docs/notes.txt", "not a document");
  await put("docs/a.yaml", "2");
  await vi.waitUntil(() => seen.at(-1) === "2", soon);
  expect(seen).toEqual(["1", "2"]);
});

test("it ends when told to", async () => {
  watch(noting);
  await vi.waitUntil(() => seen.length === 1, soon);
  stop.abort();
  await expect(ended).resolves.toBeUndefined();
});
