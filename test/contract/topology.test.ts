import { describe, expect, test } from "vitest";
import { topologyConflicts } from "../../src/contract/topology/conflicts.js";
import { deriveTopology } from "../../src/contract/topology/derive-topology.js";
import {
  application,
  at,
  binding,
  contractSet,
  defaultExchange,
  exchange,
  exchangeChannel,
  queue,
  queueChannel,
  receive,
  reply,
  send,
} from "../support/contract-builders.js";

const quorum = { "x-queue-type": "quorum" };
const events = exchange("events");

const consumer = (id: string, channel = queueChannel(queue("work", quorum), [binding(events, "a.*")], { retryDelaysMs: [500, 2000] })) =>
  application(id, [receive("work", channel)]);

const argumentsOf = (topology: ReturnType<typeof deriveTopology>) =>
  Object.fromEntries(topology.queues.map((declared) => [declared.name, declared.arguments]));

describe("what an application declares", () => {
  test("a consumed quorum queue comes with a delivery limit, delay queues that lead back to it, and its dead-letter queue", () => {
    const topology = deriveTopology(consumer("a"), contractSet([consumer("a")]));
    expect(Object.entries(argumentsOf(topology))).toEqual([
      ["work", { ...quorum, "x-delivery-limit": 20, "x-dead-letter-exchange": "", "x-dead-letter-routing-key": "work.dlq" }],
      ["work.wait.500", { ...quorum, "x-message-ttl": 500, "x-dead-letter-exchange": "", "x-dead-letter-routing-key": "work" }],
      ["work.wait.2000", { ...quorum, "x-message-ttl": 2000, "x-dead-letter-exchange": "", "x-dead-letter-routing-key": "work" }],
      ["work.dlq", quorum],
    ]);
    expect(topology.exchanges).toEqual([{ name: "events", type: "topic", durable: true, autoDelete: false, arguments: {} }]);
    expect(topology.bindings).toEqual([{ exchange: "events", queue: "work", routingKey: "a.*", arguments: {} }]);
  });

  test("a delivery limit and a dead-letter exchange that the document gives are kept", () => {
    const given = { ...quorum, "x-delivery-limit": 3, "x-dead-letter-exchange": "dead" };
    const app = application("a", [receive("work", queueChannel(queue("work", given)))]);
    expect(argumentsOf(deriveTopology(app, contractSet([app])))).toEqual({ work: given, "work.dlq": quorum });
  });

  test("a priority queue keeps its priorities to itself: delay and dead-letter queues are plain classic ones", () => {
    const app = application("a", [receive("work", queueChannel(queue("work", { "x-max-priority": 5 }), [], { retryDelaysMs: [100] }))]);
    const { work, ...derived } = argumentsOf(deriveTopology(app, contractSet([app])));
    expect(work).toEqual({ "x-max-priority": 5, "x-dead-letter-exchange": "", "x-dead-letter-routing-key": "work.dlq" });
    expect(derived).toEqual({
      "work.wait.100": { "x-message-ttl": 100, "x-dead-letter-exchange": "", "x-dead-letter-routing-key": "work" },
      "work.dlq": {},
    });
  });

  test("delay and dead-letter queues are durable even where the queue is not", () => {
    const channel = queueChannel(queue("mine", {}, { durable: false, exclusive: true, autoDelete: true }), [], { retryDelaysMs: [100] });
    const { queues } = deriveTopology(consumer("a", channel), contractSet([consumer("a", channel)]));
    expect(queues.map((declared) => [declared.name, declared.durable, declared.exclusive, declared.autoDelete])).toEqual([
      ["mine", false, true, true],
      ["mine.wait.100", true, false, false],
      ["mine.dlq", true, false, false],
    ]);
  });

  test("a stream gets no delay queues, no dead-letter arguments, and a quorum queue for its dead letters", () => {
    const app = consumer("a", queueChannel(queue("log", { "x-queue-type": "stream" }), [], { retryDelaysMs: [100] }));
    expect(argumentsOf(deriveTopology(app, contractSet([app])))).toEqual({ log: { "x-queue-type": "stream" }, "log.dlq": quorum });
  });

  test("a dead-letter queue that another application consumes is left to that application", () => {
    const source = consumer("source", queueChannel(queue("work"), [], { deadLetterQueue: "failed" }));
    const desk = consumer("desk", queueChannel(queue("failed")));
    const set = contractSet([source, desk]);
    expect(Object.keys(argumentsOf(deriveTopology(source, set)))).toEqual(["work"]);
    expect(Object.keys(argumentsOf(deriveTopology(desk, set)))).toEqual(["failed", "failed.dlq"]);
  });

  test("a dead-letter exchange is declared by whoever needs it once some binding in the set gives its type, alternates included", () => {
    const dead = exchange("dead", "direct", { arguments: { "alternate-exchange": "lost" } });
    const source = consumer("source", queueChannel(queue("work", { "x-dead-letter-exchange": "dead" })));
    const desk = application("desk", [
      receive("failed", queueChannel(queue("failed"), [binding(dead, "work"), binding(exchange("lost", "fanout"))])),
    ]);
    const { exchanges } = deriveTopology(source, contractSet([source, desk]));
    expect(exchanges.map(({ name, type }) => [name, type])).toEqual([
      ["dead", "direct"],
      ["lost", "fanout"],
    ]);
    expect(deriveTopology(source, contractSet([source])).exchanges).toEqual([]);
  });

  test("the default exchange and the broker's own exchanges are used, never declared", () => {
    const app = application("a", [
      send("direct", exchangeChannel(defaultExchange, "elsewhere")),
      send("topic", exchangeChannel(exchange("amq.topic"), "x")),
      receive("work", queueChannel(queue("work"), [binding(defaultExchange, "work"), binding(exchange("amq.topic"), "x")])),
    ]);
    const topology = deriveTopology(app, contractSet([app]));
    expect(topology.exchanges).toEqual([]);
    expect(topology.bindings).toEqual([{ exchange: "amq.topic", queue: "work", routingKey: "x", arguments: {} }]);
  });

  test("a queue that is only replied to belongs to the requester", () => {
    const answers = queueChannel(queue("answers", {}, { exclusive: true }));
    const requests = exchangeChannel(defaultExchange, "requests");
    const requester = application("requester", [send("ask", requests, { reply: reply({ channel: answers }) })], [answers]);
    const responder = application(
      "responder",
      [receive("ask", queueChannel(queue("requests")), { reply: reply({ channel: answers }) })],
      [answers],
    );
    const set = contractSet([requester, responder]);
    expect(Object.keys(argumentsOf(deriveTopology(requester, set)))).toEqual(["answers", "answers.dlq"]);
    expect(Object.keys(argumentsOf(deriveTopology(responder, set)))).toEqual(["requests", "requests.dlq"]);
  });

  test("what is said twice is declared once", () => {
    const channel = queueChannel(queue("work"), [binding(events, "a"), binding(events, "a")]);
    const again = queueChannel(queue("work"), [binding(events, "b")]);
    const app = application("a", [receive("one", channel), receive("two", again)]);
    const topology = deriveTopology(app, contractSet([app]));
    expect(topology.queues.map(({ name }) => name)).toEqual(["work", "work.dlq"]);
    expect(topology.exchanges).toHaveLength(1);
    expect(topology.bindings.map(({ routingKey }) => routingKey)).toEqual(["a", "b"]);
  });
});

