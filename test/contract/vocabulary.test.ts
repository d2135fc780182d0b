import { describe, expect, test } from "vitest";
import { head, readDocuments, receiving, sending } from "../support/documents.js";

/** What is said of a document with one marked place: the place where it was marked. */
async function said(document: string): Promise<readonly string[]> {
  const { problems, marked } = await readDocuments({ "app.yaml": document });
  const [place = ""] = marked;
  return problems.map((problem) => problem.replace(`${place} `, "▸ "));
}

const queueArguments = (args: string): string => receiving({ channel: `queue: { name: work, arguments: { ${args} } }` });

describe("misspelt keys", () => {
  test.each([
    ["▸x-retri: { delaysMs: [1] }", '▸ error There is no key "x-retri" in an AMQP channel binding; did you mean "x-retry"?'],
    ["x-retry: { ▸delayMs: [1], delaysMs: [1] }", '▸ error There is no key "delayMs" in x-retry; did you mean "delaysMs"?'],
    ["x-dead-letter: { queue: q, ▸exchange: e }", '▸ error There is no key "exchange" in x-dead-letter.'],
    [
      "▸x-prefetch: 3",
      '▸ error There is no key "x-prefetch" in an AMQP channel binding: it belongs into the AMQP binding of a receive operation.',
    ],
    ["▸arguments: {}", '▸ error There is no key "arguments" in an AMQP channel binding: arguments belong under queue or exchange.'],
    [
      "x-bindings: [{ exchange: { name: e, type: direct }, ▸routingkey: a, routingKey: a }]",
      '▸ error There is no key "routingkey" in an entry of x-bindings; did you mean "routingKey"?',
    ],
    [
      "x-bindings: [{ exchange: { name: e, type: direct, ▸durabel: true }, routingKey: a }]",
      '▸ error There is no key "durabel" in an exchange; did you mean "durable"?',
    ],
  ])("on a queue channel: %s", async (binding, expected) => {
    expect(await said(receiving({ channel: `queue: { name: work }\n        ${binding}` }))).toEqual([expected]);
  });

  test.each([
    ["▸x-prefech: 1", '▸ error There is no key "x-prefech" in the AMQP binding of a receive operation; did you mean "x-prefetch"?'],
    ["▸prefetch: 1", '▸ error There is no key "prefetch" in the AMQP binding of a receive operation: it is written x-prefetch.'],
    ["▸x-timeoutms: 1", '▸ error There is no key "x-timeoutms" in the AMQP binding of a receive operation; did you mean "x-timeoutMs"?'],
    [
      "▸x-ordering-key: $message.payload#/id",
      '▸ error There is no key "x-ordering-key" in the AMQP binding of a receive operation: it belongs into the AMQP binding of a send operation.',
    ],
  ])("on a receive operation: %s", async (operation, expected) => {
    expect(await said(receiving({ operation }))).toEqual([expected]);
  });

  test.each([
    ["▸x-mesage-ttl: 5", '▸ error There is no key "x-mesage-ttl" in the arguments of a queue; did you mean "x-message-ttl"?'],
    ["▸x-queue-typ: quorum", '▸ error There is no key "x-queue-typ" in the arguments of a queue; did you mean "x-queue-type"?'],
  ])("in a queue's arguments: %s", async (args, expected) => {
    expect(await said(queueArguments(args))).toEqual([expected]);
  });

  test("an argument that stands beside arguments is told where it belongs", async () => {
    expect(await said(receiving({ channel: "queue: { name: work, ▸x-message-ttl: 5 }" }))).toEqual([
      '▸ error There is no key "x-message-ttl" in a queue: it belongs under arguments: { x-message-ttl: … }.',
    ]);
  });

  test("a key of ours outside an AMQP binding would have no effect, and is an error", async () => {
    expect(await said(receiving().replace("action: receive", "action: receive\n    ▸x-prefetch: 5"))).toEqual([
      '▸ error "x-prefetch" has no effect here; it belongs into the AMQP binding of a receive operation, under bindings.amqp.',
    ]);
  });

  test("extensions of others are none of our business", async () => {
    expect(await said(receiving().replace("action: receive", "action: receive\n    x-owner: team-a"))).toEqual([]);
  });

  test("a misspelt protocol is found", async () => {
    expect(await said(sending("true").replace("amqp:", "▸ampq:"))).toContain('▸ error There is no binding "ampq"; did you mean "amqp"?');
  });
});

