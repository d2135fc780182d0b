/** What is proved, and what is not decided, of pairs of documents; and that the runtime takes what is proved. */
import { describe, expect, test } from "vitest";
import { type Fault, proveBetween, proveContracts } from "#compatibility";
import { MessagingError, parseBody, senderHeaders } from "#messaging";
import { isTakenOff } from "../../../src/compatibility/routes/content.js";
import { isReadableEncoding, isReadableType } from "../../../src/compatibility/routes/envelope.js";
import { ours } from "../../../src/messaging/headers.js";
import { type Documents, readDocuments } from "../../support/documents.js";
import { playContracts } from "../../support/played-contracts.js";
import { asker, desk, responder, shop, till } from "./shop.js";

const proofsOf = async (documents: Documents) => {
  const { set, problems } = await readDocuments(documents);
  expect(problems.filter((line) => line.includes(" error "))).toEqual([]);
  return proveContracts(set).proofs;
};
const faultsOf = async (documents: Documents): Promise<Fault[]> => (await proofsOf(documents)).flatMap(({ faults }) => faults);

const at = "{ type: object, properties: { at: { type: string, format: date-time } } }";
const needsAt = "{ type: object, required: [at], properties: { at: { type: string } } }";
const withId = "correlationId: { location: $message.payload#/id }, payload: { type: object, properties: { id: { type: string } } }";
const tenant = "headers: { type: object, additionalProperties: false, required: [tenant], properties: { tenant: { type: string } } }";

describe("proved, and taken by the runtime", () => {
  test("what the runtime fills in need not be required of the sender", async () => {
    const documents = shop(
      till(`{ payload: ${at}, bindings: { amqp: { x-fill: { at: { now: true } } } } }`),
      desk(`{ payload: ${needsAt} }`),
    );
    expect(await faultsOf(documents)).toEqual([]);
    const played = await playContracts((await readDocuments(documents)).set);
    await played.send("shop/till.sell", "Sold", {});
    await expect.poll(() => played.handled).toEqual(["Sold"]);
  });

  test("a place for the correlation id that both ends have is filled in, there and back", async () => {
    const needed = withId.replace("type: object,", "type: object, required: [id],");
    const documents = shop(asker(`{ ${withId} }`, `{ ${needed} }`), responder(`{ ${needed} }`, `{ ${withId} }`));
    expect(await faultsOf(documents)).toEqual([]);
    const played = await playContracts((await readDocuments(documents)).set, { Ask: {} });
    expect(await played.ask("shop/till.ask", "Ask", {})).toMatchObject({ payload: { id: expect.any(String) as unknown } });
  });

  test("a number as correlation id, which the handler repeats", async () => {
    const numbered = withId.replace("{ type: string }", "{ type: integer }");
    const documents = shop(asker(`{ ${numbered} }`, `{ ${numbered} }`), responder(`{ ${numbered} }`, `{ ${numbered} }`));
    expect(await faultsOf(documents)).toEqual([]);
    const played = await playContracts((await readDocuments(documents)).set, { Ask: { id: 7 } });
    expect(await played.ask("shop/till.ask", "Ask", { id: 7 })).toMatchObject({ payload: { id: 7 } });
  });

  test("a reply address in a header of the contract's own", async () => {
    const location = "$message.header#/back";
    const headers = "{ headers: { type: object, properties: { back: { type: string } } } }";
    const documents = shop(asker(headers, "{}", { location }), responder(headers, "{}", { reply: `address: { location: ${location} }` }));
    expect(await faultsOf(documents)).toEqual([]);
    const played = await playContracts((await readDocuments(documents)).set, { Ask: {} });
    expect(await played.ask("shop/till.ask", "Ask", {})).toMatchObject({ payload: {} });
  });

  test("headers that the sender declares, and a closed schema of the consumer", async () => {
    const documents = shop(till(`{ ${tenant} }`), desk(`{ ${tenant} }`));
    expect(await faultsOf(documents)).toEqual([]);
    const played = await playContracts((await readDocuments(documents)).set);
    await played.send("shop/till.sell", "Sold", {}, { tenant: "a" });
    await expect.poll(() => played.handled).toEqual(["Sold"]);
  });

  test("a type that the consumer gives a message of another key", async () => {
    const documents = shop(
      till("{ bindings: { amqp: { messageType: sale.v1 } } }"),
      desk("{ bindings: { amqp: { messageType: sale.v1 } } }", { key: "Sale" }),
    );
    expect(await faultsOf(documents)).toEqual([]);
    const played = await playContracts((await readDocuments(documents)).set);
    await played.send("shop/till.sell", "Sold", {});
    await expect.poll(() => played.handled).toEqual(["Sale"]);
  });

  test("a content type of the JSON family", async () => {
    expect(await faultsOf(shop(till("{ contentType: application/vnd.sale+json; charset=utf-8 }"), desk("{}")))).toEqual([]);
  });
});

