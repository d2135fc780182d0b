/** A foreign AMQP client: plain amqplib, no contract, no checks. For what no well-behaved publisher would send. */
import { type ChannelModel, type ConfirmChannel, connect, type Message, type Options } from "amqplib";

export interface RawClient {
  /** Messages ready in a queue, as of now; undefined where there is no such queue. */
  depth(queue: string): Promise<number | undefined>;
  /** Publishes bytes as they are; a string as UTF-8. Resolves when confirmed. Rejects when nothing is bound. */
  send(exchange: string, routingKey: string, body: string | Buffer, properties?: Options.Publish): Promise<void>;
  /** Takes messages out of a queue, at most `count`. */
  take(queue: string, count?: number): Promise<readonly TakenMessage[]>;
  /** A channel for anything else, the caller's to close. */
  channel(): Promise<ConfirmChannel>;
  /** Closes this client's connection; the next call opens another. */
  disconnect(): Promise<void>;
}

export interface TakenMessage {
  readonly body: Buffer;
  readonly exchange: string;
  readonly routingKey: string;
  readonly headers: Readonly<Record<string, unknown>>;
  readonly properties: Readonly<Record<string, unknown>>;
}

type OpenChannel = () => Promise<ConfirmChannel>;

/** Each use has its own channel: the broker closes a channel on the first mistake, a queue that is not there included. */
const withChannel = async <T>(open: OpenChannel, use: (channel: ConfirmChannel) => Promise<T>): Promise<T> => {
  const channel = await open();
  try {
    return await use(channel);
  } finally {
    await channel.close().catch(() => undefined);
  }
};

const depth = (open: OpenChannel, queue: string): Promise<number | undefined> =>
  withChannel(open, async (channel) => {
    try {
      return (await channel.checkQueue(queue)).messageCount;
    } catch (error) {
      if (error instanceof Error && error.message.includes("NOT_FOUND")) return undefined;
      throw error;
    }
  });

const send = (open: OpenChannel, exchange: string, routingKey: string, body: Buffer, properties: Options.Publish): Promise<void> =>
  withChannel(open, async (channel) => {
    const returns: string[] = [];
    channel.on("return", (message: Message) => returns.push(message.fields.routingKey));
    channel.publish(exchange, routingKey, body, { mandatory: true, persistent: true, ...properties });
    await channel.waitForConfirms();
    if (returns.length > 0) throw new Error(`No queue is bound to exchange "${exchange}" with routing key "${routingKey}".`);
  });

const take = (open: OpenChannel, queue: string, count: number): Promise<readonly TakenMessage[]> =>
  withChannel(open, async (channel) => {
    const taken: TakenMessage[] = [];
    while (taken.length < count) {
      const message = await channel.get(queue, { noAck: true });
      if (message === false) break;
      const { fields, properties, content } = message;
      const { exchange, routingKey } = fields;
      taken.push({ body: content, exchange, routingKey, headers: properties.headers ?? {}, properties: { ...properties } });
    }
    return taken;
  });

export const createRawClient = (url: string): RawClient => {
  let connection: Promise<ChannelModel> | undefined;
  const connected = (): Promise<ChannelModel> => {
    connection ??= connect(url, { noDelay: true }).then((opened) => {
      const forget = (): void => {
        connection = undefined;
      };
      opened.on("error", forget);
      opened.on("close", forget);
      return opened;
    });
    return connection;
  };
  const open: OpenChannel = async () => {
    const channel = await (await connected()).createConfirmChannel();
    // The refusal also rejects the call that caused it.
    channel.on("error", () => undefined);
    return channel;
  };
  return {
    depth: (queue) => depth(open, queue),
    send: (exchange, routingKey, body, properties = {}) => send(open, exchange, routingKey, Buffer.from(body), properties),
    take: (queue, count = 1000) => take(open, queue, count),
    channel: open,
    async disconnect() {
      const opened = await connection?.catch(() => undefined);
      connection = undefined;
      await opened?.close().catch(() => undefined);
    },
  };
};
