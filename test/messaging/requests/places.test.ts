/** Requester and responder of this runtime with each other, for every place in which a contract may say things. */
import { describe, expect, test } from "vitest";
import { type MessageDescriptor, openMemoryBroker, type Received, startRequests } from "#messaging";
import { message as descriptor } from "../payment-contract.js";
import { recordingLog } from "../rabbitmq/rabbit-stage.js";
import { askingContract, balanceOf, type OnRequest, replyOperation, requestOperation } from "./balance-contract.js";
import { answerTo, jsonOf, openAnswering, openAsking, openDeadLetters, openForeignResponder, outcomeOf } from "./stage.js";

const anything = { type: "object" };
const at = (correlationId: string | undefined, name: string): MessageDescriptor =>
  descriptor(name, anything, correlationId === undefined ? {} : { correlationId });

const correlationPlaces = [
  undefined,
  "$message.header#/correlationId",
  "$message.header#/x-request",
  "$message.payload#/id",
  "$message.payload#/meta/request/id",
];
const addressPlaces = ["$message.header#/replyTo", "$message.header#/x-answer-to", "$message.payload#/answer/to"];
const pairs = correlationPlaces.flatMap((correlation) => addressPlaces.map((address) => [correlation, address] as const));

describe("requester and responder understand each other", () => {
  test.each(pairs)("with the correlation id at %s, the reply address at %s", async (place, addressAt) => {
    const broker = openMemoryBroker();
    const answer: OnRequest = async ({ payload: { user_id } }) => ({ user_id, balance: "1.00" });
    await openAnswering(broker, {
      handler: answer,
      operation: {
        messages: [at(place, "BalanceRequest")],
        reply: replyOperation({ addressAt, messages: [at(place, "BalanceResponse")] }),
      },
    });
    const operation = { messages: [at(place, "BalanceRequest")], replies: { addressAt, messages: [at(place, "BalanceResponse")] } };
    const { balance, meter } = await openAsking({ broker, operation });
    const answers = await Promise.all(Array.from({ length: 20 }, (_, user) => balance(user)));
    expect(answers.map(({ payload }) => payload.user_id)).toEqual(Array.from({ length: 20 }, (_, user) => user));
    expect(meter.strays).toEqual({ unmatched: 0, duplicate: 0, late: 0, invalid: 0 });
  });

  test("where the request names no address and the responder has a fixed one", async () => {
    const broker = openMemoryBroker();
    const fixed = "balance.response.portfolio.i1";
    const { addressAt: _, defaultAddress: __, ...reply } = replyOperation({ routingKey: fixed, allowedAddresses: [] });
    await openAnswering(broker, { operation: { reply } });
    const { address: ___, addressAt: ____, ...replies } = requestOperation().replies;
    const operation = { ...requestOperation(), replies };
    const requests = startRequests({ broker, contract: askingContract(operation), instance: "i1", log: recordingLog() });
    await requests.ready;
    expect((await balanceOf(requests.ask, operation, 42)).payload).toMatchObject({ user_id: 42 });
    await requests.stop();
  });
});

test("the reply address in the payload does not change what the caller gave", async () => {
  const broker = openMemoryBroker();
  const responder = await openForeignResponder(broker);
  const operation = { replies: { addressAt: "$message.payload#/answer/to" } };
  const { requests, operation: asked } = await openAsking({ broker, operation });
  const payload = Object.freeze({ user_id: 1, answer: Object.freeze({ language: "en" }) });
  void outcomeOf(requests.ask(asked, "BalanceRequest", payload));
  const request = await responder.request();
  expect(JSON.parse(request.body.toString())).toMatchObject({ answer: { language: "en", to: "balance.response.portfolio.i1" } });
  expect(request.replyTo).toBeUndefined();
  expect(payload).toEqual({ user_id: 1, answer: { language: "en" } });
});

