import type { Broker, OutgoingMessage } from "./broker.js";
import type { UnitOfWork } from "./unit-of-work.js";

/**
 * Units of work without a database: what a handler publishes leaves after it succeeded and before its message is acked, all
 * confirmed. There is no inbox: a message that is delivered twice is handled twice, and a publish that fails half-way publishes
 * the other half again with the next attempt. Fits handlers whose work may be repeated.
 */
export const directUnitOfWork = (broker: Pick<Broker, "publish">): UnitOfWork<undefined> => ({
  async perform(work) {
    const messages: OutgoingMessage[] = [];
    const result = await work.run({ tx: undefined, enqueue: (message) => messages.push(message) });
    work.signal?.throwIfAborted();
    if (messages.length === 1 && messages[0]) await broker.publish(messages[0]);
    else if (messages.length > 1) await publishAll(broker, messages);
    return { status: "done", result };
  },
});

/** Waits for all, so that none is on its way any more when the work counts as failed. */
const publishAll = async (broker: Pick<Broker, "publish">, messages: readonly OutgoingMessage[]): Promise<void> => {
  const outcomes = await Promise.allSettled(messages.map((message) => broker.publish(message)));
  const failed = outcomes.find((outcome) => outcome.status === "rejected");
  if (failed) throw failed.reason;
};
