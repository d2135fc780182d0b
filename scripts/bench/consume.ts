import { performance } from "node:perf_hooks";
import { payment } from "#generated/orders/payment/index.js";
import { directUnitOfWork, type Journal, openRabbit, startConsumers } from "#messaging";
import { type Benchmark, inTurn } from "./figures.js";
import { action, prefetch, queue, silent, target, topology } from "./orders.js";
import { connectRaw, consumeRaw, publishRaw } from "./raw.js";

/** Messages of one run. */
export const count = 40_000;

/** Decoding, validating, handling and acking beside raw amqplib that parses and acks, at the contract's prefetch. */
export const consume: Benchmark = async ({ runs, brokerUrl }) => {
  const url = await brokerUrl();
  const broker = openRabbit({ url, name: "bench", log: silent });
  await broker.declare(topology);
  const raw = await connectRaw(url);
  const filler = await raw.createConfirmChannel();
  const fill = async (): Promise<void> => {
    await filler.purgeQueue(queue);
    await publishRaw(filler, target, action, count, 500);
  };
  const rate = async (work: () => Promise<void>): Promise<number> => {
    await fill();
    const start = performance.now();
    await work();
    return (count * 1000) / (performance.now() - start);
  };
  const reading = await raw.createChannel();
  const measured = await inTurn(
    runs,
    () => rate(() => consumeOurs(url)),
    () => rate(() => consumeRaw(reading, queue, count, prefetch)),
  );
  await broker.close();
  await raw.close();
  return [
    {
      name: `consume with validation and ack, prefetch ${prefetch}`,
      unit: "/s",
      runs: measured.ours,
      baseline: { name: "raw amqplib, parsing", runs: measured.theirs },
      goal: { least: 0.8 },
    },
  ];
};

export async function consumeOurs(url: string, journal?: Journal): Promise<void> {
  const broker = openRabbit({ url, name: "bench", log: silent });
  let handled = 0;
  let finish: () => void = () => undefined;
  const finished = new Promise<void>((resolve) => {
    finish = resolve;
  });
  const consumers = await startConsumers({
    broker,
    contract: payment,
    unit: directUnitOfWork(broker),
    log: silent,
    journal,
    handlers: () => ({
      onPaymentAction: async () => undefined,
      onPaymentCancellation: async () => {
        handled++;
        if (handled === count) finish();
      },
    }),
  });
  await finished;
  await consumers.stop();
  await broker.close();
}
