import { expect, test } from "vitest";
import { head, readDocuments } from "../support/documents.js";

const channel = (exchange: string, mark = ""): string =>
  `{ address: a, messages: { M: { payload: true } }, bindings: { amqp: { ${mark}exchange: ${exchange} } } }`;

const queueChannel = (queue: string, mark = "", more = ""): string =>
  `{ messages: { M: { payload: true } }, bindings: { amqp: { is: queue, ${mark}queue: ${queue}${more} } } }`;

test("an exchange that one application declares two ways is found, with both places", async () => {
  const { problems, marked } = await readDocuments({
    "app.yaml": `${head}channels:
  a: ${channel("{ name: shop, type: direct }", "▸")}
  b: ${channel("{ name: shop, type: topic }", "▸")}
`,
  });
  expect(problems).toEqual([`${marked[1]} error Exchange "shop" is declared here with another "type" than at ${marked[0]}.`]);
});

test("an exchange of a binding counts as a declaration too", async () => {
  const { problems, marked } = await readDocuments({
    "app.yaml": `${head}channels:
  a: ${channel("{ name: shop, type: topic }", "▸")}
  b: ${queueChannel("{ name: q }", "", ", x-bindings: [{ ▸exchange: { name: shop, type: topic, durable: false }, routingKey: k }]")}
`,
  });
  expect(problems).toEqual([`${marked[1]} error Exchange "shop" is declared here with another "durable" than at ${marked[0]}.`]);
});

test("a queue that one application declares two ways is found, its retries and arguments included", async () => {
  const { problems, marked } = await readDocuments({
    "app.yaml": `${head}channels:
  a: ${queueChannel("{ name: q, arguments: { x-message-ttl: 5, x-expires: 9 } }", "▸")}
  b: ${queueChannel("{ name: q, arguments: { x-expires: 9, x-message-ttl: 5 } }")}
  c: ${queueChannel("{ name: q, arguments: { x-message-ttl: 6, x-expires: 9 } }", "▸")}
  d: ${queueChannel("{ name: q, arguments: { x-message-ttl: 5, x-expires: 9 } }", "▸", ", x-retry: { delaysMs: [] }")}
`,
  });
  expect(problems).toEqual([
    `${marked[1]} error Queue "q" is declared here with another "arguments" than at ${marked[0]}.`,
    `${marked[2]} error Queue "q" is declared here with another "x-retry" than at ${marked[0]}.`,
  ]);
});

test("two operations that would share one queue are found", async () => {
  const { problems, marked } = await readDocuments({
    "app.yaml": `${head}channels:
  c: ${queueChannel("{ name: q }")}
operations:
  one: { action: receive, channel: { $ref: '#/channels/c' } }
  ▸two: { action: receive, channel: { $ref: '#/channels/c' } }
`,
  });
  expect(problems).toEqual([
    `${marked[0]} error "one" and "two" both receive from queue "q", and each would get only a part of its messages; make it one operation with several messages.`,
  ]);
});

const operations = (first: string, second: string): string => `${head}channels:
  send: ${channel("{ name: shop, type: direct }")}
  q1: ${queueChannel("{ name: q1 }")}
  q2: ${queueChannel("{ name: q2 }")}
operations:
  ${first}
  ▸${second}
`;

test.each([
  [
    "new-ping: { action: send, channel: { $ref: '#/channels/send' } }",
    "newPing: { action: send, channel: { $ref: '#/channels/send' } }",
    "newPing",
  ],
  [
    "new-ping: { action: receive, channel: { $ref: '#/channels/q1' } }",
    "newPing: { action: send, channel: { $ref: '#/channels/send' } }",
    "newPing",
  ],
  [
    "ping: { action: receive, channel: { $ref: '#/channels/q1' } }",
    "on-ping: { action: receive, channel: { $ref: '#/channels/q2' } }",
    "onPing",
  ],
])("operations that have one name once cased are found: %s", async (first, second, name) => {
  const { problems, marked } = await readDocuments({ "app.yaml": operations(first, second) });
  const [a, b] = [first, second].map((text) => text.split(":")[0]);
  expect(problems).toEqual([`${marked[0]} error The operations "${a}" and "${b}" would both be named "${name}" in code.`]);
});

test("operations that differ once cased are left alone", async () => {
  const { problems } = await readDocuments({
    "app.yaml": operations(
      "ping: { action: receive, channel: { $ref: '#/channels/q1' } }",
      "on-ping: { action: send, channel: { $ref: '#/channels/send' } }",
    ),
  });
  expect(problems).toEqual([]);
});

test("an operation key without a letter or digit is refused", async () => {
  const { set } = await readDocuments({
    "app.yaml": operations(
      "a: { action: send, channel: { $ref: '#/channels/send' } }",
      "'--': { action: send, channel: { $ref: '#/channels/send' } }",
    ),
  });
  expect(set.problems).toMatchObject([{ code: "name-collision", line: 9 }]);
});
