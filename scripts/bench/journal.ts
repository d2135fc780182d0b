import { performance } from "node:perf_hooks";
import { order } from "#generated/orders/order/index.js";
import { createSend, Journal, noteSends, openRabbit } from "#messaging";
import { consumeOurs, count } from "./consume.js";
import { type Benchmark, type Figure, inTurn } from "./figures.js";
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
  const empty = async (): Promise<void> => {
    await channel.purgeQueue(queue);
  };
  const full = (): Promise<void> => empty().then(() => publishRaw(channel, target, action, count, 500));
  const publisher = (kept?: Journal) => order.publisher(createSend({ broker: kept ? noteSends(broker, kept) : broker, appId: "bench" }));
  const sent = await inTurn(
    runs,
    () => rate(empty, () => publishOurs(publisher(new Journal(entries)))),
    () => rate(empty, () => publishOurs(publisher())),
  );
  const received = await inTurn(
    runs,
    () => rate(full, () => consumeOurs(url, new Journal(entries))),
    () => rate(full, () => consumeOurs(url)),
  );
  await broker.close();
  await raw.close();
  return [figure("publish", sent), figure("consume", received)];
};

async function rate(prepare: () => Promise<void>, work: () => Promise<void>): Promise<number> {
  await prepare();
  const start = performance.now();
  await work();
  return (count * 1000) / (performance.now() - start);
}

const figure = (name: string, { ours, theirs }: Awaited<ReturnType<typeof inTurn<number>>>): Figure => ({
  name: `${name} with a journal of ${entries}`,
  unit: "/s",
  runs: ours,
  baseline: { name: "without", runs: theirs },
  goal: { least: 0.9 },
});
