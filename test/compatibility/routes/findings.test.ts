/** What is wrong or doubtful about documents as a whole, each at its place. */
import { expect, test } from "vitest";
import { proveContracts } from "#compatibility";
import { type Documents, readDocuments } from "../../support/documents.js";
import { asker, desk, responder, shop, till } from "./shop.js";

const lines = async (documents: Documents): Promise<{ readonly found: string[]; readonly marked: readonly string[] }> => {
  const { set, marked, problems } = await readDocuments(documents);
  expect(problems.filter((line) => line.includes(" error "))).toEqual([]);
  const { findings } = proveContracts(set);
  return {
    found: findings.map(({ code, severity, at: { file, line, column } }) => `${file}:${line}:${column} ${severity} ${code}`),
    marked,
  };
};

const fanout = "{ name: shop, type: fanout }";
const priced = (priority: number): string => `bindings: { amqp: { priority: ${priority} } }`;

const byHaste = "bindings: { amqp: { x-priority: { location: $message.payload#/haste, values: { slow: 5, fast: 6, now: 7 } } } }";

const dead = `  dead:
    address: other
    messages: { Sold: {} }
    bindings: { amqp: { is: routingKey, exchange: { name: dead, type: direct } } }
operations:`;

function unread(args: string): string {
  return desk("{}", { queue: `▸{ name: sales, arguments: { ${args} } }`, bindings: `[{ exchange: ${fanout}, routingKey: '' }]` }).replace(
    /operations:[\s\S]*/,
    "",
  );
}

/** [what it is about, documents with the places marked, what is said of each place in the order of the report] */
const rows: readonly (readonly [string, Documents, readonly string[]])[] = [
  ["documents that agree", shop(till("{}"), desk("{}")), []],
  [
    "a queue that two documents declare differently",
    {
      ...shop(till("{}"), desk("{}", { queue: "▸{ name: sales }" })),
      "shop/other.yaml": desk("{}", { queue: "▸{ name: sales, durable: false }" }),
    },
    ["error conflicting-queue", "error conflicting-queue"],
  ],
  [
    "an exchange that two documents declare differently",
    shop(
      till("{}", { exchange: "▸{ name: shop, type: direct, durable: false }" }),
      desk("{}", { bindings: "[{ ▸exchange: { name: shop, type: direct }, routingKey: sold }]" }),
    ),
    ["error conflicting-exchange", "error conflicting-exchange"],
  ],
  [
    "a message that reaches no queue",
    shop(
      till("{}").replace("address: sold", "address: gone").replace("  sell:", "  ▸sell:"),
      desk("{}", { bindings: "[▸{ exchange: { name: shop, type: direct }, routingKey: sold }]" }),
    ),
    ["warning unrouted-message", "warning unused-binding"],
  ],
  [
    "a message that may be lost, and is",
    { "shop/till.yaml": till("{}", { operation: "bindings: { amqp: { mandatory: false } }" }).replace("  sell:", "  ▸sell:") },
    ["note unrouted-message"],
  ],
  [
    "a priority that the queue does not have",
    shop(
      till("{}", { operation: priced(9) }).replace("  sell:", "  ▸sell:"),
      desk("{}", { queue: "{ name: sales, arguments: { x-max-priority: 5 } }" }),
    ),
    ["warning priority-above-maximum"],
  ],
  [
    "priorities by value that the queue does not have",
    shop(
      till("{ payload: { properties: { haste: { enum: [slow, fast, now] } } } }", { operation: byHaste }).replace("  sell:", "  ▸sell:"),
      desk("{}", { queue: "{ name: sales, arguments: { x-max-priority: 5 } }" }),
    ),
    ["error priority-above-maximum", "error priority-above-maximum"],
  ],
  [
    "a priority that the queue has",
    shop(till("{}", { operation: priced(5) }), desk("{}", { queue: "{ name: sales, arguments: { x-max-priority: 5 } }" })),
    [],
  ],
  [
    "a priority in a queue without any",
    shop(till("{}", { operation: priced(1) }).replace("  sell:", "  ▸sell:"), desk("{}")),
    ["warning priority-without-effect"],
  ],
  [
    "a priority in a quorum queue, which has two of its own",
    shop(till("{}", { operation: priced(9) }), desk("{}", { queue: "{ name: sales, arguments: { x-queue-type: quorum } }" })),
    [],
  ],
  [
    "a queue that nobody reads, and from which persistent messages expire into nothing",
    shop(till("{}", { exchange: fanout }), unread("x-message-ttl: 1000")),
    ["error expires-without-dead-letter"],
  ],
  [
    "messages that say that they may be lost",
    shop(till("{}", { exchange: fanout, operation: "bindings: { amqp: { deliveryMode: 1 } }" }), unread("x-message-ttl: 1000")),
    ["warning expires-without-dead-letter"],
  ],
  [
    "messages that expire by themselves",
    shop(
      till("{}", { exchange: fanout, operation: "bindings: { amqp: { expiration: 500 } }" }).replace("  sell:", "  ▸sell:"),
      unread("x-max-length: 9").replace("▸", ""),
    ),
    ["error expires-without-dead-letter"],
  ],
  [
    "a dead letter that gets lost",
    shop(till("{}"), desk("{}", { queue: "▸{ name: sales, arguments: { x-dead-letter-exchange: dead } }" }).replace("operations:", dead)),
    ["warning lost-dead-letter"],
  ],
  [
    "a dead-letter exchange that nobody declares",
    shop(till("{}"), desk("{}", { queue: "▸{ name: sales, arguments: { x-dead-letter-exchange: dead } }" })),
    ["warning unknown-exchange"],
  ],
  [
    "an answer that nobody asks for",
    { "shop/desk.yaml": responder().replace("  answer:", "  ▸answer:") },
    ["note unused-binding", "note reply-without-requester"],
  ],
  [
    "a request that nobody answers",
    shop(
      asker().replace("  ask:", "  ▸ask:"),
      desk("{}", { key: "Ask", bindings: "[{ exchange: { name: shop, type: direct }, routingKey: prices }]" }),
    ),
    ["warning reply-missing", "note unused-binding"],
  ],
];

test.each(rows)("%s", async (_, documents, said) => {
  const { found, marked } = await lines(documents);
  expect(found.map((line) => line.split(" ").slice(1).join(" "))).toEqual(said);
  const places = found.map((line) => line.split(" ")[0]);
  for (const place of marked) expect(places).toContain(place);
});

test("a finding about two places names the other too", async () => {
  const { set, marked } = await readDocuments(
    shop(till("{}", { operation: priced(9) }), desk("{}", { queue: "▸{ name: sales, arguments: { x-max-priority: 5 } }" })),
  );
  const [finding] = proveContracts(set).findings;
  expect(finding?.also?.map(({ file, line, column }) => `${file}:${line}:${column}`)).toEqual(marked);
});

test("what a proof says of a request is no finding besides", async () => {
  const { set } = await readDocuments(shop(asker(), responder("{}", "{}", { rules: "x-reply: { allowed: ['other.{name}'] }" })));
  const { proofs, findings } = proveContracts(set);
  expect(proofs.map(({ standing }) => standing)).toEqual(["broken"]);
  expect(findings.map(({ code }) => code)).not.toContain("reply-refused");
});
