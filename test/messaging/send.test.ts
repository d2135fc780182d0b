import { Registry } from "prom-client";
import { describe, expect, test } from "vitest";
import {
  createMetrics,
  createPublish,
  createSend,
  currentTrace,
  directUnitOfWork,
  encode,
  MessagingError,
  type Scope,
  startConsumers,
  traceOf,
  withTrace,
} from "#messaging";
import { createFakeBroker } from "./fake-broker.js";
import { goodAction, paymentContract, sendOperation } from "./payment-contract.js";

const operation = sendOperation();
const charged = { orderId: "o", status: "charged" };
const log = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} };
const traceparent = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";

describe("sending", () => {
  test("encodes and publishes", async () => {
    const broker = createFakeBroker();
    await createSend({ broker, appId: "a" })(operation, "PaymentResult", charged);
    expect(JSON.parse(broker.published[0]?.body.toString() ?? "")).toEqual(charged);
  });

  test("of an invalid message rejects before anything is sent", async () => {
    const broker = createFakeBroker();
    await expect(createSend({ broker, appId: "a" })(operation, "PaymentResult", {})).rejects.toMatchObject({ code: "invalid" });
    expect(broker.published).toEqual([]);
  });

  test("rejects as the broker does", async () => {
    const broker = createFakeBroker();
    broker.onPublish = () => {
      throw new MessagingError("unroutable", "no queue");
    };
    await expect(createSend({ broker, appId: "a" })(operation, "PaymentResult", charged)).rejects.toMatchObject({ code: "unroutable" });
  });

  test("carries on the trace of the request it happens in, else begins one", async () => {
    const broker = createFakeBroker();
    const send = createSend({ broker, appId: "a" });
    await withTrace({ traceparent, tracestate: "k=v" }, () => send(operation, "PaymentResult", charged));
    await send(operation, "PaymentResult", charged);
    const [inside, outside] = broker.published.map((message) => message.headers);
    expect(inside?.traceparent).toMatch(new RegExp(`^${traceparent.slice(0, 35)}-[0-9a-f]{16}-01$`));
    expect(inside?.tracestate).toBe("k=v");
    expect(outside?.traceparent).toMatch(/^00-[0-9a-f]{32}-[0-9a-f]{16}-01$/);
    expect(currentTrace()).toBeUndefined();
  });
});

test.each([
  [traceparent, true],
  ["00-00000000000000000000000000000000-b7ad6b7169203331-01", false],
  ["00-0af7651916cd43dd8448eb211c80319c-0000000000000000-01", false],
  ["ff-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01", false],
  ["00-0AF7651916CD43DD8448EB211C80319C-b7ad6b7169203331-01", false],
  [7, false],
])("%s is a trace: %s", (value, expected) => {
  expect(traceOf({ traceparent: value }) !== undefined).toBe(expected);
});

describe("a unit of work without a database", () => {
  const message = () => encode(operation, "PaymentResult", charged, {}, { appId: "a" });

  test("publishes what was enqueued, in order, after the work", async () => {
    const broker = createFakeBroker();
    const [first, second] = [message(), message()];
    const outcome = await directUnitOfWork(broker).perform({
      run: async (scope) => {
        scope.enqueue(first);
        scope.enqueue(second);
        expect(broker.published).toEqual([]);
        return 7;
      },
    });
    expect(outcome).toEqual({ status: "done", result: 7 });
    expect(broker.published).toEqual([first, second]);
  });

  test("publishes nothing of work that failed", async () => {
    const broker = createFakeBroker();
    const run = async (scope: Scope<undefined>) => {
      scope.enqueue(message());
      throw new Error("no");
    };
    await expect(directUnitOfWork(broker).perform({ run })).rejects.toThrow("no");
    expect(broker.published).toEqual([]);
  });
});

describe("metrics", () => {
  test("show what was published, consumed and refused, under operation ids", async () => {
    const registry = new Registry();
    const metrics = createMetrics(registry);
    const broker = createFakeBroker();
    const send = createSend({ broker, appId: "a", metrics });
    await send(operation, "PaymentResult", charged);
    await send(operation, "PaymentResult", {}).catch(() => undefined);
    await createPublish({ broker, metrics })(encode(operation, "PaymentResult", charged, {}, { appId: "a" }));
    const handlers = () => ({ onPaymentAction: async () => {} });
    const consumers = await startConsumers({ broker, contract: paymentContract(), handlers, unit: directUnitOfWork(broker), log, metrics });
    broker.deliver("payment-queue", { body: goodAction, redelivered: true });
    broker.deliver("payment-queue", { body: "garbage" });
    await consumers.stop();
    const text = await registry.metrics();
    for (const line of [
      'warren_published_total{operation="paymentResult"} 1',
      'warren_published_total{operation="outbox"} 1',
      'warren_publish_failures_total{operation="paymentResult",code="invalid"} 1',
      'warren_consumed_total{operation="paymentAction",outcome="done"} 1',
      'warren_consumed_total{operation="paymentAction",outcome="dead-lettered"} 1',
      'warren_redelivered_total{operation="paymentAction"} 1',
      'warren_in_flight{operation="paymentAction"} 0',
      'warren_handler_duration_seconds_count{operation="paymentAction"} 1',
    ])
      expect(text).toContain(line);
  });

  test("are the same for the same registry", () => {
    const registry = new Registry();
    expect(createMetrics(registry)).toBe(createMetrics(registry));
  });
});
