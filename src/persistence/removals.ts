/** When confirmed rows are deleted although no work comes to take them along. */
const pauseMs = 100;
/** Doubled with every failure in a row, up to this. */
const longestPauseMs = 5_000;
const atOnce = 500;
const perTransaction = 1000;

/**
 * Outbox rows that the broker has confirmed and that are still to be deleted. They go with the next group's transaction, or
 * in one of their own after a short while. A crash before that sends them again, under the same message id: receivers know it.
 */
export class Removals {
  readonly #wake: () => void;
  readonly #onRemoved: (rows: number) => void;
  #ids: number[] = [];
  #waiting: (() => void)[] = [];
  #timer: NodeJS.Timeout | undefined;
  #due = false;
  #stopped = false;
  #failures = 0;

  constructor(wake: () => void, onRemoved: (rows: number) => void) {
    this.#wake = wake;
    this.#onRemoved = onRemoved;
  }

  /** True when they should not wait for a work any longer. */
  get due(): boolean {
    return this.#due;
  }

  add(id: number): void {
    if (this.#stopped) return;
    this.#ids.push(id);
    if (this.#ids.length >= atOnce) this.#demand();
    else this.#timer ??= setTimeout(() => this.#demand(), pauseMs);
  }

  /** Resolves when none is left. */
  empty(): Promise<void> {
    if (this.#ids.length === 0) return Promise.resolve();
    return new Promise((resolve) => {
      this.#waiting.push(resolve);
      this.#demand();
    });
  }

  /** What the open transaction should delete. They stay here until it has committed. */
  next(): readonly number[] {
    return this.#ids.slice(0, perTransaction);
  }

  committed(ids: readonly number[], removed: number): void {
    if (ids.length === 0) return;
    this.#failures = 0;
    this.#ids = this.#ids.slice(ids.length);
    this.#onRemoved(removed);
    if (this.#ids.length > 0) return;
    this.#rest();
    this.#tellWaiting();
  }

  /** The transaction was rolled back: try again after a pause, not at once. */
  failed(): void {
    this.#rest();
    if (this.#ids.length === 0 || this.#stopped) return;
    this.#timer = setTimeout(() => this.#demand(), Math.min(longestPauseMs, pauseMs * 2 ** this.#failures++));
  }

  /** What is left is sent again by the next run. */
  stop(): void {
    this.#stopped = true;
    this.#ids = [];
    this.#rest();
    this.#tellWaiting();
  }

  #tellWaiting(): void {
    for (const resolve of this.#waiting.splice(0)) resolve();
  }

  #demand(): void {
    this.#due = true;
    this.#wake();
  }

  #rest(): void {
    this.#due = false;
    clearTimeout(this.#timer);
    this.#timer = undefined;
  }
}
