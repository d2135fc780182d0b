import { Registry } from "prom-client";
import { afterAll, beforeAll, beforeEach, describe, expect, onTestFinished, test, vi } from "vitest";
import { portfolio } from "#generated/portfolio/portfolio/index.js";
import { type Broker, openMemoryBroker, openRabbit } from "#messaging";
import { measureQueues } from "../../src/host/queue-figures.js";
import { message, queue, topology } from "../messaging/broker-fixtures.js";
import { openTestBroker, type TestBroker } from "../support/broker.js";

const receive = { ...portfolio.receives[0], queue: "orders", deadLetterQueue: "orders.dlq" } as (typeof portfolio.receives)[number];
const reads = { receives: [receive], requests: [] };
const queues = topology({ queues: [queue("orders"), queue("orders.dlq"), queue("others")] });

let rabbit: TestBroker;
beforeAll(async () => {
  rabbit = await openTestBroker();
});
afterAll(() => rabbit.close());

const shown = async (broker: Pick<Broker, "state" | "look">, application: Parameters<typeof measureQueues>[1] = reads) => {
  const registry = new Registry();
  measureQueues(registry, application, broker);
  return async (): Promise<string[]> => (await registry.metrics()).split("\n").filter((line) => line.startsWith("warren_queue_depth"));
};

const brokers: readonly (readonly [string, () => Broker])[] = [
  ["in memory", openMemoryBroker],
  ["on RabbitMQ", () => openRabbit({ url: rabbit.url, name: "test", closeTimeoutMs: 1_000 })],
];

describe.each(brokers)("what stands in queues %s", (_, open) => {
  test("is shown of the queues that are read and of their dead-letter queues", async () => {
    const broker = open();
    onTestFinished(() => broker.close());
    await broker.declare(queues);
    await Promise.all(["orders", "orders", "orders.dlq", "others"].map((routingKey) => broker.publish(message({ routingKey }))));
    const scrape = await shown(broker);
    expect(await scrape()).toEqual(['warren_queue_depth{queue="orders"} 2', 'warren_queue_depth{queue="orders.dlq"} 1']);
  });

  test("is shown with how many read them, whoever does", async () => {
    const broker = open();
    onTestFinished(() => broker.close());
    await broker.declare(queues);
    await broker.consume("orders", { prefetch: 1 }, () => undefined);
    const registry = new Registry();
    measureQueues(registry, reads, broker);
    const lines = (await registry.metrics()).split("\n").filter((line) => line.startsWith("warren_queue_consumers"));
    expect(lines).toEqual(['warren_queue_consumers{queue="orders"} 1', 'warren_queue_consumers{queue="orders.dlq"} 0']);
  });
});

describe("a scrape", () => {
  let asked: string[];
  beforeEach(() => {
    asked = [];
    vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout", "performance"] });
    onTestFinished(() => void vi.useRealTimers());
  });
  const fake = (depth: (queue: string) => Promise<number | undefined>, state: Broker["state"] = "up") => ({
    state,
    look: async (name: string) => {
      asked.push(name);
      const ready = await depth(name);
      return ready === undefined ? undefined : { ready, consumers: 1 };
    },
  });

  test("asks the broker once for all who scrape at a time, and again when the answer is two seconds old", async () => {
    const scrape = await shown(fake(async () => 7));
    expect(await Promise.all([scrape(), scrape()])).toEqual(
      Array.from({ length: 2 }, () => ['warren_queue_depth{queue="orders"} 7', 'warren_queue_depth{queue="orders.dlq"} 7']),
    );
    await vi.advanceTimersByTimeAsync(1_900);
    await scrape();
    expect(asked).toEqual(["orders", "orders.dlq"]);
    await vi.advanceTimersByTimeAsync(200);
    await scrape();
    expect(asked).toHaveLength(4);
  });

  test("shows nothing while the broker is away, and does not ask it", async () => {
    const broker = fake(async () => 7);
    const scrape = await shown(broker);
    expect(await scrape()).toHaveLength(2);
    Object.assign(broker, { state: "down" });
    expect(await scrape()).toEqual([]);
    expect(asked).toHaveLength(2);
  });

  test("leaves out a queue that is not there, or cannot be asked for", async () => {
    expect(await (await shown(fake(async (name) => (name === "orders" ? 7 : undefined))))()).toEqual([
      'warren_queue_depth{queue="orders"} 7',
    ]);
    expect(await (await shown(fake((name) => (name === "orders" ? Promise.reject(new Error("no")) : Promise.resolve(7)))))()).toEqual([
      'warren_queue_depth{queue="orders.dlq"} 7',
    ]);
  });

  test("does not wait for a broker that says nothing, asks it no second time meanwhile, and leaves no timer", async () => {
    const scrape = await shown(fake(() => new Promise(() => undefined)));
    for (const _ of [1, 2]) {
      const answer = scrape();
      await vi.advanceTimersByTimeAsync(1_000);
      expect(await answer).toEqual([]);
    }
    expect(asked).toHaveLength(2);
    expect(vi.getTimerCount()).toBe(0);
  });

  test("of one who asks others shows the queue of lost answers, not those of a single instance", async () => {
    const names = (
      await (
        await shown(
          fake(async () => 0),
          portfolio,
        )
      )()
    ).join(" ");
    expect(names).toContain("balance.response.dlq");
    expect(names).not.toContain("balance.response.portfolio");
  });
});
