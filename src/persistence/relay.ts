import { type Logger, MessagingError, type OutgoingMessage, within } from "#messaging";
import { unlessAborted } from "./bounded-wait.js";
import type { OutboxRow } from "./engine.js";
import type { Outbox } from "./outbox.js";
import { RelayBuffer, type Waiting } from "./relay-buffer.js";
import { Stalls } from "./relay-stalls.js";

export interface RelayOptions {
  readonly store: { readonly outbox: Outbox };
  /** Resolves when the broker has confirmed the message. */
  readonly publish: (message: OutgoingMessage) => Promise<void>;
  readonly log: Logger;
  /** Publishes waiting for their confirm at a time. @default 500 */
  readonly maxInFlight?: number;
  /** Messages held in memory at most; the others wait in the database. @default 5000 */
  readonly maxBuffered?: number;
  /** Delay before a failed message leaves again, milliseconds; doubled with every failure in a row up to `maxRetryMs`. @default 250 */
  readonly retryMs?: number;
  /** @default 30000 */
  readonly maxRetryMs?: number;
}

/** Sends the committed messages of one owner. Its figures are plain numbers, read when metrics are asked for. */
export interface Relay {
  /** Committed and not yet confirmed and deleted. */
  readonly pending: number;
  /** Age of the oldest message that waits, milliseconds; 0 when none does. */
  readonly oldestAgeMs: number;
  /** Confirmed by the broker since the start. */
  readonly published: number;
  /** Attempts that failed since the start. */
  readonly failed: number;
  /** Resolves when all that is committed by now is confirmed and deleted; rejects with `timeout` when the signal aborts or the relay stops first. */
  flush(signal?: AbortSignal): Promise<void>;
  /** Sends nothing more. Resolves when the publishes under way have ended and the confirmed rows are deleted, or after 5 s. */
  stop(): Promise<void>;
}

const pageRows = 250;
const stopGraceMs = 5000;
/** A broker that is back should not wait for messages; a route that is missing may. */
const maxPauseMs = 2000;

/**
 * Starts with what an earlier run left behind, then is told of every commit with its rows in memory. Publishes are pipelined;
 * messages of one ordering key leave one after the other, each after the confirm of the one before. A crash between confirm and
 * deletion sends a message again under the same id.
 */
export function startRelay(options: RelayOptions): Relay {
  return new OutboxRelay(options);
}

class OutboxRelay implements Relay {
  published = 0;
  failed = 0;
  readonly #outbox: Outbox;
  readonly #publish: RelayOptions["publish"];
  readonly #log: Logger;
  readonly #maxInFlight: number;
  readonly #retryMs: number;
  readonly #buffer: RelayBuffer;
  readonly #stalls: Stalls;
  readonly #unsubscribe: () => void;
  #flushes: { readonly upTo: number; readonly resolve: () => void; readonly reject: () => void }[] = [];
  #inFlight = 0;
  /** True while rows are committed that were not taken into memory. */
  #behind: boolean;
  #reading = false;
  #stopped = false;
  #pauses = 0;
  #pauseTimer: NodeJS.Timeout | undefined;
  #onQuiet: (() => void) | undefined;

