import { expect, test } from "vitest";
import { head, readDocuments, receiving, sending } from "../support/documents.js";

test("the order saga's documents are read without a problem", async () => {
  const { readContracts } = await import("#contract");
  const set = await readContracts("asyncapi");
  expect(set.problems).toEqual([]);
  expect(set.applications.map(({ id }) => id)).toEqual(expect.arrayContaining(["orders/order", "orders/payment", "orders/product"]));
});

test("a receive operation takes its defaults where the document is silent", async () => {
  const { set } = await readDocuments({ "shop/app.yaml": receiving() });
  expect(set.applications[0]).toMatchObject({
    id: "shop/app",
    title: "Shop",
    version: "1.0.0",
    operations: [
      {
        action: "receive",
        key: "work",
        prefetch: 1,
        concurrency: 1,
        timeoutMs: 30_000,
        channel: {
          kind: "queue",
          queue: { name: "work", durable: true, exclusive: false, autoDelete: false, arguments: {} },
          bindings: [],
          retryDelaysMs: [1000, 5000, 25_000],
          deadLetterQueue: "work.dlq",
        },
      },
    ],
  });
});

test("a send operation is persistent and mandatory unless the document says otherwise", async () => {
  const { set } = await readDocuments({ "app.yaml": sending("{ type: string }") });
  expect(set.applications[0]?.operations[0]).toMatchObject({
    action: "send",
    mandatory: true,
    deliveryMode: 2,
    cc: [],
    bcc: [],
  });
});

test("JSON documents are read as YAML ones are", async () => {
  const document = {
    asyncapi: "3.0.0",
    info: { title: "Shop", version: "1" },
    channels: { c: { address: "c", messages: { M: { payload: true } }, bindings: { amqp: { exchange: { name: "e", type: "fanout" } } } } },
    operations: { go: { action: "send", channel: { $ref: "#/channels/c" } } },
  };
  const { set, problems } = await readDocuments({ "app.json": JSON.stringify(document, null, 2) });
  expect(problems).toEqual([]);
  expect(set.applications[0]?.operations[0]).toMatchObject({ key: "go", channel: { exchange: { name: "e", type: "fanout" } } });
});

test("a schema is one, whichever document refers to it, and recursion in a second file is natural", async () => {
  const shared = `components:
  schemas:
    Tree: { type: object, properties: { children: { type: array, items: { $ref: '#/components/schemas/Tree' } } } }
`;
  const payload = "{ $ref: './shared.yaml#/components/schemas/Tree' }";
  const { set, problems } = await readDocuments({ "g/a.yaml": sending(payload), "g/b.yaml": sending(payload), "g/shared.yaml": shared });
  const id = "g/shared.yaml#/components/schemas/Tree";
  expect(problems).toEqual([]);
  expect([...set.schemas.keys()]).toEqual([id]);
  expect(set.schemas.get(id)).toMatchObject({ name: "Tree", node: { properties: { children: { items: { $ref: id } } } } });
});

test("every file that was read is listed, referred ones included", async () => {
  const { set, folder } = await readDocuments({
    "a.yaml": sending("{ $ref: './parts/id.json' }"),
    "parts/id.json": '{ "title": "OrderId", "type": "string" }',
    "other.yaml": "unrelated: true\n",
  });
  expect(set.files.map((file) => file.replaceAll("\\", "/").slice(folder.length + 1))).toEqual(["a.yaml", "parts/id.json"]);
  expect(set.schemas.get("parts/id.json#")?.name).toBe("OrderId");
});

test("inline payloads and headers are named after their message", async () => {
  const { set } = await readDocuments({
    "app.yaml": `${head}channels:
  c:
    address: c
    messages:
      placed: { name: OrderPlaced, payload: { type: object }, headers: { type: object } }
    bindings: { amqp: { exchange: { name: e, type: direct } } }
operations:
  go: { action: send, channel: { $ref: '#/channels/c' } }
`,
  });
  expect([...set.schemas.values()].map(({ name }) => name)).toEqual(["OrderPlaced", "OrderPlacedHeaders"]);
});

test("a multi-format schema is unwrapped", async () => {
  const payload = "{ schemaFormat: 'application/schema+json;version=draft-07', schema: { type: integer } }";
  const { set, problems } = await readDocuments({ "app.yaml": sending(payload) });
  expect(problems).toEqual([]);
  expect([...set.schemas.values()][0]?.node).toEqual({ type: "integer" });
});

test("data that only looks like references is left alone", async () => {
  const payload =
    "{ type: object, properties: { $ref: { type: string } }, default: { $ref: '#/nowhere' }, enum: [{ $ref: './none.yaml' }] }";
  const { problems } = await readDocuments({ "app.yaml": sending(payload) });
  expect(problems).toEqual([]);
});

test("definitions inside a schema are resolved by their pointers and not carried along", async () => {
  const { set, problems } = await readDocuments({
    "app.yaml": sending("{ $ref: './order.json' }"),
    "order.json":
      '{ "definitions": { "Id": { "type": "string" } }, "type": "object", "properties": { "id": { "$ref": "#/definitions/Id" } } }',
  });
  expect(problems).toEqual([]);
  expect(set.schemas.get("order.json#")?.node).toEqual({ type: "object", properties: { id: { $ref: "order.json#/definitions/Id" } } });
  expect(set.schemas.get("order.json#/definitions/Id")?.name).toBe("Id");
});

