import { readText } from "./markdown.js";

/** Stands for lines that a quotation leaves out: `// …` or `# …`, alone on its line. */
const elision = /^\s*(?:\/\/|#) …$/;

/** Whether a file holds these lines: in this order, with this indentation (all of it may be deeper), elisions apart. */
export function isQuoted(lines: readonly string[], path: string): boolean {
  const file = readText(path).split("\n");
  let from = 0;
  for (const passage of passages(lines)) {
    const found = findPassage(passage, file, from);
    if (found === undefined) return false;
    from = found + passage.length;
  }
  return true;
}

function passages(lines: readonly string[]): readonly (readonly string[])[] {
  const all: string[][] = [[]];
  for (const line of lines) {
    if (elision.test(line)) all.push([]);
    else all.at(-1)?.push(line);
  }
  return all.map(trimmed).filter((passage) => passage.length > 0);
}

/** Without the blank lines at both ends. */
const trimmed = (lines: readonly string[]): readonly string[] => {
  const first = lines.findIndex((line) => line.trim() !== "");
  const last = lines.findLastIndex((line) => line.trim() !== "");
  return first < 0 ? [] : lines.slice(first, last + 1);
};

const indentOf = (line: string): number => line.length - line.trimStart().length;

function findPassage(passage: readonly string[], file: readonly string[], from: number): number | undefined {
  for (let at = from; at + passage.length <= file.length; at += 1) {
    const deeper = indentOf(file[at] ?? "") - indentOf(passage[0] ?? "");
    if (deeper < 0) continue;
    const same = passage.every((line, index) => (line.trim() === "" ? "" : " ".repeat(deeper) + line) === file[at + index]);
    if (same) return at;
  }
  return undefined;
}
