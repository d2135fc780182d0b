/** Blocks as CommonMark with tables (GFM): the twin of each page, for readers and programs without a browser. */
import type { Address, Block, Field, Inline, Page, Picture, Table } from "./model.js";
import { hrefOf } from "./relative.js";

export function pageMarkdown({ address, title, trail, blocks }: Page): string {
  const above = trail.map((link) => inlineMarkdown(address, [link])).join(" › ");
  return [...(above === "" ? [] : [above]), `# ${plain(title)}`, ...blocks.map((block) => blockMarkdown(address, block, 2))]
    .join("\n\n")
    .concat("\n");
}

const inlineMarkdown = (from: Address, parts: readonly Inline[]): string => parts.map((part) => partMarkdown(from, part)).join("");

function partMarkdown(from: Address, part: Inline): string {
  if (typeof part === "string") return plain(part);
  if (part.kind === "code") return code(part.text);
  if (part.kind === "badge") return `**${plain(part.text)}**`;
  return `[${part.code === true ? code(part.text) : plain(part.text)}](${hrefOf(from, part, "md")})`;
}

/** What would be markup is escaped; a line break in a name is none in the text. */
const plain = (text: string): string => text.replace(/\s*[\r\n]+\s*/g, " ").replace(/[\\`*_{}[\]<>#|~]/g, "\\$&");

/** Code that holds backticks is fenced by one more of them (CommonMark, section 6.1). */
function code(text: string): string {
  const line = text.replace(/[\r\n]+/g, " ").replaceAll("|", "\\|");
  const longest = Math.max(0, ...[...line.matchAll(/`+/g)].map(([run]) => run.length));
  const fence = "`".repeat(longest + 1);
  return longest === 0 ? `${fence}${line}${fence}` : `${fence} ${line} ${fence}`;
}

function blockMarkdown(from: Address, block: Block, level: number): string {
  switch (block.kind) {
    case "paragraph":
      return inlineMarkdown(from, block.text);
    case "prose":
      return block.markdown.trim();
    case "facts":
      return block.rows.map(({ label, value }) => `- ${plain(label)}: ${inlineMarkdown(from, value)}`).join("\n");
    case "table":
      return tableMarkdown(from, block);
    case "list":
      return block.items.map((item) => `- ${inlineMarkdown(from, item)}`).join("\n");
    case "listing":
      return fenced(block.language, block.text);
    case "fields":
      return block.fields.map((field) => fieldMarkdown(from, field, "")).join("\n");
    case "flow":
      throw new Error(`"${block.caption}" was not drawn.`);
    case "island":
      return `> ${plain(block.text)}`;
    case "picture":
      return pictureMarkdown(from, block);
    case "note":
      return `> ${inlineMarkdown(from, block.text)}`;
    case "section":
      return [
        `${"#".repeat(Math.min(level, 6))} ${plain(block.title)}`,
        ...block.blocks.map((each) => blockMarkdown(from, each, level + 1)),
      ].join("\n\n");
  }
}

function tableMarkdown(from: Address, { head, rows }: Table): string {
  const line = (cells: readonly string[]): string => `| ${cells.join(" | ")} |`;
  return [
    line(head.map(plain)),
    line(head.map(() => "---")),
    ...rows.map((row) => line(row.map((cell) => inlineMarkdown(from, cell)))),
  ].join("\n");
}

function fenced(language: string, text: string): string {
  const longest = Math.max(2, ...[...text.matchAll(/`+/g)].map(([run]) => run.length));
  const fence = "`".repeat(longest + 1);
  return `${fence}${language}\n${text}\n${fence}`;
}

function fieldMarkdown(from: Address, field: Field, indent: string): string {
  const { name, required, deprecated, type, constraints, description, within, holds } = field;
  const marks = [
    ...(required ? ["required"] : []),
    ...(deprecated ? ["deprecated"] : []),
    ...constraints.map((each) => inlineMarkdown(from, each)),
  ];
  const about = description === undefined ? "" : `: ${plain(description)}`;
  const line = `${indent}- ${code(name)} ${inlineMarkdown(from, type)}${marks.length === 0 ? "" : ` (${marks.join("; ")})`}${about}`;
  const kind = holds === "alternatives" ? [`${indent}  - one of:`] : [];
  const deeper = holds === "alternatives" ? `${indent}    ` : `${indent}  `;
  return [line, ...kind, ...within.map((each) => fieldMarkdown(from, each, deeper))].join("\n");
}

const pictureMarkdown = (from: Address, { caption, steps }: Picture): string =>
  [`${plain(caption)}:`, steps.map((step, at) => `${at + 1}. ${inlineMarkdown(from, step)}`).join("\n")].join("\n\n");
