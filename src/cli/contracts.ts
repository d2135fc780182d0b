import { Command } from "commander";
import picocolors from "picocolors";
import { type ContractProofs, declaredPropertiesOnly, type Policy, proveBetween, proveContracts } from "#compatibility";
import type { ContractSet } from "#contract";
import { runAgainst } from "./contracts/against.js";
import { jsonOf } from "./contracts/json.js";
import { junitOf } from "./contracts/junit.js";
import { markdownOf } from "./contracts/markdown.js";
import { policyOf } from "./contracts/policy.js";
import { type ByPolicy, exitCodeOf, type Report, reportOf, summaryText } from "./contracts/report.js";
import { sarifOf } from "./contracts/sarif.js";
import { checkedTargets, type Reporters, type Targets, writeReport } from "./contracts/targets.js";
import { textOf } from "./contracts/text.js";
import { readDocuments } from "./documents.js";
import { explain, UsageError } from "./report.js";

interface Options extends Targets {
  readonly asyncapi: string;
  readonly against?: string;
  readonly accepted?: string;
  readonly policy?: string;
}

const reporters: Reporters<Report> = { json: jsonOf, junit: junitOf, sarif: sarifOf, markdown: markdownOf };
const badInput = 3;

/** `warren contracts`: does every consumer take every message that may come to it, and what does a change break? */
export function contractsCommand(): Command {
  return new Command("contracts")
    .description(
      "Prove that every consumer takes every message that the documents let come to it. Exit 0: proved; 1: broken, or an error; 2: not decided; 3: bad input.",
    )
    .option("--asyncapi <folder>", "folder of AsyncAPI documents", "asyncapi")
    .option("--json [file]", "the report as JSON; without a file, to standard output")
    .option("--junit [file]", "as JUnit XML")
    .option("--sarif [file]", "as SARIF 2.1.0")
    .option("--markdown [file]", "as Markdown")
    .option("--against <revision>", "what changed since a git revision, or between two: main, v1..v2")
    .option("--accepted <file>", "with --against: the breakages that are accepted (default: contracts/accepted.yaml, if it is there)")
    .option("--policy <name>", "assume something about producers that no schema says: declared-properties-only")
    .action(async (options: Options) => {
      process.exitCode = await run(options).catch((error: unknown) => {
        process.stderr.write(`${explain(error)}\n`);
        return badInput;
      });
    });
}

async function run(options: Options): Promise<number> {
  const { against } = options;
  if (against !== undefined) return runAgainst({ ...options, against });
  if (options.accepted !== undefined) throw new UsageError("--accepted is of use with --against only.");
  checkedTargets(options);
  const policy = policyOf(options.policy);
  const set = await readDocuments(options.asyncapi);
  const proofs = proveContracts(set);
  const report = await reportOf(options.asyncapi, set, proofs, policy === undefined ? undefined : byPolicy(policy, set, proofs));
  await writeReport(report, options, reporters, { words: inWords, summary: ({ summary }) => summaryText(summary) });
  return exitCodeOf(report.summary);
}

/** What is not proved, and would be if producers were as the policy assumes. */
function byPolicy(policy: Policy, set: ContractSet, { proofs }: ContractProofs): ByPolicy {
  const doubtful = new Set(proofs.filter(({ standing }) => standing !== "proved").map(({ id }) => id));
  const assumed = doubtful.size === 0 ? [] : proveBetween(declaredPropertiesOnly(set), set).proofs;
  return { policy, ids: new Set(assumed.filter(({ id, standing }) => standing === "proved" && doubtful.has(id)).map(({ id }) => id)) };
}

const inWords = (report: Report): string => textOf(report, picocolors.createColors(process.stdout.isTTY && picocolors.isColorSupported));