describe("whose a declared name is", () => {
  const work = queueChannel(queue("work", quorum), [binding(events, "a.*")], { deadLetterQueue: "graves", retryDelaysMs: [100] });
  const graves = queueChannel(queue("graves", quorum));
  const foreign = (id: string, ...applications: readonly ReturnType<typeof application>[]) => {
    const set = contractSet(applications);
    const found = applications.find((each) => each.id === id);
    return found === undefined ? undefined : deriveTopology(found, set).foreign;
  };

  test("a queue belongs to who reads it, with its delay and dead-letter queues; an exchange to who writes to it", () => {
    const reader = application("reader", [receive("work", work)]);
    const sender = application("sender", [send("tell", exchangeChannel(events, "a.b"))], [work, graves]);
    expect(foreign("reader", reader, sender)).toEqual({ exchanges: ["events"], queues: [] });
    expect(foreign("sender", reader, sender)).toEqual({ exchanges: [], queues: ["work", "graves"] });
  });

  test("an exchange that takes the dead letters of a queue, or what another cannot route, belongs to who reads the queue or writes to the other", () => {
    const [dead, lost] = [exchange("dead", "fanout"), exchange("lost", "fanout")];
    const spilling = exchange("spilling", "direct", { arguments: { "alternate-exchange": "lost" } });
    const reader = application("reader", [receive("work", queueChannel(queue("work", { "x-dead-letter-exchange": "dead" })))]);
    const sender = application("sender", [send("tell", exchangeChannel(spilling, "a"))]);
    const desk = application("desk", [receive("rest", queueChannel(queue("rest"), [binding(dead), binding(lost)]))]);
    expect(foreign("reader", reader, sender, desk)).toBeUndefined();
    expect(foreign("sender", reader, sender, desk)).toBeUndefined();
    expect(foreign("desk", reader, sender, desk)).toEqual({ exchanges: ["dead", "lost"], queues: [] });
  });

  test("what nobody reads and nobody writes to belongs to all who declare it", () => {
    const archive = queueChannel(queue("archive"), [binding(events, "#")]);
    expect(foreign("a", application("a", [], [archive]), application("b", [], [archive]))).toBeUndefined();
  });

  test("a dead-letter queue that somebody reads belongs to the reader", () => {
    const [source, desk] = [application("source", [receive("work", work)], [graves]), application("desk", [receive("bury", graves)])];
    expect(foreign("source", source, desk)).toEqual({ exchanges: [], queues: ["graves"] });
    expect(foreign("desk", source, desk)).toBeUndefined();
  });
});

