/** Descriptions out of documents, which are CommonMark. Read once; written as HTML or as CommonMark again, so that nothing else comes through. */
import MarkdownIt, { type Token } from "markdown-it";
import { Markup } from "./markup.js";
import { printable } from "./printable.js";

/** Raw HTML is read as text. A link may lead to the web or to a mail address and nowhere else; a picture would be an outside request. */
const parser = new MarkdownIt({ html: false }).disable("image");
parser.validateLink = (url) => /^(https?:|mailto:)/i.test(url.trim());

/** @param level of the page's headings there: those of the text go below. */
export function readProse(markdown: string, level: number): Token[] {
  const tokens = parser.parse(printable(markdown), {});
  for (const token of tokens) {
    if (token.type.startsWith("heading_")) token.tag = `h${Math.min(6, level - 1 + Number(token.tag.slice(1)))}`;
    // Columns are aligned by style attributes, which the pages' policy refuses.
    if (token.type === "th_open" || token.type === "td_open") token.attrs = null;
  }
  return tokens;
}

export const proseHtml = (markdown: string, level: number): Markup =>
  new Markup(parser.renderer.render(readProse(markdown, level), parser.options, {}));

/** Without paragraphs, lists and the like, for where a line has room and no more. */
export const readProseLine = (markdown: string): Token[] => parser.parseInline(printable(markdown), {});

export const proseLineHtml = (markdown: string): Markup => new Markup(parser.renderer.render(readProseLine(markdown), parser.options, {}));
