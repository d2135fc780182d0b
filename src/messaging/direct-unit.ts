import type { Broker, OutgoingMessage } from "./broker.js";
import { MessagingError } from "./errors.js";
import type { UnitOfWork } from "./unit-of-work.js";

/**
 * Units of work without a transaction: what a handler publishes leaves after it succeeded and before its message is acked, all
 * confirmed. There is no inbox: a message that is delivered twice is handled twice, and a publish that fails half-way publishes
 * the other half again with the next attempt. Fits handlers whose work may be repeated: those without a database, and with `tx`,
 * to be handed to each, those that only read one.
 *
 * An answer to an address that the request named, and where nobody listens, makes the work fail with `rejected`.
 */
export function directUnitOfWork(broker: Pick<Broker, "publish">): UnitOfWork<undefined>;
export function directUnitOfWork<Tx>(broker: Pick<Broker, "publish">, tx: Tx): UnitOfWork<Tx>;
export function directUnitOfWork<Tx>(broker: Pick<Broker, "publish">, tx?: Tx): UnitOfWork<Tx | undefined> {
  return {
    async perform(work) {
      const messages: OutgoingMessage[] = [];
      const result = await work.run({ tx, direct: true, enqueue: (message) => messages.push(message) });
      work.signal?.throwIfAborted();
      if (messages.length === 1 && messages[0]) await publish(broker, messages[0]);
      else if (messages.length > 1) await publishAll(broker, messages);
      return { status: "done", result };
    },
  };
}

/** Waits for all, so that none is on its way any more when the work counts as failed. */
const publishAll = async (broker: Pick<Broker, "publish">, messages: readonly OutgoingMessage[]): Promise<void> => {
  const outcomes = await Promise.allSettled(messages.map((message) => publish(broker, message)));
  const failed = outcomes.find((outcome) => outcome.status === "rejected");
  if (failed) throw failed.reason;
};

/** Publishes at once; rejects as {@link whyNotSent} tells. */
export const publish = async (broker: Pick<Broker, "publish">, message: OutgoingMessage): Promise<void> => {
  try {
    await broker.publish(message);
  } catch (error) {
    throw whyNotSent(message, error);
  }
};

/** A requester that is gone does not come back: its request need not be tried again. */
export const whyNotSent = (message: OutgoingMessage, error: unknown): unknown =>
  message.namedAddress && error instanceof MessagingError && error.code === "unroutable"
    ? new MessagingError("rejected", "nobody listens at the request's reply address", { cause: error })
    : error;
