import { describe, expect, test, vi } from "vitest";
import { startRequests } from "#messaging";
import { createFakeBroker } from "../fake-broker.js";
import { message as descriptor } from "../payment-contract.js";
import { recordingLog } from "../rabbitmq/rabbit-stage.js";
import { askingContract, balanceOf, type PartialRequest, requestOperation } from "./balance-contract.js";
import { answerTo, jsonOf, openAsking, openDeadLetters, openForeignResponder, outcomeOf, soon } from "./stage.js";

const stage = async (operation: PartialRequest = {}) => {
  const asking = await openAsking({ operation });
  const responder = await openForeignResponder(asking.broker);
  const dead = await openDeadLetters(asking.broker);
  return { ...asking, responder, dead };
};

describe("an answer goes to the dead-letter queue, with the reason,", () => {
  test("when no request has its correlation id", async () => {
    const { responder, dead, balance, meter } = await stage();
    const asked = balance(1);
    const request = await responder.request();
    await responder.answer(request, { correlationId: "other", body: jsonOf({ correlation_id: "other", user_id: 1, balance: "1.00" }) });
    expect(await dead.reasons(1)).toEqual([["rejected", "no request of this instance has the answer's correlation id"]]);
    await responder.answer(request);
    expect(await outcomeOf(asked)).toBe("answered");
    expect(meter.strays).toEqual({ unmatched: 1, duplicate: 0, late: 0, invalid: 0 });
  });

  test("when its payload names another request than its property", async () => {
    const { responder, dead, balance } = await stage();
    const asked = balance(1);
    const request = await responder.request();
    await responder.answer(request, { body: jsonOf({ correlation_id: "other", user_id: 1, balance: "1.00" }) });
    expect(await dead.reasons(1)).toEqual([["rejected", "no request of this instance has the answer's correlation id"]]);
    await responder.answer(request);
    expect(await outcomeOf(asked)).toBe("answered");
  });

  test("when its request has not been sent yet, whoever knows its id", async () => {
    const { responder, dead, balance } = await stage({ maxInFlight: 1 });
    const first = outcomeOf(balance(1));
    const waiting = outcomeOf(balance(2, { correlationId: "mine" }));
    const request = await responder.request();
    const forged = { correlationId: "mine", body: jsonOf({ correlation_id: "mine", user_id: 2, balance: "0.00" }) };
    await responder.answer(request, forged);
    expect(await dead.reasons(1)).toEqual([["rejected", "no request of this instance has the answer's correlation id"]]);
    await responder.answer(request);
    await responder.answer(await responder.request(1));
    expect(await Promise.all([first, waiting])).toEqual(["answered", "answered"]);
  });

  test("when it has no correlation id", async () => {
    const { responder, dead, balance } = await stage({ replies: { messages: [descriptor("BalanceResponse", { type: "object" })] } });
    void outcomeOf(balance(1));
    const { correlationId: _, ...answer } = answerTo(await responder.request());
    await responder.publish(answer);
    expect(await dead.reasons(1)).toEqual([["rejected", "the answer has no correlation id"]]);
  });

  test("when its request was answered before", async () => {
    const { responder, dead, balance, meter } = await stage();
    const asked = balance(1);
    const request = await responder.request();
    await responder.answer(request);
    await responder.answer(request);
    expect(await outcomeOf(asked)).toBe("answered");
    expect(await dead.reasons(1)).toEqual([["rejected", "the request was answered before"]]);
    expect(meter.strays.duplicate).toBe(1);
  });

  test("when its request has timed out", async () => {
    const { responder, dead, balance, meter } = await stage();
    expect(await outcomeOf(balance(1, { timeoutMs: 5 }))).toBe("timeout");
    await responder.answer(await responder.request());
    expect(await dead.reasons(1)).toEqual([["rejected", "the answer is late: its request had timed out"]]);
    expect(meter.strays.late).toBe(1);
  });

  test("when its request was given up", async () => {
    const { responder, dead, balance } = await stage();
    const giveUp = new AbortController();
    const asked = outcomeOf(balance(1, { signal: giveUp.signal }));
    const request = await responder.request();
    giveUp.abort();
    await asked;
    await responder.answer(request);
    expect(await dead.reasons(1)).toEqual([["rejected", "the answer is late: its request had been given up"]]);
  });

  test("when it breaks its contract, and the request that waits for it is told", async () => {
    const { responder, dead, balance, meter } = await stage();
    const asked = outcomeOf(balance(1));
    const request = await responder.request();
    await responder.answer(request, { body: jsonOf({ correlation_id: request.correlationId, user_id: 1 }) });
    expect(await asked).toBe("invalid");
    expect(await dead.reasons(1)).toEqual([["invalid", "BalanceResponse: the whole must have required property 'balance'"]]);
    await responder.answer(request);
    expect(await dead.reasons(2)).toContainEqual(["rejected", "the request was answered before"]);
    expect(meter.strays).toEqual({ unmatched: 0, duplicate: 1, late: 0, invalid: 1 });
  });

  test.each([
    ["is no JSON", Buffer.from("hello")],
    ["is no UTF-8", Buffer.from([0xff, 0xfe, 0x22])],
    ["is empty", Buffer.alloc(0)],
    ["is larger than 1 MiB", Buffer.alloc(1024 * 1024 + 1, "a")],
  ])("when it %s: whose it is tells the property", async (_, body) => {
    const { responder, dead, balance } = await stage();
    const asked = outcomeOf(balance(1));
    const other = outcomeOf(balance(2));
    await responder.answer(await responder.request(), { body });
    expect(await asked).toBe("invalid");
    await responder.answer(await responder.request(1));
    expect(await other).toBe("answered");
    expect((await dead.reasons(1))[0]).toMatchObject(["invalid", expect.any(String)]);
    expect(dead.letters[0]?.body.equals(body)).toBe(true);
  });

  test("when it breaks its contract and only its payload tells whose it is", async () => {
    const { responder, dead, balance } = await stage();
    const asked = outcomeOf(balance(1));
    const request = await responder.request();
    const { correlationId, ...answer } = answerTo(request);
    await responder.publish({ ...answer, body: jsonOf({ correlation_id: correlationId, user_id: "1" }) });
    expect(await asked).toBe("invalid");
    await dead.reasons(1);
  });

  test("when it breaks its contract and nobody waits for it", async () => {
    const { responder, dead, balance, meter } = await stage();
    void outcomeOf(balance(1));
    const { correlationId: _, ...answer } = answerTo(await responder.request());
    await responder.publish({ ...answer, body: Buffer.from("{}") });
    expect((await dead.reasons(1))[0]).toMatchObject(["invalid", expect.any(String)]);
    expect(meter.strays.invalid).toBe(1);
    expect(meter.inFlight).toBe(1);
  });

  test("when its type is none of the contract's", async () => {
    const { responder, dead, balance } = await stage();
    const asked = outcomeOf(balance(1));
    await responder.answer(await responder.request(), { type: "Weather" });
    expect(await asked).toBe("invalid");
    expect(await dead.reasons(1)).toEqual([["invalid", 'type "Weather" is none of BalanceResponse']]);
  });
});

