import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { payment } from "#generated/orders/payment/index.js";
import document from "#generated/orders/payment/openapi.json" with { type: "json" };
import { type Config, type RunningService, readConfig, startService } from "#host";
import { createPaymentApi } from "../../src/services/orders/payment/http.js";
import { createPaymentService } from "../../src/services/orders/payment/service.js";
import { migrations, paymentStore } from "../../src/services/orders/payment/store.js";
import { openTestBroker, type TestBroker } from "../support/broker.js";
import { until } from "../support/orders-system.js";

let broker: TestBroker;
const running: RunningService[] = [];

beforeAll(async () => {
  broker = await openTestBroker();
});
afterEach(async () => {
  await Promise.all(running.splice(0).map((service) => service.stop()));
});
afterAll(() => broker.close());

const config = (more: Partial<Config> = {}): Config => ({
  ...readConfig({ RABBITMQ_URL: broker.url, DATABASE_URL: ":memory:", HTTP_PORT: "0", LOG_LEVEL: "silent" }, payment.id),
  ...more,
});

async function start(more: Partial<Config> = {}): Promise<RunningService> {
  const service = await startService(
    {
      contract: payment,
      migrations,
      handlers: (tx) => createPaymentService(paymentStore(tx)),
      http: { document, port: 8082, api: ({ db }) => createPaymentApi(paymentStore(db)) },
    },
    config(more),
  );
  running.push(service);
  return service;
}

const json = async (url: string): Promise<unknown> => (await fetch(url)).json();

describe("a started service", () => {
  test("is ready once it consumes, and serves its API beside health and metrics", async () => {
    const service = await start();
    await service.ready;
    expect(await json(`${service.url}/health/ready`)).toEqual({ status: "up", checks: { broker: true, store: true, consumers: true } });
    expect((await fetch(`${service.url}/cards`)).status).toBe(200);
    expect(await (await fetch(`${service.url}/metrics`)).text()).toContain("warren_outbox_pending 0");
  });

  test("tells its version, broker, outbox and the depth of each of its queues", async () => {
    const service = await start();
    await service.ready;
    const queues = { "payment-queue": 0, "payment-queue.wait.500": 0, "payment-cancellation-queue.dlq": 0 };
    expect(await json(`${service.url}/health/messaging`)).toMatchObject({
      messaging: "healthy",
      application: payment.id,
      broker: "up",
      outboxPending: 0,
      queues,
    });
  });

  test("has declared on the broker exactly what its contract says", async () => {
    await (await start()).ready;
    const declared = (await broker.queues()).map(({ name }) => name).sort();
    expect(declared).toEqual(payment.topology.queues.map(({ name }) => name).sort());
  });

  test("tells of the messages that it handled, by any of their ids, where it is to keep a journal", async () => {
    const service = await start({ journal: 10 });
    await service.ready;
    await broker.send("order-action-exchange", "payment-cancellation-action-queue", "{}", { messageId: "m-1" });
    const journal = (query: string) => () =>
      json(`${service.url}/health/journal${query}`) as Promise<{ readonly entries: readonly object[] }>;
    const told = await until(journal("?id=m-0&id=m-1"), ({ entries: [entry] }) => entry !== undefined && "outcome" in entry);
    expect(told).toMatchObject({ application: payment.id, capacity: 10, noted: 1 });
    expect(told.entries).toMatchObject([{ event: "received", messageId: "m-1", outcome: "dead-lettered", code: "invalid" }]);
    expect((await journal("?id=m-2")()).entries).toEqual([]);
    expect((await journal("?limit=1")()).entries).toHaveLength(1);
  });

  test("keeps no journal unless it is told to", async () => {
    const service = await start();
    expect((await fetch(`${service.url}/health/journal`)).status).toBe(404);
  });

  test("counts what it handled", async () => {
    const service = await start();
    await service.ready;
    await broker.send("order-action-exchange", "payment-cancellation-action-queue", "{}");
    const line = 'warren_consumed_total{operation="paymentCancellation",outcome="dead-lettered"} 1';
    const metrics = async (): Promise<string> => (await fetch(`${service.url}/metrics`)).text();
    expect(await until(metrics, (text) => text.includes(line))).toContain(line);
  });
});

describe("a service that cannot work", () => {
  test("is live but not ready while the broker is away, and can be stopped", async () => {
    const service = await start({ brokerUrl: "amqp://guest:guest@127.0.0.1:1" });
    expect((await fetch(`${service.url}/health/live`)).status).toBe(200);
    expect((await fetch(`${service.url}/health/ready`)).status).toBe(503);
    expect(await json(`${service.url}/health/messaging`)).toMatchObject({ messaging: "unhealthy", queues: {} });
  });

  test("tells which queue the broker refuses", async () => {
    const other = await openTestBroker();
    const channel = await other.channel();
    await channel.assertQueue("payment-queue", { durable: true });
    await channel.close();
    const service = await start({ brokerUrl: other.url });
    await expect(service.ready).rejects.toThrow(/payment-queue/);
    await running.pop()?.stop();
    await other.close();
  });

  test("does not start on a database that cannot be opened, and says which", async () => {
    await expect(start({ databaseUrl: "sqlite:package.json/payment.db" })).rejects.toThrow(/database/i);
  });

  test("does not start on a port that is taken, and leaves nothing open", async () => {
    const port = Number(new URL((await start()).url).port);
    await expect(start({ httpPort: port })).rejects.toThrow(`Port ${port} on 127.0.0.1 is taken`);
  });
});
