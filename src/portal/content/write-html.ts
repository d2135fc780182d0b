/** Blocks as HTML. Pure: the same blocks give the same text, and nothing but tags of ours comes out as a tag. */
import { html, Markup, textMarkup } from "./markup.js";
import type { Address, Block, Listing, Picture, Section, Table } from "./model.js";
import { printableJson } from "./printable.js";
import { proseHtml } from "./prose.js";
import { fieldsHtml } from "./write-fields.js";
import { inlineHtml } from "./write-inline.js";

export const blocksHtml = (from: Address, blocks: readonly Block[]): readonly Markup[] => blocks.map((block) => blockHtml(from, block, 2));

/** `level`: of the headings that sections get. */
function blockHtml(from: Address, block: Block, level: number): Markup {
  switch (block.kind) {
    case "paragraph":
      return html`<p>${inlineHtml(from, block.text)}</p>`;
    case "prose":
      return html`<div class="prose">${proseHtml(block.markdown, level)}</div>`;
    case "facts":
      return html`<dl class="facts">${block.rows.map(
        ({ label, value }) => html`<div><dt>${label}</dt><dd>${inlineHtml(from, value)}</dd></div>`,
      )}</dl>`;
    case "table":
      return tableHtml(from, block);
    case "list":
      return html`<ul>${block.items.map((item) => html`<li>${inlineHtml(from, item)}</li>`)}</ul>`;
    case "listing":
      return listingHtml(block);
    case "fields":
      return fieldsHtml(from, block.fields);
    case "flow":
      throw new Error(`"${block.caption}" was not drawn.`);
    case "island":
      return html`<div data-island="${block.name}"><p class="note plain">${block.text}</p></div>`;
    case "picture":
      return pictureHtml(from, block);
    case "note":
      return html`<p class="note ${block.tone}">${inlineHtml(from, block.text)}</p>`;
    case "section":
      return sectionHtml(from, block, level);
  }
}

const tableHtml = (from: Address, { caption, head, rows }: Table): Markup =>
  html`<div class="scroll" tabindex="0" role="group" aria-label="${caption}"><table>
<caption>${caption}</caption>
<thead><tr>${head.map((title) => html`<th scope="col">${title}</th>`)}</tr></thead>
<tbody>${rows.map((row) => html`<tr>${row.map((cell) => html`<td>${inlineHtml(from, cell)}</td>`)}</tr>\n`)}</tbody>
</table></div>`;

const listingHtml = ({ language, caption, text }: Listing): Markup =>
  html`<figure class="listing">${
    caption !== undefined && html`<figcaption>${caption}</figcaption>`
  }<pre tabindex="0" data-copy><code>${textMarkup(language === "json" ? printableJson(text) : text)}</code></pre></figure>`;

const pictureHtml = (from: Address, { caption, svg, steps }: Picture): Markup =>
  html`<figure class="picture"><div class="scroll" tabindex="0" role="group" aria-label="${caption}">${new Markup(svg)}</div>
<figcaption>${caption}</figcaption>
<details><summary>The same in words</summary><ol>${steps.map((step) => html`<li>${inlineHtml(from, step)}</li>`)}</ol></details></figure>`;

function sectionHtml(from: Address, { id, title, blocks }: Section, level: number): Markup {
  const name = new Markup(`h${Math.min(level, 6)}`);
  const heading = html`<${name}><a class="anchor" href="#${encodeURIComponent(id)}">${title}</a></${name}>`;
  return html`<section id="${id}">${heading}${blocks.map((block) => blockHtml(from, block, level + 1))}</section>\n`;
}
