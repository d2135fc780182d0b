import { describe, expect, test } from "vitest";
import type { Application, ContractSet } from "../../src/contract/model.js";
import type { Hop, Route } from "../../src/contract/routing/model.js";
import { routeContracts, routesFrom, routesTo } from "../../src/contract/routing/route-contracts.js";
import {
  application,
  at,
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
} from "../support/contract-builders.js";

/** A hop in few words: `publish events a.b`, `bind events a.*`, `expire 100`, `retry 500`. */
const hopText = (hop: Hop): string => {
  if (hop.kind === "expire") return `expire ${hop.afterMs}`;
  if (hop.kind === "retry") return `retry ${hop.delayMs}`;
  if (hop.kind === "dead-letter") return `dead-letter ${hop.reasons.join("|")}`;
  if (hop.kind === "alternate") return `alternate ${hop.alternate}`;
  return `${hop.kind} ${hop.exchange === "" ? "(default)" : hop.exchange} ${hop.routingKey}`;
};

/** A route in one line: its way, where it ends, who reads it there. */
const routeText = ({ producer, hops, queue: name, consumer, certainty }: Route): string =>
  `${certainty}: ${producer.operation} > ${hops.map(hopText).join(" > ")} > ${name}${consumer === undefined ? "" : ` > ${consumer.application}.${consumer.operation}`}`;

const routesOf = (...applications: Application[]) => routeContracts(contractSet(applications)).routes.map(routeText);

/** Where the messages of each operation may go, with neither failures nor expiry. */
const reachOf = (set: ContractSet) => {
  const direct = routeContracts(set).routes.filter(({ hops }) =>
    hops.every(({ kind }) => !["expire", "dead-letter", "retry"].includes(kind)),
  );
  return direct.map(({ producer, queue: name, certainty }) => `${producer.operation} ${certainty} ${name}`);
};

const reads = (id: string, ...channels: ReturnType<typeof queueChannel>[]) =>
  application(
    id,
    channels.map((channel) => receive(channel.key, channel)),
  );

const problemsOf = (...applications: Application[]) =>
  routeContracts(contractSet(applications)).problems.map(({ file, line, severity, code }) => `${file}:${line} ${severity} ${code}`);

const events = exchange("events");

describe("which queues a message reaches", () => {
  const to = (target: ReturnType<typeof exchange>, ...keys: string[]) => keys.map((key) => send(key, exchangeChannel(target, key)));

  test("the default exchange leads to the queue of that name", () => {
    const set = contractSet([application("a", to(defaultExchange, "one", "two")), reads("b", queueChannel(queue("one")))]);
    expect(reachOf(set)).toEqual(["one always one"]);
  });

  test("a direct exchange compares keys, a topic exchange words, a fanout exchange nothing", () => {
    const all = [exchange("d", "direct"), exchange("t", "topic"), exchange("f", "fanout")];
    const bound = all.map((each) => queueChannel(queue(each.name), [binding(each, "a.*")]));
    const sends = all.flatMap((each) => ["a.*", "a.b", "b"].map((key) => send(`${each.name}:${key}`, exchangeChannel(each, key))));
    expect(reachOf(contractSet([application("a", sends), reads("b", ...bound)]))).toEqual([
      "d:a.* always d",
      "t:a.* always t",
      "t:a.b always t",
      "f:a.* always f",
      "f:a.b always f",
      "f:b always f",
    ]);
  });

  test("a parameter may be any word, an enum only its values", () => {
    const channel = (values: string[]) => exchangeChannel(events, "orders.{region}", { parameters: [parameter("region", values)] });
    const sends = [send("any", channel([])), send("some", channel(["eu", "us"])), send("one", channel(["eu"]))];
    const bound = ["orders.eu", "orders.us", "orders.cn", "orders.*"].map((key) => queueChannel(queue(key), [binding(events, key)]));
    expect(reachOf(contractSet([application("a", sends), reads("b", ...bound)])).sort()).toEqual([
      "any always orders.*",
      "any may orders.cn",
      "any may orders.eu",
      "any may orders.us",
      "one always orders.*",
      "one always orders.eu",
      "some always orders.*",
      "some may orders.eu",
      "some may orders.us",
    ]);
  });

  test("two bindings that together cover an enum are as good as one", () => {
    const channel = exchangeChannel(events, "{region}", { parameters: [parameter("region", ["eu", "us"])] });
    const both = queueChannel(queue("both"), [binding(events, "eu"), binding(events, "us")]);
    expect(reachOf(contractSet([application("a", [send("x", channel)]), reads("b", both)]))).toEqual(["x always both"]);
  });

  test("CC and BCC keys are routed like the routing key", () => {
    const sends = [send("x", exchangeChannel(events, "none"), { cc: ["a"], bcc: ["b"] })];
    const bound = ["a", "b", "c"].map((key) => queueChannel(queue(key), [binding(events, key)]));
    expect(reachOf(contractSet([application("a", sends), reads("r", ...bound)]))).toEqual(["x always a", "x always b"]);
  });

  test("a message that no binding takes goes to the alternate exchange", () => {
    const main = exchange("main", "topic", { arguments: { "alternate-exchange": "rest" } });
    const rest = queueChannel(queue("rest"), [binding(exchange("rest", "fanout"))]);
    const work = queueChannel(queue("work"), [binding(main, "known")]);
    const sends = [...to(main, "known", "other"), send("any", exchangeChannel(main, "{key}"))];
    expect(reachOf(contractSet([application("a", sends), reads("b", work, rest)]))).toEqual([
      "known always work",
      "other always rest",
      "any may work",
      "any may rest",
    ]);
  });

  test("alternate exchanges that lead in a circle end", () => {
    const one = exchange("one", "direct", { arguments: { "alternate-exchange": "two" } });
    const two = exchange("two", "direct", { arguments: { "alternate-exchange": "one" } });
    const set = contractSet([
      application("a", [...to(one, "x"), ...to(two, "y")]),
      reads("b", queueChannel(queue("q"), [binding(two, "x")])),
    ]);
    expect(reachOf(set)).toEqual(["x always q"]);
  });
});