describe("not decided", () => {
  const unknown = (part: Fault["part"], reason: RegExp) =>
    expect.objectContaining({ standing: "unknown", part, reason: expect.stringMatching(reason) as unknown }) as Fault;

  test.each<[string, Documents, Fault]>([
    [
      "a pattern with a backreference",
      shop(till("{ payload: { type: string, pattern: '^a+$' } }"), desk("{ payload: { type: string, pattern: '^(a+)\\1?$' } }")),
      unknown("payload", /not decided/),
    ],
    [
      "headers that the consumer limits and the producer does not speak of",
      shop(till("{}"), desk("{ headers: { type: object, properties: { tenant: { type: string } } } }")),
      unknown("headers", /says nothing/),
    ],
    [
      "headers that the broker writes",
      shop(
        till("{ headers: { type: object } }"),
        desk("{ headers: { type: object, required: [traceparent], properties: { traceparent: { type: string } } } }"),
      ),
      unknown("headers", /runtime or the broker writes/),
    ],
    [
      "an answer on a queue that all instances share",
      shop(asker("{}", "{}", { queue: "answers" }), responder()),
      unknown("route", /may come to one that did not ask/),
    ],
    [
      "an answer that every instance gets",
      shop(
        asker("{}", "{}", { queue: "answers.{instance}" }).replace("routingKey: 'answers.{instance}' }]", "routingKey: all }]"),
        responder(),
      ),
      unknown("route", /of every instance/),
    ],
    [
      "an answer that every instance gets, whatever its key",
      shop(
        asker().replace("exchange: { name: answers, type: direct }", "exchange: { name: answers, type: fanout }"),
        responder().replace("exchange: { name: answers, type: direct }", "exchange: { name: answers, type: fanout }"),
      ),
      unknown("route", /of every instance/),
    ],
    [
      "an answer that comes back for one value of its address only",
      shop(
        asker("{ payload: { type: object, properties: { region: { type: string } } } }")
          .replace("routingKey: 'answers.{instance}' }]", "routingKey: price.eu }]")
          .replace("answers.{instance}'", "answers', exclusive: true"),
        responder("{ payload: { type: object, properties: { region: { type: string } } } }", "{}", {
          reply: "",
          to: "address: 'price.{region}'\n    parameters: { region: { enum: [eu, us], default: eu } }",
        }),
      ),
      unknown("reply-address", /only for some values/),
    ],
    [
      "a message that is sent to a queue of answers",
      {
        ...shop(asker(), responder()),
        "shop/loud.yaml": till("{}", { exchange: "{ name: answers, type: direct }" })
          .replace("address: sold", "address: answers.{instance}\n    parameters: { instance: {} }")
          .replace("Sold:", "Price:"),
      },
      unknown("route", /takes only answers/),
    ],
    [
      "a responder that does not say where it answers",
      shop(
        asker(),
        responder()
          .replace("      address: { location: $message.header#/replyTo }\n", "")
          .replace("      channel: { $ref: '#/channels/answers' }\n", "      messages: []\n"),
      ),
      unknown("reply-address", /does not say enough/),
    ],
  ])("%s", async (_, documents, fault) => {
    expect(await faultsOf(documents)).toEqual([fault]);
  });
});

