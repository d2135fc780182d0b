/**
 * W3C Trace Context, level 1: the `traceparent` that a message carries on. https://www.w3.org/TR/trace-context/
 *
 * Handlers get their trace by hand, from the delivery. The AsyncLocalStorage is for the edges (an HTTP request) and comes to
 * life with its first use: on Node 20 it makes every promise of the process about twice as dear.
 */
import { AsyncLocalStorage } from "node:async_hooks";
import { randomFillSync } from "node:crypto";

export interface Trace {
  readonly traceparent: string;
  readonly tracestate?: string;
}

const shape = /^(?!ff)[0-9a-f]{2}-(?!0{32})[0-9a-f]{32}-(?!0{16})[0-9a-f]{16}-[0-9a-f]{2}$/;
const longestState = 512;

let storage: AsyncLocalStorage<Trace> | undefined;

/** Runs `work`; what it publishes carries on the given trace. */
export const withTrace = <R>(trace: Trace, work: () => R): R => {
  storage ??= new AsyncLocalStorage();
  return storage.run(trace, work);
};

export const currentTrace = (): Trace | undefined => storage?.getStore();

/** The trace that incoming headers name, or undefined where they name none that is well formed. */
export const traceOf = (headers: Readonly<Record<string, unknown>>): Trace | undefined => {
  const { traceparent, tracestate } = headers;
  if (typeof traceparent !== "string" || !shape.test(traceparent)) return undefined;
  if (typeof tracestate !== "string" || tracestate === "" || tracestate.length > longestState) return { traceparent };
  return { traceparent, tracestate };
};

/** The `traceparent` of the next step: the same trace under a new span id, or a new sampled trace. */
export const nextTraceparent = (trace: Trace | undefined): string =>
  trace === undefined ? `00-${hex(32)}-${hex(16)}-01` : `00-${trace.traceparent.slice(3, 36)}${hex(16)}${trace.traceparent.slice(52, 55)}`;

const entropy = Buffer.allocUnsafe(4096);
let pool = "";
let used = 0;

/** Random hex digits. Ids need to be unique, not secret, so that one draw serves many. */
const hex = (digits: number): string => {
  if (used + digits > pool.length) {
    pool = randomFillSync(entropy).toString("hex");
    used = 0;
  }
  used += digits;
  return pool.slice(used - digits, used);
};