describe("headers exchanges", () => {
  const by = exchange("by-headers", "headers");
  const reach = (headers: Parameters<typeof schema>[1] | undefined, args: { readonly [key: string]: string | number | null }) => {
    const sent = message("M", headers === undefined ? {} : { headers: "headers" });
    const sends = [send("x", exchangeChannel(by, "", { messages: [sent] }))];
    const app = reads("b", queueChannel(queue("q"), [binding(by, "", args)]));
    return (
      reachOf(contractSet([application("a", sends), app], headers === undefined ? [] : [schema("headers", headers)]))[0]?.split(" ")[1] ??
      "never"
    );
  };
  const known = {
    type: "object",
    required: ["kind", "size"],
    properties: { kind: { const: "new" }, size: { enum: [1, 2] }, note: { type: "string" } },
  };

  test.each([
    ["a const header that is equal", { kind: "new" }, "always"],
    ["a const header that differs", { kind: "old" }, "never"],
    ["a required header, whatever its value", { kind: null }, "always"],
    ["one of several values", { size: 1 }, "may"],
    ["a value outside the enum", { size: 3 }, "never"],
    ["a value of another type", { note: 1 }, "never"],
    ["an optional header", { note: "x" }, "may"],
    ["a header that the schema does not mention", { other: "x" }, "may"],
    ["any of two, one sure", { "x-match": "any", kind: "new", size: 3 }, "always"],
    ["any of none", { "x-match": "any" }, "never"],
    ["all of none", {}, "always"],
    ["an x- argument, passed over", { kind: "new", "x-kind": "old" }, "always"],
    ["an x- argument that counts", { "x-match": "all-with-x", kind: "new", "x-kind": "old" }, "may"],
  ])("%s", (_, args, expected) => {
    expect(reach(known, args)).toBe(expected);
  });

  test("a closed schema rules out headers that it does not name, except those that broker and runtime add", () => {
    const closed = { type: "object", additionalProperties: false, properties: {} };
    expect(reach(closed, { other: "x" })).toBe("never");
    expect(reach(closed, { traceparent: null })).toBe("may");
    expect(reach(undefined, { other: "x" })).toBe("may");
  });

  test("messages of one operation part by their headers", () => {
    const kinds = ["new", "old"].map((kind) => message(kind, { headers: kind }));
    const schemas = ["new", "old"].map((kind) => schema(kind, { required: ["kind"], properties: { kind: { $ref: `is-${kind}` } } }));
    const consts = ["new", "old"].map((kind) => schema(`is-${kind}`, { const: kind }));
    const sends = [send("x", exchangeChannel(by, "", { messages: kinds }))];
    const bound = [queueChannel(queue("new"), [binding(by, "", { kind: "new" })]), queueChannel(queue("all"), [binding(by)])];
    const { routes } = routeContracts(contractSet([application("a", sends), application("b", [], bound)], [...schemas, ...consts]));
    expect(routes.map(({ producer, queue: name }) => [name, producer.messages])).toEqual([
      ["new", ["new"]],
      ["all", ["new", "old"]],
    ]);
  });
});

