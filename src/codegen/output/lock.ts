import { mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { dirname } from "node:path";
import { setTimeout as wait } from "node:timers/promises";

const pollMs = 50;
const patienceMs = 60_000;

/** Runs something while no other process holds the same lock file; the lock of a process that is gone does not count. */
export async function withLock<T>(file: string, run: () => Promise<T>): Promise<T> {
  for (const start = Date.now(); !(await take(file)); ) {
    if (Date.now() - start > patienceMs) throw new Error(`Another run has been writing for a minute; if none is, remove ${file}.`);
    if (await holderIsGone(file)) await rm(file, { force: true });
    else await wait(pollMs);
  }
  try {
    return await run();
  } finally {
    await rm(file, { force: true });
  }
}

async function take(file: string): Promise<boolean> {
  try {
    await mkdir(dirname(file), { recursive: true });
    await writeFile(file, String(process.pid), { flag: "wx" });
    return true;
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    // ENOENT: the last holder has just removed the folder.
    if (code === "EEXIST" || code === "ENOENT") return false;
    throw error;
  }
}

async function holderIsGone(file: string): Promise<boolean> {
  const pid = Number(await readFile(file, "utf8").catch(() => ""));
  // Empty: between another's creating the file and its writing; or gone already. Both mean: look again.
  if (!Number.isInteger(pid) || pid <= 0) return false;
  try {
    process.kill(pid, 0);
    return false;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "ESRCH";
  }
}
