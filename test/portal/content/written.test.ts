/** How blocks are written, one line for each thing that could be lost. */
import { describe, expect, test } from "vitest";
import { AddressBook } from "../../../src/portal/content/addresses.js";
import type { Block, Page } from "../../../src/portal/content/model.js";
import { hrefOf, relative } from "../../../src/portal/content/relative.js";
import { pageHtml } from "../../../src/portal/content/shell.js";
import { pageMarkdown } from "../../../src/portal/content/write-markdown.js";

const pageOf = (...blocks: readonly Block[]): Page => ({
  address: "queues/q",
  kind: "queue",
  title: "Q",
  summary: "S.",
  trail: [],
  blocks,
});
const htmlOf = (...blocks: readonly Block[]): string => pageHtml(pageOf(...blocks), { site: "Site", menu: [] });
const markdownOf = (...blocks: readonly Block[]): string =>
  pageMarkdown(pageOf(...blocks))
    .replace("# Q\n\n", "")
    .trimEnd();
const prose = (markdown: string): Block => ({ kind: "prose", markdown });

describe("a description", () => {
  test("has its headings below those of the page", () => {
    expect(htmlOf(prose("# One"))).toContain("<h2>One</h2>");
    expect(htmlOf({ kind: "section", id: "s", title: "S", blocks: [prose("# One")] })).toContain("<h3>One</h3>");
    expect(markdownOf({ kind: "section", id: "s", title: "S", blocks: [prose("# One")] })).toBe("## S\n\n### One");
  });

  test("keeps what Markdown has: lists within lists, code, tables, quotations, emphasis, links", () => {
    const text = [
      "1. one *and* **two**\n   - `inner`\n2. three ~~four~~",
      "> quoted [there](https://example.org/a%28b%29)",
      "```yaml\na: 1\n```",
      "| a | b |\n| --- | --- |\n| 1 \\| 2 | `x` |",
      "***",
    ].join("\n\n");
    expect(markdownOf(prose(text))).toBe(text);
    expect(markdownOf(prose(markdownOf(prose(text))))).toBe(text);
  });

  test("shows its HTML as text, and leads nowhere but to the web and to mail", () => {
    expect(htmlOf(prose("<b>x</b> [a](javascript:b) [c](/d)"))).toContain("&lt;b&gt;x&lt;/b&gt; [a](javascript:b) [c](/d)");
    expect(htmlOf(prose("![a](https://example.org/b.png)"))).not.toContain("<img");
  });

  test("has no style of its own in its tables", () => {
    expect(htmlOf(prose("| a |\n| :-: |\n| 1 |"))).toContain("<th>a</th>");
  });
});

describe("a listing of JSON", () => {
  const listing = (text: string): Block => ({ kind: "listing", language: "json", text });

  test("is the same value when it is copied, even where it holds characters that no page should show", () => {
    const value = { name: "a\u202eb\u0085\ud800" };
    const html = htmlOf(listing(JSON.stringify(value)));
    const copied = /<code>([{[].*?)<\/code>/.exec(html)?.[1] ?? "";
    expect(copied).not.toMatch(/[\u202e\u0085]/);
    expect(JSON.parse(copied)).toEqual(value);
  });

  test("is fenced by more backticks than it holds", () => {
    expect(markdownOf({ kind: "listing", language: "text", text: "a ```` b" })).toBe("`````text\na ```` b\n`````");
  });
});

test("characters that turn the writing direction are shown as replaced", () => {
  expect(htmlOf({ kind: "paragraph", text: ["user\u202etxt.exe"] })).toContain("user\ufffdtxt.exe");
});

test("a page marks its entry in the menu as the current one", () => {
  const menu = [
    { kind: "link", to: "queues/q", text: "Here" },
    { kind: "link", to: "index", text: "There" },
  ] as const;
  const html = pageHtml(pageOf(), { site: "Site", menu });
  expect(html).toContain('<a href="q.html" aria-current="page">Here</a>');
  expect(html).toContain('<a href="../index.html">There</a>');
});

describe("an address", () => {
  test("is made of names, and each is taken once, whatever the case of its letters", () => {
    const book = new AddressBook();
    expect([book.take("queues", "a b/c"), book.take("queues", "A-b-c"), book.take("queues", "..")]).toEqual([
      "queues/a-b-c",
      "queues/A-b-c-2",
      "queues/unnamed",
    ]);
  });

  test("is never that of another page's file", () => {
    expect(new AddressBook().take("applications", "x.html", "y.MD")).toBe("applications/x-html/y-MD");
  });

  test("is led to from any page, by a way that works in a folder", () => {
    expect(relative("a/b/c", "a/d/e.html")).toBe("../d/e.html");
    expect(relative("index", "a/b.html")).toBe("a/b.html");
    expect(hrefOf("a/b", { to: "index", part: "x y" }, "md")).toBe("../index.md#x%20y");
  });
});
