/** Given what documents ask and what a broker has: what is told. */
import { describe, expect, test } from "vitest";
import { type Drift, drift, type LiveTopology, type WantedTopology } from "#topology";

const flags = { durable: true, autoDelete: false, arguments: {} } as const;
const asked = { applications: ["shop/sales", "shop/till"], owners: ["shop/sales"] };

const wanted: WantedTopology = {
  exchanges: [{ name: "events", type: "topic", ...flags, ...asked }],
  queues: [
    {
      name: "sales",
      ...flags,
      exclusive: false,
      arguments: { "x-dead-letter-exchange": "", "x-dead-letter-routing-key": "sales.dlq" },
      ...asked,
    },
    { name: "sales.dlq", ...flags, exclusive: false, ...asked },
    { name: "replies.{instance}", ...flags, exclusive: false, arguments: { "x-expires": 1000 }, ...asked },
  ],
  bindings: [
    { exchange: "events", queue: "sales", routingKey: "sale.*", arguments: {}, ...asked },
    { exchange: "events", queue: "replies.{instance}", routingKey: "to.{instance}", arguments: {}, ...asked },
  ],
};

const liveQueue = (name: string, more: Partial<LiveTopology["queues"][number]> = {}): LiveTopology["queues"][number] => ({
  name,
  type: "classic",
  ...flags,
  exclusive: false,
  messages: 0,
  consumers: 0,
  ...more,
});

const liveBinding = (
  destination: string,
  routingKey: string,
  more: Partial<LiveTopology["bindings"][number]> = {},
): LiveTopology["bindings"][number] => ({
  exchange: "events",
  destination,
  destinationType: "queue",
  routingKey,
  arguments: {},
  propertiesKey: routingKey,
  ...more,
});

const live: LiveTopology = {
  vhost: "shop",
  defaultQueueType: "classic",
  exchanges: [{ name: "events", type: "topic", ...flags, internal: false }],
  queues: [liveQueue("sales", { arguments: wanted.queues[0]?.arguments ?? {} }), liveQueue("sales.dlq")],
  bindings: [liveBinding("sales", "sale.*")],
};

const found = (change: Partial<LiveTopology>, application?: string): readonly Drift[] =>
  drift({ wanted, live: { ...live, ...change }, managementUrl: "http://rabbit:15672", application });
const points = (all: readonly Drift[]): readonly string[] => all.map(({ kind, what }) => `${kind} ${what}`);
const replaced = (...queues: LiveTopology["queues"]): LiveTopology["queues"] => [
  ...live.queues.filter(({ name }) => !queues.some((queue) => queue.name === name)),
  ...queues,
];

