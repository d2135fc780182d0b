/** The small parts that requests and answers are made of. */
import { Registry } from "prom-client";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { createMetrics, directUnitOfWork, forInstance, openMemoryBroker, route, startConsumers, type Topology } from "#messaging";
import { RecentIds } from "../../../src/messaging/requests/recent-ids.js";
import { Sweep } from "../../../src/messaging/sweep.js";
import { binding, exchange, message, queue, topology } from "../broker-fixtures.js";
import { createFakeBroker } from "../fake-broker.js";
import { message as descriptor } from "../payment-contract.js";
import { recordingLog } from "../rabbitmq/rabbit-stage.js";
import { answeringContract, answeringTopology, answerOperation, askingTopology, balanceOf, replyOperation } from "./balance-contract.js";
import { jsonOf, openAnswering, openAsking, openForeignResponder, outcomeOf, soon } from "./stage.js";

describe("the topology of one instance", () => {
  test("has its id in the names of its queues, their bindings and arguments", () => {
    const { queues, bindings, exchanges } = forInstance(askingTopology, "7f3a");
    expect(queues.map(({ name }) => name)).toEqual([
      "balance.response.dlq",
      "balance.response.portfolio",
      "balance.response.portfolio.7f3a",
    ]);
    expect(bindings.at(-1)).toMatchObject({ queue: "balance.response.portfolio.7f3a", routingKey: "balance.response.portfolio.7f3a" });
    expect(exchanges).toBe(askingTopology.exchanges);
    const named: Topology = topology({
      queues: [queue("q.{instance}", { "x-dead-letter-routing-key": "dlq.{instance}", "x-expires": 5 })],
    });
    expect(forInstance(named, "i")).toMatchObject({ queues: [{ arguments: { "x-dead-letter-routing-key": "dlq.i", "x-expires": 5 } }] });
  });

  test("is the contract's own where nothing names an instance", () => {
    expect(forInstance(answeringTopology, "i")).toBe(answeringTopology);
  });
});

describe("a sweep", () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  const open = (deadlines: number[]) => {
    const looked: number[] = [];
    const start = performance.now();
    const sweep = new Sweep((now) => {
      looked.push(Math.round(now - start));
      while (deadlines[0] !== undefined && start + deadlines[0] <= now) deadlines.shift();
      return deadlines[0] === undefined ? Number.POSITIVE_INFINITY : start + deadlines[0];
    });
    return { sweep, looked, watch: (ms: number) => sweep.watch(start + ms) };
  };

  test("looks when the first deadline has come, and then at the next", () => {
    const { looked, watch } = open([10, 30]);
    watch(30);
    watch(10);
    watch(20);
    vi.advanceTimersByTime(100);
    expect(looked).toEqual([10, 30]);
    expect(vi.getTimerCount()).toBe(0);
  });

  test("has one timer, whatever it watches", () => {
    const { watch } = open([]);
    for (let ms = 1_000; ms > 0; ms--) watch(ms);
    expect(vi.getTimerCount()).toBe(1);
  });

  test("looks no more once it is stopped", () => {
    const { sweep, looked, watch } = open([]);
    watch(10);
    sweep.stop();
    watch(20);
    vi.advanceTimersByTime(100);
    expect(looked).toEqual([]);
    expect(vi.getTimerCount()).toBe(0);
  });

  test("never looks for a deadline that never comes, and not at once for one beyond all timers", () => {
    const { looked, watch } = open([]);
    watch(Number.POSITIVE_INFINITY);
    expect(vi.getTimerCount()).toBe(0);
    watch(2 ** 40);
    vi.advanceTimersByTime(1_000_000);
    expect(looked).toEqual([]);
  });
});

test("of recent ids the last are known, and never more than two generations", () => {
  const recent = new RecentIds(100);
  for (let id = 0; id < 1_000; id++) {
    recent.add(`${id}`, id % 2 === 0 ? "answered" : "timed out");
    expect(recent.size).toBeLessThanOrEqual(200);
    for (let back = 0; back < Math.min(100, id); back += 7)
      expect(recent.find(`${id - back}`)).toBe((id - back) % 2 === 0 ? "answered" : "timed out");
  }
  expect(recent.find("1")).toBeUndefined();
});

describe("a route", () => {
  const context = { publish: {}, signal: new AbortController().signal, attempt: 1, onDone: () => undefined };
  const request = { name: "BalanceRequest", payload: {}, headers: {}, exchange: "", routingKey: "" };
  const plain = descriptor("Plain", {});
  const withHeaders = descriptor("WithHeaders", {}, { headers: (value): value is unknown => value !== undefined });

  test.each([
    ["the only answer is what the handler returns", [plain], { name: "Plain", payload: "returned" }],
    ["of several answers the handler names one", [plain, descriptor("Other", {})], "returned"],
    ["an answer with headers is the handler's to make", [withHeaders], "returned"],
  ])("%s", async (_, messages, answer) => {
    const operation = answerOperation({ reply: replyOperation({ messages }) });
    expect(await route(operation, async () => "returned").handle(request, context)).toEqual(answer);
  });

  test("without an answer hands the handler on", () => {
    const { reply: _, ...operation } = answerOperation();
    const handle = async () => undefined;
    expect(route(operation, handle).handle).toBe(handle);
  });
});

