import { setImmediate as nextTurn } from "node:timers/promises";
import { describe, expect, test, vi } from "vitest";
import { directUnitOfWork, MessagingError, type OutgoingMessage, openMemoryBroker, startConsumers, type UnitOfWork } from "#messaging";
import { createFakeBroker } from "../fake-broker.js";
import { message as descriptor } from "../payment-contract.js";
import { recordingLog } from "../rabbitmq/rabbit-stage.js";
import { answeringContract, type OnRequest, replyOperation } from "./balance-contract.js";
import { type AnsweringOptions, openAnswering, openDeadLetters, openForeignRequester, soon } from "./stage.js";

const client = "balance.response.client";

const stage = async (options: AnsweringOptions = {}, queue = client) => {
  const server = openMemoryBroker();
  const answering = await openAnswering(server, options);
  const requester = await openForeignRequester(server, queue);
  const dead = await openDeadLetters(server, "balance.request.dlq");
  return { server, ...answering, ...requester, dead };
};

const payloadOf = ({ body }: { readonly body: Buffer }): unknown => JSON.parse(body.toString());

describe("what a handler returns", () => {
  test("is sent to the address that the request names, with its correlation id in property and payload", async () => {
    const { ask, answer } = await stage();
    await ask({ replyTo: client });
    const answered = await answer();
    expect(answered).toMatchObject({
      exchange: "balance.response.exchange",
      routingKey: client,
      correlationId: "c-1",
      type: "BalanceResponse",
      appId: "portfolio/users-worker",
    });
    expect(payloadOf(answered)).toEqual({ correlation_id: "c-1", user_id: 42, balance: "75000.50" });
  });

  test("carries the request's trace on", async () => {
    const { ask, answer } = await stage();
    await ask({ replyTo: client, headers: { traceparent: "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01" } });
    expect((await answer()).headers.traceparent).toMatch(/^00-0af7651916cd43dd8448eb211c80319c-(?!b7ad6b7169203331)[0-9a-f]{16}-01$/);
  });

  test("goes with the request's message id where that has no correlation id", async () => {
    const plain = descriptor("BalanceRequest", { type: "object" });
    const anything = descriptor("BalanceResponse", { type: "object" });
    const { ask, answer } = await stage({ operation: { messages: [plain], reply: replyOperation({ messages: [anything] }) } });
    await ask({ replyTo: client, messageId: "m-1", correlationId: "" });
    expect((await answer()).correlationId).toBe("m-1");
  });

  test("that breaks the contract is not sent: the request is dead-lettered as invalid", async () => {
    const handler: OnRequest = async () => ({ user_id: 42, balance: "much" });
    const { ask, dead, answers, metrics } = await stage({ handler });
    await ask({ replyTo: client });
    expect((await dead.reasons(1))[0]).toMatchObject(["invalid", expect.stringContaining("/balance must match pattern")]);
    expect(answers).toEqual([]);
    expect([...metrics.send("balanceRequest.reply").failures]).toEqual([["invalid", 1]]);
  });

  test("may be nothing only where nothing is to be answered", async () => {
    const { ask, dead } = await stage({ handler: async () => undefined });
    await ask({ replyTo: client });
    expect((await dead.reasons(1))[0]).toMatchObject(["invalid", expect.stringContaining("refuses the payload of BalanceResponse")]);
  });

  test("names the message where the contract has several, and gives its headers", async () => {
    const found = descriptor("Found", { type: "object" });
    const missing = descriptor(
      "Missing",
      { type: "object" },
      { headers: (value): value is unknown => Object.hasOwn(value as object, "why") },
    );
    const handler: OnRequest = async () => ({ name: "Missing", payload: { user_id: 42 }, headers: { why: "unknown" } });
    const { ask, answer } = await stage({ handler, operation: { reply: replyOperation({ messages: [found, missing] }) } });
    await ask({ replyTo: client });
    expect(await answer()).toMatchObject({ type: "Missing", headers: { why: "unknown" }, correlationId: "c-1" });
  });

  test("must be an answer where the contract has several", async () => {
    const several = [descriptor("Found", { type: "object" }), descriptor("Missing", { type: "object" })];
    const { ask, dead } = await stage({
      handler: async () => undefined,
      operation: { retryDelaysMs: [], reply: replyOperation({ messages: several }) },
    });
    await ask({ replyTo: client });
    expect(await dead.reasons(1)).toEqual([["bug", "the handler gave no answer for operation balanceRequest.reply"]]);
  });

  test("is confirmed before the request is acked", async () => {
    const broker = createFakeBroker();
    const handlers = () => async () => ({ user_id: 42, balance: "1.00" });
    await startConsumers({ broker, contract: answeringContract(), handlers, unit: directUnitOfWork(broker), log: recordingLog() });
    const confirms: (() => void)[] = [];
    broker.onPublish = () => new Promise((resolve) => confirms.push(resolve));
    const body = { correlation_id: "c-1", user_id: 42, timestamp: "2025-11-13T10:30:00Z" };
    const settlement = broker.deliver("balance.request", { body, replyTo: client });
    await vi.waitFor(() => expect(confirms).toHaveLength(1), soon);
    expect(settlement).toEqual([]);
    confirms[0]?.();
    await vi.waitFor(() => expect(settlement).toEqual(["acked"]), soon);
  });
});