describe("a broker", () => {
  test("that has what the documents ask for is without drift", () => expect(found({})).toEqual([]));

  test("that has nothing misses all that lasts, and no queue of an instance", () => {
    expect(points(found({ exchanges: [], queues: [], bindings: [] }))).toEqual([
      'missing exchange "events"',
      'missing queue "sales"',
      'missing queue "sales.dlq"',
      'missing binding of queue "sales" to exchange "events" with "sale.*"',
    ]);
  });

  test("may have queues of instances, each with its binding", () => {
    const queue = liveQueue("replies.7f3a", { arguments: { "x-expires": 1000 } });
    expect(found({ queues: [...live.queues, queue], bindings: [...live.bindings, liveBinding("replies.7f3a", "to.7f3a")] })).toEqual([]);
    expect(points(found({ queues: [...live.queues, queue] }))).toEqual([
      'missing binding of queue "replies.7f3a" to exchange "events" with "to.7f3a"',
    ]);
    expect(
      points(
        found({
          queues: [...live.queues, liveQueue("replies.7f3a")],
          bindings: [...live.bindings, liveBinding("replies.7f3a", "to.7f3a")],
        }),
      ),
    ).toEqual(['different queue "replies.7f3a"']);
  });

  test("has more than asked: exchanges, queues, bindings of queues and of exchanges", () => {
    const more = found({
      exchanges: [...live.exchanges, { name: "old", type: "fanout", ...flags, internal: false }],
      queues: [...live.queues, liveQueue("replies.a.b"), liveQueue("old", { messages: 3, consumers: 1 })],
      bindings: [
        ...live.bindings,
        liveBinding("sales", "#", { propertiesKey: "%23" }),
        liveBinding("sales", "sale.*", { destinationType: "exchange" }),
      ],
    });
    expect(points(more)).toEqual([
      'extra exchange "old"',
      'extra queue "old"',
      'extra queue "replies.a.b"',
      'extra binding of queue "sales" to exchange "events" with "#"',
      'extra binding of exchange "sales" to exchange "events" with "sale.*"',
    ]);
    expect(more[1]).toMatchObject({ loses: ['The messages in "old" (3 now), unless they are moved first.'], applications: [] });
    expect(more[1]?.migration.join("\n")).toMatch(/has 1 consumer, and no document tells of them[\s\S]*Move or take its messages first/);
    expect(more[1]?.migration).toContain("curl -u USER -X DELETE 'http://rabbit:15672/api/queues/shop/old?if-empty=true&if-unused=true'");
    expect(more[3]?.migration).toContain("curl -u USER -X DELETE http://rabbit:15672/api/bindings/shop/e/events/q/sales/%2523");
  });

  test("asked for one application, tells what concerns it, and nothing extra", () => {
    expect(points(found({ queues: [liveQueue("old")], bindings: [] }, "shop/sales")).some((point) => point.startsWith("extra"))).toBe(
      false,
    );
    expect(found({ queues: [] }, "shop/other")).toEqual([]);
  });
});

