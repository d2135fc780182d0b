import type { Broker, BrokerStateChange, MessagingMetrics, ReceiveOperation } from "#messaging";
import { Backlog, type Sighting, type Told } from "./backlog.js";

/** What consumers need of a broker. */
type ConsumedBroker = Pick<Broker, "declare" | "publish" | "consume">;

export interface BacklogWatchOptions {
  readonly broker: ConsumedBroker & Pick<Broker, "depth">;
  readonly receives: readonly Pick<ReceiveOperation, "id" | "queue">[];
  readonly metrics: Pick<MessagingMetrics, "receive">;
  readonly log: { info(fields: object, text: string): void };
  /** More messages than this are a backlog. @default 300 */
  readonly from?: number;
  /** Milliseconds between two looks at a queue with a backlog; others are not looked at. @default 250 */
  readonly everyMs?: number;
}

/** Tells in the log of backlogs: that one is found when a queue is first consumed or consumed again, how it shrinks, that it is gone. */
export interface BacklogWatch {
  /** The broker, for the consumers: it looks at a queue before it lets it be consumed. */
  readonly broker: ConsumedBroker;
  /** To be told of every change of the broker's connections. */
  changed(change: Pick<BrokerStateChange, "connection" | "reason">): void;
  /** No timer is left. */
  stop(): void;
}

export function watchBacklogs(options: BacklogWatchOptions): BacklogWatch {
  const { broker } = options;
  const watch = new Watch(options);
  return {
    broker: {
      declare: (topology) => broker.declare(topology),
      publish: (message) => broker.publish(message),
      async consume(queue, how, onDelivery) {
        const backlog = await watch.find(queue);
        const subscription = await broker.consume(queue, how, (delivery) => {
          watch.count(queue);
          onDelivery(delivery);
        });
        watch.follow(queue, backlog);
        return subscription;
      },
    },
    changed({ connection, reason }) {
      if (connection === "publishing") return;
      if (reason === undefined) void watch.findAgain();
      else watch.forget();
    },
    stop: () => watch.stop(),
  };
}

class Watch {
  readonly #options: Required<BacklogWatchOptions>;
  /** Deliveries of each queue that is consumed. */
  readonly #delivered = new Map<string, number>();
  readonly #backlogs = new Map<string, Backlog>();
  #timer: NodeJS.Timeout | undefined;
  #stopped = false;

  constructor(options: BacklogWatchOptions) {
    this.#options = { from: 300, everyMs: 250, ...options };
  }

  count(queue: string): void {
    this.#delivered.set(queue, (this.#delivered.get(queue) ?? 0) + 1);
  }

  /** The backlog of a queue that is about to be consumed, if it has one; told of at once. */
  async find(queue: string): Promise<Backlog | undefined> {
    const first = await this.#sight(queue);
    if (first === undefined || first.depth <= this.#options.from || this.#stopped) return undefined;
    const backlog = new Backlog(queue, first);
    this.#tell(backlog.begins());
    return backlog;
  }

  /** The queue is consumed. */
  follow(queue: string, backlog: Backlog | undefined): void {
    if (!this.#delivered.has(queue)) this.#delivered.set(queue, 0);
    if (backlog === undefined || this.#stopped) return;
    this.#backlogs.set(queue, backlog);
    this.#timer ??= this.#soon();
  }

  /** The queues are consumed again: what they have lost sight of, they find. */
  async findAgain(): Promise<void> {
    const queues = [...this.#delivered.keys()].filter((queue) => !this.#backlogs.has(queue));
    await Promise.all(queues.map(async (queue) => this.follow(queue, await this.find(queue))));
  }

  forget(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#backlogs.clear();
  }

  stop(): void {
    this.#stopped = true;
    this.forget();
  }

  #soon(): NodeJS.Timeout {
    return setTimeout(() => void this.#look(), this.#options.everyMs);
  }

  async #look(): Promise<void> {
    const timer = this.#timer;
    await Promise.all([...this.#backlogs.values()].map((backlog) => this.#lookAt(backlog)));
    // Forgotten meanwhile, and perhaps begun anew.
    if (this.#timer !== timer) return;
    this.#timer = this.#backlogs.size > 0 ? this.#soon() : undefined;
  }

  async #lookAt(backlog: Backlog): Promise<void> {
    const { queue } = backlog;
    const now = await this.#sight(queue);
    if (now === undefined || this.#backlogs.get(queue) !== backlog) return;
    this.#tell(backlog.see(now));
    if (backlog.drained) this.#backlogs.delete(queue);
  }

  /** Undefined where the broker cannot be asked, or has no such queue. */
  async #sight(queue: string): Promise<Sighting | undefined> {
    const { broker, receives, metrics } = this.#options;
    const depth = await broker.depth(queue).catch(() => undefined);
    if (depth === undefined) return undefined;
    let [settled, givenBack] = [0, 0];
    for (const { id } of receives.filter((operation) => operation.queue === queue)) {
      const { outcomes } = metrics.receive(id);
      for (const count of Object.values(outcomes)) settled += count;
      givenBack += outcomes.requeued;
    }
    return { at: performance.now(), depth, delivered: this.#delivered.get(queue) ?? 0, settled, handled: settled - givenBack };
  }

  #tell(told: Told | undefined): void {
    if (told !== undefined) this.#options.log.info(told.fields, told.text);
  }
}