describe("declarations that RabbitMQ would refuse", () => {
  const consumes = (id: string, args: Parameters<typeof queue>[1], line: number, more = {}) =>
    consumer(id, queueChannel(queue("work", args, { location: at(`${id}.yaml`, line, 9) }), [], more));

  test("applications that agree have no conflicts", () => {
    expect(topologyConflicts(contractSet([consumer("a"), consumer("b")]))).toEqual([]);
  });

  test("a queue with two lifetimes is an error at both places, each naming the other", () => {
    const set = contractSet([consumes("a", { "x-message-ttl": 1000 }, 3), consumes("b", { "x-message-ttl": 2000 }, 7)]);
    expect(topologyConflicts(set)).toEqual([
      expect.objectContaining({ file: "a.yaml", line: 3, column: 9, severity: "error", code: "conflicting-queue" }),
      expect.objectContaining({ file: "b.yaml", line: 7, column: 9, severity: "error", code: "conflicting-queue" }),
    ]);
    expect(topologyConflicts(set)[1]?.message).toBe(
      'The queue "work" is declared differently by a (a.yaml:3:9): x-message-ttl is 2000 here and 1000 there. RabbitMQ refuses the second declaration.',
    );
  });

  test("two consumers of one queue that differ only in its dead-letter queue conflict", () => {
    const conflicts = topologyConflicts(contractSet([consumes("a", {}, 1), consumes("b", {}, 1, { deadLetterQueue: "other" })]));
    expect(conflicts[0]?.message).toContain('x-dead-letter-routing-key is "work.dlq" here and "other" there');
  });

  test("one dead-letter queue for queues of two types conflicts, within one application too", () => {
    const one = queueChannel(queue("one", quorum, { location: at("a.yaml", 1) }), [], { deadLetterQueue: "failed" });
    const two = queueChannel(queue("two", {}, { location: at("a.yaml", 2) }), [], { deadLetterQueue: "failed" });
    const conflicts = topologyConflicts(contractSet([application("a", [receive("one", one), receive("two", two)])]));
    expect(conflicts.map(({ line }) => line)).toEqual([1, 2]);
    expect(conflicts[1]?.message).toContain('The queue "failed", which follows from this queue, is declared differently by a (a.yaml:1:1)');
  });

  test("a queue written where another application derives a delay queue of that name conflicts", () => {
    const set = contractSet([consumer("a"), application("b", [receive("wait", queueChannel(queue("work.wait.500", quorum)))])]);
    expect(topologyConflicts(set).map(({ code }) => code)).toEqual(["conflicting-queue", "conflicting-queue"]);
  });

  test("an exchange of two types conflicts, and only where it is written", () => {
    const sends = (id: string, type: "topic" | "direct") =>
      application(id, [send("x", exchangeChannel(exchange("dead", type, { location: at(`${id}.yaml`) }), "x"))]);
    const borrower = consumer("c", queueChannel(queue("work", { "x-dead-letter-exchange": "dead" })));
    const conflicts = topologyConflicts(contractSet([borrower, sends("a", "topic"), sends("b", "direct")]));
    expect(conflicts.map(({ file, code }) => [file, code])).toEqual([
      ["a.yaml", "conflicting-exchange"],
      ["b.yaml", "conflicting-exchange"],
    ]);
  });
});
