/** Reads the HTML that the portal writes, strictly: what is not of the few forms that it writes is a fault. */

export interface ReadMarkup {
  /** `<` and name, or `</` and name, in order. */
  readonly tags: readonly string[];
  readonly ids: readonly string[];
  readonly hrefs: readonly string[];
  /** Sentences; none where all is well. */
  readonly faults: readonly string[];
}

const elements = new Set(
  (
    "html head meta title link script body a header nav div main footer section h1 h2 h3 h4 h5 h6 p ul ol li dl dt dd table caption thead tbody " +
    "tr th td figure figcaption pre code span b details summary em strong s blockquote hr br svg g path rect text tspan title desc line circle polygon polyline"
  ).split(" "),
);
const empty = new Set(["meta", "link", "hr", "br"]);
const attribute = /\s([a-zA-Z][\w:-]*)(?:="([^"<>]*)")?/g;
const tag = /^<(\/?)([a-z][a-z0-9]*)((?:\s[a-zA-Z][\w:-]*(?:="[^"<>]*")?)*)\s?(\/?)>/;

export function readMarkup(html: string): ReadMarkup {
  const tags: string[] = [];
  const ids: string[] = [];
  const hrefs: string[] = [];
  const faults: string[] = [];
  const open: string[] = [];
  const rest = html.replace(/^<!doctype html>\n/, "");
  for (let at = rest.indexOf("<"); at >= 0; at = rest.indexOf("<", at + 1)) {
    const [whole, closing, name = "", attributes = "", alone] = tag.exec(rest.slice(at, at + 5_000)) ?? [];
    if (whole === undefined || !elements.has(name)) {
      faults.push(`no element of ours: ${rest.slice(at, at + 60)}`);
      continue;
    }
    tags.push(`<${closing ?? ""}${name}`);
    if (closing === "/") {
      const opened = open.pop();
      if (opened !== name) faults.push(`</${name}> closes <${opened ?? "nothing"}>`);
    } else if (alone !== "/" && !empty.has(name)) open.push(name);
    for (const [, key = "", value = ""] of attributes.matchAll(attribute)) {
      if (key === "id") ids.push(decoded(value));
      if (key === "href" || key === "src") hrefs.push(decoded(value));
      if (key === "style" || key.startsWith("on")) faults.push(`attribute ${key} in ${whole}`);
    }
  }
  if (open.length > 0) faults.push(`never closed: ${open.join(" ")}`);
  if (/[^\S\n]?&(?!(amp|lt|gt|quot|#39);)/.test(rest))
    faults.push(`a bare &: ${/.{0,20}&(?!(amp|lt|gt|quot|#39);).{0,20}/.exec(rest)?.[0] ?? ""}`);
  if (new Set(ids).size < ids.length) faults.push(`an id twice: ${ids.find((id, at) => ids.indexOf(id) < at) ?? ""}`);
  return { tags, ids, hrefs, faults };
}

const decoded = (text: string): string =>
  text.replace(/&(amp|lt|gt|quot|#39);/g, (_, name: string) => ({ amp: "&", lt: "<", gt: ">", quot: '"', "#39": "'" })[name] ?? "");
