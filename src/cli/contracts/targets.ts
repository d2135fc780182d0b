/** Where reports go: to files, and at most one to standard output. */
import { writeFile } from "node:fs/promises";
import { explain, UsageError } from "../report.js";

export const formats = ["json", "junit", "sarif", "markdown"] as const;
export type Format = (typeof formats)[number];

/** What the user asked for: a file, or `true` and `-` for standard output. */
export type Targets = Partial<Readonly<Record<Format, string | true>>>;

/** One for each format of a report. */
export type Reporters<Report> = Readonly<Record<Format, (report: Report) => string>>;

/**
 * Writes a report as it was asked for. Standard output has room for one of them; where it has none, the report in words goes there, else
 * the summary to standard error. Throws a {@link UsageError} for two on standard output, and where a file cannot be written.
 */
export async function writeReport<Report>(
  report: Report,
  targets: Targets,
  reporters: Reporters<Report>,
  { words, summary }: { readonly words: (report: Report) => string; readonly summary: (report: Report) => string },
): Promise<void> {
  const wanted = checkedTargets(targets);
  for (const { format, file } of wanted) await write(reporters[format](report), file);
  if (wanted.some(({ file }) => file === undefined)) process.stderr.write(`${summary(report)}\n`);
  else process.stdout.write(words(report));
}

/** Undefined as a file is standard output. */
export function checkedTargets(targets: Targets): readonly { readonly format: Format; readonly file: string | undefined }[] {
  const wanted = formats.flatMap((format) => {
    const target = targets[format];
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
