import type { ChannelModel } from "amqplib";
import type { Broker, BrokerCounters, BrokerState, ConsumeOptions, Delivery, OutgoingMessage, QueueLook, Subscription } from "../broker.js";
import type { Topology } from "../descriptors.js";
import { MessagingError } from "../errors.js";
import { within } from "../within.js";
import { Consumer } from "./consumer.js";
import type { DeliveryChannels } from "./delivery-channel.js";
import { closedError, Link, type Purpose } from "./link.js";
import { type RabbitOptions, type Settings, settle } from "./options.js";
import { Publisher } from "./publisher.js";
import { textOf } from "./refusals.js";
import { RequestChannel } from "./request-channel.js";
import { declareTopology, lookAtQueue } from "./topology.js";

/**
 * Connects to RabbitMQ, and keeps connected until closed. Two connections, one that publishes and one that consumes: an
 * alarm in the broker stops the first, and acks still leave by the second. Answers to what was published come on the first: where
 * no more can be asked, no more need to be acked. Where deliveries are answered on their own channel, a third consumes and answers.
 *
 * - Returns at once; `ready` tells when all connections are up. It rejects with `rejected` when the broker turns the
 *   user, the password or the virtual host down, while attempts go on in the background, each with a line in the log.
 * - `publish` while the broker is away waits and is sent after the reconnect, within `publishTimeoutMs`. What was sent and
 *   not confirmed when a connection died is sent again: at least once, with the same message id.
 * - `declare` and `consume` wait for the connection; `depth` does not. A refused declaration rejects with `invalid`.
 * - `close` waits for publishes under way (`closeTimeoutMs`), sends the acks that are due, and leaves no timer or socket.
 *
 * Throws `invalid` for options that cannot be right.
 */
export const openRabbit = (options: RabbitOptions): Broker => new RabbitBroker(settle(options));

/** A connection, and who consumes on it. */
interface Reading {
  readonly link: Link;
  readonly consumers: Set<Consumer>;
}

class RabbitBroker implements Broker {
  readonly #settings: Settings;
  readonly #publisher: Publisher;
  readonly #requests: RequestChannel;
  readonly #publishing: Reading;
  readonly #consuming: Reading;
  /** Opened with the first consumer that answers. */
  #answering: Reading | undefined;
  readonly #topologies = new Set<Topology>();
  readonly #channels: DeliveryChannels = { open: new Set(), staleAcks: 0 };
  #lost = 0;
  #wasUp = false;
  #closing: Promise<void> | undefined;
  #watchers = new Set<() => void>();
  #restoring: { readonly connection: ChannelModel; readonly done: Promise<void> } | undefined;

