/** Milliseconds since 1970, in steps of a microsecond. */
export type Clock = () => number;

/** A clock that never says the same time twice and never goes back, whatever the machine's does: what was asked later has a later time. */
export function risingClock(machine: Clock = Date.now): Clock {
  let latest = 0;
  return () => {
    latest = Math.max(machine(), latest + 0.001);
    return latest;
  };
}

/** Processes that share a database share a machine, and its clock but for a moment. */
const driftMs = 1000;

/**
 * Whether what is stored was asked for after `askedAt`. A stored time that has not come yet was written under a clock that went
 * wrong: it counts for nothing, or it would keep everything newer out.
 */
export const wasAskedLater = (stored: number, askedAt: number, now: number): boolean => stored > askedAt && stored <= now + driftMs;
