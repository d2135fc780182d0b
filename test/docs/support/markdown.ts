/** Markdown as the documentation's tests read it: fenced blocks, headings, links, checked tables. */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join, posix } from "node:path";
import { fileURLToPath } from "node:url";

export const repository = fileURLToPath(new URL("../../..", import.meta.url));

export const readText = (path: string): string => readFileSync(join(repository, path), "utf8");

/** Every document of the repository, by its path from the root. */
export const documents: readonly string[] = [
  "README.md",
  "CONTRIBUTING.md",
  "CHANGELOG.md",
  ...readdirSync(join(repository, "docs"), { recursive: true, encoding: "utf8" })
    .filter((path) => path.endsWith(".md") && !path.startsWith("site/")) // what `npm run docs` writes is not written by hand
    .map((path) => posix.join("docs", path))
    .sort(),
];

export interface Block {
  /** `README.md:12` */
  readonly place: string;
  /** First word after the fence: `ts`, `sh`, `console`, … */
  readonly language: string;
  /** The rest of that line: for quotations, the file they are from. */
  readonly source: string;
  readonly lines: readonly string[];
}

/** The fenced blocks of a document, in order. */
export function blocksOf(path: string): readonly Block[] {
  const blocks: Block[] = [];
  let open: (Block & { lines: string[]; indent: string }) | undefined;
  for (const [index, line] of readText(path).split("\n").entries()) {
    const [, indent = "", language = "", source = ""] = /^( *)```(\S*) ?(.*)$/.exec(line) ?? [];
    if (!/^ *```/.test(line)) open?.lines.push(line.startsWith(open.indent) ? line.slice(open.indent.length) : line.trimStart());
    else if (open === undefined) open = { place: `${path}:${index + 1}`, language, source, lines: [], indent };
    else {
      blocks.push(open);
      open = undefined;
    }
  }
  if (open !== undefined) throw new Error(`${open.place} is never closed`);
  return blocks;
}

/** The text outside of fenced blocks. */
function proseOf(path: string): string {
  let inside = false;
  const lines = readText(path)
    .split("\n")
    .map((line) => {
      const fence = /^ *```/.test(line);
      if (fence) inside = !inside;
      return fence || inside ? "" : line;
    });
  return lines.join("\n");
}

/** The anchors that GitHub gives a document's headings. */
function anchorsOf(path: string): ReadonlySet<string> {
  const seen = new Map<string, number>();
  return new Set(
    [...proseOf(path).matchAll(/^#{1,6} (.+)$/gm)].map(([, title = ""]) => {
      const slug = title
        .toLowerCase()
        .replaceAll(/[^\p{L}\p{N}\p{M} _-]/gu, "")
        .replaceAll(" ", "-");
      const count = seen.get(slug) ?? 0;
      seen.set(slug, count + 1);
      return count === 0 ? slug : `${slug}-${count}`;
    }),
  );
}

/** Targets of a document's links, images included; inline code is left out. */
export const linksOf = (path: string): readonly string[] =>
  [
    ...proseOf(path)
      .replaceAll(/`[^`\n]*`/g, "")
      .matchAll(/\]\(([^)\s]+)\)/g),
  ].map((match) => match[1] ?? "");

/** What is wrong with a link, or undefined. Addresses on the web are taken on trust. */
export function linkFault(from: string, link: string): string | undefined {
  if (/^https?:/.test(link)) return undefined;
  const [file = "", anchor] = link.split("#");
  const target = file === "" ? from : posix.join(dirname(from), file);
  if (!existsSync(join(repository, target))) return `${from}: there is no ${target}`;
  if (anchor === undefined || !target.endsWith(".md")) return undefined;
  return anchorsOf(target).has(anchor) ? undefined : `${from}: ${target} has no heading #${anchor}`;
}

/** The rows of the table that stands under `<!-- checked: name -->`, cells without backticks around them. */
export function checkedTable(path: string, name: string): readonly (readonly string[])[] {
  const after = readText(path).split(`<!-- checked: ${name} -->\n`)[1];
  if (after === undefined) throw new Error(`${path} has no table marked "${name}"`);
  const rows = after.trimStart().split(/\n(?!\|)/, 1)[0] ?? "";
  return rows
    .split("\n")
    .slice(2)
    .map((row) =>
      row
        .replace(/^\|\s*|\s*\|$/g, "")
        .split(/\s*(?<!\\)\|\s*/)
        .map((cell) => cell.replaceAll("\\|", "|").replace(/^`([^`]*)`$/, "$1")),
    );
}

/** The first column of a checked table, sorted. */
export const checkedNames = (path: string, name: string): readonly string[] =>
  checkedTable(path, name)
    .map(([first = ""]) => first)
    .sort();