describe("the address of an answer", () => {
  const elsewhere = "balance.response.portfolio";

  test.each(["balance.response.a", "balance.response.A-1_b", "balance.response.portfolio.0123456789abcdef"])(
    "may be %s",
    async (replyTo) => {
      const { ask, answer } = await stage({}, replyTo);
      await ask({ replyTo });
      expect((await answer()).routingKey).toBe(replyTo);
    },
  );

  test.each([
    "payment-queue",
    "balance.response.",
    "balance.response.a.b.c",
    "balance.response..b",
    "balance.response.a.",
    "balance.response.*",
    "balance.response.#",
    "balance.response.a\n",
    "\nbalance.response.a",
    "balance.response.a b",
    "balance.response.é",
    "balanceXresponse.a",
    "Balance.response.a",
    "balance.response.{client}",
    "amq.rabbitmq.reply-to.g2dkAA5yYWJiaXRAbG9jYWxob3N0",
    "../balance.response.a",
  ])("may not be %j: the request is dead-lettered, and no handler sees it", async (replyTo) => {
    const handler = vi.fn<OnRequest>();
    const { ask, dead } = await stage({ handler });
    await ask({ replyTo });
    expect(await dead.reasons(1)).toEqual([
      [
        "rejected",
        "the request's reply address has none of the allowed forms: balance.response.{client}, balance.response.{client}.{instance}",
      ],
    ]);
    expect(handler).not.toHaveBeenCalled();
  });

  test("is the default where the request names none", async () => {
    const { ask, answer } = await stage({}, elsewhere);
    await ask();
    expect((await answer()).routingKey).toBe(elsewhere);
  });

  test("must be named where there is no default", async () => {
    const { defaultAddress: _, ...reply } = replyOperation();
    const handler = vi.fn<OnRequest>();
    const { ask, dead } = await stage({ handler, operation: { reply } });
    await ask();
    expect(await dead.reasons(1)).toEqual([["rejected", "the request names no reply address"]]);
    expect(handler).not.toHaveBeenCalled();
  });

  test("may be any where the contract gives no forms, through the default exchange", async () => {
    const { ask, answer } = await stage(
      { operation: { reply: replyOperation({ exchange: "", allowedAddresses: [] }) } },
      "any queue at all",
    );
    await ask({ replyTo: "any queue at all" });
    expect(await answer()).toMatchObject({ exchange: "", routingKey: "any queue at all" });
  });

  test("is fixed where requests name none, whatever they say", async () => {
    const { addressAt: _, defaultAddress: __, ...reply } = replyOperation({ routingKey: client, allowedAddresses: [] });
    const { ask, answer } = await stage({ operation: { reply } });
    await ask({ replyTo: "balance.response.somebody-else" });
    expect((await answer()).routingKey).toBe(client);
  });

  test("may stand in a header", async () => {
    const { ask, answer } = await stage({ operation: { reply: replyOperation({ addressAt: "$message.header#/answer-to" }) } });
    await ask({ headers: { "answer-to": client }, replyTo: "balance.response.ignored" });
    expect((await answer()).routingKey).toBe(client);
  });

  test("may stand in the payload", async () => {
    const { ask, answer } = await stage({ operation: { reply: replyOperation({ addressAt: "$message.payload#/answer/to" }) } });
    await ask({}, { answer: { to: client } });
    expect((await answer()).routingKey).toBe(client);
  });

  test("may stand in a header that is called like the property", async () => {
    const { ask, answer } = await stage();
    await ask({ headers: { replyTo: client } });
    expect((await answer()).routingKey).toBe(client);
  });

  test.each([42, true, ["balance.response.a"], { a: 1 }, "x".repeat(256)])("may not be %j", async (to) => {
    const { ask, dead } = await stage({
      operation: { reply: replyOperation({ addressAt: "$message.payload#/to", allowedAddresses: [] }) },
    });
    await ask({}, { to });
    expect(await dead.reasons(1)).toEqual([["rejected", "the request's reply address is no text of at most 255 bytes"]]);
  });
});

