import { setTimeout as delay } from "node:timers/promises";

const firstMs = 100;
const longestMs = 5_000;

/**
 * How long to wait before the next attempt: anything between nothing and a bound that doubles from 100 ms to 5 s, so that
 * clients that lost one broker together do not come back together ("full jitter", AWS Architecture Blog, 2015).
 */
export const fullJitterMs = (attempt: number): number => Math.random() * Math.min(longestMs, firstMs * 2 ** Math.min(attempt, 16));

/** Waits, or returns at once when the signal aborts. */
export const pause = async (ms: number, signal: AbortSignal): Promise<void> => {
  await delay(ms, undefined, { signal }).catch(() => undefined);
};
