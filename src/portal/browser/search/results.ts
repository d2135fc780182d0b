import type { Found, Hit } from "../../search/model.js";
import { fromRoot } from "../page.js";

/** One line for each hit: a link to the page, or to the field that was found on it. */
export const resultLines = ({ hits }: Found, query: string): readonly HTMLElement[] => hits.map((hit) => line(hit, query));

/** How many were found, in words. */
export function resultCount({ total, hits }: Found, query: string): string {
  if (query.trim() === "") return "";
  if (total === 0) return "Nothing has a name like this.";
  const pages = `${total.toLocaleString("en")} ${total === 1 ? "page" : "pages"}`;
  return total > hits.length ? `${pages}; the first ${hits.length} are shown. One more word narrows it down.` : pages;
}

function line({ address, title, kind, name, part }: Hit, query: string): HTMLElement {
  const link = document.createElement("a");
  link.href = `${fromRoot(`${address}.html`)}${part === undefined ? "" : `#${encodeURIComponent(part)}`}`;
  link.append(
    text("span", "kind", [kind, folderOf(address)].filter((part) => part !== "").join(" · ")),
    marked("span", "title", title, query),
  );
  if (name !== undefined) link.append(marked("code", "within", name, query));
  const item = document.createElement("li");
  item.append(link);
  return item;
}

/** What tells things of one name apart: `orders` of `messages/orders/OrderAction`. */
const folderOf = (address: string): string =>
  address
    .split("/")
    .slice(1, -1)
    .join("/")
    .replace(/\/(operations|channels)$/, "");

/** The query's words stand out where they are written as they were typed. */
function marked(tag: string, style: string, content: string, query: string): HTMLElement {
  const words = query.split(/\s+/).filter((word) => word !== "");
  const pattern = words.map((word) => word.replace(/[\\^$.*+?()[\]{}|]/g, "\\$&")).join("|");
  const parts = pattern === "" ? [content] : content.split(new RegExp(`(${pattern})`, "iu"));
  const element = text(tag, style, "");
  element.append(...parts.map((part, at) => (at % 2 === 1 ? text("mark", "", part) : part)));
  return element;
}

function text(tag: string, style: string, content: string): HTMLElement {
  const element = document.createElement(tag);
  if (style !== "") element.className = style;
  element.textContent = content;
  return element;
}