describe("wrong values", () => {
  test.each([
    ["x-message-ttl: ▸'5'", '▸ error "x-message-ttl" must be an integer from 0 to 4294967295, not "5".'],
    ["x-queue-type: ▸quorumm", '▸ error "x-queue-type" must be classic, quorum or stream, not "quorumm".'],
    ["x-max-priority: ▸256", '▸ error "x-max-priority" must be an integer from 1 to 255, not 256.'],
    ["x-overflow: ▸drop", '▸ error "x-overflow" must be drop-head, reject-publish or reject-publish-dlx, not "drop".'],
    ["x-single-active-consumer: ▸'yes'", '▸ error "x-single-active-consumer" must be true or false, not "yes".'],
    ["x-queue-type: quorum, x-delivery-limit: ▸-1", '▸ error "x-delivery-limit" must be an integer of at least 1, not -1.'],
    ["x-queue-type: quorum, ▸x-max-priority: 3", '▸ error A quorum queue has no "x-max-priority"; only classic queues do.'],
    ["▸x-delivery-limit: 3", '▸ error A classic queue has no "x-delivery-limit"; only quorum queues do.'],
    ["▸x-dead-letter-routing-key: a", '▸ error RabbitMQ refuses "x-dead-letter-routing-key" without "x-dead-letter-exchange".'],
  ])("of a queue argument: %s", async (args, expected) => {
    expect(await said(queueArguments(args))).toEqual([expected]);
  });

  test.each([
    ["▸exclusive: true", "▸ error A quorum queue cannot be exclusive."],
    ["▸autoDelete: true", "▸ error A quorum queue cannot be deleted automatically."],
    ["▸durable: false", "▸ error A quorum queue is always durable."],
  ])("of a quorum queue: %s", async (key, expected) => {
    expect(await said(receiving({ channel: `queue: { name: work, ${key}, arguments: { x-queue-type: quorum } }` }))).toEqual([expected]);
  });

  test.each([
    ["x-retry: { delaysMs: [5, ▸0] }", "▸ error Item 2 must be an integer from 1 to 4294967295, not 0."],
    [
      `x-retry: { delaysMs: ▸[${Array.from({ length: 33 }, () => 1).join(", ")}] }`,
      '▸ error "delaysMs" must be a list of at most 32, not a list.',
    ],
    ["bindingVersion: ▸latest", '▸ error "bindingVersion" must be 0.3.0, 0.2.0 or 0.1.0, not "latest".'],
    [
      "▸exchange: { name: e, type: direct }",
      "▸ error A queue channel has no exchange of its own; name those it is bound to under x-bindings.",
    ],
    ["x-bindings: [▸{ exchange: { name: e, type: topic } }]", '▸ error A binding to the topic exchange "e" needs a routingKey.'],
    [
      "x-bindings: [{ exchange: { name: e, type: headers }, arguments: { x-match: ▸some } }]",
      '▸ error "x-match" must be all, any, all-with-x or any-with-x, not "some".',
    ],
    [
      "x-bindings: [{ ▸exchange: { name: '' }, routingKey: a }]",
      "▸ error No queue can be bound to the default exchange; it reaches every queue by its name.",
    ],
    [
      "x-bindings: [{ exchange: { name: e, type: direct }, routingKey: ▸a.# }]",
      '▸ warning A direct exchange takes "a.#" literally; only topic exchanges know * and #.',
    ],
    [
      "x-bindings: [{ exchange: { name: e, type: topic }, routingKey: ▸a.b* }]",
      '▸ warning In "a.b*", * and # are patterns only where they are a whole word between dots.',
    ],
  ])("on a queue channel: %s", async (binding, expected) => {
    expect(await said(receiving({ channel: `queue: { name: work }\n        ${binding}` }))).toEqual([expected]);
  });

  test("a headers binding takes any header beside x-match", async () => {
    const binding = "x-bindings: [{ exchange: { name: e, type: headers }, arguments: { x-match: any, region: eu, size: 3 } }]";
    expect(await said(receiving({ channel: `queue: { name: work }\n        ${binding}` }))).toEqual([]);
  });

  test.each([
    ["priority: ▸256", '▸ error "priority" must be an integer from 0 to 255, not 256.'],
    ["deliveryMode: ▸3", '▸ error "deliveryMode" must be 1 or 2, not 3.'],
    ["x-ordering-key: ▸orderId", '▸ error "x-ordering-key" must be a runtime expression such as "$message.payload#/id", not "orderId".'],
  ])("on a send operation: %s", async (binding, expected) => {
    const operation = `{ action: send, bindings: { amqp: { ${binding} } },`;
    expect(await said(sending("true").replace("{ action: send,", operation))).toEqual([expected]);
  });

  test("an exchange needs a type, unless it is the default exchange", async () => {
    expect(await said(sending("true").replace("exchange: { name: shop, type: direct }", "▸exchange: { name: shop }"))).toEqual([
      '▸ error The exchange "shop" needs a type: topic, direct, fanout or headers.',
    ]);
    expect(await said(sending("true").replace("exchange: { name: shop, type: direct }", "exchange: { name: '' }"))).toEqual([]);
  });

  test("a user id and the absence of a timestamp, which nothing sends, are told", async () => {
    const operation = "{ bindings: { amqp: { ▸userId: guest, ▸timestamp: false } }, action: send,";
    expect(await said(sending("true").replace("{ action: send,", operation))).toEqual([
      "▸ warning The user id is not sent: RabbitMQ refuses every other than the connection's own user, which the document cannot know.",
      expect.stringMatching(/^app\.yaml:10:\d+ warning Every message carries a timestamp; false has no effect\.$/),
    ]);
  });

  test("settings that only say how to publish have no effect on a receive operation", async () => {
    expect(await said(receiving({ operation: "▸mandatory: true" }))).toEqual([
      '▸ warning "mandatory" says how to publish; it has no effect on a receive operation.',
    ]);
  });
});

