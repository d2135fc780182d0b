/** Layouts between runs: the same pictures as without them, whatever the file holds. */
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { openLayouts } from "../../../src/portal/flow/kept-layouts.js";
import { layOut } from "../../../src/portal/flow/layout.js";
import { temporaryFolder } from "../../support/folder.js";

const shape = {
  boxes: [
    { width: 80, height: 30 },
    { width: 120, height: 30 },
  ],
  lines: [{ from: 0, to: 1 }],
};

const kept = (folder: string): string => join(folder, readdirSync(folder).find((name) => name.startsWith("layouts-")) ?? "none");

test("a layout that was worked out once is there for the next run", async () => {
  const folder = temporaryFolder();
  const first = await openLayouts(folder);
  const layout = await layOut(shape, first);
  await first.save();
  expect((await openLayouts(folder)).find(JSON.stringify(shape))).toEqual(layout);
  expect(await layOut(shape)).toEqual(layout);
});

test("what a run does not use is not kept for the next", async () => {
  const folder = temporaryFolder();
  const first = await openLayouts(folder);
  await layOut(shape, first);
  await first.save();
  const second = await openLayouts(folder);
  await layOut({ ...shape, lines: [] }, second);
  await second.save();
  expect((await openLayouts(folder)).find(JSON.stringify(shape))).toBeUndefined();
});

test("a damaged file counts as none, and is replaced", async () => {
  const folder = temporaryFolder();
  const first = await openLayouts(folder);
  const layout = await layOut(shape, first);
  await first.save();
  writeFileSync(kept(folder), readFileSync(kept(folder), "utf8").slice(0, 20));
  const second = await openLayouts(folder);
  expect(second.find(JSON.stringify(shape))).toBeUndefined();
  expect(await layOut(shape, second)).toEqual(layout);
  await second.save();
  expect((await openLayouts(folder)).find(JSON.stringify(shape))).toEqual(layout);
});

test("a folder that cannot be written to does no harm", async () => {
  const store = await openLayouts("/dev/null/nowhere");
  await layOut(shape, store);
  await expect(store.save()).resolves.toBeUndefined();
});