describe("consumers", () => {
  test("declare the topology they are given", async () => {
    const broker = createFakeBroker();
    const given = topology({ exchanges: [exchange("other", "direct")], queues: [queue("q")], bindings: [binding("other", "q")] });
    const handlers = () => async () => ({});
    await startConsumers({
      broker,
      contract: answeringContract(),
      topology: given,
      handlers,
      unit: directUnitOfWork(broker),
      log: recordingLog(),
    });
    expect(broker.declared).toEqual([given]);
  });

  test.each([
    [true, "a reader"],
    [false, "a transaction"],
  ])("carry an operation with readOnly: %s out on %s", async (readOnly, tx) => {
    const broker = createFakeBroker();
    const given: string[] = [];
    const handlers = (db: string) => async () => {
      given.push(db);
      return { user_id: 1, balance: "1.00" };
    };
    const contract = answeringContract(answerOperation({ readOnly }));
    const units = { unit: directUnitOfWork(broker, "a transaction"), reading: directUnitOfWork(broker, "a reader") };
    await startConsumers({ broker, contract, handlers, ...units, log: recordingLog() });
    const body = { correlation_id: "c", user_id: 1, timestamp: "2025-11-13T10:30:00Z" };
    const settlement = broker.deliver("balance.request", { body });
    await vi.waitFor(() => expect(settlement).toEqual(["acked"]), soon);
    expect(given).toEqual([tx]);
  });
});

describe("a unit of work without a transaction", () => {
  test("hands out what it was given", async () => {
    const reader = { read: true };
    const { perform } = directUnitOfWork(createFakeBroker(), reader);
    expect(await perform({ run: async ({ tx, direct }) => [tx, direct] })).toEqual({ status: "done", result: [reader, true] });
  });

  test("of several messages fails with the first that could not leave, after all others have left", async () => {
    const broker = openMemoryBroker();
    await broker.declare(topology({ queues: [queue("there")] }));
    const run = async ({ enqueue }: { enqueue: (sent: ReturnType<typeof message>) => void }) => {
      for (const routingKey of ["nowhere", "there"]) enqueue(message({ routingKey }));
    };
    expect(await outcomeOf(directUnitOfWork(broker).perform({ run }))).toBe("unroutable");
    expect(await broker.depth("there")).toBe(1);
    await broker.close();
  });
});

test("the figures of requests are shown under the operation's id", async () => {
  const registry = new Registry();
  const broker = openMemoryBroker();
  const responder = await openForeignResponder(broker);
  const { operation, requests } = await openAsking({
    broker,
    operation: { maxInFlight: 3, maxWaiting: 0 },
    metrics: createMetrics(registry),
  });
  const answered = balanceOf(requests.ask, operation, 1);
  const first = await responder.request();
  await responder.answer(first);
  await answered;
  await responder.answer(first);
  await responder.answer(first, { body: Buffer.from("{") });
  await responder.answer(first, { correlationId: "?", body: jsonOf({ correlation_id: "?", user_id: 1, balance: "1.00" }) });
  expect(await outcomeOf(balanceOf(requests.ask, operation, 2, { timeoutMs: 5 }))).toBe("timeout");
  await responder.answer(await responder.request(1));
  void outcomeOf(balanceOf(requests.ask, operation, 3));
  const giveUp = new AbortController();
  const given = outcomeOf(balanceOf(requests.ask, operation, 4, { signal: giveUp.signal }));
  giveUp.abort();
  await given;
  await vi.waitFor(async () => {
    const text = await registry.metrics();
    for (const line of [
      'warren_requests_total{operation="requestBalance"} 4',
      'warren_requests_answered_total{operation="requestBalance"} 1',
      'warren_request_failures_total{operation="requestBalance",code="timeout"} 1',
      'warren_request_failures_total{operation="requestBalance",code="aborted"} 1',
      'warren_stray_answers_total{operation="requestBalance",kind="unmatched"} 1',
      'warren_stray_answers_total{operation="requestBalance",kind="duplicate"} 1',
      'warren_stray_answers_total{operation="requestBalance",kind="late"} 1',
      'warren_stray_answers_total{operation="requestBalance",kind="invalid"} 1',
      'warren_requests_in_flight{operation="requestBalance"} 1',
      'warren_requests_waiting{operation="requestBalance"} 0',
      'warren_request_duration_seconds_count{operation="requestBalance"} 1',
    ])
      expect(text).toContain(line);
  }, soon);
});

test("two requesters that share a registry share figures, not places", async () => {
  const metrics = createMetrics(new Registry());
  const broker = openMemoryBroker();
  await openAnswering(broker, { handler: () => new Promise(() => undefined) });
  const one = await openAsking({ broker, metrics, instance: "one", operation: { maxInFlight: 1, maxWaiting: 0 } });
  const two = await openAsking({ broker: broker.server.open(), metrics, instance: "two", operation: { maxInFlight: 1, maxWaiting: 0 } });
  void outcomeOf(one.balance(1));
  void outcomeOf(two.balance(2));
  expect(one.meter).toBe(two.meter);
  expect(one.meter.inFlight).toBe(2);
  expect(await outcomeOf(two.balance(3))).toBe("unavailable");
});
