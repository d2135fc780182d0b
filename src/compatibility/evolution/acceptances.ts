/** Breakages that somebody has accepted for a time. They are told all the same, and never called safe. */
import type { Acceptance, AcceptanceUse, Migration, PairChange, WayChange } from "./model.js";

interface Accepted {
  readonly pairs: readonly PairChange[];
  readonly migrations: readonly Migration[];
  readonly acceptances: readonly AcceptanceUse[];
}

export function accept(
  pairs: readonly PairChange[],
  migrations: readonly Migration[],
  acceptances: readonly Acceptance[],
  today: string,
): Accepted {
  const matches = new Map<Acceptance, string[]>(acceptances.map((acceptance) => [acceptance, []]));
  const settle = <Change extends WayChange | Migration>(change: Change): Change => {
    if (change.outcome !== "breaking" && change.outcome !== "unknown") return change;
    const fitting = acceptances.filter(({ breakage }) => isMatch(breakage, change.id));
    for (const acceptance of fitting) matches.get(acceptance)?.push(change.id);
    const acceptance = fitting.find((each) => !isExpired(each, today));
    return acceptance === undefined ? change : { ...change, outcome: "accepted", acceptance };
  };
  return {
    pairs: pairs.map((pair) => ({ ...pair, ways: pair.ways.map(settle) })),
    migrations: migrations.map(settle),
    acceptances: [...matches].map(([acceptance, ids]) => ({
      acceptance,
      use: ids.length === 0 ? "idle" : isExpired(acceptance, today) ? "expired" : "used",
      matches: ids,
    })),
  };
}

/** Dates as `YYYY-MM-DD` are in the order of their texts. */
const isExpired = ({ expires }: Acceptance, today: string): boolean => expires < today;

function isMatch(pattern: string, id: string): boolean {
  const parts = pattern.split("*").map((part) => part.replace(/[\\^$.*+?()[\]{}|]/g, "\\$&"));
  return new RegExp(`^${parts.join(".*")}$`, "s").test(id);
}
