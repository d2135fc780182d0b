import { describe, expect, test } from "vitest";
import { planFiles } from "../../../src/codegen/plan.js";
import type { Message, Operation, SchemaNode } from "../../../src/contract/model.js";
import {
  application,
  contractSet,
  exchange,
  exchangeChannel,
  message,
  parameter,
  queue,
  queueChannel,
  receive,
  schema,
  send,
} from "../../support/contract-builders.js";

const schemas: Readonly<Record<string, SchemaNode>> = {
  payload: { type: "object" },
  "#/a": { type: "object", required: ["kind"], properties: { kind: { const: "a" } } },
  "#/b": { type: "object", required: ["kind"], properties: { kind: { $ref: "#/kind-b" } } },
  "#/kind-b": { const: "b" },
  "#/headers": { type: "object", required: ["tenant"], properties: { tenant: { type: "string" } } },
  "#/open-headers": { type: "object", properties: { tenant: { type: "string" } } },
};

async function filesOf(operation: Operation): Promise<(name: string) => string> {
  const set = contractSet(
    [application("shop/till", [operation])],
    Object.entries(schemas).map(([id, node]) => schema(id, node)),
  );
  const { files } = await planFiles(set, { runtime: "@acme/runtime", sourceFolder: "docs" });
  return (name) => files.find(({ path }) => path === `shop/till/${name}`)?.text ?? "";
}

const events = exchange("events");
const till = (messages: readonly Message[], more = {}) => exchangeChannel(events, "till.{id}", { messages, ...more });
const paid = message("paid", { name: "Paid" });

/** [what it is about, the operation, lines that operations.ts has, lines that it has not] */
const descriptorRows: readonly (readonly [string, Operation, readonly string[], readonly string[]])[] = [
  [
    "a plain send",
    send("pay", till([paid])),
    ['exchange: "events"', 'routingKey: "till.{id}"', "mandatory: true", "persistent: true", "parameters: []"],
    ["priority", "cc", "tag"],
  ],
  [
    "what the operation binding says",
    send("pay", till([paid]), {
      mandatory: false,
      deliveryMode: 1,
      priority: 5,
      expirationMs: 900,
      cc: ["a"],
      bcc: ["b"],
      orderingKey: "$message.payload#/id",
    }),
    [
      "mandatory: false",
      "persistent: false",
      "priority: 5",
      "expirationMs: 900",
      'cc: ["a"]',
      'bcc: ["b"]',
      'orderingKey: "$message.payload#/id"',
    ],
    [],
  ],
  [
    "a parameter that stands in the address, and one that does not",
    send("pay", till([paid], { parameters: [{ ...parameter("id", ["1", "2"]), default: "1" }, parameter("idle")] })),
    ['parameters: [{ name: "id", enum: ["1", "2"], default: "1" }]'],
    ["idle"],
  ],
  [
    "where a parameter's value stands in the message",
    send("pay", till([paid], { parameters: [{ ...parameter("id"), expression: "$message.payload#/id" }] })),
    ['parameters: [{ name: "id", location: "$message.payload#/id" }]'],
    [],
  ],
  [
    "what values of the message decide, and the names of the call",
    send("pay", till([paid], { parameters: [{ ...parameter("id", ["1"]), expression: "$message.payload#/id", values: { one: "1" } }] }), {
      priorityBy: { expression: "$message.payload#/haste", values: { slow: 1 } },
      callNames: { much: "amount" },
    }),
    [
      'parameters: [{ name: "id", enum: ["1"], location: "$message.payload#/id", values: { one: "1" } }]',
      'priorityBy: { location: "$message.payload#/haste", values: { slow: 1 } }',
      'callNames: { much: "amount" }',
    ],
    [],
  ],
  [
    "a receive",
    receive("pay", queueChannel(queue("till-queue"), [], { messages: [paid], retryDelaysMs: [5, 50] }), {
      prefetch: 7,
      concurrency: 2,
      timeoutMs: 99,
      idempotencyKey: "$message.payload#/id",
    }),
    [
      'queue: "till-queue"',
      'deadLetterQueue: "till-queue.dlq"',
      "retryDelaysMs: [5, 50]",
      "prefetch: 7",
      "concurrency: 2",
      "timeoutMs: 99",
      'idempotencyKey: "$message.payload#/id"',
    ],
    [],
  ],
  [
    "no retries for a stream, which has no delay queues",
    receive("pay", queueChannel(queue("till-stream", { "x-queue-type": "stream" }), [], { messages: [paid], retryDelaysMs: [5] })),
    ["retryDelaysMs: []"],
    [],
  ],
  [
    "messages told apart by a constant, wherever it is written",
    send("pay", till([message("a", { payload: "#/a" }), message("b", { payload: "#/b" })])),
    ['tag: { property: "kind", value: "a" }', 'tag: { property: "kind", value: "b" }'],
    [],
  ],
  [
    "messages that nothing tells apart",
    send("pay", till([message("a", { payload: "#/a" }), message("c", { payload: "payload" })])),
    ['name: "c"'],
    ["tag"],
  ],
  [
    "a message's own AMQP type, headers and correlation",
    send(
      "pay",
      till([
        message("a", { messageType: "till.paid.v1", headers: "#/headers", correlationId: "$message.header#/id", contentEncoding: "gzip" }),
      ]),
    ),
    ['type: "till.paid.v1"', "headers: validateAHeaders", 'correlationId: "$message.header#/id"', 'contentEncoding: "gzip"'],
    [],
  ],
];
for (const [about, operation, has, hasNot] of descriptorRows) {
  test(`a descriptor says ${about}`, async () => {
    const text = (await filesOf(operation))("operations.ts");
    for (const line of has) expect(text).toContain(line);
    for (const line of hasNot) expect(text).not.toContain(line);
  });
}

