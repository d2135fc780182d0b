import { describe, expect, onTestFinished, test, vi } from "vitest";
import { MessagingError, openMemoryBroker, startRequests } from "#messaging";
import { createFakeBroker, type FakeBroker } from "../fake-broker.js";
import { recordingLog } from "../rabbitmq/rabbit-stage.js";
import { askingContract, balanceOf, requestOperation } from "./balance-contract.js";
import { jsonOf, openAsking, openForeignResponder, outcomeOf, soon } from "./stage.js";

describe("a request", () => {
  test("is published as the contract says, with its reply address, its correlation id in property and payload, and what is filled in", async () => {
    const { broker, balance } = await openAsking();
    const responder = await openForeignResponder(broker);
    void balance(42).catch(() => undefined);
    const request = await responder.request();
    const payload = JSON.parse(request.body.toString()) as Record<string, unknown>;
    expect(request).toMatchObject({
      exchange: "balance.request.exchange",
      routingKey: "balance.request",
      replyTo: "balance.response.portfolio.i1",
      type: "BalanceRequest",
      appId: "portfolio/portfolio",
    });
    expect(request.correlationId).toMatch(/^[0-9a-f-]{36}$/);
    expect(payload).toEqual({ user_id: 42, correlation_id: request.correlationId, timestamp: expect.stringMatching(/^\d{4}-.*Z$/) });
  });

  test("resolves with the answer that has its correlation id", async () => {
    const { broker, balance, requests } = await openAsking();
    const responder = await openForeignResponder(broker);
    const asked = balance(42);
    await responder.answer(await responder.request());
    expect(await asked).toMatchObject({ name: "BalanceResponse", payload: { user_id: 42, balance: "75000.50" } });
    expect(requests.inFlight).toBe(0);
  });

  test("gets its own answer, whatever the order of answers", async () => {
    const { broker, balance } = await openAsking();
    const responder = await openForeignResponder(broker);
    const asked = [1, 2, 3].map((user) => balance(user));
    await responder.request(2);
    for (const request of responder.requests.toReversed()) await responder.answer(request);
    expect((await Promise.all(asked)).map(({ payload }) => payload.user_id)).toEqual([1, 2, 3]);
  });

  test("is known before it is published: an answer that comes within the publish is taken", async () => {
    const { broker, operation, requests } = await openOnFake();
    broker.onPublish = ({ correlationId = "", replyTo = "" }) => {
      broker.deliver(replyTo, { correlationId, body: { correlation_id: correlationId, user_id: 1, balance: "1.00" } });
    };
    expect(await balanceOf(requests.ask, operation, 1)).toMatchObject({ payload: { balance: "1.00" } });
  });

  test("keeps the correlation id that its caller gives, as an option or in the payload", async () => {
    const { broker, operation, requests, balance } = await openAsking();
    const responder = await openForeignResponder(broker);
    void outcomeOf(balance(1, { correlationId: "mine" }));
    void outcomeOf(requests.ask(operation, "BalanceRequest", { user_id: 2, correlation_id: "in the payload" }));
    await responder.request(1);
    expect(responder.requests.map(({ correlationId }) => correlationId)).toEqual(["mine", "in the payload"]);
    await expect(
      requests.ask(operation, "BalanceRequest", { user_id: 2, correlation_id: "a" }, { correlationId: "b" }),
    ).rejects.toMatchObject({
      code: "invalid",
    });
  });

  test("with the correlation id of one that is not answered yet is invalid, and leaves that one alone", async () => {
    const { broker, balance } = await openAsking();
    const responder = await openForeignResponder(broker);
    const first = balance(1, { correlationId: "mine" });
    await expect(balance(2, { correlationId: "mine" })).rejects.toMatchObject({ code: "invalid" });
    await responder.answer(await responder.request());
    expect((await first).payload.user_id).toBe(1);
  });

  test("is answered by a late answer to an earlier one with its correlation id: the id names the question", async () => {
    const { broker, balance } = await openAsking();
    const responder = await openForeignResponder(broker);
    expect(await outcomeOf(balance(1, { correlationId: "mine", timeoutMs: 1 }))).toBe("timeout");
    const again = balance(1, { correlationId: "mine" });
    await responder.answer(await responder.request());
    expect((await again).payload.user_id).toBe(1);
  });

  test("that breaks its contract is invalid, and nothing is published", async () => {
    const { broker, operation, requests, meter } = await openAsking();
    const responder = await openForeignResponder(broker);
    const asked = requests.ask(operation, "BalanceRequest", { user_id: "42" });
    await expect(asked).rejects.toMatchObject({ code: "invalid", message: expect.stringContaining("/user_id must be integer") });
    expect(responder.requests).toEqual([]);
    expect([...meter.failures]).toEqual([["invalid", 1]]);
  });

  test.each([0, -1, Number.NaN, "5" as unknown as number])("with a timeout of %s is invalid", async (timeoutMs) => {
    const { balance } = await openAsking();
    await expect(balance(1, { timeoutMs })).rejects.toMatchObject({ code: "invalid", message: expect.stringContaining("timeoutMs") });
  });

  test("with a timeout longer than any timer is waited for", async () => {
    const { broker, balance } = await openAsking();
    const responder = await openForeignResponder(broker);
    const asked = balance(1, { timeoutMs: Number.POSITIVE_INFINITY });
    await responder.answer(await responder.request());
    expect(await outcomeOf(asked)).toBe("answered");
  });

  test("that nobody listens to is unroutable at once", async () => {
    const { balance, meter } = await openAsking();
    expect(await outcomeOf(balance(1))).toBe("unroutable");
    expect(meter.inFlight).toBe(0);
  });

  test("of another application's operation is a bug", async () => {
    const { requests } = await openAsking();
    expect(await outcomeOf(balanceOf(requests.ask, requestOperation(), 1))).toBe("bug");
  });
});

