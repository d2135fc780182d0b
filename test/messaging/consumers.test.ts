import * as fc from "fast-check";
import { afterEach, describe, expect, test, vi } from "vitest";
import {
  type Backoff,
  type ConsumersOptions,
  directUnitOfWork,
  MessagingError,
  type ReceiveOperation,
  startConsumers,
  type UnitOfWork,
} from "#messaging";
import { createFakeBroker, type FakeBroker } from "./fake-broker.js";
import { goodAction, type PaymentHandlers, type PaymentPublisher, paymentContract } from "./payment-contract.js";

type Handler = PaymentHandlers["onPaymentAction"];
type Options = ConsumersOptions<undefined, PaymentHandlers, PaymentPublisher>;

interface Setup {
  readonly handler?: Handler;
  readonly operation?: Partial<ReceiveOperation>;
  readonly unit?: (broker: FakeBroker) => UnitOfWork<undefined>;
  readonly log?: Options["log"];
  readonly backoff?: Backoff;
}

const silent: Options["log"] = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} };

const start = async ({ handler = async () => {}, operation = {}, unit = directUnitOfWork, log = silent, backoff = {} }: Setup = {}) => {
  const broker = createFakeBroker();
  const contract = paymentContract(operation);
  const handlers = () => ({ onPaymentAction: handler });
  const consumers = await startConsumers({ broker, contract, handlers, unit: unit(broker), log, backoff });
  return { broker, consumers, contract };
};

const failing = (error: Error): Handler => vi.fn(() => Promise.reject(error));
const settled = (settlement: unknown[]) => expect.poll(() => settlement).toHaveLength(1);
const never = () => new Promise<never>(() => undefined);

afterEach(() => vi.useRealTimers());

describe("a delivery", () => {
  test("is handled, then acked", async () => {
    const handler = vi.fn<Handler>(async () => {});
    const { broker } = await start({ handler });
    const settlement = broker.deliver("payment-queue", { body: goodAction, messageId: "m-1" });
    await settled(settlement);
    expect(settlement).toEqual(["acked"]);
    expect(handler.mock.calls[0]?.[0]).toMatchObject({ name: "OrderAction", payload: goodAction, id: "m-1" });
    expect(handler.mock.calls[0]?.[1].attempt).toBe(1);
  });

  test("is acked only after what the handler published is confirmed", async () => {
    const { broker } = await start({
      handler: ({ payload }, { publish }) => publish.paymentResult({ orderId: payload.orderId, status: "charged" }),
    });
    const confirms: (() => void)[] = [];
    broker.onPublish = () => new Promise((resolve) => confirms.push(resolve));
    const settlement = broker.deliver("payment-queue", { body: goodAction });
    await expect.poll(() => confirms).toHaveLength(1);
    expect(settlement).toEqual([]);
    confirms[0]?.();
    await settled(settlement);
    expect(broker.published[0]).toMatchObject({ exchange: "order-result-exchange", type: "PaymentResult" });
  });

  test("that is invalid goes to the dead-letter queue as it came, with the reason, and no handler sees it", async () => {
    const handler = vi.fn<Handler>();
    const { broker } = await start({ handler });
    const settlement = broker.deliver("payment-queue", {
      body: "hello",
      contentType: "application/json",
      messageId: "m-1",
      headers: { a: 1 },
    });
    await settled(settlement);
    expect(settlement).toEqual(["acked"]);
    expect(handler).not.toHaveBeenCalled();
    const [moved] = broker.published;
    expect(moved).toMatchObject({ exchange: "", routingKey: "dlx-payment-queue", mandatory: true, persistent: true, messageId: "m-1" });
    expect(moved?.body.toString()).toBe("hello");
    expect(moved?.headers).toMatchObject({
      a: 1,
      "x-failure-code": "invalid",
      "x-failure-reason": "body is not JSON",
      "x-failure-queue": "payment-queue",
      "x-failure-operation": "paymentAction",
      "x-attempts": 1,
      "x-original-exchange": "order-action-exchange",
      "x-original-routing-key": "payment-action-queue",
    });
  });

  test("that the handler rejects goes to the dead-letter queue at once", async () => {
    const { broker } = await start({ handler: failing(new MessagingError("rejected", "no such card")) });
    await settled(broker.deliver("payment-queue", { body: goodAction }));
    expect(broker.published[0]?.routingKey).toBe("dlx-payment-queue");
    expect(broker.published[0]?.headers["x-failure-reason"]).toBe("no such card");
  });

  test("that fails goes from tier to tier and then to the dead-letter queue", async () => {
    const { broker } = await start({ handler: failing(new Error("database away")) });
    await settled(broker.deliver("payment-queue", { body: goodAction, expiration: "60000", headers: { CC: ["x"], BCC: ["y"] } }));
    for (const at of [0, 1]) {
      const wait = broker.published[at];
      if (!wait) throw new Error("not moved");
      await settled(broker.deliver("payment-queue", { body: wait.body, headers: wait.headers, exchange: "", routingKey: "payment-queue" }));
    }
    expect(broker.published.map((message) => message.routingKey)).toEqual([
      "payment-queue.wait.500",
      "payment-queue.wait.2000",
      "dlx-payment-queue",
    ]);
    const dead = broker.published[2];
    expect(dead?.headers).toMatchObject({ "x-attempts": 3, "x-failure-code": "bug", "x-original-exchange": "order-action-exchange" });
    expect(broker.published.every((message) => !("CC" in message.headers || "BCC" in message.headers))).toBe(true);
    expect(broker.published.every((message) => message.expirationMs === undefined)).toBe(true);
  });

  test("counts no attempts that were made on another queue", async () => {
    const { broker } = await start({ handler: failing(new Error("away")) });
    await settled(broker.deliver("payment-queue", { body: goodAction, headers: { "x-attempts": 9, "x-attempts-queue": "other" } }));
    expect(broker.published[0]?.routingKey).toBe("payment-queue.wait.500");
  });

  test("that is a duplicate is acked without being handled", async () => {
    const handler = vi.fn<Handler>();
    const { broker } = await start({ handler, unit: () => ({ perform: async () => ({ status: "duplicate" }) }) });
    const settlement = broker.deliver("payment-queue", { body: goodAction, messageId: "m" });
    await settled(settlement);
    expect(settlement).toEqual(["acked"]);
    expect(handler).not.toHaveBeenCalled();
  });
});

