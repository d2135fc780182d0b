/** The saga's five messages an order through raw amqplib in one process: no contract, no database, no HTTP. */
import type { ChannelModel } from "amqplib";
import { action } from "./orders.js";
import { connectRaw } from "./raw.js";

const steps = ["bench-reserve", "bench-reserved", "bench-pay", "bench-paid", "bench-completed"] as const;

export interface RawSaga {
  run(orders: number): Promise<void>;
  close(): Promise<void>;
}

/** Quorum queues, persistent messages, publisher confirms, manual acks after the confirm, prefetch 100. */
export async function openRawSaga(url: string): Promise<RawSaga> {
  const connection = await connectRaw(url);
  const channel = await connection.createConfirmChannel();
  for (const step of steps) await channel.assertQueue(step, { durable: true, arguments: { "x-queue-type": "quorum" } });
  let left = 0;
  let finish: () => void = () => undefined;
  const send = (step: string, done: () => void): void =>
    void channel.publish("", step, Buffer.from(JSON.stringify(action)), { persistent: true, mandatory: true }, done);
  for (const [index, step] of steps.entries()) await consume(connection, step, index);

  async function consume(from: ChannelModel, step: string, index: number): Promise<void> {
    const reading = await from.createChannel();
    await reading.prefetch(100);
    await reading.consume(step, (message) => {
      if (message === null) return;
      JSON.parse(message.content.toString());
      const following = steps[index + 1];
      if (following !== undefined) {
        send(following, () => reading.ack(message));
        return;
      }
      reading.ack(message);
      left--;
      if (left === 0) finish();
    });
  }

  return {
    run: (orders) =>
      new Promise((resolve) => {
        left = orders;
        finish = resolve;
        for (let order = 0; order < orders; order++) send(steps[0], () => undefined);
      }),
    close: () => connection.close(),
  };
}
