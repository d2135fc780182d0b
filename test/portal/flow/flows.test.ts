/** What each picture shows, before it is drawn. */
import { describe, expect, test } from "vitest";
import type { Message } from "#contract";
import type { Flow } from "../../../src/portal/content/model.js";
import { applicationFlow, exchangeFlow, groupFlow, messageFlow, queueFlow, wholeFlow } from "../../../src/portal/flow/flows.js";
import { mostNodes } from "../../../src/portal/flow/selection.js";
import type { System } from "../../../src/portal/system/model.js";
import {
  application,
  at,
  binding,
  defaultExchange,
  exchange,
  exchangeChannel,
  message,
  queue,
  queueChannel,
  receive,
  reply,
  schema,
  send,
} from "../../support/contract-builders.js";
import { linesOf, marksOf, namesOf, systemOf } from "./small-systems.js";

const events = exchange("events", "topic");
const placed = message("Placed", { location: at("g/messages.yaml", 1) });
const paid = message("Paid", { location: at("g/messages.yaml", 2) });

const sends = (key: string, ...messages: Message[]) => send(key, exchangeChannel(events, key, { messages }));
const reads = (name: string, key: string, messages: Message[], retryDelaysMs: number[] = []) =>
  receive(name, queueChannel(queue(name), [binding(events, key)], { messages, retryDelaysMs }));

const shop = application("g/shop", [sends("order.placed", placed), sends("order.paid", paid)]);
const stock = application("g/stock", [reads("stock", "order.*", [placed, paid], [500, 2000])]);

const flowOf = (system: System, name: string): Flow => {
  const definition = system.messages.find(({ message: each }) => each.name === name);
  if (definition === undefined) throw new Error(`There is no message ${name}.`);
  return messageFlow(system, definition);
};

describe("the whole picture", () => {
  test("goes from who sends over exchange and queue to who reads; retries come back to their queue", () => {
    expect(linesOf(wholeFlow(systemOf([shop, stock])))).toEqual([
      "g/shop publish events (order.placed | order.paid)",
      "events bind stock (order.*)",
      "stock dead-letter stock.dlq",
      "stock consume g/stock",
      "stock retry stock (again after 500 ms, 2 s)",
    ]);
  });

  test("names the delay queues where their figures belong", () => {
    const { nodes } = wholeFlow(systemOf([shop, stock]));
    expect(nodes.find(({ id }) => id === "queue:stock")?.waits).toEqual(["stock.wait.500", "stock.wait.2000"]);
  });

  test("makes one line of what fails and what expires, where both go the same way", () => {
    const limited = queueChannel(queue("stock", { "x-message-ttl": 15_000 }), [binding(events, "order.paid")], { messages: [paid] });
    const flow = wholeFlow(systemOf([shop, application("g/stock", [receive("stock", limited)])]));
    expect(linesOf(flow)).toContain("stock dead-letter stock.dlq (failed, or after 15 s)");
  });

  test("leaves out the key where it is the queue's name", () => {
    const told = application("g/teller", [send("tell", exchangeChannel(defaultExchange, "told"))]);
    const flow = wholeFlow(systemOf([told, application("g/told", [receive("told", queueChannel(queue("told")))])]));
    expect(linesOf(flow)[0]).toBe("g/teller publish told");
  });

  test("shows a key where a binding takes it, and on the line before only where the binding says something else", () => {
    const literal = application("g/literal", [reads("literal", "order.placed", [placed])]);
    const [first] = wholeFlow(systemOf([shop, stock, literal])).edges;
    expect(first).toMatchObject({ label: "order.paid", detail: "operations order.placed, order.paid; keys order.placed, order.paid" });
  });

  test("shows answers as answers", () => {
    const asker = application("g/asker", [
      send("ask", exchangeChannel(defaultExchange, "asked"), { reply: reply({ channel: queueChannel(queue("answers")) }) }),
    ]);
    const answerer = application("g/answerer", [receive("asked", queueChannel(queue("asked")), { reply: reply() })]);
    expect(linesOf(wholeFlow(systemOf([asker, answerer])))).toContain("g/answerer reply reply:g/asker doubtful");
  });

  test("puts each thing into the frame of the group that reads it, or else sends to it", () => {
    const other = application("h/other", [reads("elsewhere", "order.paid", [paid])]);
    const { nodes } = wholeFlow(systemOf([shop, stock, other]));
    const frame = (id: string) => nodes.find((node) => node.id === id)?.within;
    expect(["exchange:events", "queue:stock", "queue:stock.dlq"].map(frame)).toEqual(["group:g", "group:g", "group:g"]);
    expect(["queue:elsewhere", "queue:elsewhere.dlq", "application:h/other"].map(frame)).toEqual(["group:h", "group:h", "group:h"]);
  });

  test("of a large system shows its groups, and how many messages pass between them", () => {
    const crowd = Array.from({ length: mostNodes }, (_, number) => {
      const messages = [message("Placed", { location: at(`g${number}/messages.yaml`) })];
      return application(`g${number}/app`, [reads(`queue-${number}`, "order.placed", messages)]);
    });
    const flow = wholeFlow(systemOf([shop, stock, ...crowd]));
    expect(flow.nodes.every(({ kind }) => kind === "group")).toBe(true);
    expect(flow.nodes).toHaveLength(mostNodes);
    expect(flow.caption).toContain("1 more are left out");
    expect(linesOf(flow)).toContain("group:g publish group:g0 (1 message)");
  });
});