describe("what makes two messages one", () => {
  const inboxOf = async (operation: Partial<ReceiveOperation>, draft: object) => {
    const perform = vi.fn<UnitOfWork<undefined>["perform"]>(async () => ({ status: "duplicate" }));
    const { broker } = await start({ operation, unit: () => ({ perform }) as UnitOfWork<undefined> });
    await settled(broker.deliver("payment-queue", { body: goodAction, ...draft }));
    return perform.mock.calls[0]?.[0].inbox;
  };
  const byOrder = { idempotencyKey: "$message.payload#/orderId" };

  test("is the contract's expression, for this consumer and this kind of message", async () => {
    const expected = { consumer: "orders/payment/paymentAction", key: "OrderAction/o-1" };
    expect(await inboxOf(byOrder, { messageId: "m" })).toEqual(expected);
  });

  test("is the message id without one, or where the expression finds nothing", async () => {
    expect((await inboxOf({}, { messageId: "m" }))?.key).toBe("m");
    expect((await inboxOf({ idempotencyKey: "$message.header#/absent" }, { messageId: "m" }))?.key).toBe("m");
  });

  test("is nothing where there is neither", async () => {
    expect(await inboxOf({}, {})).toBeUndefined();
  });

  test("is stored by its hash when it is long", async () => {
    expect((await inboxOf(byOrder, { body: { ...goodAction, orderId: "x".repeat(5000) } }))?.key).toMatch(/^sha256:.{43}$/);
  });
});