test("nobody at the named address: the request is dead-lettered at once, and not tried again", async () => {
  const handler = vi.fn<OnRequest>(async () => ({ user_id: 42, balance: "1.00" }));
  const { ask, dead } = await stage({ handler });
  await ask({ replyTo: "balance.response.gone" });
  expect(await dead.reasons(1)).toEqual([["rejected", "nobody listens at the request's reply address"]]);
  expect(handler).toHaveBeenCalledOnce();
});

test("nobody at the default address: the request is tried again, since the contract names it", async () => {
  const handler = vi.fn<OnRequest>(async () => ({ user_id: 42, balance: "1.00" }));
  const { ask, dead } = await stage({ handler, operation: { reply: replyOperation({ defaultAddress: "balance.response.missing" }) } });
  await ask();
  expect((await dead.reasons(1))[0]).toMatchObject(["unroutable", expect.any(String)]);
  expect(handler).toHaveBeenCalledTimes(2);
});

describe("a handler that fails", () => {
  test("is tried again as the contract says, and answers then", async () => {
    const handler = vi.fn<OnRequest>(async () => ({ user_id: 42, balance: "1.00" })).mockRejectedValueOnce(new Error("once"));
    const { ask, answer, answers } = await stage({ handler });
    await ask({ replyTo: client });
    await answer();
    expect(answers).toHaveLength(1);
    expect(handler).toHaveBeenCalledTimes(2);
  });

  test("for good answers nothing: its request is a dead letter", async () => {
    const handler: OnRequest = () => Promise.reject(new MessagingError("rejected", "no such thing"));
    const { ask, dead, answers } = await stage({ handler });
    await ask({ replyTo: client });
    expect(await dead.reasons(1)).toEqual([["rejected", "no such thing"]]);
    expect(answers).toEqual([]);
  });

  test("by taking too long is tried again; what it returns afterwards reaches nobody", async () => {
    const late: (() => void)[] = [];
    const handler = vi.fn<OnRequest>(() => new Promise((resolve) => late.push(() => resolve({ user_id: 42, balance: "1.00" }))));
    const { ask, dead, answers, server } = await stage({ handler, operation: { timeoutMs: 20 } });
    await ask({ replyTo: client });
    expect(await dead.reasons(1)).toEqual([["timeout", "handler took longer than 20 ms"]]);
    for (const resolve of late) resolve();
    await vi.waitFor(async () => expect(await server.depth("balance.request")).toBe(0), soon);
    expect(answers).toEqual([]);
    expect(handler).toHaveBeenCalledTimes(2);
  });
});

