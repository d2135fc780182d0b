/** What the reporters of changes write about: changes by consumer, with places that can be opened, or looked up at their revision. */
import {
  type AcceptanceUse,
  type ContractChanges,
  type EndChange,
  endName,
  type Migration,
  type Outcome,
  type PairChange,
  type Policy,
} from "#compatibility";
import type { RevisionChanges } from "../revisions/compare.js";

export interface ChangeReport {
  /** What was compared: `main (1a2b3c4)`, `the working tree`. */
  readonly before: string;
  readonly after: string;
  readonly policy: Policy | undefined;
  readonly standing: ContractChanges["standing"];
  readonly summary: Readonly<Record<Outcome, number>> & { readonly migrations: number };
  readonly consumers: readonly ConsumerChanges[];
  readonly ends: readonly EndChange[];
  readonly migrations: readonly Migration[];
  readonly acceptances: readonly AcceptanceUse[];
}

export interface ConsumerChanges {
  /** `orders/payment.paymentAction` */
  readonly consumer: string;
  /** The worst of its ways. */
  readonly outcome: Outcome;
  readonly pairs: readonly PairChange[];
}

export const outcomes = [
  "breaking",
  "unknown",
  "accepted",
  "broken-before",
  "unknown-before",
  "safe-by-policy",
  "safe",
  "nothing-sent",
] as const satisfies readonly Outcome[];

export function changeReportOf({ before, after, changes }: RevisionChanges, policy: Policy | undefined): ChangeReport {
  const { pairs, migrations, standing, ends, acceptances } = changes;
  return {
    before,
    after,
    policy,
    standing,
    summary: { ...countOutcomes(pairs, migrations), migrations: migrations.length },
    consumers: byConsumer(pairs),
    ends,
    migrations,
    acceptances,
  };
}

/** 0: nothing breaks that did not before; 1: something does; 2: of something it is not known. */
export const exitCodeOfChanges = ({ standing }: Pick<ChangeReport, "standing">): 0 | 1 | 2 =>
  (({ safe: 0, breaking: 1, unknown: 2 }) as const)[standing];

/** Whether there is anything to say of a pair. */
export const isTold = ({ change, ways }: PairChange): boolean =>
  change !== "none" || ways.some(({ outcome }) => ["breaking", "unknown", "accepted", "safe-by-policy"].includes(outcome));

function byConsumer(pairs: readonly PairChange[]): readonly ConsumerChanges[] {
  const groups = new Map<string, PairChange[]>();
  for (const pair of pairs) {
    const consumer = endName(pair.consumer);
    groups.set(consumer, [...(groups.get(consumer) ?? []), pair]);
  }
  return [...groups].map(([consumer, group]) => ({ consumer, outcome: worstOf(group), pairs: group }));
}

function worstOf(pairs: readonly PairChange[]): Outcome {
  const found = new Set(pairs.flatMap(({ ways }) => ways.map(({ outcome }) => outcome)));
  return outcomes.find((outcome) => found.has(outcome)) ?? "nothing-sent";
}

function countOutcomes(pairs: readonly PairChange[], migrations: readonly Migration[]): Readonly<Record<Outcome, number>> {
  const counts = Object.fromEntries(outcomes.map((outcome) => [outcome, 0])) as Record<Outcome, number>;
  for (const { outcome } of pairs.flatMap(({ ways }) => ways)) counts[outcome]++;
  for (const { outcome } of migrations) if (outcome !== "safe") counts[outcome]++;
  return counts;
}
