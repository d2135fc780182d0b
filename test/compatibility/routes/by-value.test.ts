/** Where a value in a message decides on its way, each consumer is held against those messages alone that come to it. */
import { describe, expect, test } from "vitest";
import { proveContracts } from "#compatibility";
import { routeContracts } from "#contract";
import { head, readDocuments } from "../../support/documents.js";
import { playContracts } from "../../support/played-contracts.js";

const letter =
  "{ oneOf: [{ type: object, required: [to, text], properties: { to: { const: home }, text: { type: string } } }, { type: object, required: [to, pages], properties: { to: { enum: [work, desk] }, pages: { type: integer } } }] }";

const post = ({ parameter = "" } = {}): string => `${head}channels:
  letters:
    address: box_{to}
    parameters: { to: { location: $message.payload#/to, x-values: { home: h, work: w, desk: w }${parameter} } }
    messages: { Letter: { payload: ${letter} } }
    bindings: { amqp: { is: routingKey, exchange: { name: '' } } }
operations:
  send: { action: send, channel: { $ref: '#/channels/letters' } }
`;

const box = (queue: string, payload: string): string => `${head}channels:
  box: { messages: { Letter: { payload: ${payload} } }, bindings: { amqp: { is: queue, queue: { name: ${queue} }, x-retry: { delaysMs: [] } } } }
operations:
  take: { action: receive, channel: { $ref: '#/channels/box' } }
`;

const home = "{ type: object, required: [text], properties: { to: { const: home }, text: { type: string } } }";
const work = "{ type: object, required: [pages], properties: { to: { enum: [work, desk] }, pages: { type: integer } } }";

const read = async (documents: Readonly<Record<string, string>>) => {
  const { set, problems } = await readDocuments(documents);
  expect(problems).toEqual([]);
  return set;
};

describe("a routing key by value", () => {
  test("makes one route for each key, with the values that lead there", async () => {
    const { routes } = routeContracts(
      await read({ "post.yaml": post(), "home.yaml": box("box_h", home), "work.yaml": box("box_w", work) }),
    );
    const ways = routes.filter(({ hops }) => hops.length === 2).map(({ hops: [hop], queue, certainty }) => ({ hop, queue, certainty }));
    const given = (...values: string[]) => [{ expression: "$message.payload#/to", values }];
    expect(ways).toEqual([
      { hop: { kind: "publish", exchange: "", routingKey: "box_h", given: given("home") }, queue: "box_h", certainty: "may" },
      { hop: { kind: "publish", exchange: "", routingKey: "box_w", given: given("work", "desk") }, queue: "box_w", certainty: "may" },
    ]);
  });

  test("lets each consumer know no more than what comes to it", async () => {
    const set = await read({ "post.yaml": post(), "home.yaml": box("box_h", home), "work.yaml": box("box_w", work) });
    expect(proveContracts(set)).toMatchObject({ proofs: [{ standing: "proved" }, { standing: "proved" }], findings: [] });
  });

  test("leaves broken what a consumer refuses of its own, with such a message as the witness", async () => {
    const strict = work.replace("{ enum: [work, desk] }", "{ const: work }");
    const { proofs } = proveContracts(
      await read({ "post.yaml": post(), "home.yaml": box("box_h", home), "work.yaml": box("box_w", strict) }),
    );
    expect(proofs).toMatchObject([
      { standing: "proved" },
      { standing: "broken", faults: [{ part: "payload", witness: { to: "desk", pages: expect.any(Number) } }] },
    ]);
  });

  test("may be given by the sender where the message leaves the value out", async () => {
    const open = "{ type: object, properties: { to: { enum: [home, work, desk] }, pages: { type: integer } } }";
    const needs = "{ type: object, required: [to] }";
    const documents = { "post.yaml": post().replace(letter, open), "work.yaml": box("box_w", needs) };
    const { proofs } = proveContracts(await read(documents));
    expect(proofs).toMatchObject([{ standing: "broken", faults: [{ part: "payload", keyword: "required" }] }]);
    const played = await playContracts(await read(documents));
    await played.send("post.send", "Letter", {}, {}, { to: "w" });
    expect(await played.deadLetter("box_w.dlq")).toMatchObject({ code: "invalid" });
  });

  test("is open to every message where it has a default", async () => {
    const documents = {
      "post.yaml": post({ parameter: ", default: h" }),
      "home.yaml": box("box_h", home),
      "work.yaml": box("box_w", work),
    };
    const { proofs } = proveContracts(await read(documents));
    expect(proofs).toMatchObject([{ standing: "broken" }, { standing: "proved" }]);
  });

  test("that leads to no queue is told for the messages that it is about", async () => {
    const { findings } = proveContracts(await read({ "post.yaml": post(), "home.yaml": box("box_h", home) }));
    expect(findings).toMatchObject([{ code: "unrouted-message", message: expect.stringContaining('routing key "box_w"') }]);
  });
});
