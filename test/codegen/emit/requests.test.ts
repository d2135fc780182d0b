import { describe, expect, test } from "vitest";
import { planFiles } from "../../../src/codegen/plan.js";
import type { Message, Operation, SchemaNode } from "../../../src/contract/model.js";
import {
  application,
  binding,
  contractSet,
  defaultExchange,
  exchange,
  exchangeChannel,
  message,
  parameter,
  queue,
  queueChannel,
  receive,
  reply,
  schema,
  send,
} from "../../support/contract-builders.js";

const schemas: Readonly<Record<string, SchemaNode>> = {
  "#/ask": { type: "object" },
  "#/headed": { type: "object" },
  "#/a": { type: "object", required: ["kind"], properties: { kind: { const: "a" } } },
  "#/b": { type: "object", required: ["kind"], properties: { kind: { const: "b" } } },
  "#/headers": { type: "object", required: ["x-id"], properties: { "x-id": { type: "string" } } },
};

async function filesOf(operation: Operation): Promise<(name: string) => string> {
  const set = contractSet(
    [application("shop/till", [operation])],
    Object.entries(schemas).map(([id, node]) => schema(id, node)),
  );
  const { files } = await planFiles(set, { runtime: "@acme/runtime", sourceFolder: "docs" });
  return (name) => files.find(({ path }) => path === `shop/till/${name}`)?.text ?? "";
}

const replyTo = "$message.header#/replyTo";
const back = exchange("back", "direct");
const requests = (messages: readonly Message[]) => exchangeChannel(exchange("shop"), "prices", { messages });
const own = queueChannel(queue("till.{instance}"), [binding(back, "to.{instance}")], { deadLetterQueue: "till.dlq" });
const price = message("price", { name: "Price", payload: "#/a" });
const none = message("none", { name: "None", payload: "#/b" });
const ask = message("ask", {
  name: "Ask",
  payload: "#/ask",
  correlationId: "$message.payload#/id",
  fill: { at: { now: true }, by: { value: { of: ["till"] } } },
});
const inQueue = (messages: readonly Message[]) => queueChannel(queue("prices"), [], { messages });

/** [what it is about, the operation, lines of operations.ts, lines that it has not] */
const descriptorRows: readonly (readonly [string, Operation, readonly string[], readonly string[]])[] = [
  [
    "what a message is filled in with",
    send("tell", requests([ask])),
    ['fill: { at: { now: true }, by: { value: { of: ["till"] } } }', "tell: SendOperation"],
    ["replies"],
  ],
  [
    "where a request is answered, and what it may cost",
    send("ask", requests([ask]), {
      reply: reply({ address: replyTo, channel: own, messages: [price] }),
      limits: { timeoutMs: 1, maxInFlight: 2, maxWaiting: 3 },
    }),
    [
      "ask: RequestOperation",
      'queue: "till.{instance}"',
      'address: "to.{instance}"',
      `addressAt: "${replyTo}"`,
      'deadLetterQueue: "till.dlq"',
      "payload: validatePrice",
      "timeoutMs: 1",
      "maxInFlight: 2",
      "maxWaiting: 3",
    ],
    ["tag"],
  ],
  [
    "the default limits of a request, and the queue as its address where nothing binds it",
    send("ask", requests([ask]), { reply: reply({ address: replyTo, channel: { ...own, bindings: [] }, messages: [price] }) }),
    ['address: "till.{instance}"', "timeoutMs: 5000", "maxInFlight: 100", "maxWaiting: 10000"],
    [],
  ],
  [
    "no address where the responder knows it; answers told apart",
    send("ask", requests([ask]), { reply: reply({ channel: own, messages: [price, none] }) }),
    ['queue: "till.{instance}"', 'tag: { property: "kind", value: "a" }', 'tag: { property: "kind", value: "b" }'],
    ["address:", "addressAt"],
  ],
  [
    "nothing of a reply without messages",
    send("ask", requests([ask]), { reply: reply({ channel: own, messages: [] }) }),
    ["ask: SendOperation"],
    ["replies", "timeoutMs"],
  ],
  [
    "how an operation answers to the address that the request names",
    receive("price", inQueue([ask]), {
      readOnly: true,
      reply: reply({
        address: replyTo,
        channel: exchangeChannel(back, null),
        messages: [price],
        defaultAddress: "to.all",
        allowedAddresses: ["to.{who}"],
      }),
    }),
    [
      "readOnly: true",
      'id: "price.reply"',
      'exchange: "back"',
      'routingKey: ""',
      "mandatory: true",
      "persistent: true",
      `addressAt: "${replyTo}"`,
      'defaultAddress: "to.all"',
      'allowedAddresses: ["to.{who}"]',
    ],
    [],
  ],
  [
    "an answer to any queue, written to no disk",
    receive("price", inQueue([ask]), { reply: reply({ address: replyTo, messages: [price], deliveryMode: 1 }) }),
    ['exchange: ""', "persistent: false", `addressAt: "${replyTo}"`, "allowedAddresses: []"],
    ["defaultAddress", "readOnly"],
  ],
  [
    "an answer to a fixed queue",
    receive("price", inQueue([ask]), { reply: reply({ channel: queueChannel(queue("there")), messages: [price] }) }),
    ['exchange: ""', 'routingKey: "there"', "allowedAddresses: []"],
    ["addressAt"],
  ],
  [
    "an answer to a fixed key, with the parameters that stand in it",
    receive("price", inQueue([ask]), {
      reply: reply({
        channel: exchangeChannel(back, "to.{kind}", {
          parameters: [{ ...parameter("kind"), expression: "$message.payload#/kind" }, parameter("idle")],
        }),
        messages: [price],
      }),
    }),
    ['routingKey: "to.{kind}"', 'parameters: [{ name: "kind", location: "$message.payload#/kind" }]'],
    ["addressAt", "idle"],
  ],
];
for (const [about, operation, has, hasNot] of descriptorRows) {
  test(`a descriptor says ${about}`, async () => {
    const text = (await filesOf(operation))("operations.ts");
    for (const line of has) expect(text).toContain(line);
    for (const line of hasNot) expect(text).not.toContain(line);
  });
}

