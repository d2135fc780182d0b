/** Blocks that are left out where they would hold nothing. */
import type { Block, Facts, Inline, Link, List, Prose, Section, Table } from "../../content/model.js";

export const section = (id: string, title: string, blocks: readonly Block[]): readonly Section[] =>
  blocks.length === 0 ? [] : [{ kind: "section", id, title, blocks }];

export const table = (caption: string, head: readonly string[], rows: Table["rows"]): readonly Table[] =>
  rows.length === 0 ? [] : [{ kind: "table", caption, head, rows }];

/** Rows without a value are left out. */
export function facts(rows: readonly (readonly [label: string, value: readonly Inline[] | undefined])[]): readonly Facts[] {
  const told = rows.flatMap(([label, value]) => (value === undefined || value.length === 0 ? [] : [{ label, value }]));
  return told.length === 0 ? [] : [{ kind: "facts", rows: told }];
}

export const list = (items: List["items"]): readonly List[] => (items.length === 0 ? [] : [{ kind: "list", items }]);

/** A description out of a document. */
export const prose = (markdown: string | undefined): readonly Prose[] =>
  markdown === undefined || markdown.trim() === "" ? [] : [{ kind: "prose", markdown }];

/** A link to another part of the site under words of its own. */
export const linkTo = (link: Link, text: string): Link => ({ ...link, text, code: false });