describe("a handler", () => {
  test("that takes too long is timed out, and its late result reaches nobody", async () => {
    vi.useFakeTimers();
    let finish: () => void = () => {};
    let late: Promise<void> | undefined;
    let aborted = false;
    const { broker } = await start({
      operation: { timeoutMs: 1000 },
      handler: async (_, { publish, signal }) => {
        signal.addEventListener("abort", () => (aborted = true));
        await new Promise<void>((resolve) => (finish = resolve));
        late = publish.paymentResult({ orderId: "o", status: "charged" });
      },
    });
    const settlement = broker.deliver("payment-queue", { body: goodAction });
    await vi.advanceTimersByTimeAsync(1000);
    expect(settlement).toEqual(["acked"]);
    expect(aborted).toBe(true);
    expect(broker.published.map((message) => message.routingKey)).toEqual(["payment-queue.wait.500"]);
    finish();
    await vi.advanceTimersByTimeAsync(0);
    await expect(late).rejects.toThrow("after its handler had ended");
    expect(broker.published).toHaveLength(1);
    expect(settlement).toEqual(["acked"]);
  });

  test("whose publish is invalid fails, even if it does not wait for the publish", async () => {
    const { broker } = await start({
      handler: async (_, { publish }) => {
        void publish.paymentResult({ orderId: "o", status: "lost" as "charged" });
      },
    });
    await settled(broker.deliver("payment-queue", { body: goodAction }));
    expect(broker.published[0]?.routingKey).toBe("dlx-payment-queue");
    expect(broker.published[0]?.headers["x-failure-reason"]).toContain("paymentResult refuses the payload");
  });

  test("that throws before it returns a promise fails like any other", async () => {
    const { broker } = await start({
      handler: () => {
        throw new MessagingError("rejected", "no");
      },
    });
    await settled(broker.deliver("payment-queue", { body: goodAction }));
    expect(broker.published[0]?.routingKey).toBe("dlx-payment-queue");
  });

  test("carries on the trace of its message", async () => {
    const traceparent = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";
    const { broker } = await start({ handler: (_, { publish }) => publish.paymentResult({ orderId: "o", status: "charged" }) });
    await settled(broker.deliver("payment-queue", { body: goodAction, headers: { traceparent } }));
    const next = broker.published[0]?.headers.traceparent;
    expect(next).toMatch(new RegExp(`^${traceparent.slice(0, 35)}-[0-9a-f]{16}-01$`));
    expect(next).not.toBe(traceparent);
  });

  test("runs no more often at once than the contract's concurrency, in queue order", async () => {
    const seen: string[] = [];
    const finish: (() => void)[] = [];
    const { broker } = await start({
      operation: { concurrency: 1 },
      handler: ({ payload }) => {
        seen.push(payload.orderId);
        return new Promise((resolve) => finish.push(resolve));
      },
    });
    const all = ["a", "b", "c"].map((orderId) => broker.deliver("payment-queue", { body: { ...goodAction, orderId } }));
    for (const at of [0, 1, 2]) {
      await expect.poll(() => seen).toHaveLength(at + 1);
      finish[at]?.();
    }
    await Promise.all(all.map(settled));
    expect(seen).toEqual(["a", "b", "c"]);
  });
});

describe("while the database is away", () => {
  const away = new MessagingError("unavailable", "The disk is full.", { outage: true });

  test("a message waits, however often that is, and uses up no attempt", async () => {
    const attempts: number[] = [];
    let failures = 0;
    const { broker } = await start({
      handler: async (_message, { attempt }) => void attempts.push(attempt),
      unit: (into) => ({ perform: (work) => (failures++ < 5 ? Promise.reject(away) : directUnitOfWork(into).perform(work)) }),
      backoff: { firstMs: 1, mostMs: 2 },
    });
    const settlement = broker.deliver("payment-queue", { body: goodAction });
    await settled(settlement);
    expect(settlement).toEqual(["acked"]);
    expect(attempts).toEqual([1]);
    expect(broker.published).toEqual([]);
  });

  test("stopping gives the message back to its queue", async () => {
    const perform = vi.fn(() => Promise.reject(away));
    const { broker, consumers } = await start({ unit: () => ({ perform }) });
    const settlement = broker.deliver("payment-queue", { body: goodAction });
    await expect.poll(() => perform).toHaveBeenCalled();
    await consumers.stop();
    expect(settlement).toEqual(["requeued"]);
    expect(broker.published).toEqual([]);
  });
});

test("a delivery whose channel died before it had its turn is left to be delivered again", async () => {
  const handler = vi.fn<Handler>(async () => {});
  const { broker } = await start({ handler });
  const settlement = broker.deliver("payment-queue", { body: goodAction, stale: true });
  const next = broker.deliver("payment-queue", { body: goodAction, stale: false });
  await settled(next);
  expect(settlement).toEqual(["requeued"]);
  expect(next).toEqual(["acked"]);
  expect(handler).toHaveBeenCalledTimes(1);
});

