import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Block } from "./markdown.js";

/** Does what a `diff` block of a document shows, in a copy of the repository. Throws where the file does not have the lines that it starts from. */
export function applyEdit(folder: string, { place, source, lines }: Block): void {
  const file = join(folder, source);
  const text = readFileSync(file, "utf8");
  const before = linesWith(lines, "-");
  if (text.split(before).length !== 2) throw new Error(`${place}: ${source} does not have these lines exactly once:\n${before}`);
  writeFileSync(
    file,
    text.replace(before, () => linesWith(lines, "+")),
  );
}

const linesWith = (lines: readonly string[], sign: "+" | "-"): string =>
  lines
    .filter((line) => line.startsWith(" ") || line.startsWith(sign))
    .map((line) => `${line.slice(1)}\n`)
    .join("");
