import { html, type Markup } from "./markup.js";
import type { Address, Inline } from "./model.js";
import { hrefOf } from "./relative.js";

export const inlineHtml = (from: Address, parts: readonly Inline[]): readonly Markup[] => parts.map((part) => partHtml(from, part));

function partHtml(from: Address, part: Inline): Markup {
  if (typeof part === "string") return html`${part}`;
  if (part.kind === "code") return html`<code>${part.text}</code>`;
  if (part.kind === "badge") return html`<span class="badge ${part.tone}">${part.text}</span>`;
  return html`<a href="${hrefOf(from, part, "html")}">${part.code === true ? html`<code>${part.text}</code>` : part.text}</a>`;
}
