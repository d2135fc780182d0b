import { expect, test } from "vitest";
import { type Acceptance, changesBetween, proveContracts } from "#compatibility";
import { survey } from "#portal";
import { pageMarkdown } from "../../../src/portal/content/write-markdown.js";
import { changesPages } from "../../../src/portal/pages/changes.js";
import { desk, till } from "../../compatibility/routes/shop.js";
import { type Documents, readDocuments } from "../../support/documents.js";

const sold = (...required: readonly string[]): string =>
  `{ payload: { type: object, required: [${required.join(", ")}], properties: { id: { type: string }, till: { type: string } } } }`;

const shop = (sends: string, takes: string, more: Parameters<typeof desk>[1] = {}): Documents => ({
  "shop/till.yaml": till(sends),
  "shop/desk.yaml": desk(takes, more),
});

const textOf = async (before: Documents, after: Documents, acceptances: readonly Acceptance[] = []): Promise<string> => {
  const [{ set: old }, { set: now }] = await Promise.all([readDocuments(before), readDocuments(after)]);
  const changes = changesBetween(old, now, { today: "2026-01-01", acceptances });
  const system = survey({
    title: "Shop",
    contracts: now,
    proofs: proveContracts(now),
    apis: [],
    changes: { before: "v1", after: "the working tree", changes },
  });
  return [...changesPages(system)].map(pageMarkdown).join("\n");
};

test("without revisions to compare there is no page", async () => {
  const { set } = await readDocuments(shop(sold(), sold()));
  expect([...changesPages(survey({ title: "Shop", contracts: set, proofs: proveContracts(set), apis: [] }))]).toEqual([]);
});

test("a change says for each consumer and each way of deploying it whether it breaks, and why", async () => {
  const text = await textOf(shop(sold("id"), sold("id")), shop(sold("id", "till"), sold("id", "till")));
  expect(text).toContain("From v1 to the working tree.");
  expect(text).toContain("It breaks consumers of messages, or what is on the broker.");
  expect(text).toMatch(/\| changed \| \*\*breaking\*\* \[why\]\(changes.md#way-1\) \| \*\*safe\*\* \| \*\*safe\*\* \|/);
  expect(text).toMatch(/- Keyword: `required`/);
  expect(text).toContain("- Id, to accept it: `old-to-new shop/till.sell → shop/desk.count: Sold`");
  expect(text).toContain("Deploy the producer first");
});

test("what is not touched is counted, and not shown", async () => {
  const same = shop(sold("id"), sold("id"));
  const text = await textOf(same, same);
  expect(text).toContain("Nothing breaks that was not broken before.");
  expect(text).toContain("Not touched: 1 of 1 deliveries.");
  expect(text).not.toContain("shop/desk.count");
});

test("a breakage that somebody answers for is shown with the reason and the last day", async () => {
  const acceptance = {
    breakage: "old-to-new *",
    reason: "The tills were stopped.",
    expires: "2026-02-01",
    at: { file: "contracts/accepted.yaml", line: 1, column: 1 },
  };
  const text = await textOf(shop(sold("id"), sold("id")), shop(sold("id", "till"), sold("id", "till")), [acceptance]);
  expect(text).toContain("**breaking, accepted** [why]");
  expect(text).toContain("> Accepted until 2026-02-01: The tills were stopped.");
  expect(text).toContain("| `old-to-new *` | The tills were stopped. | 2026-02-01 | in use | `contracts/accepted.yaml:1:1` |");
});

test("what came and went is told with what that means, also where it has no page any more", async () => {
  const before = shop(sold("id"), sold("id"));
  const text = await textOf(before, { "shop/till.yaml": till(sold("id")) });
  expect(text).toMatch(/\| removed \| application \| `shop\/desk` \| .+ \| `shop\/desk.yaml:\d+:\d+` \|/);
  expect(text).toContain("To `shop/desk.count`.");
});

test("what is to be done on the broker is told step by step, with the commands", async () => {
  const text = await textOf(shop(sold("id"), sold("id")), shop(sold("id"), sold("id"), { queue: "{ name: sales, durable: false }" }));
  const section = text.slice(text.indexOf("To do on the broker"));
  expect(section).toContain("Make anew: queue sales");
  expect(section).toContain("| 2 | Stop shop/desk. ");
  expect(section).toContain("| `rabbitmqadmin delete queue name=sales` |");
});