describe("onDone", () => {
  test("calls back when the answer has left", async () => {
    const done = vi.fn();
    const handler: OnRequest = async ({ payload: { user_id } }, { onDone }) => {
      onDone(done);
      expect(done).not.toHaveBeenCalled();
      return { user_id, balance: "1.00" };
    };
    const { ask, answer } = await stage({ handler });
    await ask({ replyTo: client });
    await answer();
    await vi.waitFor(() => expect(done).toHaveBeenCalledOnce(), soon);
  });

  test("does not call back where the work failed", async () => {
    const done = vi.fn();
    const handler: OnRequest = async (_, { onDone }) => {
      onDone(done);
      return { user_id: 42, balance: "much" };
    };
    const { ask, dead } = await stage({ handler });
    await ask({ replyTo: client });
    await dead.reasons(1);
    expect(done).not.toHaveBeenCalled();
  });

  test("calls every listener; one that throws is logged", async () => {
    const done = vi.fn();
    const { ask, answer, log } = await stage({
      handler: async ({ payload: { user_id } }, { onDone }) => {
        onDone(() => {
          throw new Error("no");
        });
        onDone(done);
        return { user_id, balance: "1.00" };
      },
    });
    await ask({ replyTo: client });
    await answer();
    await vi.waitFor(() => expect(done).toHaveBeenCalledOnce(), soon);
    expect(log.lines).toEqual([{ level: "error", text: "an onDone listener failed" }]);
  });
});

describe("through an outbox", () => {
  /** A unit of work that keeps what it is given, as a database would, and knows what it has done. */
  const outbox = (kept: OutgoingMessage[], seen: string[]) => (): UnitOfWork<unknown> => ({
    async perform(work) {
      if (work.inbox) seen.push(work.inbox.key);
      const result = await work.run({ tx: undefined, enqueue: (message) => kept.push(message) });
      return { status: "done", result };
    },
  });

  test("the answer is kept with what the handler changed; one to a named address may get lost", async () => {
    const kept: OutgoingMessage[] = [];
    const seen: string[] = [];
    const { ask, metrics } = await stage({ unit: outbox(kept, seen), operation: { readOnly: false } });
    await ask({ replyTo: client, messageId: "m-1" });
    await ask({ messageId: "m-2" });
    await vi.waitFor(() => expect(kept).toHaveLength(2), soon);
    expect(kept.map(({ routingKey, mandatory }) => [routingKey, mandatory])).toEqual([
      [client, false],
      ["balance.response.portfolio", true],
    ]);
    expect(seen).toEqual(["m-1", "m-2"]);
    await vi.waitFor(() => expect(metrics.send("balanceRequest.reply").enqueued).toBe(2), soon);
  });

  test("an answer that comes after the handler's time is not kept", async () => {
    const kept: OutgoingMessage[] = [];
    const late: (() => void)[] = [];
    const handler: OnRequest = () => new Promise((resolve) => late.push(() => resolve({ user_id: 42, balance: "1.00" })));
    const { ask, dead } = await stage({
      unit: outbox(kept, []),
      handler,
      operation: { readOnly: false, timeoutMs: 20, retryDelaysMs: [] },
    });
    await ask({ replyTo: client });
    expect(await dead.reasons(1)).toEqual([["timeout", "handler took longer than 20 ms"]]);
    for (const resolve of late) resolve();
    await nextTurn();
    expect(kept).toEqual([]);
  });

  test("an operation that only reads has no inbox", async () => {
    const kept: OutgoingMessage[] = [];
    const seen: string[] = [];
    const { ask } = await stage({ unit: outbox(kept, seen) });
    await ask({ replyTo: client, messageId: "m-1" });
    await vi.waitFor(() => expect(kept).toHaveLength(1), soon);
    expect(seen).toEqual([]);
  });
});
