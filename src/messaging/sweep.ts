/** The longest delay that a timer takes. */
const longestMs = 2 ** 31 - 1;

/** One timer for many deadlines: a timer of its own for each of thousands of messages costs more than looking through them rarely. */
export class Sweep {
  readonly #look: (now: number) => number;
  #timer: NodeJS.Timeout | undefined;
  #at = Number.POSITIVE_INFINITY;

  /** `look` deals with all that is due at `now`, and returns the next deadline, `Infinity` where there is none. */
  constructor(look: (now: number) => number) {
    this.#look = look;
  }

  /** Looks no later than at `deadline`, in the time of `performance.now()`. */
  watch(deadline: number): void {
    if (deadline >= this.#at) return;
    clearTimeout(this.#timer);
    this.#at = deadline;
    const delayMs = Math.min(longestMs, Math.max(1, Math.ceil(deadline - performance.now())));
    this.#timer = setTimeout(() => {
      this.#at = Number.POSITIVE_INFINITY;
      this.watch(this.#look(performance.now()));
    }, delayMs);
  }

  stop(): void {
    clearTimeout(this.#timer);
    this.#at = Number.NEGATIVE_INFINITY;
  }
}
