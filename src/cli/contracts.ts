import { writeFile } from "node:fs/promises";
import { Command } from "commander";
import picocolors from "picocolors";
import { proveContracts } from "#compatibility";
import { jsonOf } from "./contracts/json.js";
import { junitOf } from "./contracts/junit.js";
import { markdownOf } from "./contracts/markdown.js";
import { exitCodeOf, type Report, reportOf, summaryText } from "./contracts/report.js";
import { sarifOf } from "./contracts/sarif.js";
import { textOf } from "./contracts/text.js";
import { readDocuments } from "./documents.js";
import { explain, UsageError } from "./report.js";

const formats = { json: jsonOf, junit: junitOf, sarif: sarifOf, markdown: markdownOf } as const;
type Format = keyof typeof formats;

/** A file, or `true` and `-` for standard output. */
type Target = string | true;

interface Options extends Partial<Readonly<Record<Format, Target>>> {
  readonly asyncapi: string;
}

const badInput = 3;

/** `warren contracts`: does every consumer take every message that may come to it? */
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
    .action(async (options: Options) => {
      process.exitCode = await run(options).catch((error: unknown) => {
        process.stderr.write(`${explain(error)}\n`);
        return badInput;
      });
    });
}

async function run(options: Options): Promise<number> {
  const targets = targetsOf(options);
  const set = await readDocuments(options.asyncapi);
  const report = await reportOf(options.asyncapi, set, proveContracts(set));
  for (const { format, file } of targets) await write(formats[format](report), file);
  if (targets.some(({ file }) => file === undefined)) process.stderr.write(`${summaryText(report.summary)}\n`);
  else process.stdout.write(inWords(report));
  return exitCodeOf(report.summary);
}

const inWords = (report: Report): string => textOf(report, picocolors.createColors(process.stdout.isTTY && picocolors.isColorSupported));

/** Undefined as a file is standard output, which has room for one report. */
function targetsOf(options: Options): readonly { readonly format: Format; readonly file: string | undefined }[] {
  const wanted = (Object.keys(formats) as Format[]).flatMap((format) => {
    const target = options[format];
    return target === undefined ? [] : [{ format, file: target === true || target === "-" ? undefined : target }];
  });
  const printed = wanted.filter(({ file }) => file === undefined).map(({ format }) => `--${format}`);
  if (printed.length > 1) throw new UsageError(`${printed.join(" and ")} cannot both go to standard output; name a file for all but one.`);
  return wanted;
}

async function write(text: string, file: string | undefined): Promise<void> {
  if (file === undefined) {
    process.stdout.write(text);
    return;
  }
  await writeFile(file, text).catch((error: unknown) => {
    throw new UsageError(`${file} cannot be written: ${explain(error)}.`);
  });
}