describe("a difference", () => {
  test("is told trait by trait, also where an argument is missing on one side", () => {
    const [point] = found({ queues: replaced(liveQueue("sales", { durable: false, arguments: { "x-max-length": 5 } })) });
    expect(point).toMatchObject({
      kind: "different",
      traits: [
        { name: "durable", wanted: true, live: false },
        { name: "x-dead-letter-exchange", wanted: "" },
        { name: "x-dead-letter-routing-key", wanted: "sales.dlq" },
        { name: "x-max-length", live: 5 },
      ],
    });
  });

  test("of type is one only where the virtual host's default does not explain it", () => {
    const quorum = replaced(liveQueue("sales.dlq", { type: "quorum" }));
    expect(points(found({ queues: quorum }))).toEqual(['different queue "sales.dlq"']);
    const all = [
      liveQueue("sales", { type: "quorum", arguments: live.queues[0]?.arguments ?? {} }),
      ...quorum.filter(({ name }) => name !== "sales"),
    ];
    expect(found({ queues: all, defaultQueueType: "quorum" })).toEqual([]);
  });

  test("of a queue without messages costs nothing", () => {
    const [point] = found({ queues: replaced(liveQueue("sales")) });
    expect(point).toMatchObject({ loses: [] });
    expect(point?.migration).toEqual([
      "Stop shop/sales: nobody may read the queue meanwhile. What is sent to it while it is gone waits in its senders' outboxes.",
      "curl -u USER -X DELETE 'http://rabbit:15672/api/queues/shop/sales?if-empty=true&if-unused=true'",
      "npm run warren -- topology apply",
      "Start again what was stopped.",
    ]);
  });

  test("of a queue beside others says to stop its senders too: what comes meanwhile would miss it", () => {
    const [point] = found({ queues: replaced(liveQueue("sales")), bindings: [...live.bindings, liveBinding("sales.dlq", "sale.*")] });
    expect(point?.migration[0]).toContain('Stop what publishes to "events" too');
  });

  test("of a queue that others lead to says what to wait for, and what would be lost", () => {
    const leading = (key: string, more: object = {}) => ({
      arguments: { "x-dead-letter-exchange": "", "x-dead-letter-routing-key": key, ...more },
    });
    const waiting = liveQueue("sales.wait.500", leading("sales", { "x-message-ttl": 500 }));
    const [work] = found({ queues: [...replaced(liveQueue("sales", { durable: false, ...leading("sales.dlq") })), waiting] });
    expect(work?.migration[1]).toBe('Wait until "sales.wait.500" is empty: what it hands back while this queue is gone is lost.');
    const [grave] = found({ queues: replaced(liveQueue("sales.dlq", { durable: false })) });
    expect(grave?.loses).toEqual(['What expires or is given up in "sales" meanwhile: RabbitMQ leads it here.']);
  });

  test("of a quorum queue says to look before it is deleted: RabbitMQ does not", () => {
    const [point] = found({ queues: replaced(liveQueue("sales", { type: "quorum" })) });
    expect(point?.migration.slice(1, 4)).toEqual([
      expect.stringContaining("deletes a quorum queue with all that is in it"),
      "rabbitmqctl -p shop list_queues name messages consumers",
      "curl -u USER -X DELETE http://rabbit:15672/api/queues/shop/sales",
    ]);
  });

  test("of a queue with messages moves them through its dead-letter queue where that is empty", () => {
    const args = { "x-dead-letter-exchange": "", "x-dead-letter-routing-key": "sales.dlq", "x-max-length": 5 };
    const [point] = found({ queues: replaced(liveQueue("sales", { messages: 2, arguments: args })) });
    expect(point?.loses).toEqual(['The messages in "sales" (2 now), unless they are moved first.']);
    expect(point?.migration.filter((step) => step.includes("dlq replay"))).toEqual([
      "npm run warren -- dlq replay sales --all --to sales.dlq",
      "npm run warren -- dlq replay sales.dlq --all --to sales",
    ]);
  });

  test("of a queue with messages moves them by shovel where its dead-letter queue holds others, or the depth is not known", () => {
    const args = { "x-dead-letter-exchange": "", "x-dead-letter-routing-key": "sales.dlq", "x-max-length": 5 };
    const sales = liveQueue("sales", { messages: 2, arguments: args });
    const { messages: _, ...unknown } = sales;
    const others = liveQueue("sales.dlq", { messages: 1 });
    for (const queues of [replaced(sales, others), replaced(unknown, others)]) {
      const [point] = found({ queues });
      expect(point?.migration.filter((step) => step.startsWith("rabbitmqctl -p shop set_parameter shovel"))).toHaveLength(2);
    }
  });

  test("of an exchange names the bindings that go with it", () => {
    const exchanges = [{ name: "events", type: "direct", ...flags, internal: false }];
    const [point] = found({ exchanges, bindings: [...live.bindings, liveBinding("elsewhere", "x")] });
    expect(point).toMatchObject({ kind: "different", traits: [{ name: "type", wanted: "topic", live: "direct" }] });
    expect(point?.loses).toEqual(['The binding of queue "elsewhere" to exchange "events" with "x", which no document asks for.']);
  });
});

describe("a policy", () => {
  const policed = (definition: object) =>
    found({
      queues: replaced({
        ...liveQueue("sales", { arguments: live.queues[0]?.arguments ?? {} }),
        policy: { names: ["tidy"], definition: { ...definition } },
      }),
    });

  test("that sets a limit is told", () => {
    expect(policed({ "message-ttl": 1000, "ha-mode": "all" })).toMatchObject([
      {
        kind: "policy",
        traits: [{ name: "message-ttl", live: 1000, policy: "tidy" }],
        migration: [expect.stringContaining("policy tidy")],
      },
    ]);
  });

  test("that an argument goes before is not", () =>
    expect(policed({ "dead-letter-exchange": "other", "dead-letter-routing-key": "x" })).toEqual([]));

  test("on an exchange is told where it gives an alternate", () => {
    const policy = { names: ["spill"], definition: { "alternate-exchange": "lost" } };
    const exchanges = [{ name: "events", type: "topic", ...flags, internal: false, policy }];
    expect(found({ exchanges })).toMatchObject([
      { kind: "policy", traits: [{ name: "alternate-exchange", live: "lost", policy: "spill" }] },
    ]);
  });
});
