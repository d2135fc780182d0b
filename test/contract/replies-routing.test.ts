/** Where answers go: through the responder's exchange, to the address that the request names, or to the default. */
import { describe, expect, test } from "vitest";
import type { Application, Operation } from "../../src/contract/model.js";
import type { Route } from "../../src/contract/routing/model.js";
import { routeContracts } from "../../src/contract/routing/route-contracts.js";
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

const replyTo = "$message.header#/replyTo";
const back = exchange("back", "direct");
const requests = exchangeChannel(defaultExchange, "requests");
const throughBack = exchangeChannel(back, null, { key: "answers" });

/** The queue of each instance of a client, bound by its own name. */
const ownQueue = (client: string) =>
  queueChannel(queue(`${client}.{instance}`, { "x-message-ttl": 60 }), [binding(back, `${client}.{instance}`)], {
    deadLetterQueue: `${client}.dlq`,
  });

const client = (name: string, more: Partial<Operation["reply"]> = {}) => {
  const channel = ownQueue(name);
  const ask = send("ask", requests, { reply: reply({ address: replyTo, channel, ...more }), location: at(`${name}.yaml`) });
  return application(name, [ask], [channel]);
};
const server = (more: Partial<Operation["reply"]> = {}, extra: Parameters<typeof application>[2] = []) =>
  application(
    "server",
    [
      receive("answer", queueChannel(queue("requests")), {
        reply: reply({ address: replyTo, channel: throughBack, ...more }),
        location: at("server.yaml"),
      }),
    ],
    [throughBack, ...extra],
  );

const graphOf = (...applications: Application[]) => routeContracts(contractSet(applications));
const answerRoutes = (...applications: Application[]) => graphOf(...applications).routes.filter(({ hops }) => hops[0]?.kind === "reply");
/** `may back a.{instance}: bind > expire > bind = a.dlq`, and who reads it there. */
const text = ({ hops: [first, ...hops], queue: name, consumer, certainty }: Route) => {
  const start = first?.kind === "reply" ? `${first.exchange || "(default)"} ${first.routingKey}` : "";
  return `${certainty} ${start}: ${hops.map(({ kind }) => kind).join(" > ")} = ${name}${consumer === undefined ? "" : ` > ${consumer.application}`}`;
};
const problemsOf = (...applications: Application[]) =>
  graphOf(...applications).problems.map(({ file, severity, code, message }) => `${file} ${severity} ${code}: ${message}`);

describe("an answer", () => {
  test("goes through the responder's exchange under the key that the request names", () => {
    expect(answerRoutes(client("a"), server()).map(text)).toEqual([
      "always back a.{instance}: bind = a.{instance} > a",
      "may back a.{instance}: bind > expire > bind = a.dlq",
      "may back a.{instance}: bind > dead-letter > bind = a.dlq",
    ]);
    expect(problemsOf(client("a"), server())).toEqual([]);
  });

  test("that nobody waits for, or that breaks the contract, becomes a dead letter; none is tried again", () => {
    const [, , dead] = answerRoutes(client("a"), server());
    expect(dead?.hops.find(({ kind }) => kind === "dead-letter")).toMatchObject({ reasons: ["invalid", "rejected"], routingKey: "a.dlq" });
  });

  test("goes to one of those who ask", () => {
    expect(answerRoutes(client("a"), client("b"), server()).map(text)).toEqual(
      expect.arrayContaining(["may back a.{instance}: bind = a.{instance} > a", "may back b.{instance}: bind = b.{instance} > b"]),
    );
  });

  test("to a request that names no address goes to the default, whoever may ask", () => {
    const shared = queueChannel(queue("shared"), [binding(back, "shared")]);
    expect(answerRoutes(server({ defaultAddress: "shared" }, [shared])).map(text)).toEqual(["always back shared: bind = shared"]);
    expect(problemsOf(server({ defaultAddress: "shared" }, [shared]))).toEqual([]);
    expect(answerRoutes(client("a"), server({ defaultAddress: "shared" }, [shared])).map(text)).toEqual(
      expect.arrayContaining(["may back a.{instance}: bind = a.{instance} > a", "may back shared: bind = shared"]),
    );
  });

  test("reaches a requester that listens where the default leads", () => {
    const shared = queueChannel(queue("shared"), [binding(back, "shared")]);
    const silent = application("silent", [send("ask", requests, { reply: reply({ channel: shared }) })], [shared]);
    expect(answerRoutes(silent, server({ defaultAddress: "shared" })).map(text)[0]).toBe("always back shared: bind = shared > silent");
    expect(problemsOf(silent, server({ defaultAddress: "shared" }))).toEqual([]);
  });

  test("without a reply channel goes through the default exchange, where a queue's name is its address", () => {
    const channel = queueChannel(queue("a.{instance}"));
    const named = application("a", [send("ask", requests, { reply: reply({ address: replyTo, channel }) })], [channel]);
    const rpc = application("server", [receive("answer", queueChannel(queue("requests")), { reply: reply({ address: replyTo }) })]);
    expect(answerRoutes(named, rpc).map(text)[0]).toBe("always (default) a.{instance}: bind = a.{instance} > a");
    expect(problemsOf(named, rpc)).toEqual([]);
  });

  test("goes under a key with the parameters of its own channel", () => {
    const channel = exchangeChannel(back, "a.{id}", { parameters: [{ name: "id", enum: ["1", "2"] }] });
    const fixed = application("server", [receive("answer", queueChannel(queue("requests")), { reply: reply({ channel }) })], [channel]);
    const one = queueChannel(queue("one"), [binding(back, "a.1")]);
    expect(answerRoutes(fixed, application("x", [], [one])).map(text)).toEqual(["may back a.{id}: bind = one"]);
  });
});

