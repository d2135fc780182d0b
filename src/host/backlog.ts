/** The messages that lay in one queue when its consumer came, and how they become fewer. No broker and no clock: told what is seen. */

/** What is seen of a queue at one moment. */
export interface Sighting {
  /** Milliseconds on any clock that only goes on. */
  readonly at: number;
  /** Messages ready in the queue. */
  readonly depth: number;
  /** Messages that the queue has delivered to this process since it started. */
  readonly delivered: number;
  /** Those of them that are off its hands. */
  readonly settled: number;
  /** Those of them that left the queue for good: not given back. */
  readonly handled: number;
}

/** A line for the log. */
export interface Told {
  readonly text: string;
  readonly fields: object;
}

/** No longer than this without a line, milliseconds. */
const silenceMs = 5_000;

/**
 * One backlog, from the line that tells of it to the line that tells of its end. It has ended when the queue has run empty and this
 * process is done with what it had got by then. Other processes may read the queue, too; what they hold at the end is not seen.
 */
export class Backlog {
  readonly queue: string;
  readonly #first: Sighting;
  #last: { readonly at: number; readonly done: number };
  /** Tenths that were told. */
  #tenths = 0;
  /** How many had been delivered when the queue was seen empty. */
  #deliveredByThen: number | undefined;
  #drained = false;

  constructor(queue: string, first: Sighting) {
    this.queue = queue;
    this.#first = first;
    this.#last = { at: first.at, done: 0 };
  }

  get drained(): boolean {
    return this.#drained;
  }

  begins(): Told {
    const { depth } = this.#first;
    return { text: `Backlog of ${this.queue}: ${depth} messages wait`, fields: { queue: this.queue, waiting: depth } };
  }

  /** The line that is due now, if one is. */
  see(now: Sighting): Told | undefined {
    const remaining = now.depth + Math.max(0, now.delivered - now.settled);
    const done = Math.max(this.#handledSince(now), this.#first.depth - remaining, this.#last.done);
    if (now.depth === 0) this.#deliveredByThen ??= now.delivered;
    if (this.#deliveredByThen !== undefined && now.settled >= this.#deliveredByThen) return this.#ends(now, done);
    const tenths = Math.floor((10 * done) / (done + remaining));
    if (tenths <= this.#tenths && now.at - this.#last.at < silenceMs) return undefined;
    this.#tenths = Math.max(tenths, this.#tenths);
    return this.#goesOn(now, done, remaining);
  }

  /** What was held when the backlog was found comes again, and is not counted for it. */
  #handledSince(now: Sighting): number {
    const { delivered, settled, handled } = this.#first;
    return now.handled - handled - Math.max(0, delivered - settled);
  }

  #goesOn(now: Sighting, done: number, remaining: number): Told {
    const perSecond = rate(done - this.#last.done, now.at - this.#last.at);
    const percent = Math.floor((100 * done) / (done + remaining));
    this.#last = { at: now.at, done };
    const text = `Backlog of ${this.queue}: ${percent} % done, ${remaining} remaining, ${perSecond} per second`;
    return { text, fields: { queue: this.queue, done, remaining, perSecond } };
  }

  #ends(now: Sighting, done: number): Told {
    this.#drained = true;
    const tookMs = now.at - this.#first.at;
    const here = Math.max(0, this.#handledSince(now));
    const fields = { queue: this.queue, messages: done, here, tookMs: Math.round(tookMs), perSecond: rate(done, tookMs) };
    return { text: `Backlog of ${this.queue} is drained: ${done} messages in ${(tookMs / 1000).toFixed(1)} s`, fields };
  }
}

const rate = (count: number, ms: number): number => Math.round((1000 * count) / Math.max(1, ms));
