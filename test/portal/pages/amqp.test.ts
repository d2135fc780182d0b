/** What the pages say of the broker: the documents of the five systems, and small ones for what those do not have. */
import { beforeAll, describe, expect, test } from "vitest";
import { proveContracts } from "#compatibility";
import { type ContractSet, readContracts } from "#contract";
import { type System, survey } from "#portal";
import type { Block, Page } from "../../../src/portal/content/model.js";
import { pageMarkdown } from "../../../src/portal/content/write-markdown.js";
import { applicationPages } from "../../../src/portal/pages/applications.js";
import { channelPages } from "../../../src/portal/pages/channels.js";
import { exchangePages } from "../../../src/portal/pages/exchanges.js";
import { listPages } from "../../../src/portal/pages/lists.js";
import { messagePages } from "../../../src/portal/pages/messages.js";
import { operationPages } from "../../../src/portal/pages/operations.js";
import { queuePages } from "../../../src/portal/pages/queues.js";
import { type Documents, readDocuments } from "../../support/documents.js";

const systemOf = (contracts: ContractSet): System => survey({ title: "T", contracts, proofs: proveContracts(contracts), apis: [] });

/** Pages by address, as Markdown without pictures and with links as their text: what is said, not where it leads. */
function textsOf(system: System, ...makers: readonly ((system: System) => Iterable<Page>)[]): ReadonlyMap<string, string> {
  const pages = makers.flatMap((make) => [...make(system)]);
  const text = (page: Page): string => pageMarkdown({ ...page, blocks: withoutPictures(page.blocks) });
  return new Map(pages.map((page) => [page.address, text(page).replace(/\[([^\]]*)\]\([^)]*\)/g, "$1")]));
}

const withoutPictures = (blocks: readonly Block[]): readonly Block[] =>
  blocks.flatMap((block) => {
    if (block.kind === "flow") return [];
    return [block.kind === "section" ? { ...block, blocks: withoutPictures(block.blocks) } : block];
  });

