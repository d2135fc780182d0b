/** What a journey does to queues: wait for a message, send it on before its time, refuse it as a foreign consumer would. */
import { setTimeout as pause } from "node:timers/promises";
import type { TestBroker } from "../../support/broker.js";

export class Queues {
  readonly #broker: TestBroker;

  constructor(broker: TestBroker) {
    this.#broker = broker;
  }

  async clear(queues: Iterable<string>): Promise<void> {
    const channel = await this.#broker.channel();
    for (const queue of new Set(queues)) await channel.purgeQueue(queue);
    await channel.close();
  }

  /** Waits until a message is ready in a queue. */
  async holds(queue: string): Promise<void> {
    await until(
      async () => ((await this.#broker.depth(queue)) ?? 0) > 0,
      () => `no message has come to ${queue}`,
    );
  }

  /**
   * The message that waits in the queue goes on at once: it is published again exactly as it came, with an expiration of one millisecond
   * beside the queue's own. RabbitMQ goes by the shorter of the two, and what happens then is the queue's doing. `isPast`: it may have
   * gone by itself, as it does after a short delay.
   */
  async hurry(queue: string, isPast: () => boolean = () => false): Promise<void> {
    const channel = await this.#broker.channel();
    const sendOn = async (): Promise<boolean> => {
      const waiting = await channel.get(queue);
      if (waiting === false) return isPast();
      const { exchange, routingKey } = waiting.fields;
      channel.publish(exchange, routingKey, waiting.content, { ...waiting.properties, expiration: "1" });
      channel.ack(waiting);
      await channel.waitForConfirms();
      return true;
    };
    try {
      await until(sendOn, () => `no message has come to ${queue}`);
    } finally {
      await channel.close();
    }
  }

  /** As a consumer that is not ours may: refuses for good, or gives back (`again`) until the broker has enough of it and moves it to `next`. */
  async refuse(queue: string, next: string, again: boolean): Promise<void> {
    const channel = await this.#broker.channel();
    await channel.consume(queue, (message) => message && channel.nack(message, false, again));
    await this.holds(next);
    await channel.close();
  }
}

const patienceMs = 15_000;

/** Asks again, at short intervals, until it is so. */
export async function until(isSo: () => Promise<boolean>, otherwise: () => string): Promise<void> {
  const deadline = Date.now() + patienceMs;
  while (!(await isSo())) {
    if (Date.now() > deadline) throw new Error(otherwise());
    await pause(5);
  }
}
