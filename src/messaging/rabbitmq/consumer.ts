import type { Channel, ChannelModel, ConsumeMessage } from "amqplib";
import type { Delivery } from "../broker.js";
import { MessagingError } from "../errors.js";
import { fullJitterMs, pause } from "./backoff.js";
import { ChannelAnswers } from "./channel-answers.js";
import { DeliveryChannel, type DeliveryChannels } from "./delivery-channel.js";
import { closedError } from "./link.js";
import type { Settings } from "./options.js";
import { refusalOf, textOf } from "./refusals.js";

export interface ConsumerSetup {
  readonly queue: string;
  readonly prefetch: number;
  readonly consumers: number;
  /** Deliveries can be answered on their own channel. */
  readonly answers: boolean;
  readonly onDelivery: (delivery: Delivery) => void;
  /** Before another try: makes sure that the queue exists. */
  readonly restore: (connection: ChannelModel) => Promise<void>;
  readonly channels: DeliveryChannels;
}

/** A living subscription on one channel. */
interface Session {
  readonly deliveries: DeliveryChannel;
  stop: () => Promise<void>;
  /** False until it is known to be wanted. */
  live: boolean;
  /** Resolves with the reason when the broker ends it. */
  readonly ended: Promise<string>;
}

/** One consumer on a channel of its own, subscribed again whenever that is lost, until cancelled. */
export class Consumer {
  readonly #settings: Settings;
  readonly #setup: ConsumerSetup;
  readonly #cancelled = new AbortController();
  #connection: ChannelModel | undefined;
  #session: Session | undefined;
  #started = false;
  readonly #first: { resolve(): void; reject(error: Error): void };
  /** Resolves with the first subscription; rejects when the broker refuses that one. */
  readonly started: Promise<void>;
  /** Once it is cancelled: resolves when its channel is closed, with all settled that it had. */
  drained: Promise<void> = Promise.resolve();

  constructor(settings: Settings, setup: ConsumerSetup) {
    this.#settings = settings;
    this.#setup = setup;
    const { promise, resolve, reject } = deferred();
    this.started = promise;
    this.#first = { resolve, reject };
  }

  /** Consumes on this connection for as long as it lives. */
  attach(connection: ChannelModel): void {
    this.#connection = connection;
    void this.#keep(connection);
  }

  detach(): void {
    this.#connection = undefined;
    this.#session = undefined;
  }

  async cancel(): Promise<void> {
    this.abandon();
    const session = this.#session;
    this.#session = undefined;
    await session?.stop();
    session?.deliveries.retire();
    if (session !== undefined) this.drained = session.deliveries.closed;
  }

  /** A quorum queue answers a get only after the acks that came before it. What it may give stays unacked: it goes back with the channel. */
  async acknowledged(): Promise<void> {
    await this.#session?.deliveries.get(this.#setup.queue);
  }

  /** Subscribes no more. What it has is left to whoever closes the channels. */
  abandon(): void {
    this.#cancelled.abort();
    if (!this.#started) this.#first.reject(closedError());
  }

  #wanted(connection: ChannelModel): boolean {
    return this.#connection === connection && !this.#cancelled.signal.aborted;
  }

  async #keep(connection: ChannelModel): Promise<void> {
    for (let attempt = 0; this.#wanted(connection); attempt++) {
      const since = Date.now();
      const reason = await this.#once(connection);
      if (!this.#wanted(connection)) return;
      if (Date.now() - since > 5_000) attempt = 0;
      const { log, name } = this.#settings;
      log.warn({ application: name, queue: this.#setup.queue, attempt, reason }, "A consumer was ended by RabbitMQ; subscribing again");
      await pause(fullJitterMs(attempt), this.#cancelled.signal);
      if (this.#wanted(connection)) await this.#setup.restore(connection).catch(() => undefined);
    }
  }

  /** Subscribes and stays until the subscription ends. Returns why it did. */
  async #once(connection: ChannelModel): Promise<string> {
    try {
      const session = await this.#subscribe(connection);
      if (!this.#wanted(connection)) {
        void session.deliveries.close();
        return "cancelled";
      }
      session.live = true;
      this.#session = session;
      this.#started = true;
      this.#first.resolve();
      return await session.ended;
    } catch (error) {
      const refusal = refusalOf(error);
      if (refusal !== undefined && !this.#started) {
        this.#cancelled.abort();
        const text = `RabbitMQ does not let us consume queue "${this.#setup.queue}": ${refusal.reason}`;
        this.#first.reject(new MessagingError("invalid", text, { cause: error }));
      }
      return refusal?.reason ?? textOf(error);
    }
  }

  async #subscribe(connection: ChannelModel): Promise<Session> {
    const { queue, prefetch, consumers } = this.#setup;
    const { channel, deliveries } = await this.#open(connection);
    const { promise: ended, resolve: end } = deferred<string>();
    const session: Session = { deliveries, ended, live: false, stop: noSuccess };
    channel.on("error", (error) => end(textOf(error)));
    channel.on("close", () => end("the channel was closed"));
    try {
      // For each consumer that begins after it on the channel.
      await channel.prefetch(prefetch);
      const receive = (message: ConsumeMessage | null): void => {
        if (message === null) {
          // What this channel delivered may still be acked on it.
          deliveries.retire();
          end("the broker cancelled it; was the queue deleted?");
        } else if (session.live || !this.#cancelled.signal.aborted) this.#deliver(deliveries.deliver(message, queue));
      };
      const tags = await Promise.all(Array.from({ length: consumers }, () => channel.consume(queue, receive)));
      const stop = () => Promise.all(tags.map(({ consumerTag }) => channel.cancel(consumerTag))).then(noResult, noResult);
      return Object.assign(session, { stop });
    } catch (error) {
      void deliveries.close();
      throw error;
    }
  }

  async #open(connection: ChannelModel): Promise<{ readonly channel: Channel; readonly deliveries: DeliveryChannel }> {
    const { answers, channels, prefetch } = this.#setup;
    const channel = await connection.createChannel();
    return { channel, deliveries: new DeliveryChannel(channel, channels, answers ? new ChannelAnswers(channel, prefetch) : undefined) };
  }

  /** An exception that got into amqplib would close the channel with everything in flight on it. */
  #deliver(delivery: Delivery): void {
    try {
      this.#setup.onDelivery(delivery);
    } catch (error) {
      const { log, name } = this.#settings;
      log.error({ application: name, queue: delivery.queue, err: error }, "A delivery callback threw; the message goes back to its queue");
      delivery.nack(true);
    }
  }
}

const noResult = (): void => undefined;
const noSuccess = async (): Promise<void> => undefined;

const deferred = <T = void>(): { promise: Promise<T>; resolve: (value: T) => void; reject: (error: Error) => void } => {
  let resolve: (value: T) => void = noResult;
  let reject: (error: Error) => void = noResult;
  const promise = new Promise<T>((yes, no) => {
    resolve = yes;
    reject = no;
  });
  return { promise, resolve, reject };
};
