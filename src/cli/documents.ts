import { stat } from "node:fs/promises";
import { hasErrors, placedBelow } from "#codegen";
import { type ContractSet, readContracts } from "#contract";
import { printProblems, UsageError } from "./report.js";

/** What can be worked out again is kept here between runs. */
export const cacheFolder = ".warren/cache";

/** The AsyncAPI documents of a folder. Throws {@link UsageError} where there is none, or where they have errors, which are printed. */
export async function readDocuments(folder: string): Promise<ContractSet> {
  const found = await stat(folder).catch(() => undefined);
  if (!found?.isDirectory()) throw new UsageError(`There is no folder ${folder}.`);
  const set = await readContracts(folder, { cacheFolder });
  if (!hasErrors(set.problems)) return set;
  const errors = set.problems.filter((problem) => problem.severity === "error");
  printProblems(placedBelow(folder, errors));
  throw new UsageError(`The documents in ${folder} have errors; nothing can be held against them.`);
}
