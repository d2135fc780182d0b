/**
 * `npm run mutate -- [--sample N] [--seed S] [--run N] [--json FILE]`: breaks the documents in one place at a time, in a copy, and tells
 * which test notices. `--sample`: so many of the mutants, drawn by the seed. `--run`: so many are also taken through the generator, the
 * compiler and the running contract tests. Exit code 0 when every mutant was noticed or is
 * equivalent, 1 when one survived.
 */
import { writeFileSync } from "node:fs";
import { parseArgs } from "node:util";
import { ownedFolder } from "../setup/owned.mjs";
import { createJudge, type Killer, type Verdict } from "./judge.js";
import { drawn, type Mutant, mutantsOf, nameOf, readDocuments } from "./mutants.js";
import { createRunner } from "./run-in-copy.js";

const { values } = parseArgs({
  options: {
    sample: { type: "string" },
    seed: { type: "string", default: "1" },
    run: { type: "string", default: "0" },
    json: { type: "string" },
  },
});
const sample = values.sample === undefined ? undefined : Number(values.sample);
const [seed, run] = [Number(values.seed), Number(values.run)];
if (![sample ?? 0, seed, run].every((number) => Number.isInteger(number) && number >= 0)) {
  process.stderr.write("Use: npm run mutate -- [--sample N] [--seed S] [--run N] [--json FILE]\n");
  process.exit(2);
}

interface Judged extends Verdict {
  readonly mutant: Mutant;
}

const root = process.cwd();
const say = (line: string): void => void process.stdout.write(`${line}\n`);
const folder = ownedFolder(".warren/mutate");
try {
  const documents = { asyncapi: readDocuments(root, "asyncapi"), openapi: readDocuments(root, "openapi") };
  const all = [...mutantsOf("asyncapi", documents.asyncapi), ...mutantsOf("openapi", documents.openapi)];
  const mutants = sample === undefined ? all : drawn(all, sample, seed);
  const { judge, failing } = await createJudge(root, folder.path, documents);
  if (failing.size > 0) say(`These fail without any mutant, and count for nothing here:\n  ${[...failing].join("\n  ")}`);
  const judged: Judged[] = [];
  for (const mutant of mutants) {
    const verdict = await judge(mutant);
    judged.push({ mutant, ...verdict });
    say(`${nameOf(mutant)}\n  ${wordsFor(verdict)}`);
  }
  const runner = createRunner(root);
  for (const mutant of drawn(all, run, seed)) {
    say(`${nameOf(mutant)}, generated and run`);
    const failed = await runner.run(mutant);
    say(failed.length === 0 ? "  not noticed without the record" : failed.map((test) => `  killed by ${test}`).join("\n"));
  }
  summarise(judged);
  if (values.json !== undefined) writeFileSync(values.json, jsonOf(judged));
} finally {
  folder.remove();
}

function wordsFor({ killers: [killer, ...others], equivalent }: Verdict): string {
  if (killer === undefined) return equivalent ? "equivalent: nobody can tell" : "survived";
  return `killed by ${killer.test}${others.length === 0 ? "" : ` and ${others.length} more`}: ${killer.because}`;
}

function summarise(judged: readonly Judged[]): void {
  const survivors = judged.filter(({ killers, equivalent }) => killers.length === 0 && !equivalent);
  const equivalent = judged.filter((each) => each.equivalent).length;
  const by = (cause: Killer["cause"]) => judged.filter(({ killers }) => killers[0]?.cause === cause).length;
  say(
    `\n${judged.length} mutants: ${judged.length - survivors.length - equivalent} killed, ${equivalent} equivalent, ${survivors.length} survived.`,
  );
  say(
    `The documents are refused: ${by("reading")}. A route's proof fails: ${by("proof")}. Only what was agreed is not so any more: ${by("record")}.`,
  );
  for (const { mutant } of survivors) say(`survived: ${nameOf(mutant)}`);
  if (survivors.length > 0) process.exitCode = 1;
}

function jsonOf(judged: readonly Judged[]): string {
  return JSON.stringify(
    judged.map(({ mutant, ...verdict }) => ({ mutant: nameOf(mutant), ...verdict })),
    undefined,
    2,
  );
}
