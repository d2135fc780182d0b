// @ts-check
// Locks between processes: a file that names its holder. A holder that is gone holds nothing.
import { linkSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";

/** What tells one process from another that got its number later: the start time, where the system tells it. @param {number} pid */
const startTime = (pid) => {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
    return stat.slice(stat.lastIndexOf(")") + 2).split(" ")[19] ?? "";
  } catch {
    return "";
  }
};

/** @param {number} pid */
const exists = (pid) => {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return /** @type {NodeJS.ErrnoException} */ (error).code === "EPERM";
  }
};

/** @param {string} holder */
const isHeld = (holder) => {
  const [pid = "", started = ""] = holder.split(" ");
  return pid !== "" && exists(Number(pid)) && startTime(Number(pid)) === started;
};

/** @param {string} file */
const read = (file) => {
  try {
    return readFileSync(file, "utf8");
  } catch {
    return undefined;
  }
};

let drafts = 0;

/** Makes the file with its content in one step, so that nobody sees it half written. @param {string} file @param {string} content */
const create = (file, content) => {
  drafts += 1;
  const draft = `${file}.${process.pid}.${drafts}`;
  writeFileSync(draft, content);
  try {
    linkSync(draft, file);
    return true;
  } catch (error) {
    if (/** @type {NodeJS.ErrnoException} */ (error).code === "EEXIST") return false;
    throw error;
  } finally {
    rmSync(draft, { force: true });
  }
};

/** Takes a dead holder's file away. @param {string} file @param {string} holder */
const clearStale = (file, holder) => {
  const aside = `${file}.${process.pid}.stale`;
  try {
    renameSync(file, aside);
  } catch {
    return; // somebody else was quicker
  }
  const moved = read(aside);
  // Between reading and renaming, another process may have cleared the file and taken the lock: then it gets it back.
  if (moved !== undefined && moved !== holder) create(file, moved);
  rmSync(aside, { force: true });
};

/**
 * Takes the lock if nobody alive holds it.
 * @param {string} file
 * @returns {(() => void) | undefined} gives the lock back; undefined where another holds it
 */
export const tryLock = (file) => {
  mkdirSync(dirname(file), { recursive: true });
  const self = `${process.pid} ${startTime(process.pid)}`;
  for (;;) {
    if (create(file, self)) {
      return () => {
        if (read(file) === self) rmSync(file, { force: true });
      };
    }
    const holder = read(file);
    if (holder === undefined) continue;
    if (isHeld(holder)) return undefined;
    clearStale(file, holder);
  }
};

/**
 * Does the work while nobody else does work under the same lock; waits for its turn.
 * @template T
 * @param {string} file
 * @param {() => Promise<T>} work
 * @param {() => void} [onWait] called once if the lock is not free at once
 * @returns {Promise<T>}
 */
export const withLock = async (file, work, onWait = () => {}) => {
  let unlock = tryLock(file);
  if (unlock === undefined) onWait();
  while (unlock === undefined) {
    await new Promise((resolve) => setTimeout(resolve, 100));
    unlock = tryLock(file);
  }
  try {
    return await work();
  } finally {
    unlock();
  }
};
