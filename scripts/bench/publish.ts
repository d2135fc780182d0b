import { performance } from "node:perf_hooks";
import { type OrderPublisher, order } from "#generated/orders/order/index.js";
import { createSend, openRabbit } from "#messaging";
import { type Benchmark, inTurn, percentile } from "./figures.js";
import { action, queue, silent, target, topology } from "./orders.js";
import { connectRaw, publishRaw } from "./raw.js";

const count = 40_000;
const window = 500;
const loneCount = 2_000;

/** Typed, validated, confirmed publishing beside raw amqplib: many at once, and one at a time. */
export const publish: Benchmark = async ({ runs, brokerUrl }) => {
  const url = await brokerUrl();
  const broker = openRabbit({ url, name: "bench", log: silent });
  await broker.declare(topology);
  const publisher = order.publisher(createSend({ broker, appId: "bench" }));
  const raw = await connectRaw(url);
  const channel = await raw.createConfirmChannel();
  const fresh = async <T>(measure: () => Promise<T>): Promise<T> => {
    await channel.purgeQueue(queue);
    return measure();
  };
  const many = await inTurn(
    runs,
    () => fresh(() => rate(() => publishOurs(publisher))),
    () => fresh(() => rate(() => publishRaw(channel, target, action, count, window))),
  );
  const lone = await inTurn(
    runs,
    () => fresh(() => loneLatency(() => publisher.paymentCancellation(action))),
    () => fresh(() => loneLatency(() => publishRaw(channel, target, action, 1, 1))),
  );
  await broker.close();
  await raw.close();
  return [
    {
      name: `publish, ${window} in flight`,
      unit: "/s",
      runs: many.ours,
      baseline: { name: "raw amqplib", runs: many.theirs },
      goal: { least: 0.9 },
    },
    {
      name: "publish, one at a time, p50",
      unit: "ms",
      runs: lone.ours,
      baseline: { name: "raw amqplib", runs: lone.theirs },
      goal: { most: 1.2 },
    },
  ];
};

export async function publishOurs(publisher: OrderPublisher): Promise<void> {
  let sent = 0;
  const lane = async (): Promise<void> => {
    while (sent < count) {
      sent++;
      await publisher.paymentCancellation(action);
    }
  };
  await Promise.all(Array.from({ length: window }, lane));
}

async function rate(work: () => Promise<void>): Promise<number> {
  const start = performance.now();
  await work();
  return (count * 1000) / (performance.now() - start);
}

async function loneLatency(publishOne: () => Promise<void>): Promise<number> {
  const times: number[] = [];
  for (let index = 0; index < loneCount; index++) {
    const start = performance.now();
    await publishOne();
    times.push(performance.now() - start);
  }
  return percentile(times, 0.5);
}
