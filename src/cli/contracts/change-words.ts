/** Changes in words, for whoever reads them on a screen or in a review. */
import type { AcceptanceUse, Outcome, Way } from "#compatibility";
import { count } from "../report.js";
import type { ChangeReport } from "./change-report.js";
import { placeText } from "./report.js";

export const wayWords = {
  "old-to-new": "old producer → new consumer",
  "new-to-old": "new producer → old consumer",
  "new-to-new": "new producer → new consumer",
} as const satisfies Record<Way, string>;

const outcomeWords = {
  breaking: "breaking",
  unknown: "unknown",
  accepted: "accepted",
  "broken-before": "broken before",
  "unknown-before": "unknown before",
  "safe-by-policy": "safe by policy",
  safe: "safe",
  "nothing-sent": "nothing sent",
} as const satisfies Record<Outcome, string>;

/** `main (1a2b3c4) → the working tree: 2 breaking, 0 unknown, 1 accepted; 40 safe, 3 broken before; 2 migrations` */
export function changeSummary({ before, after, summary, policy }: ChangeReport): string {
  const { breaking, unknown, accepted, safe, migrations } = summary;
  const told = (["safe-by-policy", "broken-before", "unknown-before"] as const).filter((outcome) => summary[outcome] > 0);
  const rest = [`${safe} safe`, ...told.map((outcome) => `${summary[outcome]} ${withPolicy(outcome, policy)}`)].join(", ");
  const work = count(migrations, "migration");
  return `${before} → ${after}: ${breaking} breaking, ${unknown} unknown, ${accepted} accepted; ${rest}; ${work}`;
}

export const withPolicy = (outcome: Outcome, policy: ChangeReport["policy"]): string =>
  outcome === "safe-by-policy" && policy !== undefined ? `${outcomeWords[outcome]} ${policy}` : outcomeWords[outcome];

/** What became of acceptances that do not do what they were written for; undefined for one that does. */
export function acceptanceFault({ acceptance, use }: AcceptanceUse): string | undefined {
  const { at, breakage, expires } = acceptance;
  if (use === "expired") return `${placeText(at)} error The acceptance of "${breakage}" expired on ${expires} and counts no more.`;
  return use === "idle" ? `${placeText(at)} warning Nothing breaks that "${breakage}" could accept: remove it.` : undefined;
}
