import type { FailureCode, Logger, OutgoingMessage } from "#messaging";
import { Fifo } from "./fifo.js";
import type { Waiting } from "./relay-buffer.js";

export interface StallsOptions {
  readonly retryMs: number;
  readonly maxRetryMs: number;
  readonly log: Logger;
  /** Its turn comes again. */
  readonly release: (row: Waiting) => void;
}

/** Refused messages of one route, or one message that is itself the reason. */
interface Stall {
  readonly key: string;
  readonly rows: Fifo<Waiting>;
  /** Failed tries in a row. */
  failures: number;
  /** Runs until the next try. */
  timer: NodeJS.Timeout | undefined;
}

/** How often one route is named in the log. */
const warnEveryMs = 60_000;
const routesRemembered = 1000;

/**
 * Messages that the broker refused. They stay in the outbox, and one of them is tried again after a growing delay; once it is
 * taken, all the others of its route go too.
 */
export class Stalls {
  readonly #options: StallsOptions;
  readonly #stalls = new Map<string, Stall>();
  /** The row of each stall that is being tried, by row id. */
  readonly #tried = new Map<number, Stall>();
  readonly #warnedAt = new Map<string, number>();

  constructor(options: StallsOptions) {
    this.#options = options;
  }

  add(row: Waiting, message: OutgoingMessage, code: FailureCode, error: unknown): void {
    const route = `${message.exchange} ${message.routingKey}`;
    // A missing route concerns all its messages; any other refusal may be this message's own fault.
    const key = code === "unroutable" ? route : `${row.id}`;
    const before = this.#tried.get(row.id);
    this.#tried.delete(row.id);
    const stall = this.#stalls.get(key) ?? { key, rows: new Fifo<Waiting>(), failures: 0, timer: undefined };
    this.#stalls.set(key, stall);
    stall.rows.push(row);
    this.#warn(`${code} ${route}`, row, message, error);
    if (before !== undefined && before !== stall) this.#releaseAll(before);
    if (before === stall || stall.failures === 0) this.#tryLater(stall);
  }

  /** A message was taken: if it was a try, its route is open again. */
  succeeded(row: Waiting): void {
    const stall = this.#tried.get(row.id);
    if (stall === undefined) return;
    this.#tried.delete(row.id);
    this.#releaseAll(stall);
  }

  stop(): void {
    for (const stall of this.#stalls.values()) clearTimeout(stall.timer);
    this.#stalls.clear();
  }

  #tryLater(stall: Stall): void {
    const delayMs = Math.min(this.#options.maxRetryMs, this.#options.retryMs * 2 ** stall.failures++);
    stall.timer = setTimeout(() => {
      const row = stall.rows.shift();
      if (row === undefined) return;
      this.#tried.set(row.id, stall);
      this.#options.release(row);
    }, delayMs);
  }

  #releaseAll(stall: Stall): void {
    this.#stalls.delete(stall.key);
    clearTimeout(stall.timer);
    for (let row = stall.rows.shift(); row !== undefined; row = stall.rows.shift()) this.#options.release(row);
  }

  #warn(subject: string, row: Waiting, { exchange, routingKey, messageId }: OutgoingMessage, error: unknown): void {
    const now = Date.now();
    if (now - (this.#warnedAt.get(subject) ?? Number.NEGATIVE_INFINITY) < warnEveryMs) return;
    if (this.#warnedAt.size >= routesRemembered) this.#warnedAt.clear();
    this.#warnedAt.set(subject, now);
    this.#options.log.warn(
      { err: error, exchange, routingKey, messageId, outboxId: row.id },
      "the broker does not take a message; it stays in the outbox and is tried again",
    );
  }
}