describe("what is doubtful about replies", () => {
  test("a reply address of a form that the responder does not allow", () => {
    expect(problemsOf(client("a"), server({ allowedAddresses: ["b.{instance}", "{any}"] }))).toContain(
      'a.yaml warning reply-refused: Requests of "ask" name the reply address "a.{instance}", which is of no form that "answer" of server allows: they are dead-lettered.',
    );
    expect(problemsOf(client("a"), server({ allowedAddresses: ["{client}.{instance}"] }))).toEqual([]);
  });

  test("a request that names no address, or names it elsewhere, to a responder without a default", () => {
    const said =
      'a.yaml warning reply-refused: Requests of "ask" name no reply address where "answer" of server looks for it, and it has no default: they are dead-lettered.';
    const shared = queueChannel(queue("shared"), [binding(back, "shared")]);
    const silent = application("a", [send("ask", requests, { reply: reply({ channel: shared }), location: at("a.yaml") })], [shared]);
    expect(problemsOf(silent, server())).toContain(said);
    expect(problemsOf(client("a", { address: "$message.payload#/back" }), server())).toContain(said);
    expect(problemsOf(application("a", [send("tell", requests, { location: at("a.yaml") })]), server())).toContain(
      said.replace('"ask"', '"tell"'),
    );
  });

  test("a default address that leads to no queue", () => {
    expect(problemsOf(server({ defaultAddress: "nowhere" }))).toEqual([
      'server.yaml warning unrouted-message: Messages of "answer" reach no queue of any document (exchange "back", routing key "nowhere"); publishing one fails unless somebody else binds a queue.',
    ]);
  });

  test("answers that come to another queue than the one they are awaited on", () => {
    const elsewhere = queueChannel(queue("elsewhere"), [binding(back, "there")]);
    const fixed = application(
      "server",
      [receive("answer", queueChannel(queue("requests")), { reply: reply({ channel: exchangeChannel(back, "there") }) })],
      [elsewhere],
    );
    expect(problemsOf(client("a"), fixed)).toContain(
      'a.yaml warning reply-missing: "ask" waits for answers on queue "a.{instance}", and none of the operations that take its messages answers there.',
    );
  });

  test("a request that is taken and never answered", () => {
    const deaf = application("server", [receive("take", queueChannel(queue("requests")))]);
    expect(problemsOf(client("a"), deaf).filter((each) => each.includes("reply-missing"))).toHaveLength(1);
  });

  test("nothing, where the responder is in no document", () => {
    const elsewhere = application("x", [], [queueChannel(queue("requests"))]);
    expect(problemsOf(client("a"), elsewhere).filter((each) => each.includes("reply-"))).toEqual([]);
  });
});

test("the flow picture shows the way there and back", () => {
  const { nodes, edges } = graphOf(client("a"), server());
  expect(nodes).toContainEqual(expect.objectContaining({ id: "queue:a.{instance}", role: "reply", ttlMs: 60 }));
  const lines = edges.map(({ from, to, kind }) => `${from} ${kind} ${to}`);
  expect(lines).toEqual(
    expect.arrayContaining([
      "application:a publish queue:requests",
      "queue:requests consume application:server",
      "application:server reply exchange:back",
      "exchange:back bind queue:a.{instance}",
      "queue:a.{instance} consume application:a",
      "queue:a.{instance} expire queue:a.dlq",
      "queue:a.{instance} dead-letter queue:a.dlq",
    ]),
  );
});