describe("several answers", () => {
  const found = descriptor("Found", { type: "object", required: ["balance"] });
  const missing = descriptor("Missing", { type: "object", required: ["error"], not: { required: ["balance"] } });

  const stage = async () => {
    const broker = openMemoryBroker();
    const handler: OnRequest = async ({ payload: { user_id } }) =>
      user_id === 1 ? { name: "Found", payload: { balance: "1.00" } } : { name: "Missing", payload: { error: "unknown" } };
    const reply = replyOperation({ messages: [found, missing] });
    await openAnswering(broker, { handler, operation: { reply } });
    return openAsking({ broker, operation: { replies: { messages: [found, missing] } } });
  };

  test("are told apart by their name", async () => {
    const { requests, operation } = await stage();
    const answers = await Promise.all([1, 2].map((user_id) => requests.ask<Received>(operation, "BalanceRequest", { user_id })));
    expect(answers.map(({ name, payload }) => [name, payload])).toEqual([
      ["Found", { balance: "1.00" }],
      ["Missing", { error: "unknown" }],
    ]);
  });

  test("are told apart by their content where a foreign responder names none", async () => {
    const broker = openMemoryBroker();
    const responder = await openForeignResponder(broker);
    const { requests, operation } = await openAsking({ broker, operation: { replies: { messages: [found, missing] } } });
    const asked = requests.ask<Received>(operation, "BalanceRequest", { user_id: 2 });
    await responder.answer(await responder.request(), { body: Buffer.from('{"error":"unknown"}') });
    expect((await asked).name).toBe("Missing");
  });

  test("may carry headers, and the requester sees those", async () => {
    const withHeaders = descriptor("Found", anything, { headers: (value): value is unknown => Object.hasOwn(value as object, "x-age") });
    const broker = openMemoryBroker();
    const handler: OnRequest = async () => ({ name: "Found", payload: {}, headers: { "x-age": 5 } });
    await openAnswering(broker, { handler, operation: { reply: replyOperation({ messages: [withHeaders] }) } });
    const { requests, operation } = await openAsking({ broker, operation: { replies: { messages: [withHeaders] } } });
    expect(await requests.ask<Received>(operation, "BalanceRequest", { user_id: 1 })).toMatchObject({ headers: { "x-age": 5 } });
  });
});

describe("two operations that share a reply queue", () => {
  const stage = async () => {
    const broker = openMemoryBroker();
    const responder = await openForeignResponder(broker);
    const dead = await openDeadLetters(await open(broker));
    const weather = descriptor("Weather", { type: "object", required: ["degrees"] });
    const one = requestOperation();
    const two = requestOperation({ id: "requestWeather", replies: { messages: [weather] } });
    const requests = startRequests({ broker, contract: askingContract(one, two), instance: "i1", log: recordingLog() });
    await requests.ready;
    return { responder, dead, one, two, requests };
  };
  const open = async (broker: ReturnType<typeof openMemoryBroker>) => {
    await broker.declare({ ...askingContract().topology, queues: askingContract().topology.queues.slice(0, 1), bindings: [] });
    return broker;
  };

  test("get each its own answers, by its own contract", async () => {
    const { responder, one, two, requests } = await stage();
    const asked = [
      requests.ask<Received>(one, "BalanceRequest", { user_id: 1 }),
      requests.ask<Received>(two, "BalanceRequest", { user_id: 2 }),
    ];
    await responder.answer(await responder.request(1), { body: Buffer.from('{"degrees":20}') });
    await responder.answer(await responder.request(0));
    expect((await Promise.all(asked)).map(({ name }) => name)).toEqual(["BalanceResponse", "Weather"]);
    await requests.stop();
  });

  test("do not take each other's, where only the payload tells whose an answer is", async () => {
    const { responder, dead, one, two, requests } = await stage();
    const asked = [one, two].map((operation) => outcomeOf(requests.ask(operation, "BalanceRequest", { user_id: 1 })));
    const { correlationId, ...misled } = answerTo(await responder.request(1));
    await responder.publish({ ...misled, body: jsonOf({ correlation_id: correlationId, user_id: 1, balance: "1.00" }) });
    expect(await dead.reasons(1)).toEqual([["rejected", "no request of this instance has the answer's correlation id"]]);
    await responder.answer(await responder.request(0));
    expect(await asked[0]).toBe("answered");
    await requests.stop({ graceMs: 0 });
  });

  test("do not take each other's", async () => {
    const { responder, dead, one, two, requests } = await stage();
    const asked = [
      outcomeOf(requests.ask(one, "BalanceRequest", { user_id: 1 })),
      outcomeOf(requests.ask(two, "BalanceRequest", { user_id: 2 })),
    ];
    await responder.answer(await responder.request(1));
    expect(await asked[1]).toBe("invalid");
    expect((await dead.reasons(1))[0]).toMatchObject(["invalid", expect.stringContaining("Weather")]);
    await responder.answer(await responder.request(0));
    expect(await asked[0]).toBe("answered");
    await requests.stop();
  });
});
