import { setTimeout as sleep } from "node:timers/promises";

/** How to go on trying. */
export interface Backoff {
  /** First pause, milliseconds; each further one doubles. @default 250 */
  readonly firstMs?: number;
  /** Longest pause, milliseconds. @default 30000 */
  readonly mostMs?: number;
  /** No further try after this time, milliseconds. @default 300000 */
  readonly giveUpMs?: number;
}

export const defaultBackoff: Required<Backoff> = { firstMs: 250, mostMs: 30_000, giveUpMs: 300_000 };

/** One turn per try: the first at once, each further one after a pause with jitter. Ends when the time or the signal says so. */
export async function* pauses({ firstMs, mostMs, giveUpMs }: Required<Backoff>, signal: AbortSignal): AsyncGenerator<number> {
  const end = Date.now() + giveUpMs;
  for (let turn = 0; turn === 0 || !signal.aborted; turn++) {
    yield turn;
    if (Date.now() >= end) return;
    const pause = Math.min(mostMs, firstMs * 2 ** turn) * (0.5 + Math.random() / 2);
    // An abort ends the pause; the loop's condition ends the tries.
    await sleep(pause, undefined, { signal }).catch(() => undefined);
  }
}