describe("onPublished", () => {
  test("is called once, when the request has been handed over", async () => {
    const { broker, operation, requests } = await openOnFake();
    const confirms: (() => void)[] = [];
    broker.onPublish = () => new Promise((resolve) => confirms.push(resolve));
    const onPublished = vi.fn();
    void outcomeOf(balanceOf(requests.ask, operation, 1, { onPublished }));
    expect(onPublished).toHaveBeenCalledOnce();
    confirms[0]?.();
    await vi.waitFor(() => expect(broker.published).toHaveLength(1), soon);
    expect(onPublished).toHaveBeenCalledOnce();
  });

  test("comes before the answer, where that overtakes the confirm", async () => {
    const { broker, operation, requests } = await openOnFake();
    const said: string[] = [];
    broker.onPublish = async ({ correlationId = "", replyTo = "" }) => {
      broker.deliver(replyTo, { correlationId, body: { correlation_id: correlationId, user_id: 1, balance: "1.00" } });
    };
    await balanceOf(requests.ask, operation, 1, { onPublished: () => said.push("published") }).then(() => said.push("answered"));
    await vi.waitFor(() => expect(broker.published).toHaveLength(1), soon);
    expect(said).toEqual(["published", "answered"]);
  });

  test("is not called for a request that is refused", async () => {
    const { operation, requests } = await openOnFake();
    await requests.stop();
    const onPublished = vi.fn();
    expect(await outcomeOf(balanceOf(requests.ask, operation, 1, { onPublished }))).toBe("unavailable");
    expect(onPublished).not.toHaveBeenCalled();
  });

  test("that throws is logged, and the answer comes", async () => {
    const { broker, balance, log } = await openAsking();
    const responder = await openForeignResponder(broker);
    const onPublished = () => {
      throw new Error("no");
    };
    const asked = balance(1, { onPublished });
    await responder.answer(await responder.request());
    expect(await outcomeOf(asked)).toBe("answered");
    expect(log.lines).toEqual([{ level: "error", text: "an onPublished callback failed" }]);
  });
});

