/** Blocks as CommonMark with tables (GFM): the twin of each page, for readers and programs without a browser. */
import { cellMarkdown, codeMarkdown, fencedMarkdown, lineMarkdown, plainMarkdown } from "./markdown-text.js";
import type { Address, Block, Field, Inline, Listing, Page, Picture, Table } from "./model.js";
import { printableJson } from "./printable.js";
import { proseLineMarkdown, proseMarkdown } from "./prose-markdown.js";
import { hrefOf } from "./relative.js";

export function pageMarkdown({ address, title, trail, blocks }: Page): string {
  const above = trail.map((link) => inlineMarkdown(address, [link])).join(" › ");
  return [...(above === "" ? [] : [above]), `# ${plainMarkdown(title)}`, ...blocks.map((block) => blockMarkdown(address, block, 2))]
    .join("\n\n")
    .concat("\n");
}

const inlineMarkdown = (from: Address, parts: readonly Inline[]): string => parts.map((part) => partMarkdown(from, part)).join("");

/** What a line begins with. */
const lineOf = (from: Address, parts: readonly Inline[]): string => lineMarkdown(inlineMarkdown(from, parts).trim());

function partMarkdown(from: Address, part: Inline): string {
  if (typeof part === "string") return textMarkdown(part);
  if (part.kind === "code") return codeMarkdown(part.text);
  if (part.kind === "badge") return `**${plainMarkdown(part.text)}**`;
  return `[${part.code === true ? codeMarkdown(part.text) : plainMarkdown(part.text)}](${hrefOf(from, part, "md")})`;
}

/** Blanks at either end stand between this and its neighbours. */
const textMarkdown = (text: string): string =>
  text.trim() === "" ? " " : `${/^\s/.test(text) ? " " : ""}${plainMarkdown(text)}${/\s$/.test(text) ? " " : ""}`;

function blockMarkdown(from: Address, block: Block, level: number): string {
  switch (block.kind) {
    case "paragraph":
      return lineOf(from, block.text);
    case "prose":
      return proseMarkdown(block.markdown, level);
    case "facts":
      return block.rows.map(({ label, value }) => `- ${lineMarkdown(plainMarkdown(label))}: ${inlineMarkdown(from, value)}`).join("\n");
    case "table":
      return tableMarkdown(from, block);
    case "list":
      return block.items.map((item) => `- ${lineOf(from, item)}`).join("\n");
    case "listing":
      return listingMarkdown(block);
    case "fields":
      return block.fields.map((field) => fieldMarkdown(from, field, "")).join("\n");
    case "flow":
      throw new Error(`"${block.caption}" was not drawn.`);
    case "island":
      return `> ${lineMarkdown(plainMarkdown(block.text))}`;
    case "picture":
      return pictureMarkdown(from, block);
    case "note":
      return `> ${lineOf(from, block.text)}`;
    case "section":
      return [
        `${"#".repeat(Math.min(level, 6))} ${plainMarkdown(block.title)}`,
        ...block.blocks.map((each) => blockMarkdown(from, each, level + 1)),
      ].join("\n\n");
  }
}

function listingMarkdown({ language, caption, text }: Listing): string {
  const fenced = fencedMarkdown(language, language === "json" ? printableJson(text) : text);
  return caption === undefined ? fenced : `${lineMarkdown(plainMarkdown(caption))}:\n\n${fenced}`;
}

function tableMarkdown(from: Address, { head, rows }: Table): string {
  const line = (cells: readonly string[]): string => `| ${cells.join(" | ")} |`;
  const cell = (parts: readonly Inline[]): string => cellMarkdown(inlineMarkdown(from, parts)).trim();
  return [line(head.map(plainMarkdown).map(cellMarkdown)), line(head.map(() => "---")), ...rows.map((row) => line(row.map(cell)))].join(
    "\n",
  );
}

function fieldMarkdown(from: Address, field: Field, indent: string): string {
  const { name, label, required, deprecated, type, constraints, description, within } = field;
  const marks = [
    ...(required ? ["required"] : []),
    ...(deprecated ? ["deprecated"] : []),
    ...constraints.map((each) => inlineMarkdown(from, each)),
  ];
  const about = description === undefined ? "" : `: ${proseLineMarkdown(description)}`;
  const called = label === true ? plainMarkdown(name) : codeMarkdown(name);
  const said = [called, inlineMarkdown(from, type), marks.length === 0 ? "" : `(${marks.join("; ")})`].filter((text) => text !== "");
  const line = `${indent}- ${said.join(" ")}${about}`;
  return [line, ...within.map((each) => fieldMarkdown(from, each, `${indent}  `))].join("\n");
}

const pictureMarkdown = (from: Address, { caption, steps }: Picture): string =>
  [`${lineMarkdown(plainMarkdown(caption))}:`, steps.map((step, at) => `${at + 1}. ${lineOf(from, step)}`).join("\n")].join("\n\n");
