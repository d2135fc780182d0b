/** What surrounds every page: head, navigation, breadcrumbs. */
import { kinds } from "./kinds.js";
import { html, Markup } from "./markup.js";
import type { Link, Page } from "./model.js";
import { hrefOf, relative } from "./relative.js";
import { blocksHtml } from "./write-html.js";

export interface ShellOptions {
  /** Name of the whole, shown at the top. */
  readonly site: string;
  /** The main pages, in order. */
  readonly menu: readonly Link[];
  /** Left out where the server sends the policy as a header. */
  readonly policy?: string;
  /** Served by the portal: the script of what is alive is there. */
  readonly live?: boolean;
}

/**
 * For pages that are opened from a folder, where no server can send it: everything from the site itself, nothing inline, nobody else asked.
 * `file:` stands beside `'self'`, which is nothing for a page without an origin.
 */
export const filePolicy = "default-src 'none'; script-src 'self' file:; style-src 'self' file:; base-uri 'none'; form-action 'none'";

/** One HTML document. Works without a script; with it, search, copy buttons and the choice of colours are there. */
export function pageHtml(page: Page, { site, menu, policy, live }: ShellOptions): string {
  const { address, title, kind, trail, blocks } = page;
  const asset = (name: string): string => relative(address, `assets/${name}`);
  const entry = ({ to, text }: Link): Markup =>
    html`<li><a href="${hrefOf(address, { to }, "html")}"${to === address && new Markup(' aria-current="page"')}>${text}</a></li>`;
  return html`<!doctype html>
<html lang="en" data-root="${relative(address, "")}" data-kind="${kind}">
<head>
<meta charset="utf-8">
${policy !== undefined && html`<meta http-equiv="Content-Security-Policy" content="${new Markup(policy)}">\n`}<meta name="viewport" content="width=device-width">
<title>${title === site ? site : `${title} · ${site}`}</title>
<link rel="stylesheet" href="${asset("style.css")}">
<script src="${asset("theme.js")}"></script>
<script src="${asset("docs.js")}" defer></script>
${live === true && html`<script src="${asset("live.js")}" defer></script>\n`}</head>
<body>
<a class="skip" href="#content">Skip to the content</a>
<header><a class="site" href="${hrefOf(address, { to: "index" }, "html")}">${site}</a>
<div id="tools"></div>
<nav aria-label="Main"><ul>${menu.map(entry)}</ul></nav></header>
<main id="content" tabindex="-1">
${trail.length > 0 && html`<nav class="trail" aria-label="Where this page is"><ol>${trail.map(entry)}</ol></nav>\n`}<h1>${kind !== "overview" && kind !== "list" && kinds[kind].one !== title && html`<span class="kind">${kinds[kind].one}</span> `}${title}</h1>
${blocksHtml(address, blocks)}
<footer><a href="${relative(address, `${address}.md`)}">This page as Markdown</a></footer>
</main>
</body>
</html>
`.text;
}