describe("what may become of a message after that", () => {
  const work = (args: Parameters<typeof queue>[1] = {}, more: Parameters<typeof queueChannel>[2] = {}) =>
    queueChannel(queue("work", args), [binding(events, "go")], more);
  const go = (more: Parameters<typeof send>[2] = {}) => application("a", [send("go", exchangeChannel(events, "go"), more)]);

  test("it is retried, and in the end moved to the dead-letter queue", () => {
    expect(routesOf(go(), reads("b", work({ "x-queue-type": "quorum" }, { retryDelaysMs: [500] })))).toEqual([
      "always: go > publish events go > bind events go > work > b.work",
      "may: go > publish events go > bind events go > retry 500 > work > b.work",
      "may: go > publish events go > bind events go > dead-letter invalid|rejected|exhausted|delivery_limit > bind (default) work.dlq > work.dlq",
    ]);
  });

  test("it expires into the dead-letter exchange under the queue's key, and is read there", () => {
    const dead = exchange("dead", "direct");
    const late = queueChannel(queue("late"), [binding(dead, "late")]);
    const args = { "x-message-ttl": 100, "x-dead-letter-exchange": "dead", "x-dead-letter-routing-key": "late" };
    expect(routesOf(go(), reads("b", work(args, { deadLetterQueue: "late" })), reads("c", late))).toEqual([
      "always: go > publish events go > bind events go > work > b.work",
      "may: go > publish events go > bind events go > expire 100 > bind dead late > late > c.late",
      "may: go > publish events go > bind events go > dead-letter rejected > bind dead late > late > c.late",
      "may: go > publish events go > bind events go > dead-letter invalid|rejected|exhausted > bind (default) late > late > c.late",
      "may: go > publish events go > bind events go > expire 100 > bind dead late > dead-letter invalid|rejected|exhausted > bind (default) late.dlq > late.dlq",
    ]);
  });

  test("a queue that nobody reads is a delay: everything in it expires", () => {
    const pause = queueChannel(queue("pause", { "x-message-ttl": 50, "x-dead-letter-exchange": "", "x-dead-letter-routing-key": "work" }), [
      binding(events, "go"),
    ]);
    const app = application("b", [receive("work", queueChannel(queue("work")))], [pause]);
    expect(routesOf(go(), app)[1]).toBe(
      "always: go > publish events go > bind events go > expire 50 > bind (default) work > work > b.work",
    );
  });

  test("without a key of the queue's own, a dead letter keeps its routing key, CC keys included", () => {
    const dead = exchange("dead", "direct");
    const bound = ["go", "copy", "work"].map((key) => queueChannel(queue(`dead-${key}`), [binding(dead, key)]));
    const source = application("b", [], [work({ "x-message-ttl": 1, "x-dead-letter-exchange": "dead" })]);
    const routes = routeContracts(contractSet([go({ cc: ["copy"] }), source, application("c", [], bound)])).routes;
    expect(routes.map(({ queue: name }) => name)).toEqual(["work", "dead-go", "dead-copy"]);
  });

  test("a message's own expiration counts where it is shorter, and only until it has died once", () => {
    const chain = (name: string, next: string, ttl: number) =>
      queueChannel(queue(name, { "x-message-ttl": ttl, "x-dead-letter-exchange": "", "x-dead-letter-routing-key": next }), [
        binding(events, name),
      ]);
    const app = application("b", [], [chain("go", "then", 100), chain("then", "end", 100), queueChannel(queue("end"))]);
    expect(routesOf(go({ expirationMs: 7 }), app).at(-1)).toBe(
      "always: go > publish events go > bind events go > expire 7 > bind (default) then > expire 100 > bind (default) end > end",
    );
  });

  test("a full queue drops its oldest message into the dead letters", () => {
    const bounded = { "x-max-length": 5, "x-dead-letter-exchange": "", "x-dead-letter-routing-key": "rest" };
    const app = application("b", [], [work(bounded), queueChannel(queue("rest"))]);
    expect(routesOf(go(), app)[1]).toBe("may: go > publish events go > bind events go > dead-letter maxlen > bind (default) rest > rest");
    expect(
      routesOf(go(), application("b", [], [work({ ...bounded, "x-overflow": "reject-publish" }), queueChannel(queue("rest"))])),
    ).toHaveLength(1);
  });

  test("dead letters that go round end where RabbitMQ drops them", () => {
    const around = (name: string, next: string) =>
      queueChannel(queue(name, { "x-message-ttl": 10, "x-dead-letter-exchange": "", "x-dead-letter-routing-key": next }));
    const app = application("b", [], [around("one", "two"), around("two", "one")]);
    expect(routesOf(application("a", [send("x", exchangeChannel(defaultExchange, "one"))]), app)).toEqual([
      "always: x > publish (default) one > bind (default) one > one",
      "always: x > publish (default) one > bind (default) one > expire 10 > bind (default) two > two",
    ]);
  });

  test("consumers of one queue each have a route", () => {
    const routes = routesOf(go(), reads("b", work()), reads("c", work()));
    expect(routes.filter((each) => each.startsWith("always"))).toEqual([
      "always: go > publish events go > bind events go > work > b.work",
      "always: go > publish events go > bind events go > work > c.work",
    ]);
  });
});

