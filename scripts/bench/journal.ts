import { performance } from "node:perf_hooks";
import { order } from "#generated/orders/order/index.js";
import { createSend, Journal, noteSends, openRabbit } from "#messaging";
import { consumeOurs, count } from "./consume.js";
import { type Benchmark, inTurn } from "./figures.js";
import { action, queue, silent, target, topology } from "./orders.js";
import { publishOurs } from "./publish.js";
import { connectRaw, publishRaw } from "./raw.js";

const entries = 10_000;

/** What it costs to keep a journal: publishing and consuming with one, beside the same without. */
export const journal: Benchmark = async ({ runs, brokerUrl }) => {
  const url = await brokerUrl();
  const broker = openRabbit({ url, name: "bench", log: silent });
  await broker.declare(topology);
  const raw = await connectRaw(url);
  const channel = await raw.createConfirmChannel();
  const rate = async (fill: number, work: () => Promise<void>): Promise<number> => {
    await channel.purgeQueue(queue);
    await publishRaw(channel, target, action, fill, 500);
    const start = performance.now();
    await work();
    return (count * 1000) / (performance.now() - start);
  };
  const plain = order.publisher(createSend({ broker, appId: "bench" }));
  const noting = order.publisher(createSend({ broker: noteSends(broker, new Journal(entries)), appId: "bench" }));
  const sent = await inTurn(
    runs,
    () => rate(0, () => publishOurs(noting)),
    () => rate(0, () => publishOurs(plain)),
  );
  const received = await inTurn(
    runs,
    () => rate(count, () => consumeOurs(url, new Journal(entries))),
    () => rate(count, () => consumeOurs(url)),
  );
  await broker.close();
  await raw.close();
  const figure = (name: string, { ours, theirs }: typeof sent) => ({
    name: `${name} with a journal of ${entries}`,
    unit: "/s",
    runs: ours,
    baseline: { name: "without", runs: theirs },
    goal: { least: 0.95 },
  });
  return [figure("publish", sent), figure("consume", received)];
};
