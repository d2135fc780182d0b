/** Text out of documents, written so that CommonMark and GFM read it as text again. */
import { printable } from "./printable.js";

/** One line; what would be markup within it is escaped. What begins a line goes through {@link lineMarkdown} too. */
export const plainMarkdown = (text: string): string => oneLine(text).replace(/[\\`*_{}[\]<>#~&]|!$/g, "\\$&");

/** Lines that would be read as a list or as an underlined heading are not. */
export const lineMarkdown = (markdown: string): string =>
  markdown.replace(/^(?:[-+=]|\d+(?=[.)](?:\s|$)))/gm, (start) => (/\d/.test(start) ? `${start}\\` : `\\${start}`));

/** Code that holds backticks is fenced by one more of them (CommonMark, section 6.1). */
export function codeMarkdown(text: string): string {
  const line = oneLine(text);
  if (line === "") return "";
  const fence = "`".repeat(longestRun(line) + 1);
  const inner = fence.length > 1 ? ` ${line} ` : line;
  return `${fence}${inner}${fence}`;
}

/** @param language one word */
export function fencedMarkdown(language: string, text: string): string {
  const fence = "`".repeat(Math.max(2, longestRun(text)) + 1);
  return `${fence}${language}\n${printable(text)}\n${fence}`;
}

/** What stands in a cell of a table, where a bar would end it. */
export const cellMarkdown = (markdown: string): string => markdown.replaceAll("\n", " ").replaceAll("|", "\\|");

const oneLine = (text: string): string => printable(text).replace(/\s+/g, " ").trim();

const longestRun = (text: string): number => Math.max(0, ...[...text.matchAll(/`+/g)].map(([run]) => run.length));