describe("replies", () => {
  const requests = exchangeChannel(defaultExchange, "requests");
  const answers = queueChannel(queue("answers"));
  const replies = (graph: readonly string[]) => graph.filter((each) => each.includes("> reply") && !each.includes("dead-letter"));

  test("a fixed reply queue leads back to whoever listens there", () => {
    const requester = application("a", [send("ask", requests, { reply: reply({ channel: answers }) })], [answers]);
    const responder = application("b", [receive("ask", queueChannel(queue("requests")), { reply: reply({ channel: answers }) })]);
    expect(replies(routesOf(requester, responder))).toEqual([
      "always: ask > reply (default) answers > bind (default) answers > answers > a.ask",
    ]);
  });

  test("an address in the request leads to the requesters: to the queue each names, else to a private one", () => {
    const address = "$message.header#/replyTo";
    const named = application("a", [send("ask", requests, { reply: reply({ address, channel: answers }) })], [answers]);
    const unnamed = application("b", [send("ask", requests, { reply: reply({ address }) })]);
    const responder = application("c", [receive("answer", queueChannel(queue("requests")), { reply: reply({ address }) })]);
    const graph = routeContracts(contractSet([named, unnamed, responder]));
    expect(replies(graph.routes.map(routeText))).toEqual([
      "may: answer > reply (default) answers > bind (default) answers > answers > a.ask",
      "may: answer > reply (default) amq.rabbitmq.reply-to > amq.rabbitmq.reply-to > b.ask",
    ]);
    expect(routesTo(graph, "b")).toHaveLength(1);
    expect(routesFrom(graph, "c").map(({ producer }) => producer.messages)).toEqual([["Answer"], ["Answer"], ["Answer"]]);
  });

  test("a request that nobody in the set makes is noted", () => {
    const responder = application("c", [
      receive("answer", queueChannel(queue("requests")), { reply: reply({ address: "$message.header#/replyTo" }) }),
    ]);
    expect(problemsOf(responder)).toEqual(["test.yaml:1 note reply-without-requester"]);
  });
});

