import type { ChannelModel } from "amqplib";
import type { Broker, BrokerCounters, BrokerState, ConsumeOptions, Delivery, OutgoingMessage, Subscription } from "../broker.js";
import type { Topology } from "../descriptors.js";
import { MessagingError } from "../errors.js";
import { pause } from "./backoff.js";
import { Consumer } from "./consumer.js";
import type { DeliveryChannels } from "./delivery-channel.js";
import { closedError, Link } from "./link.js";
import { type RabbitOptions, type Settings, settle } from "./options.js";
import { Publisher } from "./publisher.js";
import { textOf } from "./refusals.js";
import { declareTopology, queueDepth } from "./topology.js";

/**
 * Connects to RabbitMQ, and keeps connected until closed. Two connections, one that publishes and one that consumes: an
 * alarm in the broker stops the first, and acks still leave by the second.
 *
 * - Returns at once; `ready` tells when both connections are up. It rejects with `rejected` when the broker turns the
 *   user, the password or the virtual host down, while attempts go on in the background, each with a line in the log.
 * - `publish` while the broker is away waits and is sent after the reconnect, within `publishTimeoutMs`. What was sent and
 *   not confirmed when a connection died is sent again: at least once, with the same message id.
 * - `declare` and `consume` wait for the connection; `depth` does not. A refused declaration rejects with `invalid`.
 * - `close` waits for publishes under way (`closeTimeoutMs`), sends the acks that are due, and leaves no timer or socket.
 *
 * Throws `invalid` for options that cannot be right.
 */
export const openRabbit = (options: RabbitOptions): Broker => new RabbitBroker(settle(options));

class RabbitBroker implements Broker {
  readonly #settings: Settings;
  readonly #publisher: Publisher;
  readonly #publishing: Link;
  readonly #consuming: Link;
  readonly #topologies = new Set<Topology>();
  readonly #consumers = new Set<Consumer>();
  readonly #channels: DeliveryChannels = { open: new Set(), staleAcks: 0 };
  #lost = 0;
  #wasUp = false;
  #closing: Promise<void> | undefined;
  #watchers = new Set<() => void>();
  #restoring: { readonly connection: ChannelModel; readonly done: Promise<void> } | undefined;

