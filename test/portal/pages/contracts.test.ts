import { expect, test } from "vitest";
import { proveContracts } from "#compatibility";
import { survey } from "#portal";
import type { Page } from "../../../src/portal/content/model.js";
import { pageHtml } from "../../../src/portal/content/shell.js";
import { pageMarkdown } from "../../../src/portal/content/write-markdown.js";
import { contractsPages } from "../../../src/portal/pages/contracts.js";
import { desk, till } from "../../compatibility/routes/shop.js";
import { type Documents, readDocuments } from "../../support/documents.js";

const count = (type: string, more = ""): string => `{ payload: { type: object, properties: { count: { type: ${type}${more} } } } }`;

const pagesOf = async (documents: Documents): Promise<readonly Page[]> => {
  const { set } = await readDocuments(documents);
  return [...contractsPages(survey({ title: "Shop", contracts: set, proofs: proveContracts(set), apis: [] }))];
};

const shop = (sold: string, taken: string): Documents => ({ "shop/till.yaml": till(sold), "shop/desk.yaml": desk(taken) });
const textOf = async (documents: Documents): Promise<string> => (await pagesOf(documents)).map(pageMarkdown).join("\n");

test("a delivery that is proved is a row with both ends and the queue, each a link", async () => {
  const text = await textOf(shop(count("integer"), count("number")));
  expect(text).toContain("Every consumer takes every message that may come to it. 1 proved, 0 refused, 0 not proved.");
  expect(text).toMatch(
    /\| \*\*proved\*\* \| \[`Sold`\]\(messages\/.+?\) \| \[shop\/till\]\(.+?\) › \[`sell`\]\(.+?\) \| \[shop\/desk\]\(.+?\) › \[`count`\]\(.+?\) \| \[`sales`\]\(queues\/sales.md\)/,
  );
});

test("one that is refused tells why, the keyword, the places of both sides, and a message that shows it", async () => {
  const text = await textOf(shop(count("integer"), count("integer", ", maximum: 5")));
  expect(text).toContain("Some consumers refuse messages that may come to them.");
  expect(text).toContain("[why](contracts.md#delivery-1)");
  const section = text.slice(text.indexOf("What is refused"));
  expect(section).toContain("- Keyword: `maximum`");
  expect(section).toMatch(/- Producer says so at: `shop\/till.yaml:\d+:\d+`/);
  expect(section).toMatch(/- Consumer says so at: `shop\/desk.yaml:\d+:\d+`/);
  expect(JSON.parse(/```json\n([^`]+)```/.exec(section)?.[1] ?? "")).toEqual({ count: expect.any(Number) });
});

test("what is found about the documents as a whole is listed with its place", async () => {
  const text = await textOf({ "shop/till.yaml": till(count("integer")), "shop/desk.yaml": desk(count("integer"), { bindings: "[]" }) });
  expect(text).toContain("No message of any document comes to a consumer.");
  expect(text).toMatch(/\| \*\*warning\*\* \| .+ \| `unrouted-message` \| `shop\/till.yaml:\d+:\d+`/);
});

test("where there are too many rows for one page, each group has one, and the first page counts them", async () => {
  const { set } = await readDocuments(shop(count("integer"), count("integer", ", maximum: 5")));
  const system = survey({ title: "Shop", contracts: set, proofs: proveContracts(set), apis: [] });
  const many = { ...system, proofs: { ...system.proofs, proofs: Array.from({ length: 401 }, () => system.proofs.proofs).flat() } };
  const [main, group, ...others] = [...contractsPages(many)];
  expect(others).toEqual([]);
  expect(main === undefined ? "" : pageMarkdown(main)).toContain("| [shop](contracts/shop.md) | 0 | 401 | 0 |");
  expect(group).toMatchObject({ address: "contracts/shop", trail: [{ to: "contracts" }] });
  expect(group === undefined ? "" : pageMarkdown(group)).toContain("[why](shop.md#delivery-401)");
});

test("a witness that looks like markup stays text", async () => {
  const [page] = await pagesOf(shop(count("string", ', enum: ["</pre><script>alert(1)</script>", a]'), count("string", ", enum: [a]")));
  const text = page === undefined ? "" : pageHtml(page, { site: "Shop", menu: [] });
  expect(text).toContain("&lt;script&gt;alert(1)");
  expect(text).not.toContain("<script>alert");
});
