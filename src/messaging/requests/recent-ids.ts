/** How a request ended. */
export type Ending = "answered" | "timed out" | "been given up";

/** How the latest requests ended, by correlation id. Holds the last `generation` of them at least, and at most twice as many. */
export class RecentIds {
  readonly #generation: number;
  #young = new Map<string, Ending>();
  #old = new Map<string, Ending>();

  constructor(generation = 4_096) {
    this.#generation = generation;
  }

  get size(): number {
    return this.#young.size + this.#old.size;
  }

  add(id: string, ending: Ending): void {
    this.#young.set(id, ending);
    if (this.#young.size < this.#generation) return;
    this.#old = this.#young;
    this.#young = new Map();
  }

  find(id: string): Ending | undefined {
    return this.#young.get(id) ?? this.#old.get(id);
  }
}