  constructor(options: RelayOptions) {
    this.#outbox = options.store.outbox;
    this.#publish = options.publish;
    this.#log = options.log;
    this.#maxInFlight = options.maxInFlight ?? 500;
    this.#retryMs = options.retryMs ?? 250;
    this.#buffer = new RelayBuffer(options.maxBuffered ?? 5000);
    this.#stalls = new Stalls({
      retryMs: this.#retryMs,
      maxRetryMs: options.maxRetryMs ?? 30_000,
      log: options.log,
      release: (row) => {
        this.#buffer.ready(row);
        this.#pump();
      },
    });
    this.#behind = this.#outbox.size > 0;
    this.#buffer.cursor = this.#behind ? 0 : this.#outbox.lastId;
    this.#unsubscribe = this.#outbox.onCommitted((rows) => this.#take(rows));
    this.#pump();
  }

  get pending(): number {
    return this.#outbox.size;
  }

  get oldestAgeMs(): number {
    const oldest = this.#buffer.oldest;
    return oldest === undefined ? 0 : Math.max(0, Date.now() - oldest.enqueuedAt);
  }

  async flush(signal?: AbortSignal): Promise<void> {
    const upTo = this.#outbox.lastId;
    const left = () =>
      new MessagingError("timeout", `${this.pending} messages are still in the outbox; they leave when the service runs again.`);
    const sent = new Promise<void>((resolve, reject) => {
      this.#flushes.push({ upTo, resolve, reject: () => reject(left()) });
      this.#announce();
      if (this.#stopped) this.#giveUp();
    });
    await unlessAborted(
      sent.then(() => this.#outbox.settled()),
      signal,
      left,
    );
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    this.#unsubscribe();
    this.#stalls.stop();
    clearTimeout(this.#pauseTimer);
    this.#giveUp();
    const quiet = new Promise<void>((resolve) => {
      if (this.#inFlight === 0) resolve();
      else this.#onQuiet = resolve;
    });
    await within(
      stopGraceMs,
      quiet.then(() => this.#outbox.settled()),
    );
  }

  /** Rows straight from a commit; left in the database when there is no room, or when older ones are still there. */
  #take(rows: readonly OutboxRow[]): void {
    for (const row of rows) {
      if (this.#behind || !this.#buffer.hasRoom) this.#behind = true;
      else this.#buffer.add(row);
    }
    this.#pump();
  }

  #pump(): void {
    if (this.#stopped || this.#pauseTimer !== undefined) return;
    while (this.#inFlight < this.#maxInFlight) {
      const row = this.#buffer.next();
      if (row === undefined) break;
      this.#inFlight++;
      void this.#send(row);
    }
    if (this.#behind && !this.#reading && this.#buffer.wantsMore) void this.#readPage();
  }

  async #send(row: Waiting): Promise<void> {
    let message = row.message;
    try {
      message ??= (await this.#outbox.find(row.id))?.message;
      // No row: another process of this owner has sent it.
      if (message !== undefined) {
        await this.#publish(message);
        this.published++;
      }
      this.#confirmed(row);
    } catch (error) {
      this.#failedToSend(row, message, error);
    }
    this.#inFlight--;
    if (this.#inFlight === 0) this.#onQuiet?.();
    this.#pump();
  }

  #confirmed(row: Waiting): void {
    this.#pauses = 0;
    this.#outbox.confirmed(row.id);
    this.#buffer.remove(row);
    this.#stalls.succeeded(row);
    if (this.#flushes.length > 0) this.#announce();
  }

  /** A broker that is away stops everything for a moment; a message that is refused waits alone while the others go on. */
  #failedToSend(row: Waiting, message: OutgoingMessage | undefined, error: unknown): void {
    this.failed++;
    const code = error instanceof MessagingError ? error.code : "bug";
    if (message !== undefined && code !== "unavailable" && code !== "timeout") {
      this.#buffer.stall(row);
      this.#stalls.add(row, message, code, error);
      return;
    }
    this.#buffer.ready(row);
    if (this.#stopped || this.#pauseTimer !== undefined) return;
    const pauseMs = Math.min(maxPauseMs, this.#retryMs * 2 ** this.#pauses++);
    if (this.#pauses === 1) this.#log.warn({ err: error, pending: this.pending }, "the outbox waits for the broker");
    this.#pauseTimer = setTimeout(() => {
      this.#pauseTimer = undefined;
      this.#pump();
    }, pauseMs);
  }

  /** Catches up from the database: after a start, and when more was committed than memory should hold. */
  async #readPage(): Promise<void> {
    this.#reading = true;
    const newest = this.#outbox.lastId;
    try {
      const rows = await this.#outbox.page(this.#buffer.cursor, pageRows);
      for (const row of rows) this.#buffer.add(row);
      if (rows.length < pageRows) this.#buffer.cursor = Math.max(this.#buffer.cursor, newest);
      this.#behind = this.#buffer.cursor < this.#outbox.lastId;
      this.#reading = false;
      if (this.#flushes.length > 0) this.#announce();
      this.#pump();
    } catch (error) {
      this.#log.error({ err: error }, "the outbox cannot be read; trying again");
      // Reading stays marked as under way for a while: that is the pause before the next try.
      setTimeout(() => {
        this.#reading = false;
        this.#pump();
      }, 1000).unref();
    }
  }

  #giveUp(): void {
    for (const flush of this.#flushes.splice(0)) flush.reject();
  }

  /** Ends the flushes whose messages have all left. */
  #announce(): void {
    const oldestLeft = this.#buffer.oldest?.id ?? (this.#behind ? this.#buffer.cursor + 1 : Number.POSITIVE_INFINITY);
    const over = this.#flushes.filter((flush) => flush.upTo < oldestLeft);
    if (over.length === 0) return;
    this.#flushes = this.#flushes.filter((flush) => !over.includes(flush));
    for (const flush of over) flush.resolve();
  }
}