const headed = message("headed", { name: "Headed", payload: "#/headed", headers: "#/headers", correlationId: "$message.header#/x-id" });

/** [what it is about, the operation, lines of index.ts] */
const interfaceRows: readonly (readonly [string, Operation, readonly string[]])[] = [
  [
    "what is filled in: it may be left out",
    send("tell", requests([ask])),
    ['tell(payload: Unfilled<Ask, "at" | "by">, options?: PublishOptions): Promise<void>;'],
  ],
  [
    "a request: the payload of the answer",
    send("ask", requests([ask]), { reply: reply({ channel: own, messages: [price] }) }),
    [
      "Exchange `shop`, routing key `prices`; answered on queue `till.{instance}`.",
      'ask(payload: Unfilled<Ask, "id" | "at" | "by">, options?: RequestOptions): Promise<Price>;',
      'ask: async (payload, options) => (await ask<Received<"price", Price>>(ask_1, "ask", payload, options)).payload',
      "ApplicationContract<TillHandlers, TillPublisher, TillRequester>",
      "sends: [],\n  requests: [ask_1],",
    ],
  ],
  [
    "a request with its reply address in the payload: it is filled in",
    send("ask", requests([ask]), { reply: reply({ address: "$message.payload#/back", channel: own, messages: [price] }) }),
    ['ask(payload: Unfilled<Ask, "id" | "back" | "at" | "by">, options?: RequestOptions): Promise<Price>;'],
  ],
  [
    "a request of several messages with several answers",
    send("ask", requests([ask, headed]), { reply: reply({ channel: own, messages: [price, headed] }) }),
    [
      'ask(name: "ask", payload: Unfilled<Ask, "id" | "at" | "by">, options?: RequestOptions): Promise<Received<"price", Price> | Received<"headed", Headed, HeadedHeaders>>;',
      'ask(name: "headed", payload: Headed, options?: RequestOptions & { readonly headers?: Unfilled<HeadedHeaders, "x-id"> })',
      'ask: (name: string, payload: unknown, options?: AskRequest) => ask<Received<"price", Price> | Received<"headed", Headed, HeadedHeaders>>(ask_1, name, payload, options)',
    ],
  ],
  [
    "an answer: its payload, without what is filled in",
    receive("price", inQueue([price]), { reply: reply({ address: replyTo, messages: [ask] }) }),
    ['onPrice(message: Received<"price", Price>, context: HandlerContext<TillPublisher>): Promise<Unfilled<Ask, "id" | "at" | "by">>;'],
  ],
  [
    "several answers, and headers with them",
    receive("price", inQueue([price]), { reply: reply({ address: replyTo, messages: [none, headed] }) }),
    ['Promise<Answer<"none", None> | Answer<"headed", Headed, Unfilled<HeadedHeaders, "x-id">>>;'],
  ],
  [
    "an application that asks nothing",
    send("tell", exchangeChannel(defaultExchange, "q", { messages: [price] })),
    ["ApplicationContract<TillHandlers, TillPublisher> = {", "requests: [],", "requester: () => ({}),"],
  ],
];
describe("the interface of", () => {
  for (const [about, operation, lines] of interfaceRows) {
    test(about, async () => {
      const text = (await filesOf(operation))("index.ts");
      for (const line of lines) expect(text).toContain(line);
    });
  }
});
