/** What the reporters of changes write about: changes by consumer, with places that can be opened, or looked up at their revision. */
import { posix } from "node:path";
import { placedBelow } from "#codegen";
import {
  type AcceptanceUse,
  type ContractChanges,
  type EndChange,
  endName,
  type Fault,
  type Migration,
  type Outcome,
  type PairChange,
  type Policy,
  type Way,
  type WayChange,
} from "#compatibility";
import { createPlaces, type FindPlace, type Location } from "#contract";
import { preciseFault } from "./report.js";
import type { Revision } from "./revision.js";

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

/** One side of a comparison: documents of a folder, or of a revision. */
export interface Side {
  /** For people. */
  readonly name: string;
  /** Finds what a schema says in the documents. */
  readonly find: FindPlace;
  /** Where that is, for whoever reads the report. */
  readonly place: (location: Location) => Location;
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

/** Documents as they lie in a folder. */
export function folderSide(folder: string, schemas: Parameters<typeof createPlaces>[1]): Side {
  const place = (location: Location): Location => placedBelow(folder, [location])[0] ?? location;
  return { name: "the working tree", find: createPlaces(folder, schemas), place };
}

/** Documents of a revision: their places are `<revision>:<file>`, as git shows them. */
export function revisionSide({ name, commit, contracts, folder, inside }: Revision): Side {
  const place = ({ file, ...at }: Location): Location => ({ file: `${name}:${posix.join(inside, file)}`, ...at });
  const short = commit.slice(0, 7);
  return { name: name === short || name === commit ? name : `${name} (${short})`, find: createPlaces(folder, contracts.schemas), place };
}

export async function changeReportOf(changes: ContractChanges, old: Side, now: Side, policy: Policy | undefined): Promise<ChangeReport> {
  const pairs = await Promise.all(changes.pairs.map((pair) => placedPair(pair, old, now)));
  const migrations = changes.migrations.map((migration) => placedMigration(migration, old, now));
  return {
    before: old.name,
    after: now.name,
    policy,
    standing: changes.standing,
    summary: { ...countOutcomes(pairs, migrations), migrations: migrations.length },
    consumers: byConsumer(pairs),
    ends: changes.ends.map((end) => ({ ...end, at: (end.change === "added" ? now : old).place(end.at) })),
    migrations,
    acceptances: changes.acceptances,
  };
}

/** 0: nothing breaks that did not before; 1: something does; 2: of something it is not known. */
export const exitCodeOfChanges = ({ standing }: Pick<ChangeReport, "standing">): 0 | 1 | 2 =>
  (({ safe: 0, breaking: 1, unknown: 2 }) as const)[standing];

/** Whether there is anything to say of a pair. */
export const isTold = ({ change, ways }: PairChange): boolean =>
  change !== "none" || ways.some(({ outcome }) => ["breaking", "unknown", "accepted", "safe-by-policy"].includes(outcome));

const sidesOf: Readonly<Record<Way, readonly ["old" | "now", "old" | "now"]>> = {
  "old-to-new": ["old", "now"],
  "new-to-old": ["now", "old"],
  "new-to-new": ["now", "now"],
};

async function placedPair(pair: PairChange, old: Side, now: Side): Promise<PairChange> {
  const sides = { old, now };
  const ways = pair.ways.map(async (way): Promise<WayChange> => {
    const [producer, consumer] = sidesOf[way.way];
    const faults = way.faults.map((fault) => placedFault(fault, sides[producer], sides[consumer]));
    return { ...way, faults: await Promise.all(faults) };
  });
  return { ...pair, ways: await Promise.all(ways) };
}

async function placedFault(fault: Fault, producer: Side, consumer: Side): Promise<Fault> {
  const precise = await preciseFault(fault, (fault.side === "producer" ? producer : consumer).find);
  return { ...precise, producerAt: producer.place(precise.producerAt), consumerAt: consumer.place(precise.consumerAt) };
}

function placedMigration(migration: Migration, old: Side, now: Side): Migration {
  const { newAt, oldAt } = migration;
  return { ...migration, oldAt: old.place(oldAt), ...(newAt === undefined ? {} : { newAt: now.place(newAt) }) };
}

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
