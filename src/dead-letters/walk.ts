/** Goes through what is in a queue, once: at most as many messages as were there at the start. */
import { type Broker, type Delivery, MessagingError, type Subscription } from "#messaging";
import { isWorn, renewalOf } from "./copies.js";

/** `taken`: the visitor has acked it. `kept`: it goes back to its place. */
export type Fate = "taken" | "kept";

export interface WalkOptions {
  /** Of this walk alone: what is kept goes back when the handle is closed. */
  readonly broker: Broker;
  readonly queue: string;
  /** Look at no more than this many. */
  readonly most: number;
  /** Deliveries at a time that are neither settled nor kept. */
  readonly window: number;
  /** `x-delivery-limit` of the queue, where the documents give one. */
  readonly deliveryLimit?: number | undefined;
  /** Ends the walk after what is under way. */
  readonly signal?: AbortSignal | undefined;
  readonly visit: (delivery: Delivery) => Fate | Promise<Fate>;
}

export interface WalkReport {
  /** Messages that were in the queue at the start. */
  readonly depth: number;
  readonly looked: number;
  /** Of those that were there at the start, how many are in the queue still or come back to it when the handle is closed. */
  readonly left: number;
  /** Kept, but at the end of the queue: the broker would have dropped them after some more returns. */
  readonly renewed: number;
}

/** The most that AMQP can say. */
const mostPrefetch = 65_535;
const tickMs = 100;
/** How long a queue that has messages may give us none. */
const patienceMs = 5_000;

/**
 * Rejects with `rejected` where there is no such queue, with `unavailable` where the connection is lost on the way or the queue hands
 * nothing out, and with the first error of a visit; what is under way is finished before.
 */
export const walk = async (options: WalkOptions): Promise<WalkReport> => {
  const depth = await options.broker.depth(options.queue);
  if (depth === undefined) throw new MessagingError("rejected", `RabbitMQ has no queue "${options.queue}".`);
  const going = new Walk(options, depth);
  await going.run();
  return { depth, looked: going.looked, left: depth - going.taken, renewed: going.renewed };
};

class Walk {
  looked = 0;
  taken = 0;
  renewed = 0;
  readonly #options: WalkOptions;
  readonly #depth: number;
  readonly #bound: number;
  readonly #losses: number;
  readonly #subscriptions: Subscription[] = [];
  #busy = 0;
  #consumers = 0;
  #over = false;
  #asking = false;
  #lost = false;
  #failure: Error | undefined;
  #moved = Date.now();
  #look: () => void = () => undefined;

  constructor(options: WalkOptions, depth: number) {
    this.#options = options;
    this.#depth = depth;
    this.#bound = Math.min(depth, options.most);
    this.#losses = options.broker.counters?.lostConnections ?? 0;
  }

  async run(): Promise<void> {
    const { signal } = this.#options;
    const stop = (): void => this.#end();
    signal?.addEventListener("abort", stop);
    if (signal?.aborted === true || this.#bound === 0) this.#over = true;
    const watch = setInterval(() => void this.#tick(), tickMs);
    try {
      // A consumer whose room is filled by what is kept gets nothing more; the next one goes on from there.
      while (!this.#over) await this.#consume();
      // What is under way on a lost connection can be acked no more.
      await this.#until(() => this.#busy === 0 || this.#isLost());
      // Where nothing is ready any more, so that no message loses its place by the asking.
      if (this.taken > 0 && this.looked >= this.#depth) await this.#acknowledged();
    } finally {
      clearInterval(watch);
      signal?.removeEventListener("abort", stop);
    }
    if (this.#failure !== undefined) throw this.#failure;
  }

  async #consume(): Promise<void> {
    const { broker, queue, window } = this.#options;
    // Each consumer is a channel, of which there are some two thousand.
    const widened = window * 2 ** Math.floor(this.#consumers++ / 16);
    const room = { size: Math.max(1, Math.min(widened, this.#bound - this.looked, mostPrefetch)), kept: 0 };
    this.#subscriptions.push(await broker.consume(queue, { prefetch: room.size }, (delivery) => this.#delivered(delivery, room)));
    await this.#until(() => this.#over || room.kept >= room.size);
  }

  async #acknowledged(): Promise<void> {
    await Promise.all(this.#subscriptions.flatMap((each) => each.acknowledged?.() ?? []));
  }

  #delivered(delivery: Delivery, room: { kept: number }): void {
    if (this.#isLost() || this.#over) return;
    this.looked++;
    this.#moved = Date.now();
    // Before the visit: one that ends at once must not open the way to a message too many.
    if (this.looked >= this.#bound) this.#over = true;
    this.#busy++;
    void this.#settle(delivery)
      .then(
        (fate) => {
          if (fate === "kept") room.kept++;
        },
        (error: unknown) => this.#end(error instanceof Error ? error : new Error(String(error))),
      )
      .finally(() => {
        this.#busy--;
        this.#moved = Date.now();
        this.#look();
      });
  }

  async #settle(delivery: Delivery): Promise<Fate> {
    const { visit, deliveryLimit, broker } = this.#options;
    const fate = await visit(delivery);
    if (fate === "taken") this.taken++;
    if (fate === "taken" || !isWorn(delivery, deliveryLimit)) return fate;
    await broker.publish(renewalOf(delivery));
    delivery.ack();
    this.renewed++;
    return "taken";
  }

  #end(failure?: Error): void {
    this.#failure ??= failure;
    this.#over = true;
    this.#look();
  }

  #isLost(): boolean {
    const { broker } = this.#options;
    if (this.#lost || (broker.counters?.lostConnections ?? 0) === this.#losses) return this.#lost;
    this.#lost = true;
    this.#end(new MessagingError("unavailable", "The connection to RabbitMQ was lost; what was not finished is still in its queue."));
    return true;
  }

  /** Somebody else may have taken what was there. */
  async #tick(): Promise<void> {
    const moved = this.#moved;
    const idleMs = Date.now() - moved;
    if (this.#asking || this.#over || this.#isLost() || this.#busy > 0 || idleMs < 2 * tickMs) return;
    this.#asking = true;
    const left = await this.#stillReady().finally(() => {
      this.#asking = false;
    });
    if (this.#busy > 0 || this.#moved !== moved) return;
    if (left === 0) this.#end();
    else if (idleMs > patienceMs) {
      const { queue } = this.#options;
      this.#end(new MessagingError("unavailable", `Queue "${queue}" hands nothing out: another consumer has it to itself.`));
    }
  }

  /**
   * Where nothing is ready, thousands may be on their way to us: RabbitMQ has counted them out and is reading them. What it was asked
   * afterwards, twice, since the first answer may overtake them, it answers behind them.
   */
  async #stillReady(): Promise<number> {
    const { broker, queue } = this.#options;
    const left = (await broker.depth(queue).catch(() => 0)) ?? 0;
    for (let round = 0; left === 0 && round < 2; round++) await this.#acknowledged();
    return left;
  }

  /** Resolves when the condition holds; looked at whenever something happens. */
  #until(condition: () => boolean): Promise<void> {
    return new Promise((resolve) => {
      this.#look = () => {
        if (condition()) resolve();
      };
      this.#look();
    });
  }
}