describe("a dead letter", () => {
  test("is the answer as it came, with where it failed", async () => {
    const { responder, dead, balance, log } = await stage();
    expect(await outcomeOf(balance(1, { timeoutMs: 5 }))).toBe("timeout");
    const request = await responder.request();
    await responder.answer(request, { headers: { theirs: "kept" }, messageId: "a-1" });
    await dead.reasons(1);
    const [letter] = dead.letters;
    expect(letter).toMatchObject({ messageId: "a-1", correlationId: request.correlationId, body: answerTo(request).body });
    expect(letter?.headers).toMatchObject({
      theirs: "kept",
      "x-failure-queue": "balance.response.portfolio.i1",
      "x-failure-operation": "requestBalance",
      "x-original-exchange": "balance.response.exchange",
      "x-original-routing-key": "balance.response.portfolio.i1",
    });
    await vi.waitFor(() => expect(log.lines).toEqual([{ level: "warn", text: "answer dead-lettered" }]), soon);
  });
});

describe("with a broker that notes what is done to it", () => {
  const open = async () => {
    const broker = Object.assign(createFakeBroker(), { state: "up" as const });
    const operation = requestOperation();
    const log = recordingLog();
    const requests = startRequests({ broker, contract: askingContract(operation), instance: "i1", log, backoff: { firstMs: 1 } });
    await requests.ready;
    const asked = balanceOf(requests.ask, operation, 1);
    await vi.waitFor(() => expect(broker.published).toHaveLength(1), soon);
    const [published] = broker.published;
    const answer = (more: object = {}) => {
      const body = { correlation_id: published?.correlationId, user_id: 1, balance: "1.00" };
      return broker.deliver("balance.response.portfolio.i1", { correlationId: published?.correlationId, body, ...more });
    };
    return { broker, requests, asked, answer, log };
  };

  test("an answer is acked once, with its request", async () => {
    const { asked, answer } = await open();
    expect(answer()).toEqual(["acked"]);
    expect(await outcomeOf(asked)).toBe("answered");
  });

  test("a stray is acked only after the dead-letter queue has it", async () => {
    const { broker, answer } = await open();
    const confirms: (() => void)[] = [];
    broker.onPublish = () => new Promise((resolve) => confirms.push(resolve));
    answer();
    const duplicate = answer();
    await vi.waitFor(() => expect(confirms).toHaveLength(1), soon);
    expect(duplicate).toEqual([]);
    confirms[0]?.();
    await vi.waitFor(() => expect(duplicate).toEqual(["acked"]), soon);
  });

  test("dead-lettering goes on until the broker takes it", async () => {
    const { broker, answer, log } = await open();
    let tries = 0;
    broker.onPublish = () => {
      if (++tries < 3) throw new Error("away");
    };
    answer();
    const duplicate = answer();
    await vi.waitFor(() => expect(duplicate).toEqual(["acked"]), soon);
    expect(log.lines.map(({ text }) => text)).toEqual([
      ...Array<string>(2).fill("an answer could not be dead-lettered"),
      "answer dead-lettered",
    ]);
  });

  test("a stray that cannot be dead-lettered is given back when the requester stops", async () => {
    const { broker, requests, answer } = await open();
    broker.onPublish = () => {
      throw new Error("away");
    };
    answer();
    const duplicate = answer();
    await requests.stop();
    expect(duplicate).toEqual(["requeued"]);
  });

  test("an answer that was taken and comes again because its ack was lost is acked, and no stray", async () => {
    const { broker, answer } = await open();
    answer();
    expect(answer({ redelivered: true })).toEqual(["acked"]);
    expect(broker.published).toHaveLength(1);
  });
});

test("of the last thousands of requests it is known how they ended; older answers are unmatched", async () => {
  const { responder, dead, balance } = await stage({ maxInFlight: 20_000 });
  const first = await outcomeOf(balance(0, { timeoutMs: 1, correlationId: "first" }));
  expect(first).toBe("timeout");
  const rest = Array.from({ length: 3 * 4096 }, (_, at) => outcomeOf(balance(at, { timeoutMs: 1, correlationId: `c-${at}` })));
  await Promise.all(rest);
  await responder.answer(await responder.request());
  await responder.answer(await responder.request(3 * 4096));
  expect(await dead.reasons(2)).toEqual([
    ["rejected", "no request of this instance has the answer's correlation id"],
    ["rejected", "the answer is late: its request had timed out"],
  ]);
});
