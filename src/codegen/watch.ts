import { type FSWatcher, watch as watchFolder } from "node:fs";
import { readdir } from "node:fs/promises";
import { dirname, join, resolve } from "node:path";
import { createFingerprints } from "./fingerprints.js";

/** Editors write a file in several steps; after the first event, this long of quiet means it is done. */
const settleMs = 40;
/** For file systems that send no events. */
const pollMs = 1000;

export interface WatchOptions {
  /** Folders in which every document counts, new ones included. */
  readonly folders: readonly string[];
  /** Does one run and tells which files it read. It reports its own failures; it does not reject for them. */
  readonly run: () => Promise<readonly string[]>;
  readonly signal: AbortSignal;
}

/**
 * Runs at once, and again after every change, until the signal aborts. Whether something changed is decided by content, never by
 * events: the inputs are fingerprinted before each run, so an edit made while one is under way leads to the next. Events only make it quick.
 */
export async function watchInputs({ folders, run, signal }: WatchOptions): Promise<void> {
  const roots = folders.map((folder) => resolve(folder));
  const bell = createBell(signal);
  const watchers = new Map<string, FSWatcher>();
  const fingerprints = createFingerprints();
  let read: readonly string[] = [];
  let done: string | undefined;
  try {
    while (!signal.aborted) {
      const tree = await listTree(roots);
      follow(watchers, new Set([...tree.folders, ...read.map((file) => dirname(file))]), bell.ring);
      const inputs = await fingerprints.of([...new Set([...tree.files, ...read])].sort());
      if (inputs === done) await bell.wait();
      else {
        read = await run();
        done = inputs;
      }
    }
  } finally {
    for (const watcher of watchers.values()) watcher.close();
  }
}

/** Documents and folders under the roots. A folder that is not there has none. */
async function listTree(roots: readonly string[]): Promise<{ readonly files: readonly string[]; readonly folders: readonly string[] }> {
  const files: string[] = [];
  const folders: string[] = [];
  for (const root of roots) {
    const entries = await readdir(root, { recursive: true, withFileTypes: true }).catch(() => undefined);
    if (entries === undefined) folders.push(dirname(root));
    else folders.push(root);
    for (const entry of entries ?? []) {
      const path = join(entry.parentPath, entry.name);
      if (entry.isDirectory()) folders.push(path);
      else if (/\.(ya?ml|json)$/i.test(entry.name)) files.push(path);
    }
  }
  return { files, folders };
}

/** Watches these folders and no others. Folders, not files: an editor that replaces a file leaves a watch on the old one blind. */
function follow(watchers: Map<string, FSWatcher>, folders: ReadonlySet<string>, ring: () => void): void {
  for (const [folder, watcher] of watchers) {
    if (folders.has(folder)) continue;
    watcher.close();
    watchers.delete(folder);
  }
  for (const folder of folders) {
    if (watchers.has(folder)) continue;
    try {
      const watcher = watchFolder(folder, ring);
      // A folder that goes away: the poll finds out.
      watcher.on("error", () => watcher.close());
      watchers.set(folder, watcher);
    } catch {
      // Not there, or no more watches to be had: the poll stands in.
    }
  }
}

interface Bell {
  readonly ring: () => void;
  /** Until it rang and went quiet, the poll is due, or the signal aborted. Rings since the last wait count. */
  wait(): Promise<void>;
}

function createBell(signal: AbortSignal): Bell {
  let rung = false;
  let wake = (): void => {};
  signal.addEventListener("abort", () => wake(), { once: true });
  const pause = (ms: number): Promise<void> =>
    new Promise((resume) => {
      const timer = setTimeout(resume, ms);
      wake = () => {
        clearTimeout(timer);
        resume();
      };
    });
  return {
    ring: () => {
      rung = true;
      wake();
    },
    async wait() {
      if (!rung && !signal.aborted) await pause(pollMs);
      while (rung && !signal.aborted) {
        rung = false;
        await pause(settleMs);
      }
    },
  };
}
