import type { Broker, BrokerState, ConsumeOptions, Delivery, OutgoingMessage, QueueLook, Subscription } from "../broker.js";
import type { Topology } from "../descriptors.js";
import { MessagingError } from "../errors.js";
import type { MemoryQueue, QueueConsumer, Stored } from "./queue.js";
import { MemoryServer } from "./server.js";

export interface MemoryBrokerOptions {
  /** Milliseconds that a publish waits for a stopped server. @default 30000 */
  readonly publishTimeoutMs?: number;
}

/** A {@link Broker} without a broker, for unit tests. Its timers are the global ones, so that tests can fake them. */
export interface MemoryBroker extends Broker {
  readonly server: {
    readonly running: boolean;
    /** Another handle on the same exchanges and queues. */
    open(options?: MemoryBrokerOptions): MemoryBroker;
    /** An outage: handles go down, deliveries are lost to their consumers, what is not durable is gone. */
    stop(): void;
    start(): void;
    /** As an operator would. Consumers come back where a topology declares the queue again. */
    deleteQueue(name: string): void;
  };
}

/**
 * A small RabbitMQ in memory: default, direct, topic, fanout and headers exchanges, mandatory returns, TTL, dead
 * lettering, delivery limits, priorities, prefetch and redelivery behave as the real one's.
 */
export const openMemoryBroker = (options: MemoryBrokerOptions = {}): MemoryBroker => new Handle(new MemoryServer(), options);

interface Consumer {
  readonly queue: string;
  readonly prefetch: number;
  readonly onDelivery: (delivery: Delivery) => void;
  /** Undefined while the queue or the server is away. */
  attached: { readonly queue: MemoryQueue; readonly consumer: QueueConsumer } | undefined;
}

class Handle implements MemoryBroker {
  readonly server: MemoryBroker["server"];
  readonly #server: MemoryServer;
  readonly #publishTimeoutMs: number;
  readonly #topologies = new Set<Topology>();
  readonly #consumers = new Set<Consumer>();
  readonly #unwatch: () => void;
  #waiting = new Set<(error?: Error) => void>();
  #closed = false;
  #staleAcks = 0;
  #lostConnections = 0;
  #returned = 0;

  constructor(server: MemoryServer, options: MemoryBrokerOptions) {
    this.#server = server;
    this.#publishTimeoutMs = options.publishTimeoutMs ?? 30_000;
    this.#unwatch = server.watch((running) => (running ? this.#back() : this.#away()));
    this.server = {
      get running() {
        return server.running;
      },
      open: (others = {}) => new Handle(server, others),
      stop: () => server.stop(),
      start: () => server.start(),
      deleteQueue: (name) => server.deleteQueue(name),
    };
  }

