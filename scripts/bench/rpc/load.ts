/** The side that asks: a process of its own, told over its IPC channel how many callers ask at once and for how long. */
import { performance } from "node:perf_hooks";
import { percentile } from "../figures.js";

/** The users that are asked for, in turn. The first one is the sample user of the users database. */
export const users = { first: 42, count: 1_000 } as const;

export interface LoadOrder {
  /** Callers; each asks again as soon as it is answered. */
  readonly atOnce: number;
  /** No new request after so many milliseconds, or after so many requests. */
  readonly until: { readonly ms: number } | { readonly requests: number };
}

/** What one stretch of load came to. Latencies in milliseconds, from the call to the answer, of answered requests. */
export interface LoadResult {
  readonly asked: number;
  readonly answered: number;
  /** Requests that failed, by the error's code, or its text where it has none. */
  readonly errors: Readonly<Record<string, number>>;
  readonly seconds: number;
  readonly p50: number;
  readonly p99: number;
  /** Used heap after a garbage collection, and requests that the client still keeps account of. */
  readonly heapMegabytes: number;
  readonly left: number;
}

export interface Client {
  ask(userId: number): Promise<unknown>;
  /** Requests that have not ended. */
  left?(): number;
}

/** Says that it is ready, then carries out orders until the parent lets go of it. */
export function takeOrders(client: Client): void {
  process.on("message", (order: LoadOrder) => {
    load(client, order).then(
      (result) => process.send?.(result),
      (error: unknown) => {
        throw error;
      },
    );
  });
  process.on("disconnect", () => process.exit(0));
  process.send?.("ready");
}

async function load(client: Client, { atOnce, until }: LoadOrder): Promise<LoadResult> {
  const measured = await ask(client, atOnce, until);
  globalThis.gc?.();
  return { ...measured, heapMegabytes: process.memoryUsage().heapUsed / 2 ** 20, left: client.left?.() ?? 0 };
}

async function ask(client: Client, atOnce: number, until: LoadOrder["until"]) {
  const times: number[] = [];
  const errors: Record<string, number> = {};
  const start = performance.now();
  const most = "requests" in until ? until.requests : Number.POSITIVE_INFINITY;
  const end = "ms" in until ? start + until.ms : Number.POSITIVE_INFINITY;
  let asked = 0;
  const caller = async (): Promise<void> => {
    for (let now = start; asked < most && now < end; ) {
      try {
        await client.ask(users.first + (asked++ % users.count));
        const done = performance.now();
        times.push(done - now);
        now = done;
      } catch (error) {
        const code = error instanceof Error && "code" in error ? String(error.code) : String(error);
        errors[code] = (errors[code] ?? 0) + 1;
        now = performance.now();
      }
    }
  };
  await Promise.all(Array.from({ length: atOnce }, caller));
  const seconds = (performance.now() - start) / 1000;
  return { asked, answered: times.length, errors, seconds, p50: percentile(times, 0.5), p99: percentile(times, 0.99) };
}
