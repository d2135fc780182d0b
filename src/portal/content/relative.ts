import type { Address, Link } from "./model.js";

/** The way from a page to another file of the site, both by their path below its root: works from a folder as well as from a server. */
export function relative(from: Address, to: string): string {
  const [here, there] = [from.split("/").slice(0, -1), to.split("/")];
  let shared = 0;
  while (shared < here.length && shared < there.length - 1 && here[shared] === there[shared]) shared++;
  return [...here.slice(shared).map(() => ".."), ...there.slice(shared).map(encodeURIComponent)].join("/");
}

/** Where a link of the page `from` leads. `as`: which of the two writings of a page. */
export const hrefOf = (from: Address, { to, part }: Pick<Link, "to" | "part">, as: "html" | "md"): string =>
  `${relative(from, `${to}.${as}`)}${part === undefined ? "" : `#${encodeURIComponent(part)}`}`;
