/** Follows a log whose positions rise: one look at it for all who wait, whoever wrote into it, this process or another. */

/** The newest position of one topic. */
export interface TopicPosition {
  readonly topic: string;
  readonly position: number;
}

export interface TailOptions {
  /** The newest position of all; 0 for an empty log. */
  readonly latest: () => Promise<number>;
  /** The topics that got something after a position, with their newest positions. */
  readonly since: (position: number) => Promise<readonly TopicPosition[]>;
  /** Milliseconds between two looks, while anybody waits. @default 100 */
  readonly everyMs?: number;
}

/** One who waits for news of a topic. */
export interface TailWatch {
  /** Resolves when something may have come since the last call, or since the watch began; or when the signal aborts. */
  changed(signal: AbortSignal): Promise<void>;
  end(): void;
}

export interface Tail {
  /** Begin to watch, then read the log, then wait: what comes in between is not missed. */
  watch(topic: string): TailWatch;
}

/** A failed look tells nobody anything; the next one tells all of it. */
export function createTail(options: TailOptions): Tail {
  return new LogTail(options);
}

class LogTail implements Tail {
  readonly #options: Required<TailOptions>;
  readonly #watches = new Map<string, Set<Watch>>();
  /** How far the log was seen. Unknown while nobody watches. */
  #position: number | undefined;
  #timer: NodeJS.Timeout | undefined;

  constructor(options: TailOptions) {
    this.#options = { everyMs: 100, ...options };
  }

  watch(topic: string): TailWatch {
    const watch = new Watch(() => this.#forget(topic, watch));
    const all = this.#watches.get(topic) ?? new Set();
    this.#watches.set(topic, all.add(watch));
    this.#timer ??= this.#soon();
    return watch;
  }

  #forget(topic: string, watch: Watch): void {
    const all = this.#watches.get(topic);
    all?.delete(watch);
    if (all?.size === 0) this.#watches.delete(topic);
    if (this.#watches.size > 0) return;
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#position = undefined;
  }

  #soon(): NodeJS.Timeout {
    return setTimeout(() => void this.#look(), this.#options.everyMs);
  }

  async #look(): Promise<void> {
    const timer = this.#timer;
    const news = await this.#news().catch(() => undefined);
    // Everybody went meanwhile, and perhaps others came.
    if (this.#timer !== timer) return;
    if (news !== undefined) this.#tell(news);
    this.#timer = this.#soon();
  }

  async #news(): Promise<{ readonly position: number; readonly topics: readonly string[] }> {
    if (this.#position === undefined) return { position: await this.#options.latest(), topics: [...this.#watches.keys()] };
    const found = await this.#options.since(this.#position);
    return { position: Math.max(this.#position, ...found.map(({ position }) => position)), topics: found.map(({ topic }) => topic) };
  }

  #tell({ position, topics }: { readonly position: number; readonly topics: readonly string[] }): void {
    this.#position = position;
    for (const topic of topics) for (const watch of this.#watches.get(topic) ?? []) watch.tell();
  }
}

class Watch implements TailWatch {
  readonly end: () => void;
  #isNews = false;
  #wake = (): void => undefined;

  constructor(end: () => void) {
    this.end = end;
  }

  readonly #stop = (): void => this.#wake();

  tell(): void {
    this.#isNews = true;
    this.#wake();
  }

  async changed(signal: AbortSignal): Promise<void> {
    if (!this.#isNews && !signal.aborted) {
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
        signal.addEventListener("abort", this.#stop, { once: true });
      });
      signal.removeEventListener("abort", this.#stop);
    }
    this.#isNews = false;
  }
}