describe("answers", () => {
  const broken = (part: Fault["part"], reason: RegExp) =>
    expect.objectContaining({ standing: "broken", part, reason: expect.stringMatching(reason) as unknown }) as Fault;

  test("that go where their requester does not listen are a fault of the request, and no finding besides", async () => {
    const fixed = responder("{}", "{}", { reply: "", to: "address: elsewhere" });
    const { set } = await readDocuments(shop(asker(), fixed));
    const { proofs, findings } = proveContracts(set);
    expect(proofs.flatMap(({ faults }) => faults)).toEqual([
      broken("reply-address", /routing key "elsewhere", which does not lead to queue "answers\.\{instance\}"/),
    ]);
    expect(findings.map(({ code }) => code)).toEqual(["unrouted-message", "unused-binding"]);
    const played = await playContracts(set, { Ask: {} });
    await expect(played.ask("shop/till.ask", "Ask", {})).rejects.toBeInstanceOf(MessagingError);
  });

  test("that come to a queue where nobody asked are refused there", async () => {
    const other = asker().replaceAll("prices", "stock").replaceAll("answers.{instance}", "others").replaceAll("answers.dlq", "others.dlq");
    const loud = responder("{}", "{}", { rules: "x-reply: { default: others }" });
    const proofs = await proofsOf({ ...shop(asker(), loud), "shop/idle.yaml": other });
    const proof = proofs.find(({ id }) => id === "shop/desk.answer → shop/idle.ask: Price");
    expect(proof?.faults).toEqual([broken("route", /never asks it/)]);
    const played = await playContracts((await readDocuments({ ...shop(asker(), loud), "shop/idle.yaml": other })).set, { Ask: {} });
    const bytes = { body: Buffer.from("{}"), headers: {}, mandatory: true, persistent: true, type: "Ask", messageId: "m1" };
    await played.broker.publish({ exchange: "shop", routingKey: "prices", ...bytes });
    expect(await played.deadLetter("others.dlq")).toEqual({
      code: "rejected",
      reason: expect.stringMatching(/no request of this instance/) as unknown,
    });
  });

  test("on one queue of two applications are taken by the wrong one", async () => {
    const documents = {
      ...shop(asker("{}", "{}", { queue: "answers" }), responder()),
      "shop/other.yaml": asker("{}", "{}", { queue: "answers" }),
    };
    const faults = await faultsOf(documents);
    expect(faults).toEqual([broken("route", /read one queue of answers/), broken("route", /read one queue of answers/)]);
    const played = await playContracts((await readDocuments(documents)).set, { Ask: {} });
    const ask = () => played.ask("shop/till.ask", "Ask", {});
    await Promise.allSettled([ask(), ask(), ask()]);
    const reason = expect.stringMatching(/no request of this instance has the answer's correlation id/) as unknown;
    expect(await played.deadLetter("answers.dlq")).toEqual({ code: "rejected", reason });
  });

  test("of two operations to one request are one too many", async () => {
    const all = (text: string): string => text.replaceAll("{ name: shop, type: direct }", "{ name: shop, type: fanout }");
    const second = responder().replace("queue: { name: prices }", "queue: { name: others }");
    const documents = { ...shop(all(asker()), all(responder())), "shop/second.yaml": all(second) };
    expect(await faultsOf(documents)).toEqual([broken("route", /both answer one request/), broken("route", /both answer one request/)]);
    const played = await playContracts((await readDocuments(documents)).set, { Ask: {} });
    await played.ask("shop/till.ask", "Ask", {});
    expect(await played.deadLetter("answers.dlq")).toEqual({ code: "rejected", reason: "the request was answered before" });
  });

  test("of two operations that compete for requests are each taken", async () => {
    expect(await faultsOf({ ...shop(asker(), responder()), "shop/second.yaml": responder() })).toEqual([]);
  });

  test("of requests that share a queue in one application are each request's own", async () => {
    const both = asker()
      .replace(
        "operations:\n",
        "operations:\n  askAgain:\n    action: send\n    channel: { $ref: '#/channels/stock' }\n    reply:\n      address: { location: $message.header#/replyTo }\n      channel: { $ref: '#/channels/answers' }\n",
      )
      .replace(
        "channels:\n",
        "channels:\n  stock:\n    address: stock\n    messages: { Ask: {} }\n    bindings: { amqp: { is: routingKey, exchange: { name: shop, type: direct } } }\n",
      );
    const other = responder().replaceAll("prices", "stock");
    const proofs = await proofsOf({ ...shop(both, responder()), "shop/store.yaml": other });
    expect(proofs.map(({ id, standing }) => `${id} ${standing}`).sort()).toEqual([
      "shop/desk.answer → shop/till.ask: Price proved",
      "shop/store.answer → shop/till.askAgain: Price proved",
      "shop/till.ask → shop/desk.answer: Ask proved",
      "shop/till.askAgain → shop/store.answer: Ask proved",
    ]);
  });
});

test("two ends whose names read alike have a proof each", async () => {
  const dotted = {
    "shop/till.v1.yaml": till("{}"),
    "shop/till.yaml": till("{ payload: { type: object } }").replace("  sell:", "  v1.sell:"),
  };
  const proofs = await proofsOf({ ...dotted, "shop/desk.yaml": desk("{ payload: { type: object } }") });
  expect(proofs.map(({ id, standing }) => `${standing} ${id}`).sort()).toEqual([
    "broken shop/till.v1.sell → shop/desk.count: Sold",
    "proved shop/till.v1.sell → shop/desk.count: Sold (2)",
  ]);
});

describe("a dead-letter queue that an application reads", () => {
  const dead = desk("{ payload: { type: object, required: [id] } }", { queue: "{ name: sales.dlq }", bindings: "[]" });

  test("gets what its producers send, on the way of what failed", async () => {
    const proofs = await proofsOf({ ...shop(till("{ payload: { type: object, required: [id] } }"), desk("{}")), "shop/morgue.yaml": dead });
    expect(proofs.map(({ id, standing }) => `${standing} ${id}`)).toEqual([
      "proved shop/till.sell → shop/desk.count: Sold",
      "proved shop/till.sell → shop/morgue.count: Sold",
    ]);
    expect(proofs[1]?.routes.every(({ hops }) => hops.some(({ kind }) => kind === "dead-letter"))).toBe(true);
  });

  test("is held to what the producer sends, not to what the first consumer would have taken", async () => {
    const proofs = await proofsOf({
      ...shop(till("{ payload: { type: object } }"), desk("{ payload: { type: object, required: [id] } }")),
      "shop/morgue.yaml": dead,
    });
    expect(proofs.map(({ standing }) => standing)).toEqual(["broken", "broken"]);
  });
});

describe("two versions of the documents", () => {
  const before = shop(till("{ payload: { type: object, properties: { id: { type: string } } } }"), desk("{ payload: { type: object } }"));
  const after = shop(
    till("{ payload: { type: object, required: [id], properties: { id: { type: string } } } }"),
    desk("{ payload: { type: object, required: [id] } }"),
  );

  test("that are equal have the proofs of one", async () => {
    const documents = {
      ...before,
      ...Object.fromEntries(Object.entries(shop(asker(), responder())).map(([path, text]) => [path.replace("shop/", "talk/"), text])),
    };
    const [one, other] = [await readDocuments(documents), await readDocuments(documents)];
    expect(new Set(proveBetween(one.set, other.set).proofs)).toEqual(new Set(proveContracts(one.set).proofs));
    expect(proveBetween(one.set, one.set).proofs).toEqual(proveContracts(one.set).proofs);
  });

  test("meet as producer and consumer, each way", async () => {
    const [old, young] = [(await readDocuments(before)).set, (await readDocuments(after)).set];
    expect(proveBetween(old, young).proofs.map(({ standing }) => standing)).toEqual(["broken"]);
    expect(proveBetween(young, old).proofs.map(({ standing }) => standing)).toEqual(["proved"]);
    expect(proveContracts(young).proofs.map(({ standing }) => standing)).toEqual(["proved"]);
  });

  test("name the schema of a fault as the documents do", async () => {
    const [old, young] = [(await readDocuments(before)).set, (await readDocuments(after)).set];
    const [fault] = proveBetween(old, young).proofs.flatMap(({ faults }) => faults);
    expect(young.schemas.has(fault?.schema ?? "")).toBe(true);
  });

  test("an answer has its producer in the first set and its consumer in the second", async () => {
    const old = (await readDocuments(shop(asker(), responder()))).set;
    const strict = (
      await readDocuments(
        shop(
          asker("{}", "{ payload: { type: object, required: [id] } }"),
          responder("{}", "{ payload: { type: object, required: [id] } }"),
        ),
      )
    ).set;
    const standings = (proofs: ReturnType<typeof proveBetween>["proofs"]) => proofs.map(({ id, standing }) => `${standing} ${id}`);
    expect(standings(proveBetween(old, strict).proofs)).toEqual([
      "proved shop/till.ask → shop/desk.answer: Ask",
      "broken shop/desk.answer → shop/till.ask: Price",
    ]);
    expect(standings(proveBetween(strict, old).proofs)).toEqual([
      "proved shop/till.ask → shop/desk.answer: Ask",
      "proved shop/desk.answer → shop/till.ask: Price",
    ]);
  });

  test("an old routing key still leads to the queue of the new version", async () => {
    const moved = shop(
      till("{ payload: { type: object } }").replace("address: sold", "address: sales.sold"),
      desk("{ payload: { type: object, required: [id] } }", {
        bindings: "[{ exchange: { name: shop, type: direct }, routingKey: sales.sold }]",
      }),
    );
    const proofs = proveBetween((await readDocuments(before)).set, (await readDocuments(moved)).set).proofs;
    expect(proofs.map(({ standing, id }) => `${standing} ${id}`)).toEqual(["broken shop/till.sell → shop/desk.count: Sold"]);
  });
});

describe("the proofs look at a message as the runtime does", () => {
  test.each([
    "",
    "application/json",
    "application/json; charset=utf-8",
    'application/json; charset="UTF-8"',
    "APPLICATION/JSON",
    "application/vnd.a+json",
    "text/json",
    "application/xml",
    "application/json; charset=latin1",
    "application/json;",
    "application/octet-stream",
    `application/${"a".repeat(300)}+json`,
  ])("content type %j", (contentType) => {
    const parse = () => parseBody({ body: Buffer.from("{}"), contentType });
    if (isReadableType(contentType)) expect(parse()).toEqual({});
    else expect(parse).toThrow("is not JSON in UTF-8");
  });

  test.each(["", "identity", "utf-8", "UTF8", "gzip", "deflate"])("content encoding %j", (contentEncoding) => {
    const parse = () => parseBody({ body: Buffer.from("{}"), contentEncoding });
    if (isReadableEncoding(contentEncoding)) expect(parse()).toEqual({});
    else expect(parse).toThrow("is not supported");
  });

  test.each([
    ...Object.values(ours),
    "traceparent",
    "tracestate",
    "x-death",
    "x-first-death-queue",
    "x-last-death-reason",
    "x-delivery-count",
    "x-acquired-count",
    "x-opt-any",
    "CC",
    "BCC",
    "tenant",
    "x-tenant",
    "x-deaths",
    "cc",
  ])("header %s", (name) => expect(isTakenOff(name)).toBe(!Object.hasOwn(senderHeaders({ [name]: 1 }), name)));
});