describe("in the five systems", () => {
  let pages: ReadonlyMap<string, string>;
  beforeAll(async () => {
    const system = systemOf(await readContracts("asyncapi", { cacheFolder: ".warren/cache" }));
    pages = textsOf(system, applicationPages, operationPages, channelPages, messagePages, queuePages, exchangePages, listPages);
  });

  test.each([
    ["applications/matchmaking/matchmaking/operations/tellDecision", "- Priority: by payload field `type`"],
    ["applications/matchmaking/matchmaking/operations/tellDecision", "| `trade_offer_accepted` | 9 |"],
    ["applications/matchmaking/matchmaking/operations/tellDecision", "- Ordering key: payload field `user_id`"],
    ["applications/matchmaking/notifications/operations/notification", "- Handlers: one at a time, in the order of the queue"],
    ["applications/portfolio/portfolio/operations/requestBalance", "- Delivery mode: 1, transient"],
    ["applications/portfolio/portfolio/operations/requestBalance", "- Correlation: payload field `correlation_id` of the request"],
    ["applications/portfolio/portfolio/operations/requestBalance", "- Under way: 100 requests at a time; 10000 more wait their turn"],
    [
      "applications/portfolio/users-worker/operations/balanceRequest",
      "- Allowed addresses: `balance.response.{client}`, `balance.response.{client}.{instance}`",
    ],
    ["applications/portfolio/users-worker/operations/balanceRequest", "- Consumers: 4 in each instance"],
    ["applications/portfolio/users-worker/operations/balanceRequest", "- Read only: yes"],
    ["applications/catalog/catalog/operations/askMicroservice", "| `{target}` | payload field `to_service` |"],
    ["applications/catalog/catalog/operations/askMicroservice", "| `toService` | `to_service` |"],
    ["applications/catalog/catalog/channels/toldServices", "`http://localhost:8002/api/v1/orders` → `localhost_8002_api_v1_orders`"],
    ["applications/orders/payment/operations/paymentAction", "- Idempotency key: payload field `orderId`"],
    ["applications/orders/payment/operations/paymentAction", "- Retries: 2: after 500 ms, 2 s"],
    ["applications/orders/payment/operations/paymentAction", "- Bound to: `order-action-exchange` with key `payment-action-queue`"],
    ["queues/payment-queue", "| `x-message-ttl` | `60000` | A message that waits 1 min expires. | document |"],
    ["queues/payment-queue", "| `x-delivery-limit` | `20` | Delivered again 20 times at most; then it is a dead letter. | runtime |"],
    ["queues/payment-queue", "| 3 | 2 s | `payment-queue.wait.2000` |"],
    ["queues/payment-queue", "to exchange `dlx-exchange` with routing key `dlx-payment-action-queue`"],
    ["queues/balance.response.portfolio.-instance", "- Moved by the runtime: invalid or rejected: to queue"],
    ["applications/catalog/ordering/channels/orders", "- Retries: 3: after 500 ms, 2 s, 8 s"],
    ["messages/portfolio/BalanceRequest", "- Title: Balance request"],
    ["queues/dlq", "for what fails in `order_placed`, `inventory_reserved`, `inventory_failed`, `order_status_updates`."],
    ["exchanges/order-events", "| `portfolio.order-events` | `order.completed` |"],
    ["exchanges/dlx-exchange", "Also gets dead letters of `payment-queue`, dead letters of `product-reservation-queue`."],
    [
      "applications/orders/order",
      "| `payment` | `OrderAction` | `order-action-exchange` `payment-action-queue` | orders/payment, orders/order | **proved** |",
    ],
    ["messages", "| `OrderCompleted` | An order went through. | orders/order | portfolio/portfolio |"],
    ["queues", "| `payment-queue` | quorum | work | orders/payment |"],
  ])("%s says: %s", (address, line) => {
    expect(pages.get(address)).toContain(line);
  });

  test.each([
    ["of dead letters", "applications/campus/order/channels/deadLetters"],
    ["that another application reads", "applications/catalog/catalog/channels/orders"],
  ])("a channel %s says nothing of retries, which are the reader's", (_, address) => {
    expect(pages.get(address)).toContain("## Queue");
    expect(pages.get(address)).not.toMatch(/Retries|Dead letters:/);
  });

  test("a channel of answers has dead letters, and no retries", () => {
    const answers = pages.get("applications/portfolio/portfolio/channels/balanceReplies");
    expect(answers).toContain("- Dead letters: `balance.response.dlq`");
    expect(answers).not.toContain("Retries");
  });

  test("a sender's page tells of everyone whom its messages come to, and on which ways, those of dead letters included", () => {
    const line = pages
      .get("applications/orders/order/operations/payment")
      ?.split("\n")
      .find((each) => each.includes("paymentExpired"));
    expect(line).toContain("into queue `payment-queue` → after 1 min unread to exchange `dlx-exchange`");
    expect(line).toContain("; or if rejected, delivered too often to exchange `dlx-exchange`");
    expect(line).toContain("; or if invalid, rejected, out of attempts → into queue `dlx-payment-queue`");
  });
});

const document = (channels: string, operations: string): string => `asyncapi: 3.0.0
info: { title: App, version: 1.0.0 }
defaultContentType: application/json
channels:
${channels}
operations:
${operations}
`;
const message = (payload: string): string => `messages: { Noted: { payload: ${payload} } }`;
const noted = (payload: string): Documents => ({
  "g/sender.yaml": document(
    `  out: { address: noted, ${message("{ type: object }")}, bindings: { amqp: { is: routingKey, exchange: { name: notes, type: headers, arguments: { alternate-exchange: rest } } } } }
  other: { address: x, ${message("{ type: object }")}, bindings: { amqp: { is: routingKey, exchange: { name: nowhere, type: fanout } } } }`,
    `  note: { action: send, channel: { $ref: '#/channels/out' }, bindings: { amqp: { expiration: 5000, mandatory: false, priority: 3, cc: [copy] } } }
  lose: { action: send, channel: { $ref: '#/channels/other' } }`,
  ),
  "g/reader.yaml": document(
    `  in:
    address: null
    description: "Notes <script>alert(1)</script>"
    ${message(payload)}
    bindings: { amqp: { is: queue, queue: { name: notes }, x-bindings: [{ exchange: { name: rest, type: fanout }, arguments: { a: 1 } }], x-retry: { delaysMs: [] } } }`,
    "  take: { action: receive, channel: { $ref: '#/channels/in' } }",
  ),
});
const small = async (payload: string): Promise<ReadonlyMap<string, string>> => {
  const { set } = await readDocuments(noted(payload));
  return textsOf(systemOf(set), operationPages, channelPages, queuePages, exchangePages);
};

