import { afterAll, beforeAll, beforeEach, describe, expect, onTestFinished, test, vi } from "vitest";
import {
  type Broker,
  type BrokerStateChange,
  createMetrics,
  directUnitOfWork,
  type MemoryBroker,
  openMemoryBroker,
  openRabbit,
  startConsumers,
} from "#messaging";
import { watchBacklogs } from "../../src/host/backlog-watch.js";
import { message } from "../messaging/broker-fixtures.js";
import { goodAction, type PaymentHandlers, paymentContract } from "../messaging/payment-contract.js";
import { recordingLog } from "../messaging/rabbitmq/rabbit-stage.js";
import { openTestBroker, type TestBroker } from "../support/broker.js";

const contract = paymentContract();
const waiting = (broker: Broker, count: number): Promise<unknown> =>
  Promise.all(
    Array.from({ length: count }, (_, at) =>
      broker.publish(message({ routingKey: "payment-queue", type: "OrderAction", body: bodyOf(at), messageId: `m-${at}` })),
    ),
  );
const bodyOf = (at: number): Buffer => Buffer.from(JSON.stringify({ ...goodAction, orderId: `o-${at}` }));

/** Handlers that stop before one more than `count`, until they are let go. */
const gate = (count: number) => {
  let [begun, open]: [number, () => void] = [0, () => undefined];
  const opened = new Promise<void>((resolve) => (open = resolve));
  const handlers: PaymentHandlers = {
    onPaymentAction: async () => {
      begun++;
      if (begun > count) await opened;
    },
  };
  return { handlers, open };
};

interface Stage {
  readonly broker: Broker;
  /** Cuts the connections; resolves when they are up again. */
  interrupt(): Promise<void>;
}
type OnState = (change: Pick<BrokerStateChange, "connection" | "reason">) => void;

let rabbit: TestBroker;
beforeAll(async () => {
  rabbit = await openTestBroker();
});
/** What a test left in the queue is nothing to the next. */
beforeEach(async () => {
  if ((await rabbit.depth("payment-queue")) !== undefined) await rabbit.take("payment-queue");
});
afterAll(() => rabbit.close());

const inMemory = (onState: OnState): Stage => {
  const broker: MemoryBroker = openMemoryBroker();
  const interrupt = async (): Promise<void> => {
    broker.server.stop();
    onState({ connection: "consuming", reason: "stopped" });
    broker.server.start();
    onState({ connection: "consuming" });
  };
  return { broker, interrupt };
};
const onRabbit = (onState: OnState): Stage => {
  const broker = openRabbit({ url: rabbit.url, name: "test", closeTimeoutMs: 1_000, onState });
  const interrupt = () =>
    vi.waitFor(
      async () => {
        await rabbit.dropConnections();
        expect(broker.counters?.lostConnections).toBeGreaterThan(1);
      },
      { timeout: 15_000 },
    );
  return { broker, interrupt };
};

const open = async (on: (onState: OnState) => Stage, messages: number, everyMs = 5) => {
  const { broker, interrupt } = on((change) => backlogs.changed(change));
  const [log, metrics] = [recordingLog(), createMetrics()];
  const backlogs = watchBacklogs({ broker, receives: contract.receives, metrics, log, everyMs });
  await broker.declare(contract.topology);
  await waiting(broker, messages);
  let close: () => Promise<unknown> = () => broker.close();
  onTestFinished(async () => {
    backlogs.stop();
    await close();
  });
  const start = async (handlers: PaymentHandlers): Promise<void> => {
    const unit = directUnitOfWork(broker);
    const consumers = await startConsumers({ broker: backlogs.broker, contract, handlers: () => handlers, unit, log, metrics });
    close = () => consumers.stop({ graceMs: 1_000 }).then(() => broker.close());
  };
  const backlogLines = (): string[] => log.lines.map(({ text }) => text).filter((text) => text.startsWith("Backlog"));
  return { backlogs, start, interrupt, lines: backlogLines };
};

const soon = { timeout: 10_000, interval: 5 };
const drained = (count: number): RegExp => new RegExp(`^Backlog of payment-queue is drained: ${count} messages in \\d+\\.\\d s$`);

describe.each([
  ["in memory", inMemory],
  ["on RabbitMQ", onRabbit],
])("a backlog %s", (_, on) => {
  test("is found before the queue is consumed, followed, and told to be gone when the last is handled", async () => {
    const { start, lines } = await open(on, 1_000);
    const { handlers, open: go } = gate(600);
    await start(handlers);
    await expect.poll(() => lines().at(-1), soon).toMatch(/^Backlog of payment-queue: 60 % done, 400 remaining, \d+ per second$/);
    expect(lines()[0]).toBe("Backlog of payment-queue: 1000 messages wait");
    go();
    await expect.poll(() => lines().at(-1), soon).toMatch(drained(1_000));
    expect(lines().filter((line) => drained(1_000).test(line))).toHaveLength(1);
  });

  test("of few messages is none", async () => {
    const { start, lines } = await open(on, 300);
    const { handlers, open: go } = gate(0);
    await start(handlers);
    go();
    expect(lines()).toEqual([]);
  });

  test("is found anew when the connection is back", async () => {
    const { start, lines, interrupt } = await open(on, 1_000);
    const { handlers, open: go } = gate(500);
    await start(handlers);
    await expect.poll(() => lines().at(-1), soon).toContain("50 % done");
    await interrupt();
    await expect.poll(() => lines().filter((line) => line.endsWith("messages wait")), soon).toHaveLength(2);
    go();
    await expect.poll(() => lines().at(-1), soon).toContain("is drained");
    expect(lines().filter((line) => line.includes("is drained"))).toHaveLength(1);
  });
});

describe("the watch", () => {
  const fakeTimers = () => {
    vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout", "performance"] });
    onTestFinished(() => void vi.useRealTimers());
  };

  test("has no timer once the backlog is gone", async () => {
    const { start, lines } = await open(inMemory, 1_000, 250);
    fakeTimers();
    await start({ onPaymentAction: async () => undefined });
    expect(vi.getTimerCount()).toBeGreaterThan(0);
    await vi.advanceTimersByTimeAsync(20_000); // the limit of the handlers' time has its timer until then
    expect(lines()).toEqual([
      "Backlog of payment-queue: 1000 messages wait",
      "Backlog of payment-queue is drained: 1000 messages in 0.3 s",
    ]);
    expect(vi.getTimerCount()).toBe(0);
  });

  test("that is stopped, or has lost its broker, leaves no timer and says no more", async () => {
    for (const end of ["stop", "lost"] as const) {
      const { backlogs, lines } = await open(inMemory, 1_000, 250);
      fakeTimers();
      await backlogs.broker.consume("payment-queue", { prefetch: 10 }, () => undefined);
      expect(vi.getTimerCount()).toBe(1);
      if (end === "stop") backlogs.stop();
      else backlogs.changed({ connection: "consuming", reason: "lost" });
      expect(vi.getTimerCount()).toBe(0);
      await vi.advanceTimersByTimeAsync(20_000);
      expect(lines()).toEqual(["Backlog of payment-queue: 1000 messages wait"]);
      vi.useRealTimers();
    }
  });
});
