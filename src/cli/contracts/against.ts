import picocolors from "picocolors";
import { compareRevisions } from "../revisions/compare.js";
import { readAcceptances } from "./accepted-file.js";
import { changeJson } from "./change-json.js";
import { changeJunit } from "./change-junit.js";
import { changeMarkdown } from "./change-markdown.js";
import { type ChangeReport, changeReportOf, exitCodeOfChanges } from "./change-report.js";
import { changeSarif } from "./change-sarif.js";
import { changeText } from "./change-text.js";
import { changeSummary } from "./change-words.js";
import { policyOf } from "./policy.js";
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
  const acceptances = await readAcceptances(options.accepted);
  const today = new Date().toISOString().slice(0, 10);
  const compared = await compareRevisions(options.asyncapi, options.against, {
    acceptances,
    today,
    ...(policy === undefined ? {} : { policy }),
  });
  const report = changeReportOf(compared, policy);
  await writeReport(report, options, reporters, { words: inWords, summary: changeSummary });
  return exitCodeOfChanges(report);
}

const inWords = (report: ChangeReport): string =>
  changeText(report, picocolors.createColors(process.stdout.isTTY && picocolors.isColorSupported));