test("a receiver that refuses is told of, with the reason and a message that it refuses", async () => {
  const page = (await small("{ type: object, required: [id] }")).get("applications/g/sender/operations/note");
  expect(page).toContain(
    "| `Noted` | g/reader › `take` | where no binding takes it, to exchange `rest` → into queue `notes` | **refused** |",
  );
  expect(page).toContain("```json\n{}\n```");
});

test("what only few documents have is told of too", async () => {
  const pages = await small("{ type: object }");
  const note = pages.get("applications/g/sender/operations/note");
  expect(note).toContain("- Expires: after 5 s in a queue");
  expect(note).toContain("- Mandatory: no: a message that reaches no queue is dropped");
  expect(note).toContain("- Priority: 3");
  expect(note).toContain("- Further keys (CC): `copy`");
  expect(pages.get("exchanges/notes")).toContain(
    "| `alternate-exchange` | `rest` | Messages that no binding takes go on to this exchange. |",
  );
  expect(pages.get("exchanges/rest")).toContain("| `notes` |  | `a` = `1` |");
  expect(pages.get("exchanges/rest")).toContain("Also gets what `notes` cannot route.");
  expect(pages.get("applications/g/reader/operations/take")).toContain("- Retries: none");
});

test("messages that come to nobody are told of where they are sent", async () => {
  expect((await small("{ type: object }")).get("applications/g/sender/operations/lose")).toContain("reach no queue of any document");
});

test("what has no page of its own leads to a list, under words where it has no name", async () => {
  const { places } = systemOf((await readDocuments(noted("{ type: object }"))).set);
  expect(places.queue("")).toMatchObject({ to: "queues", text: "a queue that the broker names", code: false });
  expect(places.exchange("elsewhere")).toMatchObject({ to: "exchanges", text: "elsewhere", code: true });
});

test("a queue without retries has no part for them, and one with them leads its delay queues there", async () => {
  expect((await small("{ type: object }")).get("queues/notes")).not.toContain("## Retries");
  const { set } = await readDocuments(noted("{ type: object }"));
  expect(systemOf(set).places.queue("notes.dlq")).toMatchObject({ to: "queues/notes", part: "dead-letters" });
});

const read = async (queue: string, retry = ""): Promise<ReadonlyMap<string, string>> => {
  const binding = `amqp: { is: queue, queue: ${queue}, x-bindings: [{ exchange: { name: h, type: headers }, arguments: { kind: a } }]${retry} }`;
  const channels = `  in: { ${message("{ type: object }")}, bindings: { ${binding} } }`;
  const { set } = await readDocuments({
    "g/app.yaml": document(channels, "  take: { action: receive, channel: { $ref: '#/channels/in' } }"),
  });
  return textsOf(systemOf(set), operationPages, channelPages, queuePages);
};

test("each attempt has its line, also where two wait equally long", async () => {
  const page = (await read("{ name: q }", ", x-retry: { delaysMs: [1000, 1000, 5000] }")).get("queues/q");
  expect(page).toContain("| 2 | 1 s | `q.wait.1000` |\n| 3 | 1 s | `q.wait.1000` |\n| 4 | 5 s | `q.wait.5000` |");
});

test("what is in a stream is not tried again", async () => {
  const pages = await read("{ name: log, arguments: { x-queue-type: stream } }");
  expect(pages.get("applications/g/app/operations/take")).toContain("- Retries: none");
  expect(pages.get("applications/g/app/channels/in")).toContain("- Retries: none");
  expect(pages.get("queues/log")).not.toContain("## Retries");
});

test("a full queue that refuses what comes dead-letters nothing for being full", async () => {
  const full = async (overflow: string) =>
    (await read(`{ name: q, arguments: { x-max-length: 5, x-overflow: ${overflow} } }`)).get("queues/q");
  expect(await full("drop-head")).toContain("- Moved by the broker: expired or crowded out: to queue");
  expect(await full("reject-publish")).toContain("- Moved by the broker: expired: to queue");
});

test("a reader's page says by which headers its queue is bound", async () => {
  expect((await read("{ name: q }")).get("applications/g/app/operations/take")).toContain("- Bound to: `h` with `kind` = `a`");
});
