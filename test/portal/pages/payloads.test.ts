/** Pages of messages, schemas and HTTP APIs, of the five systems. */
import { beforeAll, describe, expect, test } from "vitest";
import { readOpenApi, valueChecker } from "#codegen";
import { proveContracts } from "#compatibility";
import { type Json, readContracts } from "#contract";
import { type System, survey } from "#portal";
import type { Block, Listing, Page } from "../../../src/portal/content/model.js";
import { pageMarkdown } from "../../../src/portal/content/write-markdown.js";
import { apiPages } from "../../../src/portal/pages/apis.js";
import { messagePages } from "../../../src/portal/pages/messages.js";
import { schemaPages } from "../../../src/portal/pages/schemas.js";

let system: System;
let pages: ReadonlyMap<string, Page>;
beforeAll(async () => {
  const contracts = await readContracts("asyncapi", { cacheFolder: ".warren/cache" });
  const { documents } = await readOpenApi("openapi");
  const apis = documents.map(({ id, document }) => ({ id, title: id, document }));
  system = survey({ title: "T", contracts, proofs: proveContracts(contracts), apis });
  pages = new Map([...messagePages(system), ...schemaPages(system), ...apiPages(system)].map((page) => [page.address, page]));
});

const pageAt = (address: string): Page => {
  const page = pages.get(address);
  if (page === undefined) throw new Error(`There is no page ${address}.`);
  return page;
};

const withoutFlow = (blocks: readonly Block[]): readonly Block[] =>
  blocks
    .filter(({ kind }) => kind !== "flow")
    .map((block): Block => (block.kind === "section" ? { ...block, blocks: withoutFlow(block.blocks) } : block));

/** What is said, not where links lead. */
const textOf = (page: Page): string => pageMarkdown({ ...page, blocks: withoutFlow(page.blocks) }).replace(/\[([^\]]*)\]\([^)]*\)/g, "$1");

const listings = (blocks: readonly Block[]): readonly Listing[] =>
  blocks.flatMap((block) => (block.kind === "listing" ? [block] : block.kind === "section" ? listings(block.blocks) : []));

test.each([
  ["messages/orders/OrderAction", "- AMQP type: `OrderAction`"],
  ["messages/orders/OrderAction", "| orders/order › `payment` | orders/payment › `paymentAction` |"],
  ["messages/orders/OrderAction", "- `price` `Money`, string (required; matches"],
  ["messages/orders/OrderCompleted", "| orders/order › `orderCompleted` | portfolio/portfolio › `orderEvent` as `OrderCompleted` |"],
  ["messages/portfolio/OrderCompleted", "| orders/order › `orderCompleted` as `OrderCompleted` | portfolio/portfolio › `orderEvent` |"],
  ["messages/portfolio/BalanceRequest", "- Correlation id: payload field `correlation_id`"],
  ["messages/portfolio/BalanceResponse", "- BalanceFound object"],
  [
    "messages/catalog/ServiceMessage",
    '- Filled in where left out: `from_service` with `"catalog-service"`, `timestamp` with the time of sending',
  ],
  ["messages/matchmaking/Notification", "## Headers"],
  ["schemas/catalog/messages/ProductEvent", "One of 3"],
  ["schemas/catalog/messages/ProductId", "- Messages: `ServiceMessage`, `ServiceQuestion`, `SupplierInfo`"],
  ["apis/catalog/catalog", "## PUT /api/v1/products/\\{productId\\}/price"],
  [
    "apis/catalog/catalog",
    "| `400`, `404`, `409`, `413`, `415`, `429`, `500`, `503` | What went wrong (RFC 9457). | `application/problem+json`: `Problem` |",
  ],
  [
    "apis/catalog/catalog",
    "curl -X PUT 'http://localhost:8000/api/v1/products/1/price' \\\n  -H 'Content-Type: application/json' \\\n  -d '{\"new_price\":\"99.99\"}'",
  ],
  ["apis/matchmaking/notifications", "- Who may call: `gateway`"],
])("%s says %s", (address, text) => expect(textOf(pageAt(address))).toContain(text));

describe("every message's page", () => {
  test("shows examples that its validator accepts", () => {
    for (const { message } of system.messages) {
      const check = valueChecker(message.payload, system.contracts.schemas);
      const section = pageAt(system.places.message(message).to).blocks.find((block) => block.kind === "section" && block.id === "examples");
      const values = listings(section === undefined ? [] : [section])
        .filter(({ caption }) => caption?.endsWith(": headers") !== true)
        .map(({ text }) => JSON.parse(text) as Json);
      expect([message.name, values.length > 0, values.flatMap(check)]).toEqual([message.name, true, []]);
    }
  });

  test("has a receiver for each of its senders", () => {
    for (const { message } of system.messages) expect(textOf(pageAt(system.places.message(message).to))).not.toContain("**nobody**");
  });
});

test("every operation of every HTTP API is told with its command", () => {
  for (const { id, document } of system.apis) {
    const { to } = system.places.api(id);
    const commands = listings(pageAt(to).blocks).filter(({ language }) => language === "sh");
    const operations = Object.values(document.paths as { readonly [path: string]: object }).flatMap((item) =>
      Object.keys(item).filter((key) => ["get", "put", "post", "patch", "delete"].includes(key)),
    );
    expect([id, commands.length]).toEqual([id, operations.length]);
  }
});
