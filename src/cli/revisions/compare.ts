import { type ChangeOptions, type ContractChanges, changesBetween } from "#compatibility";
import { readDocuments } from "../documents.js";
import { UsageError } from "../report.js";
import { folderSide, placedChanges, revisionSide } from "./places.js";
import { openRevision, type Revision } from "./revision.js";

/** What changed, every place of it as its side shows it. */
export interface RevisionChanges {
  /** What was compared: `main (1a2b3c4)`, `the working tree`. */
  readonly before: string;
  readonly after: string;
  readonly changes: ContractChanges;
}

/**
 * Compares the documents of a folder at two revisions. `against`: `A`, for A against the folder as it is, or `A..B`. Throws a
 * {@link UsageError} where there is no such revision, or where documents have errors, which are printed.
 */
export async function compareRevisions(folder: string, against: string, options: ChangeOptions): Promise<RevisionChanges> {
  const [before, after] = revisionsOf(against);
  const open: Revision[] = [];
  const revision = async (name: string): Promise<Revision> => {
    const opened = await openRevision(folder, name);
    open.push(opened);
    if (opened.contracts.applications.length === 0) {
      process.stderr.write(`There are no documents in ${folder} at ${name}.\n`);
    }
    return opened;
  };
  try {
    const old = await revision(before);
    const now = after === undefined ? await readDocuments(folder) : await revision(after);
    const [oldSide, nowSide] = [revisionSide(old), "contracts" in now ? revisionSide(now) : folderSide(folder, now.schemas)];
    const changes = changesBetween(old.contracts, "contracts" in now ? now.contracts : now, options);
    return { before: oldSide.name, after: nowSide.name, changes: await placedChanges(changes, oldSide, nowSide) };
  } finally {
    await Promise.all(open.map((each) => each.close()));
  }
}

function revisionsOf(against: string): readonly [string, string | undefined] {
  if (against.includes("...")) {
    throw new UsageError('Three dots are not understood. For what a branch changed, say --against "$(git merge-base main HEAD)".');
  }
  const [before = "", ...after] = against.split("..");
  if (before === "" || after.length > 1 || after[0] === "") throw new UsageError(`"${against}" is no revision, nor two as in main..HEAD.`);
  return [before, after[0]];
}
