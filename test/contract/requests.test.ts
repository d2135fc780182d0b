/** What a document may say of requests and of the queues on which they await their replies. */
import { describe, expect, test } from "vitest";
import { deriveTopology } from "../../src/contract/topology/derive-topology.js";
import { answering, asking, fixed, queueOf, read, said } from "./request-documents.js";

describe("a request", () => {
  test("has limits, which have defaults", async () => {
    expect((await read(asking())).operation).toMatchObject({ limits: { timeoutMs: 5000, maxInFlight: 100, maxWaiting: 10_000 } });
    const given = asking({ operation: "x-timeoutMs: 7, x-concurrency: 3, x-max-waiting: 0" });
    expect((await read(given)).operation).toMatchObject({ limits: { timeoutMs: 7, maxInFlight: 3, maxWaiting: 0 } });
  });

  test("that names an address and no channel is answered on a queue of the instance's own", async () => {
    const { application, set } = await read(
      asking({
        reply: "{ address: { location: $message.header#/replyTo }, messages: [{ $ref: '#/channels/replies/messages/Answer' }] }",
        replies: queueOf("other"),
      }),
    );
    const topology = deriveTopology(application, set);
    const own = topology.queues.filter(({ name }) => name.startsWith("shop.app."));
    expect(own).toEqual([
      {
        name: "shop.app.replies.{instance}",
        durable: true,
        exclusive: false,
        autoDelete: false,
        arguments: {
          "x-message-ttl": 60_000,
          "x-expires": 300_000,
          "x-dead-letter-exchange": "",
          "x-dead-letter-routing-key": "shop.app.replies.dlq",
        },
      },
      { name: "shop.app.replies.dlq", durable: true, exclusive: false, autoDelete: false, arguments: {} },
    ]);
  });

  test("shares that queue with the other requests of its application", async () => {
    const reply = "{ address: { location: $message.header#/replyTo }, messages: [{ $ref: '#/channels/replies/messages/Answer' }] }";
    const one = asking({ reply, replies: queueOf("other") });
    const second = one.slice(one.lastIndexOf("  ask:")).replace("  ask:", "  askAgain:");
    const { application, set } = await read(one + second);
    const reached = application.operations.map((operation) => operation.reply?.channel);
    expect(reached[0]).toBeDefined();
    expect(reached[1]).toBe(reached[0]);
    expect(deriveTopology(application, set).queues.filter(({ name }) => name.includes("shop.app.replies"))).toHaveLength(2);
  });

  test("is read with a reply channel that has an address in no protocol", async () => {
    const { application } = await read(
      asking().replace(/ *replies: \{ address: null(.*), bindings: .*\n/, "  replies: { address: null$1 }\n"),
    );
    expect(application.operations[0]?.reply?.channel).toMatchObject({ kind: "queue", queue: { name: "shop.app.replies.{instance}" } });
  });
});

describe("the queue on which a request awaits its replies", () => {
  test("has dead letters and no delay queues; instances share the dead letters", async () => {
    const { application, set } = await read(asking());
    expect(deriveTopology(application, set).queues.map(({ name, arguments: args }) => [name, args])).toEqual([
      ["replies.{instance}", { "x-expires": 1000, "x-dead-letter-exchange": "", "x-dead-letter-routing-key": "replies.dlq" }],
      ["replies.dlq", {}],
    ]);
  });

  test("may be bound by a key of the instance's own", async () => {
    const bound = queueOf("replies.{instance}", ", x-bindings: [{ exchange: { name: back, type: topic }, routingKey: 'a.{instance}' }]");
    const { application, set } = await read(asking({ replies: bound }));
    expect(deriveTopology(application, set).bindings).toEqual([
      { exchange: "back", queue: "replies.{instance}", routingKey: "a.{instance}", arguments: {} },
    ]);
  });

  test.each([
    [queueOf("▸replies.{client}").replace("'▸", "▸'"), '▸ error In "replies.{client}" only {instance} is filled in.'],
    [queueOf("▸replies.{instance").replace("'▸", "▸'"), '▸ error In "replies.{instance" only {instance} is filled in.'],
    [
      queueOf("replies.{instance}", ", x-bindings: [{ exchange: { name: back, type: direct }, routingKey: ▸'a.{id}' }]"),
      '▸ error In "a.{id}" only {instance} is filled in.',
    ],
    [
      queueOf("replies.{instance}", ", x-bindings: [{ exchange: { name: h, type: headers }, arguments: { to: ▸'{instance}' } }]"),
      "▸ error {instance} is not filled in here: it may stand in the name of a queue on which a request awaits its replies, and in the routing keys of its bindings.",
    ],
    [
      queueOf("replies.{instance}", ", x-dead-letter: { queue: ▸'dead.{instance}' }"),
      '▸ error Nothing is filled in for the braces of "dead.{instance}": only the queue on which a request awaits its replies may have {instance} in its name.',
    ],
    [
      "is: queue, queue: { name: ▸'replies.{instance}' }",
      '▸ warning Each instance leaves a queue of its own behind, for ever: give "replies.{instance}" the argument x-expires.',
    ],
    [
      queueOf("▸replies").replace("'▸", "▸'"),
      '▸ note All instances read "replies": with more than one running, an answer may come to the wrong one. Put {instance} into the name to give each its own queue.',
    ],
    [
      queueOf("replies.{instance}", ", x-bindings: [{ exchange: { name: back, type: direct }, routingKey: ▸back }]"),
      '▸ warning Answers to "back" come to every instance, and only one of them waits: put {instance} into the key.',
    ],
    [
      queueOf("replies.{instance}", ", ▸x-retry: { delaysMs: [5] }"),
      "▸ warning Replies are not retried: whoever waits for one has it or has given up. x-retry has no effect on this queue.",
    ],
  ])("is refused or doubted as %s", async (replies, expected) => {
    expect(await said(asking({ replies }))).toEqual([expected]);
  });

  test("may not be read by a receive operation too", async () => {
    const both = `${asking()}  ▸read: { action: receive, channel: { $ref: '#/channels/replies' } }\n`;
    expect(await said(both)).toEqual([
      '▸ error "read" receives from queue "replies.{instance}", on which "ask" awaits its replies: each would get only a part of the messages; give them a queue each.',
    ]);
  });
});

describe("braces in the name of any other queue", () => {
  const unfilled = (name: string) =>
    `▸ error Nothing is filled in for the braces of "${name}": only the queue on which a request awaits its replies may have {instance} in its name.`;
  test.each(["work.{instance}", "work.{region}", "work}"])("are an error: %s", async (name) => {
    const document = answering().replace("name: requests }", `name: ▸'${name}' }`);
    expect(await said(document)).toEqual([unfilled(name)]);
  });

  test("are an error on the queue of somebody else's replies", async () => {
    expect(await said(answering({ reply: `{ ${fixed} }`, replies: queueOf("▸replies.{instance}").replace("'▸", "▸'") }))).toEqual([
      unfilled("replies.{instance}"),
    ]);
  });
});