/** [what it is about, the operation, a line of index.ts] */
const interfaceRows: readonly (readonly [string, Operation, string])[] = [
  ["one message: the payload alone", send("pay", till([paid])), "pay(payload: Paid, options?: PublishOptions): Promise<void>;"],
  [
    "a message whose properties have other names in the call",
    send("pay", till([paid]), { callNames: { much: "amount", "the-card": "card-id" } }),
    'pay(payload: Renamed<Paid, { amount: "much"; "card-id": "the-card" }>, options?: PublishOptions): Promise<void>;',
  ],
  [
    "several messages: an overload each",
    send("pay", till([message("a", { payload: "#/a" }), message("b", { payload: "#/b" })])),
    'pay(name: "b", payload: B, options?: PublishOptions): Promise<void>;',
  ],
  [
    "an address parameter: options are required",
    send("pay", till([paid], { parameters: [parameter("id", ["1", "2"])] })),
    'pay(payload: Paid, options: PublishOptions & { readonly parameters: { readonly id: "1" | "2" } }): Promise<void>;',
  ],
  [
    "an address parameter with a default: options are not required",
    send("pay", till([paid], { parameters: [{ ...parameter("id"), default: "1" }] })),
    "pay(payload: Paid, options?: PublishOptions & { readonly parameters?: { readonly id?: string } }): Promise<void>;",
  ],
  [
    "required headers",
    send("pay", till([{ ...paid, headers: "#/headers" }])),
    "pay(payload: Paid, options: PublishOptions & { readonly headers: PaidHeaders }): Promise<void>;",
  ],
  [
    "headers none of which is required",
    send("pay", till([{ ...paid, headers: "#/open-headers" }])),
    "pay(payload: Paid, options?: PublishOptions & { readonly headers?: PaidHeaders }): Promise<void>;",
  ],
  [
    "a handler",
    receive("pay", queueChannel(queue("q"), [], { messages: [paid, message("b", { payload: "#/b", headers: "#/headers" })] })),
    'onPay(message: Received<"paid", Paid> | Received<"b", B, BHeaders>, context: HandlerContext<TillPublisher>): Promise<void>;',
  ],
];
describe("the interface of", () => {
  for (const [about, operation, line] of interfaceRows) {
    test(about, async () => {
      const text = (await filesOf(operation))("index.ts");
      expect(text).toContain(line);
      expect(text).toContain('from "@acme/runtime"');
      expect(text).toContain("// Generated from docs/shop/till.yaml.");
    });
  }
});