describe("runtime expressions", () => {
  test("one that leads to no declared property is found", async () => {
    expect(await said(receiving({ operation: "x-idempotency-key: ▸$message.payload#/order_id" }))).toEqual([
      '▸ error "$message.payload#/order_id" leads nowhere: the payload of message "Placed" declares no "order_id".',
    ]);
  });

  test("one that leads through references and branches to a property is right", async () => {
    const components = `components:
  schemas:
    Order: { oneOf: [{ properties: { customer: { $ref: '#/components/schemas/Customer' } } }, { properties: { none: true } }] }
    Customer: { properties: { ids: { type: array, items: { type: string } } } }
`;
    const operation = "{ action: send, bindings: { amqp: { x-ordering-key: $message.payload#/customer/ids/0 } },";
    expect(await said(sending("{ $ref: '#/components/schemas/Order' }", components).replace("{ action: send,", operation))).toEqual([]);
  });

  test("one into a payload that declares nothing is taken on trust", async () => {
    const operation = "{ action: send, bindings: { amqp: { x-ordering-key: $message.payload#/any } },";
    expect(await said(sending("{ type: object }").replace("{ action: send,", operation))).toEqual([]);
  });

  test("a correlation id that is no expression is found", async () => {
    expect(await said(sending("true").replace("{ payload: true }", "{ payload: true, correlationId: { location: ▸id } }"))).toEqual([
      '▸ error "id" is not a runtime expression such as "$message.header#/correlationId".',
    ]);
  });

  test("a reply without a correlation id uses AMQP's own property, with a note", async () => {
    const reply = "action: send, ▸reply: { channel: { $ref: '#/channels/placed' } },";
    expect(await said(sending("true").replace("action: send,", reply))).toEqual([
      "▸ note No message of this reply says where its correlation id stands; AMQP's own correlation-id property is used.",
    ]);
  });
});

describe("channels and operations", () => {
  test("a channel that an operation uses needs an AMQP binding", async () => {
    expect(
      await said(
        sending("true")
          .replace(/ {4}bindings:.*\n/, "")
          .replace("  placed:\n", "  ▸placed:\n"),
      ),
    ).toEqual([
      '▸ error The channel has no AMQP binding, but the operation "place" uses it; say under bindings.amqp whether it is a queue or a routingKey.',
    ]);
  });

  test("a channel of another protocol that no operation uses is left alone", async () => {
    const { problems, set } = await readDocuments({ "app.yaml": `${head}channels: { k: { address: k, bindings: { kafka: {} } } }\n` });
    expect(problems).toEqual([]);
    expect(set.applications[0]?.channels).toEqual([]);
  });

  test("a receive operation on an exchange is told how to have a queue", async () => {
    expect(await said(sending("true").replace("action: send, channel", "action: receive, ▸channel"))).toEqual([
      '▸ error "place" receives, but its channel is: routingKey. A consumer reads a queue: give the channel "is: queue", a queue, and x-bindings to the exchange.',
    ]);
  });

  test("a send operation needs an address, unless its exchange does not look at it", async () => {
    const without = sending("true").replace("    address: placed\n", "");
    expect(await said(without.replace("channel: {", "▸channel: {"))).toEqual([
      '▸ error "place" sends, but its channel has no address: the routing key for exchange "shop" is missing.',
    ]);
    expect(await said(without.replace("type: direct", "type: fanout"))).toEqual([]);
  });

  test("an address and its parameters must agree", async () => {
    const parameters = "address: ▸'placed.{region}'\n    parameters: { ▸regoin: {} }\n";
    const { problems, marked } = await readDocuments({ "app.yaml": sending("true").replace("address: placed\n", parameters) });
    expect(problems).toEqual([
      `${marked[1]} error The address has no parameter "regoin"; did you mean "region"?`,
      `${marked[0]} error The address has the parameter "region", which is not among the channel's parameters; did you mean "regoin"?`,
    ]);
  });
});
