/** What a comparison may cost. */
export interface Limits {
  /** Milliseconds of one comparison. @default 600 */
  readonly timeoutMs: number;
  /** Steps of one comparison: goals, branches, characters tried. @default 1000000 */
  readonly steps: number;
}

export class Exhausted extends Error {
  override readonly name = "Exhausted";
}

/** Counts steps and looks at the clock now and then. */
export class Budget {
  #steps = 0;
  readonly #limits: Limits;
  readonly #end: number;

  constructor(limits: Limits) {
    this.#limits = limits;
    this.#end = performance.now() + limits.timeoutMs;
  }

  step(): void {
    this.#steps += 1;
    if (this.#steps > this.#limits.steps) throw new Exhausted(`more than ${this.#limits.steps} steps`);
    if (this.#steps % 8 === 0 && performance.now() > this.#end) throw new Exhausted(`more than ${this.#limits.timeoutMs} ms`);
  }
}
