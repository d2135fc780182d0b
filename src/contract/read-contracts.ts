import type { ContractSet } from "./model.js";
import { readFolder } from "./read-folder.js";
import { checkStructure } from "./structure/check.js";

export interface ReadOptions {
  /** Where verdicts of the AsyncAPI parser are kept between runs. Default: nowhere. */
  readonly cacheFolder?: string;
}

/**
 * Reads every AsyncAPI document under a folder, and what they refer to, into one model. Never rejects for what stands in a document:
 * whatever is wrong is among the problems, with its place.
 */
export async function readContracts(folder: string, options: ReadOptions = {}): Promise<ContractSet> {
  const { sources, applications, schemas, problems, files } = await readFolder(folder);
  await checkStructure(sources, options.cacheFolder);
  return { applications, schemas, problems: problems.sorted(), files };
}
