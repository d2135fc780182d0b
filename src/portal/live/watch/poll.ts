import { setTimeout } from "node:timers/promises";

/** Something that is read over and over while somebody watches, once for all of them. */
export interface Poll<T> {
  /** The newest value, and each that follows. Who is slow misses those in between. Ends with the signal. */
  watch(ended: AbortSignal): AsyncIterable<T>;
}

/** `read` must not reject. Between two reads there are `everyMs` milliseconds; with nobody watching there are none. */
export function createPoll<T extends object>(read: () => Promise<T>, everyMs: number): Poll<T> {
  const watchers = new Set<(value: T) => void>();
  let latest: T | undefined;
  let isRunning = false;
  const run = async (): Promise<void> => {
    isRunning = true;
    while (watchers.size > 0) {
      latest = await read();
      for (const tell of watchers) tell(latest);
      await setTimeout(everyMs, undefined, { ref: false });
    }
    latest = undefined;
    isRunning = false;
  };
  return {
    async *watch(ended) {
      let fresh = latest;
      let wake = (): void => undefined;
      const tell = (value: T): void => {
        fresh = value;
        wake();
      };
      const end = (): void => wake();
      watchers.add(tell);
      ended.addEventListener("abort", end);
      if (!isRunning) void run();
      try {
        while (!ended.aborted) {
          const value = fresh;
          fresh = undefined;
          if (value !== undefined) yield value;
          else await new Promise<void>((resolve) => (wake = resolve));
        }
      } finally {
        watchers.delete(tell);
        ended.removeEventListener("abort", end);
      }
    },
  };
}