describe("a move that cannot be made", () => {
  test("is tried again until it is confirmed, and the delivery acked then", async () => {
    const { broker } = await start({ backoff: { firstMs: 1 } });
    let refusals = 3;
    broker.onPublish = () => {
      if (refusals-- > 0) throw new MessagingError("unroutable", "no such queue");
    };
    const settlement = broker.deliver("payment-queue", { body: "garbage" });
    await settled(settlement);
    expect(settlement).toEqual(["acked"]);
    expect(broker.published).toHaveLength(1);
  });

  test("ends with the message back in its queue when the time for trying is over", async () => {
    const { broker } = await start({ backoff: { firstMs: 1, mostMs: 2, giveUpMs: 20 } });
    broker.onPublish = () => {
      throw new MessagingError("unavailable", "broker away");
    };
    const settlement = broker.deliver("payment-queue", { body: "garbage" });
    await settled(settlement);
    expect(settlement).toEqual(["requeued"]);
  });
});

describe("stopping", () => {
  test("finishes what runs and gives back what has not begun", async () => {
    let finish: () => void = () => {};
    const { broker, consumers } = await start({
      operation: { concurrency: 1 },
      handler: () => new Promise((resolve) => (finish = resolve)),
    });
    const running = broker.deliver("payment-queue", { body: goodAction });
    const waiting = broker.deliver("payment-queue", { body: goodAction });
    const stopped = consumers.stop({ graceMs: 5000 });
    await settled(waiting);
    expect(waiting).toEqual(["requeued"]);
    expect(running).toEqual([]);
    finish();
    await stopped;
    expect(running).toEqual(["acked"]);
    expect(broker.consuming.size).toBe(0);
    expect(consumers.inFlight).toBe(0);
  });

  test("gives back what is not finished when the grace is over", async () => {
    let signal: AbortSignal | undefined;
    const { broker, consumers } = await start({
      handler: (_, context) => {
        signal = context.signal;
        return never();
      },
    });
    const settlement = broker.deliver("payment-queue", { body: goodAction });
    await consumers.stop({ graceMs: 10 });
    expect(settlement).toEqual(["requeued"]);
    expect(signal?.aborted).toBe(true);
    expect(broker.published).toEqual([]);
  });

  test("gives back what hangs in its unit of work, once", async () => {
    const { broker, consumers } = await start({ unit: () => ({ perform: never }) });
    const settlement = broker.deliver("payment-queue", { body: goodAction });
    await consumers.stop({ graceMs: 10 });
    expect(settlement).toEqual(["requeued"]);
  });

  test("finishes what runs even where cancelling hangs, as with a broker that is away", async () => {
    const broker = createFakeBroker();
    const consume: FakeBroker["consume"] = async (...args) => {
      await broker.consume(...args);
      return { cancel: never };
    };
    const handlers = () => ({ onPaymentAction: () => new Promise<void>((resolve) => setImmediate(resolve)) });
    const unit = directUnitOfWork(broker);
    const consumers = await startConsumers({ broker: { ...broker, consume }, contract: paymentContract(), handlers, unit, log: silent });
    const settlement = broker.deliver("payment-queue", { body: goodAction });
    await consumers.stop({ graceMs: 50 });
    expect(settlement).toEqual(["acked"]);
  });

  test("gives back what still arrives", async () => {
    const { broker, consumers } = await start();
    await consumers.stop();
    expect(broker.deliver("payment-queue", { body: goodAction })).toEqual(["requeued"]);
  });

  test("does not wait for a move that cannot be made", async () => {
    const { broker, consumers } = await start();
    broker.onPublish = () => {
      throw new MessagingError("unavailable", "broker away");
    };
    const settlement = broker.deliver("payment-queue", { body: "garbage" });
    await consumers.stop({ graceMs: 5000 });
    expect(settlement).toEqual(["requeued"]);
  });

  test("twice is stopping once", async () => {
    const { consumers } = await start();
    expect(consumers.stop()).toBe(consumers.stop());
    await consumers.stop();
  });
});