describe("marks", () => {
  test("a message that reaches no queue is told where it is sent", () => {
    const flow = wholeFlow(
      systemOf([application("g/shop", [{ ...sends("order.lost", placed), location: at("g/shop.yaml", 7) }]), stock].slice(0, 1)),
    );
    expect(linesOf(flow)).toEqual(['g/shop publish events (order.lost) bad "reaches no queue"']);
    expect(marksOf(flow)).toEqual({ events: "no queue is bound to it" });
  });

  test("a binding that no message takes, and the queue behind it", () => {
    const flow = wholeFlow(systemOf([shop, stock, application("g/idle", [reads("idle", "nothing.*", [placed])])]));
    expect(linesOf(flow)).toContain('events bind idle (nothing.*) doubtful "no message takes it"');
    expect(marksOf(flow)).toEqual({ idle: "nothing comes in" });
    expect(namesOf(flow)).not.toContain("idle.dlq");
  });

  test("a queue that no document reads; not one in which dead letters rest", () => {
    const kept = queueChannel(queue("kept"), [binding(events, "#")]);
    expect(marksOf(wholeFlow(systemOf([shop, stock, application("g/archive", [], [kept])])))).toEqual({ kept: "no document reads it" });
  });

  test("a consumer that refuses some messages: said where they arrive, seen on the whole way, but not on other messages' way", () => {
    const [wide, strict] = [schema("wide", { type: "object" }), schema("strict", { type: "object", required: ["id"] })];
    const sent = { ...placed, payload: "wide" };
    const refused = { ...placed, payload: "strict", location: at("g/own.yaml") };
    const strictStock = application("g/strict", [reads("strict", "order.placed", [refused])]);
    const seller = application("g/shop", [sends("order.placed", sent), sends("order.paid", paid)]);
    const system = systemOf([seller, strictStock, application("g/calm", [reads("calm", "order.paid", [paid])])], {
      schemas: [wide, strict],
    });
    expect(linesOf(flowOf(system, "Placed")).slice(0, 2)).toEqual(["g/shop publish events bad", "events bind strict (order.placed) bad"]);
    expect(linesOf(flowOf(system, "Placed"))).toContain('strict consume g/strict bad "some messages are refused"');
    expect(linesOf(flowOf(system, "Paid")).filter((line) => line.includes("bad"))).toEqual([]);
  });
});

describe("a part of the whole", () => {
  const mailing = application("g/mail", [reads("mail", "order.paid", [paid], [1000])]);

  test("of an application: its own failures, and those at the other end of its lines without theirs", () => {
    const system = systemOf([shop, stock, mailing]);
    expect(linesOf(applicationFlow(system, "g/mail"))).toEqual([
      "g/shop publish events",
      "events bind mail (order.paid)",
      "mail consume g/mail",
      "mail dead-letter mail.dlq",
      "mail retry mail (again after 1 s)",
    ]);
    expect(namesOf(applicationFlow(system, "g/shop"))).not.toContain("mail.dlq");
  });

  test("of an application that neither sends nor receives is nothing", () => {
    expect(applicationFlow(systemOf([application("g/quiet", [])]), "g/quiet").nodes).toEqual([]);
  });

  test("of a group: all its applications, with whoever is at the other end", () => {
    const system = systemOf([shop, stock, application("h/other", [reads("elsewhere", "order.paid", [paid])]), application("h/quiet", [])]);
    const [, group] = system.groups;
    expect(group && namesOf(groupFlow(system, group)).toSorted()).toEqual([
      "elsewhere",
      "elsewhere.dlq",
      "events",
      "g/shop",
      "h/other",
      "h/quiet",
    ]);
  });

  test("of a message: its ways only", () => {
    expect(namesOf(flowOf(systemOf([shop, stock, mailing]), "Placed"))).toEqual(["g/shop", "events", "stock", "g/stock", "stock.dlq"]);
  });

  test("of a message that its reader has defined anew: the ways of what is sent under its key", () => {
    const own = { ...paid, name: "PaidAsRead", location: at("h/messages.yaml") };
    const reader = application("h/reader", [reads("read", "order.paid", [own])]);
    expect(linesOf(flowOf(systemOf([shop, reader]), "PaidAsRead"))).toEqual([
      "g/shop publish events",
      "events bind read (order.paid)",
      "read consume h/reader",
      "read dead-letter read.dlq",
    ]);
  });

  test("of a message that nobody here sends: where it would come from", () => {
    expect(linesOf(flowOf(systemOf([stock]), "Placed"))).toEqual([
      'events bind stock (order.*) doubtful "no message takes it"',
      "stock consume g/stock",
    ]);
  });

  test("of a queue: who sends there, who reads, and where its failures go", () => {
    expect(namesOf(queueFlow(systemOf([shop, stock]), "stock")).toSorted()).toEqual(
      ["events", "g/shop", "g/stock", "stock", "stock.dlq"].toSorted(),
    );
  });

  test("of an exchange: who sends to it, and to whom its queues go", () => {
    expect(namesOf(exchangeFlow(systemOf([shop, stock, mailing]), "events")).toSorted()).toEqual(
      ["events", "g/mail", "g/shop", "g/stock", "mail", "stock"].toSorted(),
    );
  });
});