describe("a requester", () => {
  test("of two on one broker gets its own answers only", async () => {
    const broker = openMemoryBroker();
    const responder = await openForeignResponder(broker);
    const first = await openAsking({ broker: broker.server.open(), instance: "one" });
    const second = await openAsking({ broker: broker.server.open(), instance: "two" });
    const asked = Array.from({ length: 50 }, (_, user) => (user % 2 === 0 ? first : second).balance(user));
    await responder.request(49);
    await Promise.all(responder.requests.map((request) => responder.answer(request)));
    expect((await Promise.all(asked)).map(({ payload, routingKey }) => [payload.user_id, routingKey])).toEqual(
      asked.map((_, user) => [user, `balance.response.portfolio.${user % 2 === 0 ? "one" : "two"}`]),
    );
    expect([first.meter.strays, second.meter.strays]).toEqual(Array(2).fill({ unmatched: 0, duplicate: 0, late: 0, invalid: 0 }));
  });

  test("refuses requests until it consumes answers", async () => {
    const broker = openMemoryBroker();
    broker.server.stop();
    const operation = requestOperation();
    const requests = startRequests({ broker, contract: askingContract(operation), instance: "i1", log: recordingLog() });
    await expect(balanceOf(requests.ask, operation, 1)).rejects.toMatchObject({ code: "unavailable" });
    broker.server.start();
    await requests.ready;
    expect(await outcomeOf(balanceOf(requests.ask, operation, 1))).toBe("unroutable");
    await requests.stop();
  });

  test("is not ready where the broker refuses what it declares", async () => {
    const broker = openMemoryBroker();
    const contract = askingContract();
    const [dlq] = contract.topology.queues;
    if (dlq) await broker.declare({ ...contract.topology, queues: [{ ...dlq, arguments: { "x-max-length": 1 } }], bindings: [] });
    const requests = startRequests({ broker, contract, instance: "i1", log: recordingLog() });
    await expect(requests.ready).rejects.toMatchObject({ code: "invalid" });
    await requests.stop();
  });

  test("of an application that asks nothing needs no broker", async () => {
    const broker = openMemoryBroker();
    broker.server.stop();
    const requests = startRequests({ broker, contract: { ...askingContract(), requests: [] }, instance: "i1", log: recordingLog() });
    await requests.ready;
    await requests.stop();
  });

  test.each(["", "a.b", "a b", "é", "x".repeat(65)])("refuses the instance id %j", (instance) => {
    const start = () => startRequests({ broker: createFakeOnline(), contract: askingContract(), instance, log: recordingLog() });
    expect(start).toThrow(RangeError);
  });

  test.each([{ timeoutMs: 0 }, { maxInFlight: 0 }, { maxWaiting: -1 }, { maxInFlight: 1.5 }])("refuses an operation with %j", (more) => {
    const contract = askingContract(requestOperation(more));
    expect(() => startRequests({ broker: createFakeOnline(), contract, instance: "i1", log: recordingLog() })).toThrow(RangeError);
  });
});

describe("an answer that breaks its contract", () => {
  test("rejects its request at once with the faults, and nothing of the answer's values", async () => {
    const { broker, balance } = await openAsking();
    const responder = await openForeignResponder(broker);
    const asked = balance(1);
    const request = await responder.request();
    await responder.answer(request, { body: jsonOf({ correlation_id: request.correlationId, user_id: 1, balance: "secret" }) });
    const error: unknown = await asked.catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(MessagingError);
    expect(error).toMatchObject({ code: "invalid", faults: [{ instancePath: "/balance" }] });
    expect(String(error)).not.toContain("secret");
  });
});

const createFakeOnline = (): FakeBroker & { readonly state: "up" } => Object.assign(createFakeBroker(), { state: "up" as const });

const openOnFake = async () => {
  const broker = createFakeOnline();
  const operation = requestOperation();
  const requests = startRequests({ broker, contract: askingContract(operation), instance: "i1", log: recordingLog() });
  await requests.ready;
  onTestFinished(() => requests.stop({ graceMs: 0 }));
  return { broker, operation, requests };
};