  constructor(settings: Settings) {
    this.#settings = settings;
    this.#publisher = new Publisher(settings);
    this.#consuming = new Link(settings, {
      purpose: "consuming",
      up: (connection) => this.#restore(connection),
      arrived: (connection) => {
        for (const consumer of this.#consumers) consumer.attach(connection);
        this.#publishing.nudge();
        this.#changed("consuming");
      },
      down: (wasUp) => {
        for (const consumer of this.#consumers) consumer.detach();
        if (wasUp) this.#lost++;
      },
      failed: (reason) => this.#changed("consuming", reason),
    });
    this.#publishing = new Link(settings, {
      purpose: "publishing",
      up: async (connection) => {
        // Whatever a restarted broker has forgotten must exist again before messages go there.
        if (this.#topologies.size > 0) await this.#consuming.whenUp();
        await this.#publisher.attach(connection);
      },
      arrived: () => {
        this.#consuming.nudge();
        this.#changed("publishing");
      },
      down: (wasUp) => {
        this.#publisher.detach();
        if (wasUp) this.#lost++;
      },
      failed: (reason) => this.#changed("publishing", reason),
    });
  }

  get state(): BrokerState {
    if (this.#closing !== undefined) return "closed";
    if (this.#publishing.current !== undefined && this.#consuming.current !== undefined) return "up";
    return this.#wasUp ? "down" : "connecting";
  }

  get counters(): BrokerCounters {
    const { returned, resent, inFlight, waiting } = this.#publisher;
    return { staleAcks: this.#channels.staleAcks, lostConnections: this.#lost, resent, returned, inFlight, waiting };
  }

  async ready(signal?: AbortSignal): Promise<void> {
    await new Promise<void>((resolve, reject) => {
      const finish = (error?: Error): void => {
        this.#watchers.delete(look);
        signal?.removeEventListener("abort", look);
        if (error === undefined) resolve();
        else reject(error);
      };
      const look = (): void => {
        const refusal = this.#publishing.refusal ?? this.#consuming.refusal;
        if (this.state === "up") finish();
        else if (this.state === "closed") finish(closedError());
        else if (refusal !== undefined) finish(new MessagingError("rejected", refusal));
        else if (signal?.aborted === true)
          finish(new MessagingError("unavailable", `RabbitMQ at ${this.#settings.address} was not reached in time.`));
      };
      this.#watchers.add(look);
      signal?.addEventListener("abort", look);
      look();
    });
  }

  async declare(topology: Topology): Promise<void> {
    for (;;) {
      const connection = await this.#consuming.whenUp();
      try {
        await declareTopology(connection, topology);
        this.#topologies.add(topology);
        return;
      } catch (error) {
        // Lost on the way: the next connection decides.
        if (error instanceof MessagingError || this.#consuming.current === connection) throw error;
      }
    }
  }

  publish(message: OutgoingMessage): Promise<void> {
    return this.#publisher.publish(message);
  }

  async consume(queue: string, options: ConsumeOptions, onDelivery: (delivery: Delivery) => void): Promise<Subscription> {
    if (this.#closing !== undefined) throw closedError();
    const restore = (connection: ChannelModel): Promise<void> => this.#restore(connection);
    const consumer = new Consumer(this.#settings, { queue, prefetch: options.prefetch, onDelivery, restore, channels: this.#channels });
    this.#consumers.add(consumer);
    const connection = this.#consuming.current;
    if (connection !== undefined) consumer.attach(connection);
    try {
      await consumer.started;
    } catch (error) {
      this.#consumers.delete(consumer);
      throw error;
    }
    return {
      cancel: async () => {
        this.#consumers.delete(consumer);
        await consumer.cancel();
      },
    };
  }

  async depth(queue: string): Promise<number | undefined> {
    const connection = this.#consuming.current;
    if (connection === undefined) throw new MessagingError("unavailable", `RabbitMQ at ${this.#settings.address} cannot be reached.`);
    return await queueDepth(connection, queue);
  }

  close(): Promise<void> {
    this.#closing ??= this.#close();
    return this.#closing;
  }

  async #close(): Promise<void> {
    // A first await, so that `state` is "closed" for everybody who looks from here on.
    await Promise.resolve();
    this.#look();
    const { closeTimeoutMs } = this.#settings;
    // Waiting helps only where there is a broker to confirm.
    await this.#publisher.close(this.#publishing.current === undefined ? 0 : closeTimeoutMs);
    for (const consumer of this.#consumers) consumer.abandon();
    // Channels first: amqplib lets a connection's close overtake the acks that its channels still hold.
    await within(closeTimeoutMs, Promise.all([...this.#channels.open].map((channel) => channel.close())));
    await Promise.all([this.#publishing.close(closeTimeoutMs), this.#consuming.close(closeTimeoutMs)]);
    this.#settings.onState({ state: "closed" });
  }

  /** Declares again all that was declared. A refusal is logged and does not keep the rest from working. */
  #restore(connection: ChannelModel): Promise<void> {
    if (this.#restoring?.connection === connection) return this.#restoring.done;
    const done = this.#redeclare(connection).finally(() => {
      if (this.#restoring?.done === done) this.#restoring = undefined;
    });
    this.#restoring = { connection, done };
    return done;
  }

  async #redeclare(connection: ChannelModel): Promise<void> {
    for (const topology of this.#topologies) {
      try {
        await declareTopology(connection, topology);
      } catch (error) {
        if (!(error instanceof MessagingError)) throw error;
        this.#settings.log.error({ application: this.#settings.name }, textOf(error));
      }
    }
  }

  #changed(connection: "publishing" | "consuming", reason?: string): void {
    if (this.#closing !== undefined) return;
    if (this.state === "up") this.#wasUp = true;
    this.#settings.onState({ state: this.state, connection, ...(reason === undefined ? {} : { reason }) });
    this.#look();
  }

  #look(): void {
    for (const look of [...this.#watchers]) look();
  }
}

/** Waits for work, but not longer than this. */
const within = async (ms: number, work: Promise<unknown>): Promise<void> => {
  const done = new AbortController();
  await Promise.race([work, pause(ms, done.signal)]);
  done.abort();
};
