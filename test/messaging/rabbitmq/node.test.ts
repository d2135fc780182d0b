/** A node of our own, to be killed and starved. */
import { execFile } from "node:child_process";
import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { findRabbitServer } from "../../../scripts/setup/find-program.mjs";
import { type PrivateBroker, startPrivateBroker } from "../../support/broker.js";
import { ackAll, inbox, message, queue, topology, unique } from "../broker-fixtures.js";
import { eventually, numbered, opener, outcome } from "./rabbit-stage.js";

let node: PrivateBroker;
const open = opener();

/** RabbitMQ 3.10 may lose a quorum queue that it had for less than some seconds when it is killed: declared first, killed last. */
const oldQueue = unique("old");

beforeAll(async () => {
  node = await startPrivateBroker();
  const broker = open(node.url);
  await broker.declare(topology({ queues: [queue(oldQueue, { "x-delivery-limit": 100 })] }));
  await broker.close();
  await node.writeDeclarations();
});
afterAll(() => node.close());

/** `rabbitmqctl` against that node, with the very environment it runs in. */
const rabbitmqctl = async (...args: string[]): Promise<void> => {
  const server = findRabbitServer();
  if (server === undefined) throw new Error("RabbitMQ is not installed.");
  const pairs = readFileSync(`/proc/${node.pid()}/environ`, "utf8").split("\0");
  const env = Object.fromEntries(pairs.map((pair) => [pair.slice(0, pair.indexOf("=")), pair.slice(pair.indexOf("=") + 1)]));
  await promisify(execFile)(join(dirname(server), "rabbitmqctl"), args, { env: { ...process.env, ...env, RABBITMQ_DIST_PORT: "" } });
};

test("under a memory alarm publishes fail in time and say why, consuming and acks go on, and later all is well", async () => {
  const broker = open(node.url, { publishTimeoutMs: 1_500 });
  const to = unique("queue");
  await broker.declare(topology({ queues: [queue(to)] }));
  await broker.ready();
  await Promise.all(numbered(to, 20).map((next) => broker.publish(next)));
  await rabbitmqctl("set_vm_memory_high_watermark", "absolute", "1");
  try {
    const first = broker.publish(message({ routingKey: to, body: Buffer.from("stuck") }));
    await expect(first).rejects.toMatchObject({ code: "timeout", message: expect.stringContaining("may have arrived") });
    const second = broker.publish(message({ routingKey: to }));
    await expect(second).rejects.toMatchObject({ code: "unavailable", message: expect.stringMatching(/takes no messages \(.*memory/) });
    const got = inbox(ackAll);
    const subscription = await broker.consume(to, { prefetch: 1 }, got.on);
    await vi.waitFor(() => expect(got.deliveries.length).toBeGreaterThanOrEqual(20), eventually);
    await subscription.cancel();
  } finally {
    await rabbitmqctl("set_vm_memory_high_watermark", "0.6");
  }
  await vi.waitFor(async () => expect(await outcome(broker.publish(message({ routingKey: to })))).toBe("resolved"), eventually);
}, 60_000);

test("a message larger than the broker takes is invalid, and those on their way with it arrive", async () => {
  await rabbitmqctl("eval", "application:set_env(rabbit, max_message_size, 50000).");
  const broker = open(node.url);
  const to = unique("queue");
  await broker.declare(topology({ queues: [queue(to)] }));
  await broker.ready();
  const large = message({ routingKey: to, body: Buffer.alloc(50_001) });
  const results = await Promise.all([...numbered(to, 100), large, ...numbered(to, 100)].map((next) => outcome(broker.publish(next))));
  expect(results.flatMap((result, at) => (result === "resolved" ? [] : [[at, result]]))).toEqual([[100, "invalid"]]);
}, 30_000);

test("the node is killed and started again: consumers go on, publishes arrive, nothing confirmed is lost", async () => {
  const broker = open(node.url, { publishTimeoutMs: 60_000 });
  const to = oldQueue;
  await broker.ready();
  const got = inbox(ackAll);
  await broker.consume(to, { prefetch: 50 }, got.on);
  const confirmed: string[] = [];
  const sent = numbered(to, 2_000).map(async (next) => {
    await broker.publish(next);
    confirmed.push(next.body.toString());
  });
  await vi.waitFor(() => expect(confirmed.length).toBeGreaterThan(200), eventually);
  await node.kill();
  await vi.waitFor(() => expect(broker.state).toBe("down"), eventually);
  const late = broker.publish(message({ routingKey: to, body: Buffer.from("late") }));
  await node.restart();
  await Promise.all([...sent, late]);
  await vi.waitFor(() => {
    const bodies = new Set(got.bodies());
    expect([...confirmed, "late"].filter((body) => !bodies.has(body))).toEqual([]);
  }, eventually);
}, 90_000);
