import { expect, vi } from "vitest";
import { type Broker, MessagingError } from "#messaging";
import { message, queue, topology, unique } from "../broker-fixtures.js";

/** A broker that runs, and what a test may do to it from outside. */
export interface Stage {
  /** Another handle. The stage closes it. */
  open(options?: { readonly publishTimeoutMs?: number }): Broker;
  /** Keeps every handle from the broker until `back`. */
  away(): void;
  back(): void;
  deleteQueue(name: string): Promise<void>;
  close(): Promise<void>;
}

/** What the sentences have in common. */
export interface Spec {
  stage(): Stage;
  /** The handle that most sentences use. */
  broker(): Broker;
  /** A queue of its own. */
  newQueue(args?: Parameters<typeof queue>[1]): Promise<string>;
  send(to: string, body: string, from?: Broker): Promise<void>;
  /** Waits until so many messages are ready. */
  depth(queue: string, is: number): Promise<void>;
}

/** `resolved`, or the code with which it failed. */
export const code = (promise: Promise<unknown>): Promise<unknown> =>
  promise.then(
    () => "resolved",
    (error: unknown) => (error instanceof MessagingError ? error.code : error),
  );

export const eventually = { timeout: 15_000, interval: 10 };

export const deadLetteredTo = (queue: string) => ({ "x-dead-letter-exchange": "", "x-dead-letter-routing-key": queue });

export const createSpec = (stage: () => Stage, broker: () => Broker): Spec => ({
  stage,
  broker,
  newQueue: async (args = {}) => {
    const name = unique("queue");
    await broker().declare(topology({ queues: [queue(name, args)] }));
    return name;
  },
  send: (to, body, from = broker()) => from.publish(message({ routingKey: to, body: Buffer.from(body) })),
  depth: (queue, is) => vi.waitFor(async () => expect(await broker().depth(queue)).toBe(is), eventually),
});
