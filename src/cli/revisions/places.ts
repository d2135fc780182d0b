/** Where in the documents something is: of a folder, to be opened; of a revision, to be looked up as git shows it. */
import { posix } from "node:path";
import { placedBelow } from "#codegen";
import type { ContractChanges, Fault, Migration, PairChange, Way, WayChange } from "#compatibility";
import { type ContractSet, createPlaces, type FindPlace, type Location } from "#contract";
import type { Revision } from "./revision.js";

/** One side of a comparison: documents of a folder, or of a revision. */
export interface Side {
  /** For people: `main (1a2b3c4)`, `the working tree`. */
  readonly name: string;
  /** Finds what a schema says in the documents. */
  readonly find: FindPlace;
  /** Where that is, for whoever reads the report. */
  readonly place: (location: Location) => Location;
}

/** Documents as they lie in a folder. */
export function folderSide(folder: string, schemas: ContractSet["schemas"]): Side {
  const place = (location: Location): Location => placedBelow(folder, [location])[0] ?? location;
  return { name: "the working tree", find: createPlaces(folder, schemas), place };
}

/** Documents of a revision: their places are `<revision>:<file>`. */
export function revisionSide({ name, commit, contracts, folder, inside }: Revision): Side {
  const place = ({ file, ...at }: Location): Location => ({ file: `${name}:${posix.join(inside, file)}`, ...at });
  const short = commit.slice(0, 7);
  return { name: name === short || name === commit ? name : `${name} (${short})`, find: createPlaces(folder, contracts.schemas), place };
}

/** What a schema refuses is placed at its keyword; without that, at the schema. */
export async function placedFault(fault: Fault, producer: Side, consumer: Side): Promise<Fault> {
  const precise = await preciseFault(fault, (fault.side === "producer" ? producer : consumer).find);
  return { ...precise, producerAt: producer.place(precise.producerAt), consumerAt: consumer.place(precise.consumerAt) };
}

async function preciseFault(fault: Fault, find: FindPlace): Promise<Fault> {
  const { schema, pointer, side } = fault;
  if (schema === undefined || pointer === undefined) return fault;
  const own = pointer.slice(schema.length - schema.indexOf("#") - 1);
  const found = await find({ schema, pointer: own });
  if (found === undefined) return fault;
  return side === "producer" ? { ...fault, producerAt: found } : { ...fault, consumerAt: found };
}

/** The same changes with their places as the two sides show them. */
export async function placedChanges(changes: ContractChanges, old: Side, now: Side): Promise<ContractChanges> {
  return {
    ...changes,
    pairs: await Promise.all(changes.pairs.map((pair) => placedPair(pair, old, now))),
    ends: changes.ends.map((end) => ({ ...end, at: (end.change === "added" ? now : old).place(end.at) })),
    migrations: changes.migrations.map((migration) => placedMigration(migration, old, now)),
  };
}

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

function placedMigration(migration: Migration, old: Side, now: Side): Migration {
  const { newAt, oldAt } = migration;
  return { ...migration, oldAt: old.place(oldAt), ...(newAt === undefined ? {} : { newAt: now.place(newAt) }) };
}