  constructor(settings: Settings) {
    this.#settings = settings;
    this.#publisher = new Publisher(settings);
    this.#requests = new RequestChannel(settings);
    this.#consuming = this.#openReading("consuming", (connection) => this.#restore(connection));
    const publish = async (connection: ChannelModel): Promise<void> => {
      // Whatever a restarted broker has forgotten must exist again before messages go there.
      if (this.#topologies.size > 0) await this.#consuming.link.whenUp();
      await Promise.all([this.#publisher.attach(connection), this.#requests.attach(connection)]);
    };
    this.#publishing = this.#openReading("publishing", publish, () => {
      this.#publisher.detach();
      this.#requests.detach();
    });
  }

  get state(): BrokerState {
    if (this.#closing !== undefined) return "closed";
    if (this.#links.every((link) => link.current !== undefined)) return "up";
    return this.#wasUp ? "down" : "connecting";
  }

  get counters(): BrokerCounters {
    const { inFlight, waiting } = this.#publisher;
    const [resent, returned] = [this.#publisher.resent + this.#requests.resent, this.#publisher.returned + this.#requests.returned];
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
        const refusal = this.#links.find((link) => link.refusal !== undefined)?.refusal;
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
      const connection = await this.#consuming.link.whenUp();
      try {
        await declareTopology(connection, topology);
        this.#topologies.add(topology);
        return;
      } catch (error) {
        // Lost on the way: the next connection decides.
        if (error instanceof MessagingError || this.#consuming.link.current === connection) throw error;
      }
    }
  }

  publish(message: OutgoingMessage): Promise<void> {
    return this.#publisher.publish(message);
  }

  request(message: OutgoingMessage, failed: (error: MessagingError) => void): () => void {
    return this.#requests.request(message, failed);
  }

  async consume(queue: string, options: ConsumeOptions, onDelivery: (delivery: Delivery) => void): Promise<Subscription> {
    if (this.#closing !== undefined) throw closedError();
    const { prefetch, consumers: count = 1 } = options;
    const { link, consumers } = this.#readingFor(queue, options);
    const restore = (connection: ChannelModel): Promise<void> => this.#restore(connection);
    const consumer = new Consumer(this.#settings, {
      queue,
      prefetch,
      consumers: count,
      answers: consumers === this.#answering?.consumers,
      onDelivery,
      restore,
      channels: this.#channels,
    });
    consumers.add(consumer);
    if (link.current !== undefined) consumer.attach(link.current);
    try {
      await consumer.started;
    } catch (error) {
      consumers.delete(consumer);
      throw error;
    }
    return {
      cancel: async () => {
        consumers.delete(consumer);
        await consumer.cancel();
      },
      drained: () => consumer.drained,
      acknowledged: () => consumer.acknowledged(),
    };
  }

  async depth(queue: string): Promise<number | undefined> {
    return (await this.look(queue))?.ready;
  }

  async look(queue: string): Promise<QueueLook | undefined> {
    const connection = this.#consuming.link.current;
    if (connection === undefined) throw new MessagingError("unavailable", `RabbitMQ at ${this.#settings.address} cannot be reached.`);
    return await lookAtQueue(connection, queue);
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
    this.#requests.close();
    // Waiting helps only where there is a broker to confirm.
    await this.#publisher.close(this.#publishing.link.current === undefined ? 0 : closeTimeoutMs);
    for (const { consumers } of this.#readings) for (const consumer of consumers) consumer.abandon();
    // Channels first: amqplib lets a connection's close overtake the acks that its channels still hold.
    await within(closeTimeoutMs, Promise.all([...this.#channels.open].map((channel) => channel.close())));
    await Promise.all(this.#links.map((link) => link.close(closeTimeoutMs)));
    this.#settings.onState({ state: "closed" });
  }

  get #readings(): readonly Reading[] {
    const always = [this.#publishing, this.#consuming];
    return this.#answering === undefined ? always : [...always, this.#answering];
  }

  get #links(): readonly Link[] {
    return this.#readings.map(({ link }) => link);
  }

  /** One has just reached the broker: the others need not wait. */
  #nudge(): void {
    for (const link of this.#links) link.nudge();
  }

  #openReading(purpose: Purpose, up: (connection: ChannelModel) => Promise<void>, gone: () => void = () => undefined): Reading {
    const consumers = new Set<Consumer>();
    const link = new Link(this.#settings, {
      purpose,
      up,
      arrived: (connection) => {
        for (const consumer of consumers) consumer.attach(connection);
        this.#nudge();
        this.#changed(purpose);
      },
      down: (wasUp) => {
        gone();
        for (const consumer of consumers) consumer.detach();
        if (wasUp) this.#lost++;
      },
      failed: (reason) => this.#changed(purpose, reason),
    });
    return { link, consumers };
  }

  #isExclusive(queue: string): boolean {
    return [...this.#topologies].some(({ queues }) => queues.some(({ name, exclusive }) => exclusive && name === queue));
  }

  #readingFor(queue: string, { answers, replies }: ConsumeOptions): Reading {
    // An exclusive queue belongs to the connection that declared it.
    if (this.#isExclusive(queue)) return this.#consuming;
    if (replies === true) return this.#publishing;
    return answers === true ? this.#answeringOne() : this.#consuming;
  }

  #answeringOne(): Reading {
    // Queues that a restarted broker has forgotten must exist again before they are consumed.
    this.#answering ??= this.#openReading("answering", async () => {
      await this.#consuming.link.whenUp();
    });
    return this.#answering;
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

  #changed(connection: Purpose, reason?: string): void {
    if (this.#closing !== undefined) return;
    if (this.state === "up") this.#wasUp = true;
    this.#settings.onState({ state: this.state, connection, ...(reason === undefined ? {} : { reason }) });
    this.#look();
  }

  #look(): void {
    for (const look of [...this.#watchers]) look();
  }
}
