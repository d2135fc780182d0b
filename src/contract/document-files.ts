import { readdir, readFile, realpath, stat } from "node:fs/promises";
import { join } from "node:path";

/** Told of what is there and cannot be read, and why. */
export type ReportUnreadable = (path: string, why: string) => void;

/** Absolute paths of every YAML and JSON file under a folder, sorted; links are followed, hidden folders and dependencies are not looked into. */
export async function listFiles(root: string, report: ReportUnreadable): Promise<string[]> {
  const found: string[] = [];
  const walk = async (folder: string, around: readonly string[]): Promise<void> => {
    const place = await realpath(folder);
    if (around.includes(place)) return;
    for (const { name } of await readdir(folder, { withFileTypes: true })) {
      if (name.startsWith(".") || name === "node_modules") continue;
      const path = join(folder, name);
      const isDocument = /\.(?:ya?ml|json)$/i.test(name);
      try {
        if ((await stat(path)).isDirectory()) await walk(path, [...around, place]);
        else if (isDocument) found.push(path);
      } catch (error) {
        if (isDocument || !isAbsent(error)) report(path, reasonOf(error));
      }
    }
  };
  try {
    await walk(root, []);
  } catch (error) {
    if (!isAbsent(error)) report(root, reasonOf(error));
  }
  return found.sort();
}

/** The text of a file in UTF-8; undefined where there is none. Throws where it cannot be read. */
export async function readText(path: string): Promise<string | undefined> {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(await readFile(path));
  } catch (error) {
    if (isAbsent(error)) return undefined;
    throw error;
  }
}

/** Why a file cannot be read, in words. */
export function reasonOf(error: unknown): string {
  const { code = "" } = error as NodeJS.ErrnoException;
  if (code === "EACCES" || code === "EPERM") return "permission is denied";
  if (code === "EISDIR") return "it is a folder";
  if (code === "ENOTDIR") return "it is not a folder";
  if (code === "ENOENT") return "it is a link to nothing";
  if (code === "ERR_ENCODING_INVALID_ENCODED_DATA") return "it is not text in UTF-8";
  return error instanceof Error ? error.message : String(error);
}

function isAbsent(error: unknown): boolean {
  return (error as NodeJS.ErrnoException).code === "ENOENT";
}