  get state(): BrokerState {
    if (this.#closed) return "closed";
    return this.#server.running ? "up" : "down";
  }

  get counters() {
    const waiting = this.#waiting.size;
    return {
      staleAcks: this.#staleAcks,
      lostConnections: this.#lostConnections,
      resent: 0,
      returned: this.#returned,
      inFlight: 0,
      waiting,
    };
  }

  async ready(signal?: AbortSignal): Promise<void> {
    await this.#running(signal === undefined ? {} : { signal });
  }

  async declare(topology: Topology): Promise<void> {
    await this.#running({});
    this.#server.declare(topology, this);
    this.#topologies.add(topology);
  }

  async publish(message: OutgoingMessage): Promise<void> {
    await this.#running({ timeoutMs: this.#publishTimeoutMs });
    const result = this.#server.publish(message);
    if (result === "no exchange") throw new MessagingError("unroutable", `The exchange "${message.exchange}" does not exist.`);
    if (result === "taken" || !message.mandatory) return;
    this.#returned++;
    throw new MessagingError(
      "unroutable",
      `No queue takes the message to exchange "${message.exchange}" with routing key "${message.routingKey}".`,
    );
  }

  async consume(queue: string, options: ConsumeOptions, onDelivery: (delivery: Delivery) => void): Promise<Subscription> {
    await this.#running({});
    if (this.#server.queue(queue) === undefined || !this.#server.mayUse(queue, this)) {
      throw new MessagingError(
        "invalid",
        `The broker does not let us consume queue "${queue}": it does not exist, or it is another's alone.`,
      );
    }
    const prefetch = options.prefetch * (options.consumers ?? 1);
    const consumer: Consumer = { queue, prefetch, onDelivery, attached: undefined };
    this.#consumers.add(consumer);
    this.#attach(consumer);
    return {
      cancel: async () => {
        this.#consumers.delete(consumer);
        const { attached } = consumer;
        attached?.queue.remove(attached.consumer);
        if (attached?.queue.declaration.autoDelete && attached.queue.consumers.length === 0) this.#server.deleteQueue(queue);
      },
    };
  }

  async depth(queue: string): Promise<number | undefined> {
    return (await this.look(queue))?.ready;
  }

  async look(queue: string): Promise<QueueLook | undefined> {
    if (this.state !== "up") throw new MessagingError("unavailable", "The broker is not reachable.");
    const found = this.#server.queue(queue);
    return found && { ready: found.ready.length, consumers: found.consumers.length };
  }

  async close(): Promise<void> {
    if (this.#closed) return;
    this.#closed = true;
    this.#unwatch();
    for (const settle of [...this.#waiting]) settle(closed());
    for (const consumer of this.#consumers) this.#detach(consumer);
    this.#server.release(this);
  }

  /** Resolves once the server runs. */
  async #running({ signal, timeoutMs }: { signal?: AbortSignal; timeoutMs?: number }): Promise<void> {
    if (this.#closed) throw closed();
    if (this.#server.running) return;
    await new Promise<void>((resolve, reject) => {
      const settle = (error?: Error): void => {
        clearTimeout(timer);
        signal?.removeEventListener("abort", aborted);
        this.#waiting.delete(settle);
        if (error === undefined) resolve();
        else reject(error);
      };
      const aborted = (): void => settle(new MessagingError("unavailable", "The broker was not reached in time."));
      const timer = timeoutMs === undefined ? undefined : setTimeout(aborted, timeoutMs);
      this.#waiting.add(settle);
      signal?.addEventListener("abort", aborted);
      if (signal?.aborted === true) aborted();
    });
  }

  #away(): void {
    this.#lostConnections++;
    for (const consumer of this.#consumers) this.#detach(consumer);
  }

  #back(): void {
    this.#restore();
    for (const settle of [...this.#waiting]) settle();
  }

  #restore(): void {
    for (const topology of this.#topologies) this.#server.declare(topology, this);
    for (const consumer of this.#consumers) if (consumer.attached === undefined) this.#attach(consumer);
  }

  #attach(consumer: Consumer): void {
    const queue = this.#server.queue(consumer.queue);
    if (queue === undefined) return;
    const channel: QueueConsumer = {
      prefetch: consumer.prefetch,
      unsettled: new Set(),
      deliver: (stored) => {
        const delivery = this.#delivery(stored, queue, channel);
        try {
          consumer.onDelivery(delivery);
        } catch {
          delivery.nack(true);
        }
      },
      cancelled: () => {
        consumer.attached = undefined;
        channel.unsettled.clear();
        queueMicrotask(() => {
          if (this.state === "up") this.#restore();
        });
      },
    };
    consumer.attached = { queue, consumer: channel };
    queue.add(channel);
  }

  /** As when a connection is lost: what was delivered and not settled goes back. */
  #detach(consumer: Consumer): void {
    const { attached } = consumer;
    consumer.attached = undefined;
    if (attached === undefined) return;
    attached.queue.remove(attached.consumer);
    const unsettled = [...attached.consumer.unsettled];
    attached.consumer.unsettled.clear();
    for (const stored of unsettled) attached.queue.putBack(stored);
  }

  #delivery(stored: Stored, queue: MemoryQueue, channel: QueueConsumer): Delivery {
    const { mandatory: _, persistent: __, expirationMs, cc: ___, bcc: ____, orderingKey: _____, ...message } = stored.message;
    let settled = false;
    const settle = (act: () => void): void => {
      if (settled) return;
      settled = true;
      if (!channel.unsettled.delete(stored)) {
        this.#staleAcks++;
        return;
      }
      act();
      queue.dispatch();
    };
    return {
      ...message,
      queue: queue.declaration.name,
      redelivered: stored.returns > 0,
      ...(expirationMs === undefined ? {} : { expiration: String(expirationMs) }),
      headers: {
        ...stored.headers,
        ...(stored.returns === 0 || queue.declaration.arguments["x-queue-type"] !== "quorum" ? {} : { "x-delivery-count": stored.returns }),
      },
      ack: () => settle(() => undefined),
      nack: (requeue) => settle(() => (requeue ? queue.putBack(stored) : queue.reject(stored))),
    };
  }
}

const closed = (): MessagingError => new MessagingError("unavailable", "The broker connection has been closed.");
