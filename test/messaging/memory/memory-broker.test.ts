/** What the broker in memory is for: tests that decide what time it is and when the broker goes. */
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { openMemoryBroker } from "#messaging";
import { ackAll, inbox, message, queue, topology } from "../broker-fixtures.js";

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

const deadLetteredTo = (name: string) => ({ "x-dead-letter-exchange": "", "x-dead-letter-routing-key": name });

test("a delay of a minute takes no time under fake timers", async () => {
  const broker = openMemoryBroker();
  await broker.declare(
    topology({ queues: [queue("work"), queue("work.wait.60000", { "x-message-ttl": 60_000, ...deadLetteredTo("work") })] }),
  );
  const got = inbox(ackAll);
  await broker.consume("work", { prefetch: 1 }, got.on);
  await broker.publish(message({ routingKey: "work.wait.60000" }));
  await vi.advanceTimersByTimeAsync(59_999);
  expect(got.deliveries).toHaveLength(0);
  await vi.advanceTimersByTimeAsync(1);
  expect(got.deliveries).toHaveLength(1);
  expect(vi.getTimerCount()).toBe(0);
});

test("a message expires at the head of its queue only, as in RabbitMQ", async () => {
  const broker = openMemoryBroker();
  await broker.declare(topology({ queues: [queue("after"), queue("wait", deadLetteredTo("after"))] }));
  await broker.publish(message({ routingKey: "wait", expirationMs: 3_000 }));
  await broker.publish(message({ routingKey: "wait", expirationMs: 200 }));
  await vi.advanceTimersByTimeAsync(2_999);
  expect(await broker.depth("after")).toBe(0);
  await vi.advanceTimersByTimeAsync(1);
  expect(await broker.depth("after")).toBe(2);
});

test("a message that would circle by expiry alone is dropped, as in RabbitMQ", async () => {
  const broker = openMemoryBroker();
  const ttl = { "x-message-ttl": 10 };
  await broker.declare(
    topology({ queues: [queue("one", { ...ttl, ...deadLetteredTo("two") }), queue("two", { ...ttl, ...deadLetteredTo("one") })] }),
  );
  await broker.publish(message({ routingKey: "one" }));
  await vi.advanceTimersByTimeAsync(100);
  expect([await broker.depth("one"), await broker.depth("two")]).toEqual([0, 0]);
});

test("a server that stops keeps what is durable", async () => {
  const { server } = openMemoryBroker();
  const one = server.open();
  const brief = { ...queue("brief"), durable: false, arguments: {} };
  const classic = { ...queue("classic"), arguments: {} };
  await one.declare(topology({ queues: [queue("quorum"), classic] }));
  await server.open().declare(topology({ queues: [brief] }));
  for (const routingKey of ["quorum", "classic", "brief"]) {
    await one.publish(message({ routingKey, persistent: true }));
    await one.publish(message({ routingKey, persistent: false }));
  }
  await one.close();
  server.stop();
  const two = server.open();
  expect(two.state).toBe("down");
  server.start();
  expect([await two.depth("quorum"), await two.depth("classic")]).toEqual([2, 1]);
});
