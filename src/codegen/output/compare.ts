import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { isGenerated } from "../emit/header.js";
import type { FilePlan } from "../plan.js";

/** How an output folder differs from what it should hold. Paths are relative to the folder, with `/`, sorted. */
export interface Comparison {
  readonly missing: readonly string[];
  readonly changed: readonly string[];
  /** Generated once, not any more. */
  readonly stale: readonly string[];
  readonly unchanged: readonly string[];
  /** Where a file should go stands one that was not generated. */
  readonly foreign: readonly string[];
}

export async function compareOutput(folder: string, files: readonly FilePlan[]): Promise<Comparison> {
  const result = {
    missing: [] as string[],
    changed: [] as string[],
    stale: [] as string[],
    unchanged: [] as string[],
    foreign: [] as string[],
  };
  for (const { path, text } of files) {
    const present = await readFile(join(folder, path), "utf8").catch(emptyIfFolder);
    if (present === undefined) result.missing.push(path);
    else if (present === text) result.unchanged.push(path);
    else (isGenerated(present) ? result.changed : result.foreign).push(path);
  }
  const wanted = new Set(files.map((file) => file.path));
  for (const path of await sourceFiles(folder)) {
    if (wanted.has(path)) continue;
    const text = await readFile(join(folder, path), "utf8").catch(undefinedIfAbsent);
    if (text !== undefined && isGenerated(text)) result.stale.push(path);
  }
  for (const list of Object.values(result)) list.sort();
  return result;
}

export const isUpToDate = ({ missing, changed, stale, foreign }: Comparison): boolean =>
  missing.length + changed.length + stale.length + foreign.length === 0;

/** Files of the kinds that are generated; hidden folders and dependencies are nobody's output. */
async function sourceFiles(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { withFileTypes: true }).catch((error: unknown): [] => {
    undefinedIfAbsent(error);
    return [];
  });
  const nested = entries.map(async (entry): Promise<string[]> => {
    if (entry.isDirectory()) {
      if (entry.name.startsWith(".") || entry.name === "node_modules") return [];
      return (await sourceFiles(join(folder, entry.name))).map((path) => `${entry.name}/${path}`);
    }
    return entry.isFile() && /\.(ts|js|json)$/.test(entry.name) ? [entry.name] : [];
  });
  return (await Promise.all(nested)).flat();
}

/** A folder where a file should go is not generated either. */
function emptyIfFolder(error: unknown): "" | undefined {
  if ((error as NodeJS.ErrnoException).code === "EISDIR") return "";
  undefinedIfAbsent(error);
  return undefined;
}

function undefinedIfAbsent(error: unknown): undefined {
  const code = (error as NodeJS.ErrnoException).code;
  if (code === "ENOENT" || code === "ENOTDIR") return undefined;
  throw error;
}
