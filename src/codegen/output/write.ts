import { copyFile, link, mkdir, readdir, rename, rm, rmdir, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import type { FilePlan } from "../plan.js";
import { type Comparison, compareOutput, isUpToDate } from "./compare.js";
import { withLock } from "./lock.js";

/** Where a run keeps its lock and its half-done work, inside the output folder; gone when it is over. */
const workFolder = ".warren";

/** The user's own files stand where generated ones should go. */
export class ForeignFilesError extends Error {
  override readonly name = "ForeignFilesError";
}

/**
 * Makes the output folder hold exactly these generated files and leaves everybody else's alone.
 * All or nothing: files are written aside, then moved into place; whatever fails on the way, the old output is put back.
 */
export async function writeOutput(folder: string, files: readonly FilePlan[]): Promise<Comparison> {
  const before = await compareOutput(folder, files);
  refuseForeign(folder, before);
  if (isUpToDate(before)) return before;
  const work = join(folder, workFolder);
  try {
    return await withLock(join(work, "lock"), async () => {
      await clearLeftovers(work);
      const comparison = await compareOutput(folder, files);
      refuseForeign(folder, comparison);
      await replace(folder, files, comparison);
      return comparison;
    });
  } finally {
    await rmdir(work).catch(() => undefined);
  }
}

/** What a killed run left behind. Holding the lock, nobody else's work is there; what was moved aside is about to be written anew. */
async function clearLeftovers(work: string): Promise<void> {
  const names = (await readdir(work)).filter((name) => name !== "lock");
  await Promise.all(names.map((name) => rm(join(work, name), { recursive: true, force: true })));
}

function refuseForeign(folder: string, { foreign }: Comparison): void {
  if (foreign.length === 0) return;
  const names = foreign.map((path) => join(folder, path)).join(", ");
  throw new ForeignFilesError(`${names}: not generated, so not overwritten; move it away or choose another --out.`);
}

async function replace(folder: string, files: readonly FilePlan[], { missing, changed, stale }: Comparison): Promise<void> {
  const stage = join(folder, workFolder, `new-${process.pid}`);
  const old = join(folder, workFolder, `old-${process.pid}`);
  const written = files.filter(({ path }) => missing.includes(path) || changed.includes(path));
  const undo: (() => Promise<void>)[] = [];
  try {
    for (const { path, text } of written) await writeIn(join(stage, path), text);
    for (const path of [...changed, ...stale]) {
      await keep(join(folder, path), join(old, path));
      undo.push(() => move(join(old, path), join(folder, path)));
    }
    for (const { path } of written) {
      await move(join(stage, path), join(folder, path));
      if (missing.includes(path)) undo.push(() => rm(join(folder, path), { force: true }));
    }
    for (const path of stale) await rm(join(folder, path));
  } catch (error) {
    // One that cannot be undone must not keep the others from it.
    for (const step of undo.reverse()) await step().catch(() => undefined);
    throw error;
  } finally {
    await rm(stage, { recursive: true, force: true });
    await rm(old, { recursive: true, force: true });
  }
  for (const path of stale) await removeEmptyFolders(folder, dirname(path));
}

async function writeIn(file: string, text: string): Promise<void> {
  await mkdir(dirname(file), { recursive: true });
  await writeFile(file, text);
}

/** A second name for a file: the first can be replaced in one step, with no moment in which there is nothing. */
async function keep(file: string, as: string): Promise<void> {
  await mkdir(dirname(as), { recursive: true });
  await link(file, as).catch(() => copyFile(file, as));
}

async function move(from: string, to: string): Promise<void> {
  await mkdir(dirname(to), { recursive: true });
  await rename(from, to);
}

async function removeEmptyFolders(root: string, path: string): Promise<void> {
  for (let at = path; at !== "."; at = dirname(at)) {
    const removed = await rmdir(join(root, at)).then(
      () => true,
      () => false,
    );
    if (!removed) return;
  }
}
