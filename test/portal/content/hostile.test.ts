/** Whatever stands in documents, pages are made of our tags alone, and of the same ones. */
import fc from "fast-check";
import MarkdownIt, { type Token } from "markdown-it";
import { expect, test } from "vitest";
import type { Block, Field, Inline, Page } from "../../../src/portal/content/model.js";
import { filePolicy, pageHtml } from "../../../src/portal/content/shell.js";
import { pageMarkdown } from "../../../src/portal/content/write-markdown.js";
import { readMarkup } from "../../support/markup.js";

const pieces = [
  "<script>alert(1)</script>",
  "</main>",
  "<img src=x onerror=a()>",
  "<!--",
  "-->",
  "]]>",
  "&lt;",
  "&amp;",
  "&#60;",
  '"',
  "'",
  "`",
  "```",
  "|",
  "\\",
  "\\|",
  "[a](javascript:alert(1))",
  "![a](http://x)",
  "<http://x.y>",
  "# ",
  "- ",
  "1. ",
  "1) ",
  "+ ",
  "> ",
  "---",
  "===",
  "* * *",
  "    ",
  "\n",
  "\n\n",
  "\r",
  "\t",
  "~~~",
  "**",
  "__",
  "_",
  "\u202e",
  "\u2066",
  "\0",
  "\u001b[31m",
  "\ud800",
  "\udfff",
  "\ufeff",
  "\u2028",
  "א",
  "🦊",
  "x",
  "id",
  "{a}",
  "::",
  "[x]: http://y",
  "|---|",
];
const hostile = fc
  .array(fc.oneof(fc.constantFrom(...pieces), fc.string({ unit: "binary", maxLength: 5 })), { minLength: 1, maxLength: 8 })
  .map((parts) => parts.join(""));
/** With something in it that is seen: blanks alone are nothing to either writing. */
const visible = hostile.filter((text) => /[\p{L}\p{N}\p{P}\p{S}]/u.test(text) && text.trim() !== "");

const texts = fc.record({
  name: visible,
  text: visible,
  value: visible,
  path: fc.array(fc.stringMatching(/^[\w.-]{1,8}$/), { minLength: 1, maxLength: 4 }),
});
type Texts = typeof texts extends fc.Arbitrary<infer Value> ? Value : never;

function pageOf({ name, text, value, path }: Texts): Page {
  const inline: readonly Inline[] = [
    text,
    { kind: "code", text: value },
    " ",
    { kind: "badge", tone: "bad", text },
    { kind: "link", to: path.join("/"), part: "p", text: name, code: true },
  ];
  const field: Field = {
    id: "f",
    name,
    required: true,
    deprecated: true,
    type: inline,
    constraints: [inline],
    within: [],
    holds: "properties",
  };
  const blocks: readonly Block[] = [
    { kind: "paragraph", text: inline },
    { kind: "facts", rows: [{ label: text, value: inline }] },
    { kind: "table", caption: text, head: [name, text], rows: [[inline, [{ kind: "code", text: value }]]] },
    { kind: "list", items: [[text], inline] },
    { kind: "listing", language: "json", caption: name, text: value },
    { kind: "fields", fields: [{ ...field, id: "g", within: [field] }] },
    { kind: "picture", caption: text, svg: "<svg></svg>", steps: [inline, [text]] },
    { kind: "note", tone: "doubtful", text: inline },
    { kind: "island", name, text },
    {
      kind: "section",
      id: "s",
      title: name,
      blocks: [{ kind: "section", id: "t", title: text, blocks: [{ kind: "paragraph", text: [text] }] }],
    },
  ];
  return { address: path.join("/"), kind: "queue", title: name, summary: text, trail: [{ kind: "link", to: "index", text: name }], blocks };
}

const shell = { site: "Site", menu: [{ kind: "link", to: "index", text: "Overview" }], policy: filePolicy } as const;
const calm = (like: Texts): Page => pageOf({ name: "name", text: "text", value: "value", path: like.path });

test("names and texts change no tag of a page", () => {
  fc.assert(
    fc.property(texts, (all) => {
      const read = readMarkup(pageHtml(pageOf(all), shell));
      expect(read.faults).toEqual([]);
      expect(read.tags).toEqual(readMarkup(pageHtml(calm(all), shell)).tags);
    }),
    { numRuns: 150 },
  );
});

const reader = new MarkdownIt({ html: true });
const flat = (tokens: readonly Token[]): readonly Token[] => tokens.flatMap((token) => [token, ...flat(token.children ?? [])]);
const shapes = (markdown: string): readonly string[] =>
  flat(reader.parse(markdown, {}))
    .map(({ type }) => type)
    .filter((type) => type !== "text");

test("names and texts change nothing of how its Markdown is read", () => {
  fc.assert(
    fc.property(texts, (all) => {
      expect(shapes(pageMarkdown(pageOf(all)))).toEqual(shapes(pageMarkdown(calm(all))));
    }),
    { numRuns: 150 },
  );
});

const described = (markdown: string): Page => ({
  address: "a",
  kind: "queue",
  title: "A",
  summary: "A.",
  trail: [],
  blocks: [{ kind: "prose", markdown }],
});

const ofShell = new Set(readMarkup(pageHtml(described(""), shell)).hrefs);

test("a description is Markdown, and brings no tag but those of Markdown, and no address but of the web and of mail", () => {
  fc.assert(
    fc.property(hostile, (markdown) => {
      const { faults, hrefs } = readMarkup(pageHtml(described(markdown), shell));
      expect(faults).toEqual([]);
      expect(hrefs.filter((href) => !ofShell.has(href) && !/^(https?:|mailto:)/i.test(href))).toEqual([]);
    }),
    { numRuns: 150 },
  );
});

test("a description in Markdown holds no HTML, whatever it was", () => {
  fc.assert(
    fc.property(hostile, (markdown) => {
      const tokens = flat(reader.parse(pageMarkdown(described(markdown)), {}));
      expect(tokens.filter(({ type }) => type.startsWith("html_") || type === "image")).toEqual([]);
      expect(tokens.flatMap((token) => token.attrGet("href") ?? []).filter((href) => !/^(https?:|mailto:)/i.test(href))).toEqual([]);
    }),
    { numRuns: 150 },
  );
});
