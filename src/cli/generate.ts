import { Command } from "commander";
import { compareOutput, createGenerator, type Generation, hasErrors, isUpToDate, watchInputs, writeOutput } from "#codegen";
import { count, explain, printProblems, seconds } from "./report.js";

interface Options {
  readonly asyncapi: string;
  readonly openapi: string;
  readonly out: string;
  readonly runtime: string;
  readonly check?: boolean;
  readonly watch?: boolean;
}

/** `warren generate`: documents → code. Writes nothing outside `--out` and the cache. */
export function generateCommand(): Command {
  return new Command("generate")
    .description("Turn AsyncAPI and OpenAPI documents into TypeScript.")
    .option("--asyncapi <folder>", "folder of AsyncAPI documents", "asyncapi")
    .option("--openapi <folder>", "folder of OpenAPI documents; need not exist", "openapi")
    .option("--out <folder>", "where generated code goes", "generated")
    .option("--runtime <module>", "module that generated code imports the runtime from; a relative one as seen from --out", "#messaging")
    .option("--check", "write nothing; exit 1 and list what differs")
    .option("--watch", "go on, and generate again whenever a document changes")
    .action(async (options: Options) => {
      if (options.watch && !options.check) await watch(options);
      else process.exitCode = await once(options);
    });
}

async function once(options: Options): Promise<number> {
  const start = performance.now();
  const generation = await createGenerator(options).run();
  printProblems(generation.problems);
  if (hasErrors(generation.problems)) {
    process.stderr.write(`${errorLine(generation)}\n`);
    return 1;
  }
  if (options.check) return check(options.out, generation);
  process.stdout.write(`${await write(options.out, generation, start)}\n`);
  return 0;
}

async function check(out: string, { files }: Generation): Promise<number> {
  const comparison = await compareOutput(out, files);
  if (isUpToDate(comparison)) {
    process.stdout.write(`${out} is up to date: ${count(files.length, "file")}.\n`);
    return 0;
  }
  for (const kind of ["missing", "changed", "stale", "foreign"] as const) {
    for (const path of comparison[kind]) process.stdout.write(`${kind} ${out}/${path}\n`);
  }
  process.stderr.write(`${out} is not what the documents say; run \`npm run generate\`.\n`);
  return 1;
}

async function write(out: string, generation: Generation, start: number): Promise<string> {
  const { missing, changed, stale, unchanged } = await writeOutput(out, generation.files);
  const removed = stale.length > 0 ? `, ${stale.length} removed` : "";
  const files = `${count(missing.length + changed.length, "file")} written, ${unchanged.length} unchanged${removed}`;
  return `generated ${count(generation.applications, "application")}, ${files} in ${seconds(performance.now() - start)}`;
}

const errorLine = ({ problems }: Generation): string =>
  `${count(problems.filter((problem) => problem.severity === "error").length, "error")}; nothing was written.`;

async function watch(options: Options): Promise<void> {
  const stop = new AbortController();
  for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => stop.abort());
  const generator = createGenerator(options);
  let lastInputs: readonly string[] = [];
  process.stdout.write(`watching ${options.asyncapi} and ${options.openapi}; Ctrl-C ends it\n`);
  await watchInputs({
    folders: [options.asyncapi, options.openapi],
    signal: stop.signal,
    run: async () => {
      const start = performance.now();
      try {
        const generation = await generator.run();
        lastInputs = generation.inputs;
        printProblems(generation.problems);
        const line = hasErrors(generation.problems) ? errorLine(generation) : await write(options.out, generation, start);
        process.stdout.write(`${clock()} ${line}\n`);
      } catch (error) {
        process.stderr.write(`${clock()} ${explain(error)}\n`);
      }
      return lastInputs;
    },
  });
}

const clock = (): string => new Date().toTimeString().slice(0, 8);
