/** What was seen in dead-letter queues: each look is kept for a while, so that letters can be browsed without asking the broker again. */
import { randomUUID } from "node:crypto";
import type { Desk, Letter, OpenLetter, Selection } from "#dead-letters";
import { countsOf } from "./counts.js";
import { wordsOf } from "./words.js";

export interface Look {
  readonly id: string;
  readonly queue: string;
  readonly at: Date;
  /** Messages that were in the queue. */
  readonly depth: number;
  /** All of them were seen. */
  readonly whole: boolean;
  readonly letters: SeenLetter[];
}

export interface SeenLetter {
  readonly letter: Letter;
  readonly reason: Reason;
  /** What is in it; missing where keeping that would take too much. */
  readonly content?: Omit<OpenLetter, "letter">;
}

export interface Reason {
  readonly number: number;
  readonly words: string;
  readonly origin: string | undefined;
}

/** Whether a letter failed so. */
export const failedFor =
  ({ words, origin }: Reason) =>
  (letter: Letter): boolean =>
    letter.origin === origin && wordsOf(letter) === words;

export interface LookLimits {
  /** Letters of one queue. */
  readonly letters: number;
  /** Bytes that are taken from the broker for one look. */
  readonly taken: number;
  /** Characters of headers that are taken for one look: what they tell of a letter is kept of each. */
  readonly headers: number;
  /** Bytes that one look keeps. */
  readonly kept: number;
  /** Bytes that one letter may have to be kept. */
  readonly letter: number;
  /** Looks at a time. */
  readonly looks: number;
}

const MiB = 1024 * 1024;
export const defaultLimits: LookLimits = {
  letters: 20_000,
  taken: 512 * MiB,
  headers: 64 * MiB,
  kept: 32 * MiB,
  letter: MiB / 2,
  looks: 4,
};

/** The latest look at each queue. */
export class Looks {
  readonly #desk: Desk;
  readonly #limits: LookLimits;
  readonly #latest = new Map<string, Look>();

  constructor(desk: Desk, limits: LookLimits = defaultLimits) {
    this.#desk = desk;
    this.#limits = limits;
  }

  /** Undefined where the queue was looked at again meanwhile, or that is too long ago. */
  find(queue: string, id: string): Look | undefined {
    const look = this.#latest.get(queue);
    return look?.id === id ? look : undefined;
  }

  /** Looks into the queue, and forgets what was seen before. Rejects as {@link Desk} does. */
  async take(queue: string, signal: AbortSignal): Promise<Look> {
    const { letters: most } = this.#limits;
    const sight = new Sight(this.#limits);
    const { depth, looked } = await this.#desk.glance(queue, {
      most,
      signal: AbortSignal.any([signal, sight.enough]),
      onLetter: (letter) => sight.add(letter),
    });
    const look = { id: randomUUID(), queue, at: new Date(), depth, whole: looked >= depth, letters: sight.letters };
    this.#latest.delete(queue);
    this.#latest.set(queue, look);
    const [oldest] = this.#latest.keys();
    if (this.#latest.size > this.#limits.looks && oldest !== undefined) this.#latest.delete(oldest);
    return look;
  }

  /** Letters of these ids, out of a selection, are no longer in the queue: as many of each as it stands there, the first ones. */
  remove(queue: string, ids: readonly string[], select: Selection): void {
    const look = this.#latest.get(queue);
    if (look === undefined || ids.length === 0) return;
    const gone = countsOf(ids, (id) => id);
    const stays = look.letters.filter(({ letter }) => {
      const left = gone.get(letter.id) ?? 0;
      if (left === 0 || ("ids" in select && select.only?.(letter) === false)) return true;
      gone.set(letter.id, left - 1);
      return false;
    });
    look.letters.splice(0, look.letters.length, ...stays);
  }

  /** A letter with what is in it, where that was kept. */
  kept({ letters }: Look, id: string): OpenLetter | undefined {
    const seen = letters.find(({ letter }) => letter.id === id);
    return seen?.content === undefined ? undefined : { letter: seen.letter, ...seen.content };
  }

  /** A letter once more from its queue. Undefined where it is no longer there. */
  async fetch({ queue }: Look, id: string, signal: AbortSignal): Promise<OpenLetter | undefined> {
    const found: OpenLetter[] = [];
    await this.#desk.show(queue, { select: { ids: [id] }, signal, onLetter: (letter) => found.push(letter) });
    return found[0];
  }
}

/** What one look gathers. */
class Sight {
  readonly letters: SeenLetter[] = [];
  readonly #reasons = new Map<string, Reason>();
  readonly #limits: LookLimits;
  readonly #enough = new AbortController();
  #taken = 0;
  #headers = 0;
  #kept = 0;

  constructor(limits: LookLimits) {
    this.#limits = limits;
  }

  get enough(): AbortSignal {
    return this.#enough.signal;
  }

  add({ letter, body, headers, contentEncoding }: OpenLetter): void {
    const { taken, headers: mostHeaders, kept, letter: most } = this.#limits;
    const told = JSON.stringify(headers).length;
    const size = letter.bytes + told;
    this.#taken += size;
    this.#headers += told;
    if (this.#taken > taken || this.#headers > mostHeaders) this.#enough.abort();
    const reason = this.#reasonOf(letter);
    if (size > most || this.#kept + size > kept) {
      this.letters.push({ letter, reason });
      return;
    }
    this.#kept += size;
    // A copy: what came may be a part of something larger.
    const content = { body: Buffer.from(body), headers, ...(contentEncoding === undefined ? {} : { contentEncoding }) };
    this.letters.push({ letter, reason, content });
  }

  #reasonOf(letter: Letter): Reason {
    const { origin } = letter;
    const words = wordsOf(letter);
    const key = JSON.stringify([origin, words]);
    const reason = this.#reasons.get(key) ?? { number: this.#reasons.size, words, origin };
    this.#reasons.set(key, reason);
    return reason;
  }
}