describe("starting", () => {
  test("declares the contract's topology before it consumes", async () => {
    const { broker, contract } = await start();
    expect(broker.declared).toEqual([contract.topology]);
    expect([...broker.consuming]).toEqual(["payment-queue"]);
  });

  test("fails when the broker refuses a queue, and leaves nothing consuming", async () => {
    const broker = createFakeBroker();
    const contract = paymentContract();
    const [receive] = contract.receives;
    if (!receive) throw new Error("no operation");
    const two = { ...contract, receives: [receive, { ...receive, id: "other", queue: "missing" }] };
    const consume: FakeBroker["consume"] = async (queue, ...rest) => {
      if (queue === "missing") throw new MessagingError("unavailable", "no such queue");
      return broker.consume(queue, ...rest);
    };
    const handlers = () => ({ onPaymentAction: async () => {} });
    const starting = startConsumers({
      broker: { ...broker, consume },
      contract: two,
      handlers,
      unit: directUnitOfWork(broker),
      log: silent,
    });
    await expect(starting).rejects.toThrow("no such queue");
    expect(broker.consuming.size).toBe(0);
  });

  test("refuses numbers that no document can have given", async () => {
    await expect(start({ operation: { concurrency: 0 } })).rejects.toThrow("concurrency must be above zero");
  });
});

test("handlers are built once for a transaction", async () => {
  const broker = createFakeBroker();
  const handlers = vi.fn((_: undefined) => ({ onPaymentAction: async () => {} }));
  await startConsumers({ broker, contract: paymentContract(), handlers, unit: directUnitOfWork(broker), log: silent });
  for (let at = 0; at < 3; at++) await settled(broker.deliver("payment-queue", { body: goodAction }));
  expect(handlers).toHaveBeenCalledTimes(1);
});

test("logs tell operation, message and reason of a failure, and never a payload", async () => {
  const lines: unknown[] = [];
  const note = (...line: unknown[]) => lines.push(line);
  const { broker } = await start({
    handler: failing(new Error("away")),
    log: { debug: note, info: note, warn: note, error: note },
  });
  await settled(broker.deliver("payment-queue", { body: goodAction, messageId: "m-1" }));
  await settled(broker.deliver("payment-queue", { body: { orderId: "o", price: "s3cret" }, messageId: "m-2" }));
  expect(lines).toMatchObject([
    [{ operation: "paymentAction", messageId: "m-1", code: "bug", reason: "away", attempt: 1 }, "message retried"],
    [{ operation: "paymentAction", messageId: "m-2", code: "invalid" }, "message dead-lettered"],
  ]);
  expect(JSON.stringify(lines)).not.toContain("s3cret");
});

test("however handlers and broker behave, every delivery is settled exactly once and nothing acked is lost", async () => {
  const step = fc.record({
    handler: fc.constantFrom("done", "bug", "rejected", "throws", "invalid", "hangs"),
    publish: fc.constantFrom("confirmed", "refused"),
    turns: fc.nat(3),
  });
  const plan = fc.record({ steps: fc.array(step, { maxLength: 12 }), concurrency: fc.integer({ min: 1, max: 4 }), stopAfter: fc.nat(12) });
  await fc.assert(
    fc.asyncProperty(plan, async ({ steps, concurrency, stopAfter }) => {
      const handled = new Set<string>();
      const { broker, consumers } = await start({
        operation: { concurrency },
        backoff: { firstMs: 1, mostMs: 1, giveUpMs: 3 },
        handler: async ({ payload }) => {
          const { handler, turns } = steps[Number(payload.orderId)] ?? { handler: "done", turns: 0 };
          for (let turn = 0; turn < turns; turn++) await Promise.resolve();
          if (handler === "hangs") await never();
          if (handler === "bug") throw new Error("bug");
          if (handler === "rejected") throw new MessagingError("rejected", "no");
          handled.add(payload.orderId);
        },
      });
      broker.onPublish = (message) => {
        if (steps[Number(message.messageId)]?.publish === "refused") throw new MessagingError("unroutable", "no queue");
      };
      let stopped: Promise<void> | undefined;
      for (const [at, { handler }] of steps.entries()) {
        if (at === stopAfter) stopped = consumers.stop({ graceMs: 5 });
        broker.deliver("payment-queue", { messageId: `${at}`, body: handler === "invalid" ? "?" : { ...goodAction, orderId: `${at}` } });
        await Promise.resolve();
      }
      await (stopped ?? consumers.stop({ graceMs: 5 }));
      expect(broker.settlements.every((settlement) => settlement.length === 1)).toBe(true);
      const moved = new Set(broker.published.map((message) => message.messageId));
      for (const [at, [settlement]] of broker.settlements.entries())
        if (settlement === "acked") expect(handled.has(`${at}`) || moved.has(`${at}`)).toBe(true);
    }),
    { numRuns: 40 },
  );
});
