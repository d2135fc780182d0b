import picocolors from "picocolors";
import { type ChangeOptions, changesBetween } from "#compatibility";
import { readDocuments } from "../documents.js";
import { UsageError } from "../report.js";
import { readAcceptances } from "./accepted-file.js";
import { changeJson } from "./change-json.js";
import { changeJunit } from "./change-junit.js";
import { changeMarkdown } from "./change-markdown.js";
import { type ChangeReport, changeReportOf, exitCodeOfChanges, folderSide, revisionSide } from "./change-report.js";
import { changeSarif } from "./change-sarif.js";
import { changeText } from "./change-text.js";
import { changeSummary } from "./change-words.js";
import { policyOf } from "./policy.js";
import { openRevision, type Revision } from "./revision.js";
import { checkedTargets, type Reporters, type Targets, writeReport } from "./targets.js";

export interface AgainstOptions extends Targets {
  readonly asyncapi: string;
  /** `A`, for A against the working tree, or `A..B`. */
  readonly against: string;
  readonly accepted?: string;
  readonly policy?: string;
}

const reporters: Reporters<ChangeReport> = { json: changeJson, junit: changeJunit, sarif: changeSarif, markdown: changeMarkdown };

/** `warren contracts --against`: what a change does to each consumer. 0: nothing new breaks; 1: something does; 2: not known. */
export async function runAgainst(options: AgainstOptions): Promise<number> {
  checkedTargets(options);
  const policy = policyOf(options.policy);
  const [before, after] = revisionsOf(options.against);
  const acceptances = await readAcceptances(options.accepted);
  const today = new Date().toISOString().slice(0, 10);
  const report = await compared(options.asyncapi, before, after, { acceptances, today, ...(policy === undefined ? {} : { policy }) });
  await writeReport(report, options, reporters, { words: inWords, summary: changeSummary });
  return exitCodeOfChanges(report);
}

const inWords = (report: ChangeReport): string =>
  changeText(report, picocolors.createColors(process.stdout.isTTY && picocolors.isColorSupported));

function revisionsOf(against: string): readonly [string, string | undefined] {
  if (against.includes("...")) {
    throw new UsageError('Three dots are not understood. For what a branch changed, say --against "$(git merge-base main HEAD)".');
  }
  const [before = "", ...after] = against.split("..");
  if (before === "" || after.length > 1 || after[0] === "") throw new UsageError(`"${against}" is no revision, nor two as in main..HEAD.`);
  return [before, after[0]];
}

async function compared(folder: string, before: string, after: string | undefined, options: ChangeOptions): Promise<ChangeReport> {
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
    if (after === undefined) {
      const set = await readDocuments(folder);
      return await changeReportOf(
        changesBetween(old.contracts, set, options),
        revisionSide(old),
        folderSide(folder, set.schemas),
        options.policy,
      );
    }
    const now = await revision(after);
    return await changeReportOf(
      changesBetween(old.contracts, now.contracts, options),
      revisionSide(old),
      revisionSide(now),
      options.policy,
    );
  } finally {
    await Promise.all(open.map((each) => each.close()));
  }
}