describe("what is doubtful", () => {
  const lonely = (more: Parameters<typeof send>[2]) =>
    application("a", [send("x", exchangeChannel(events, "x"), { location: at("a.yaml", 5), ...more })]);

  test("a message that reaches no queue: a warning, and a note where it is not mandatory", () => {
    expect(problemsOf(lonely({}))).toEqual(["a.yaml:5 warning unrouted-message"]);
    expect(problemsOf(lonely({ mandatory: false }))).toEqual(["a.yaml:5 note unrouted-message"]);
  });

  test("a value of a parameter that reaches no queue is named", () => {
    const channel = exchangeChannel(events, "{region}", { parameters: [parameter("region", ["eu", "us"])] });
    const { problems } = routeContracts(
      contractSet([application("a", [send("x", channel)]), reads("b", queueChannel(queue("q"), [binding(events, "eu")]))]),
    );
    expect(problems.map(({ message: text }) => text)).toEqual([
      'Messages of "x" reach no queue of any document (exchange "events", routing key "us"); publishing one fails unless somebody else binds a queue.',
    ]);
  });

  test("a binding that no message takes: a warning, and a note where nobody in the set sends to that exchange", () => {
    const bound = queueChannel(queue("q"), [
      binding(events, "x"),
      binding(events, "y", {}, at("b.yaml", 8)),
      binding(exchange("foreign"), "z", {}, at("b.yaml", 9)),
    ]);
    expect(problemsOf(lonely({}), reads("b", bound))).toEqual(["b.yaml:8 warning unused-binding", "b.yaml:9 note unused-binding"]);
  });

  test("messages that expire and are lost", () => {
    const short = queueChannel(queue("q", { "x-message-ttl": 10 }, { location: at("b.yaml", 3) }), [binding(events, "x")]);
    expect(problemsOf(lonely({}), application("b", [], [short]))).toEqual(["b.yaml:3 warning expires-without-dead-letter"]);
    const lasting = queueChannel(queue("q"), [binding(events, "x")]);
    expect(problemsOf(lonely({ expirationMs: 10 }), application("b", [], [lasting]))).toEqual([
      "a.yaml:5 warning expires-without-dead-letter",
    ]);
    expect(problemsOf(lonely({}), reads("b", short))).toEqual([]);
  });

  test("dead letters that nobody keeps, and exchanges that nobody declares", () => {
    const dying = (to: string) =>
      application(
        "b",
        [],
        [
          queueChannel(queue("q", { "x-message-ttl": 10, "x-dead-letter-exchange": to }, { location: at("b.yaml", 3) }), [
            binding(events, "x"),
          ]),
        ],
      );
    expect(problemsOf(lonely({}), dying("events"))).toEqual([]);
    expect(problemsOf(lonely({}), dying(""))).toEqual(["b.yaml:3 warning lost-dead-letter"]);
    expect(problemsOf(lonely({}), dying("nowhere"))).toEqual(["b.yaml:3 warning unknown-exchange"]);
  });
});

describe("the graph", () => {
  test("every line joins two nodes, and what passes the default exchange goes straight to its queue", () => {
    const work = queueChannel(queue("work", { "x-message-ttl": 100 }), [binding(events, "go")], { retryDelaysMs: [500] });
    const { nodes, edges } = routeContracts(contractSet([application("a", [send("go", exchangeChannel(events, "go"))]), reads("b", work)]));
    const ids = new Set(nodes.map(({ id }) => id));
    expect(edges.filter(({ from, to }) => !ids.has(from) || !ids.has(to))).toEqual([]);
    expect(edges.map(({ from, kind, to }) => `${from} ${kind} ${to}`)).toEqual([
      "application:a publish exchange:events",
      "exchange:events bind queue:work",
      "queue:work retry queue:work.wait.500",
      "queue:work.wait.500 expire queue:work",
      "queue:work expire queue:work.dlq",
      "queue:work dead-letter queue:work.dlq",
      "queue:work consume application:b",
    ]);
    expect(nodes.flatMap((node) => (node.kind === "queue" ? [`${node.name} ${node.role}`] : []))).toEqual([
      "work work",
      "work.wait.500 delay",
      "work.dlq dead-letter",
    ]);
  });

  test("a thousand routes take well under a second", () => {
    const sends = Array.from({ length: 1000 }, (_, number) =>
      send(`s${number}`, exchangeChannel(events, `area.${number % 10}.thing.${number}`)),
    );
    const receives = Array.from({ length: 1000 }, (_, number) =>
      queueChannel(queue(`q${number}`), [binding(events, `area.*.thing.${number}`)]),
    );
    const set = contractSet([application("a", sends), reads("b", ...receives)]);
    // Processor time: other tests run beside this one.
    const before = process.cpuUsage();
    expect(routeContracts(set).routes).toHaveLength(2000);
    const { user, system } = process.cpuUsage(before);
    expect((user + system) / 1000).toBeLessThan(1000);
  });

  test("dead letters that branch at every step stay cheap", () => {
    const step = (number: number, branch: string) => {
      const next = exchange(`x${number + 1}`, "fanout");
      const args = { "x-message-ttl": 10, "x-dead-letter-exchange": next.name };
      return queueChannel(queue(`q${number}${branch}`, args), [binding(exchange(`x${number}`, "fanout"))]);
    };
    const ladder = Array.from({ length: 40 }, (_, number) => ["a", "b"].map((branch) => step(number, branch))).flat();
    const set = contractSet([application("a", [send("x", exchangeChannel(exchange("x0", "fanout"), ""))]), application("b", [], ladder)]);
    expect(routeContracts(set).routes.length).toBeLessThan(200);
  });
});
