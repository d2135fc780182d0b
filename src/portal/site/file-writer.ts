import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";

/** @param path below the folder, `/` between its parts */
export type WriteFile = (path: string, text: string) => void;

/** Writes at once, file by file, and makes the folders on the way: pages are many and small, and what waits for nothing is quickest. */
export function fileWriter(folder: string): WriteFile {
  const made = new Set<string>();
  return (path, text) => {
    const file = join(folder, path);
    const parent = dirname(file);
    if (!made.has(parent)) mkdirSync(parent, { recursive: true });
    made.add(parent);
    writeFileSync(file, text);
  };
}
