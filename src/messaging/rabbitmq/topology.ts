import type { Channel, ChannelModel } from "amqplib";
import type { QueueLook } from "../broker.js";
import type { Topology } from "../descriptors.js";
import { MessagingError } from "../errors.js";
import { refusalOf } from "./refusals.js";

/** Channels that declare side by side: a quorum queue takes the broker tens of milliseconds. */
const width = 8;

/** One thing to declare. */
interface Step {
  /** As a sentence names it: `queue "payment-queue"`. */
  readonly what: string;
  declare(channel: Channel): Promise<unknown>;
}

/** Three rounds, each after the one before: exchanges, queues, bindings. */
const rounds = ({ exchanges, queues, bindings }: Topology): readonly (readonly Step[])[] => [
  exchanges.map(({ name, type, ...options }) => ({
    what: `exchange "${name}"`,
    declare: (channel) => channel.assertExchange(name, type, options),
  })),
  queues.map(({ name, ...options }) => ({ what: `queue "${name}"`, declare: (channel) => channel.assertQueue(name, options) })),
  bindings.map(({ queue, exchange, routingKey, arguments: args }) => ({
    what: `binding of queue "${queue}" to exchange "${exchange}" with "${routingKey}"`,
    declare: (channel) => channel.bindQueue(queue, exchange, routingKey, args),
  })),
];

/**
 * Declares a topology on channels of its own, so that a refusal closes none that is in use. Throws `invalid` naming the
 * object and giving the broker's words; any other error means that the connection was lost.
 */
export const declareTopology = async (connection: ChannelModel, topology: Topology): Promise<void> => {
  for (const steps of rounds(await withoutWhatOthersHave(connection, topology))) {
    const line = steps.values();
    const workers = Array.from({ length: Math.min(width, steps.length) }, () => withChannel(connection, (channel) => work(channel, line)));
    const results = await Promise.allSettled(workers);
    for (const result of results) if (result.status === "rejected") throw result.reason;
  }
};

/**
 * What belongs to other applications and is there already is theirs to declare and to bind. So this application's user needs no right to
 * change it, and RabbitMQ has nothing to refuse.
 */
const withoutWhatOthersHave = async (connection: ChannelModel, topology: Topology): Promise<Topology> => {
  const { exchanges, queues, bindings, foreign } = topology;
  if (foreign === undefined) return topology;
  const present = async (
    names: readonly string[],
    check: (channel: Channel, name: string) => Promise<unknown>,
  ): Promise<readonly string[]> => {
    const found = await Promise.all(names.map((name) => isThere(connection, (channel) => check(channel, name))));
    return names.filter((_, index) => found[index]);
  };
  const [theirExchanges, theirQueues] = await Promise.all([
    present(foreign.exchanges, (channel, name) => channel.checkExchange(name)),
    present(foreign.queues, (channel, name) => channel.checkQueue(name)),
  ]);
  return {
    exchanges: exchanges.filter(({ name }) => !theirExchanges.includes(name)),
    queues: queues.filter(({ name }) => !theirQueues.includes(name)),
    bindings: bindings.filter(({ queue }) => !theirQueues.includes(queue)),
  };
};

/** False only where the broker says that there is none. What it does not let us see (403, RabbitMQ 4.2.6 and later) is surely not ours. */
const isThere = async (connection: ChannelModel, check: (channel: Channel) => Promise<unknown>): Promise<boolean> => {
  try {
    await withChannel(connection, check);
    return true;
  } catch (error) {
    const refusal = refusalOf(error);
    if (refusal === undefined) throw error;
    return refusal.code !== 404;
  }
};

/** Takes steps from a line that several workers share. An array's iterator goes on for the others when one of them throws. */
const work = async (channel: Channel, line: ArrayIterator<Step>): Promise<void> => {
  for (const { what, declare } of line) {
    try {
      await declare(channel);
    } catch (error) {
      const refusal = refusalOf(error);
      if (refusal === undefined) throw error;
      // A user with the least rights may not declare what is others'.
      const hint = refusal.code === 403 ? " (`warren topology apply` declares what is missing)" : "";
      throw new MessagingError("invalid", `RabbitMQ refuses the ${what}: ${refusal.reason}${hint}`, { cause: error });
    }
  }
};

/** Gives work a channel that nobody else uses, and closes it afterwards. */
const withChannel = async <T>(connection: ChannelModel, use: (channel: Channel) => Promise<T>): Promise<T> => {
  const channel = await connection.createChannel();
  const life = { open: true };
  const closed = new Promise<void>((resolve) => {
    channel.on("close", () => {
      life.open = false;
      resolve();
    });
  });
  // The refused call rejects with the same error.
  channel.on("error", () => undefined);
  try {
    return await use(channel);
  } finally {
    if (life.open) {
      // Its promise stays pending when the connection dies meanwhile; the event does not.
      void channel.close().catch(() => undefined);
      await closed;
    }
  }
};

/** A queue as it stands, or undefined where there is none of that name. */
export const lookAtQueue = async (connection: ChannelModel, queue: string): Promise<QueueLook | undefined> => {
  try {
    const { messageCount, consumerCount } = await withChannel(connection, (channel) => channel.checkQueue(queue));
    return { ready: messageCount, consumers: consumerCount };
  } catch (error) {
    const refusal = refusalOf(error);
    if (refusal?.code === 404) return undefined;
    throw new MessagingError("unavailable", `The state of queue "${queue}" cannot be read: ${refusal?.reason ?? String(error)}`, {
      cause: error,
    });
  }
};