test("an operation without a messages list has all messages of its channel, one with a list only those", async () => {
  const { set, problems } = await readDocuments({
    "app.yaml": `${head}channels:
  c:
    address: c
    messages:
      A: { payload: { type: string } }
      B: { payload: { type: integer } }
    bindings: { amqp: { exchange: { name: e, type: direct } } }
operations:
  all: { action: send, channel: { $ref: '#/channels/c' } }
  some: { action: send, channel: { $ref: '#/channels/c' }, messages: [{ $ref: '#/channels/c/messages/B' }] }
`,
  });
  expect(problems).toEqual([]);
  expect(set.applications[0]?.operations.map(({ messages }) => messages.map(({ key }) => key))).toEqual([["A", "B"], ["B"]]);
});

test("traits are merged, and what the object itself says wins", async () => {
  const { set, problems } = await readDocuments({
    "app.yaml": `${head}channels:
  c:
    address: c
    messages:
      A:
        contentType: application/vnd.a+json
        headers: { type: object, properties: { own: { type: string } } }
        payload: { type: string }
        traits: [{ $ref: './traits.yaml#/common' }]
    bindings: { amqp: { exchange: { name: e, type: direct } } }
operations:
  go:
    action: send
    channel: { $ref: '#/channels/c' }
    bindings: { amqp: { priority: 3 } }
    traits: [{ summary: Go., bindings: { amqp: { priority: 9, mandatory: false } } }]
`,
    "traits.yaml": `common:
  contentType: text/plain
  headers: { type: object, properties: { shared: { $ref: '#/id' } } }
id: { type: string, format: uuid }
`,
  });
  expect(problems).toEqual([]);
  expect(set.applications[0]?.operations[0]).toMatchObject({ summary: "Go.", priority: 3, mandatory: false });
  const message = set.applications[0]?.channels[0]?.messages[0];
  expect(message?.contentType).toBe("application/vnd.a+json");
  expect(set.schemas.get(message?.headers ?? "")?.node).toMatchObject({
    properties: { own: { type: "string" }, shared: { $ref: "traits.yaml#/id" } },
  });
});

test("parameters keep their enum, default and expression", async () => {
  const { set, problems } = await readDocuments({
    "app.yaml": `${head}channels:
  c:
    address: 'orders.{region}'
    parameters:
      region: { enum: [eu, us], default: eu, description: Where., location: $message.payload#/region }
    messages:
      A: { payload: { type: object, properties: { region: { type: string } } } }
    bindings: { amqp: { exchange: { name: e, type: topic } } }
operations:
  go: { action: send, channel: { $ref: '#/channels/c' } }
`,
  });
  expect(problems).toEqual([]);
  expect(set.applications[0]?.channels[0]?.parameters).toEqual([
    { name: "region", enum: ["eu", "us"], default: "eu", description: "Where.", expression: "$message.payload#/region" },
  ]);
});

test("a send operation to a queue channel goes through the default exchange, by the queue's name", async () => {
  const { set, problems } = await readDocuments({
    "app.yaml": receiving({ operation: "mandatory: true" }).replace("action: receive", "action: send"),
  });
  expect(problems).toEqual([]);
  expect(set.applications[0]?.operations[0]?.channel).toMatchObject({
    kind: "exchange",
    address: "work",
    exchange: { name: "", type: "default" },
  });
  expect(set.applications[0]?.channels[0]?.kind).toBe("queue");
});

test("an address that the requester names is a reply address; the reply's messages are read", async () => {
  const { set, problems } = await readDocuments({
    "app.yaml": `${head}channels:
  asks:
    messages: { Ask: { payload: { type: string } } }
    bindings: { amqp: { is: queue, queue: { name: asks } } }
  answers:
    address: null
    messages:
      Answer:
        payload: { type: string }
        correlationId: { location: $message.header#/correlationId }
operations:
  answer:
    action: receive
    channel: { $ref: '#/channels/asks' }
    reply:
      address: { location: $message.header#/replyTo }
      channel: { $ref: '#/channels/answers' }
`,
  });
  expect(problems).toEqual([]);
  expect(set.applications[0]?.operations[0]?.reply).toMatchObject({
    address: "$message.header#/replyTo",
    messages: [{ name: "Answer", correlationId: "$message.header#/correlationId" }],
  });
});

test("any legal operation key is read", async () => {
  const operation = "{ action: send, channel: { $ref: '#/channels/placed' } }";
  const keys = ["delete", "class", "new-ping", "1st", "constructor", "__proto__"];
  const more = keys.map((key) => `  ${key}: ${operation}`).join("\n");
  const { set, problems } = await readDocuments({
    "app.yaml": sending("{ type: string }").replace("operations:\n", `operations:\n${more}\n`),
  });
  expect(problems).toEqual([]);
  expect(set.applications[0]?.operations.map(({ key }) => key)).toEqual([...keys, "place"]);
});

test("aliases and merge keys of YAML are understood, and what a map says itself wins", async () => {
  const { set, problems } = await readDocuments({
    "app.yaml": sending(
      "{ type: object, properties: { a: &text { type: string, minLength: 1 }, b: *text, c: { <<: *text, minLength: 2 } } }",
    ),
  });
  expect(problems).toEqual([]);
  expect([...set.schemas.values()][0]?.node).toMatchObject({
    properties: { b: { type: "string", minLength: 1 }, c: { type: "string", minLength: 2 } },
  });
});
