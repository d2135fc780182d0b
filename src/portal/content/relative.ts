import type { Address, Link } from "./model.js";

/** The way from a page to another file of the site, both by their path below its root: works from a folder as well as from a server. */
export function relative(from: Address, to: string): string {
  let shared = 0;
  for (let at = 0; at < from.length && from[at] === to[at]; at++) if (from[at] === "/") shared = at + 1;
  const up = from.slice(shared).split("/").length - 1;
  return "../".repeat(up) + encoded(to.slice(shared));
}

/** Most addresses have nothing to encode, and a page has many links. */
const encoded = (path: string): string => (/^[\w./-]*$/.test(path) ? path : path.split("/").map(encodeURIComponent).join("/"));

/** Where a link of the page `from` leads. `as`: which of the two writings of a page. A part may also be `name=value`, for a page that reads it. */
export const hrefOf = (from: Address, { to, part }: Pick<Link, "to" | "part">, as: "html" | "md"): string =>
  `${relative(from, `${to}.${as}`)}${part === undefined ? "" : `#${encodeURIComponent(part).replace("%3D", "=")}`}`;
