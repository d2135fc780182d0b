import type { Token } from "markdown-it";
import { cellMarkdown, codeMarkdown, fencedMarkdown, lineMarkdown, plainMarkdown } from "./markdown-text.js";
import { readProse, readProseLine } from "./prose.js";

/** @param level of the page's headings there */
export const proseMarkdown = (markdown: string, level: number): string => blocksOf(nest(readProse(markdown, level)));

export const proseLineMarkdown = (markdown: string): string => readProseLine(markdown).map(inlineOf).join("");

/** A block with what is inside it. */
interface Node {
  readonly token: Token;
  readonly within: readonly Node[];
}

/** markdown-it gives opening and closing tokens in a row. */
function nest(tokens: readonly Token[]): readonly Node[] {
  const levels: Node[][] = [[]];
  for (const token of tokens) {
    if (token.nesting < 0) levels.pop();
    else {
      const within: Node[] = [];
      levels.at(-1)?.push({ token, within });
      if (token.nesting > 0) levels.push(within);
    }
  }
  return levels[0] ?? [];
}

/** A hidden paragraph is a line of a list whose items are not set apart. */
const blocksOf = (nodes: readonly Node[]): string =>
  nodes.map((node, at) => `${at === 0 ? "" : nodes[at - 1]?.token.hidden === true ? "\n" : "\n\n"}${blockOf(node)}`).join("");

function blockOf({ token, within }: Node): string {
  switch (token.type) {
    case "heading_open":
      return `${"#".repeat(Number(token.tag.slice(1)))} ${blocksOf(within)}`;
    case "bullet_list_open":
      return within.map((item) => indented("- ", item.within)).join("\n");
    case "ordered_list_open":
      return within.map((item, at) => indented(`${Number(token.attrGet("start") ?? 1) + at}. `, item.within)).join("\n");
    case "blockquote_open":
      return blocksOf(within).replace(/^/gm, "> ");
    case "fence":
    case "code_block":
      return fencedMarkdown(/^[\w-]*/.exec(token.info)?.[0] ?? "", token.content.replace(/\n$/, ""));
    case "hr":
      return "***";
    case "table_open":
      return tableOf(within);
    case "inline":
      return inlineOf(token);
    default:
      return blocksOf(within);
  }
}

const indented = (bullet: string, blocks: readonly Node[]): string =>
  `${bullet}${blocksOf(blocks).replace(/\n(?=.)/g, `\n${" ".repeat(bullet.length)}`)}`;

function tableOf(parts: readonly Node[]): string {
  const rows = parts.flatMap(({ within }) => within).map(({ within: cells }) => cells.map((cell) => cellMarkdown(blocksOf(cell.within))));
  const line = (cells: readonly string[]): string => `| ${cells.join(" | ")} |`;
  const [head = [], ...body] = rows;
  return [line(head), line(head.map(() => "---")), ...body.map(line)].join("\n");
}

const marks: Readonly<Record<string, string>> = {
  strong_open: "**",
  strong_close: "**",
  em_open: "*",
  em_close: "*",
  s_open: "~~",
  s_close: "~~",
  softbreak: " ",
  hardbreak: "\\\n",
  link_open: "[",
};

function inlineOf({ children }: Token): string {
  const targets: string[] = [];
  const parts = (children ?? []).map((token) => {
    if (token.type === "link_open") targets.push(token.attrGet("href") ?? "");
    if (token.type === "link_close") return `](${targetOf(targets.pop() ?? "")})`;
    return token.type === "code_inline" ? codeMarkdown(token.content) : (marks[token.type] ?? edged(token.content));
  });
  return lineMarkdown(parts.join("").trim());
}

/** Text whose blanks at either end count, since more of the line stands there. */
const edged = (text: string): string => `${/^\s/.test(text) ? " " : ""}${plainMarkdown(text)}${/\S\s+$/.test(text) ? " " : ""}`;

/** markdown-it has written it with percent signs already; brackets are left. */
const targetOf = (href: string): string => href.replaceAll("(", "%28").replaceAll(")", "%29");
