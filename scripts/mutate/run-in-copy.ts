/** A mutant taken all the way: its documents in a copy of the repository, generated, compiled, and the contract tests run on it. */
import { cpSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import { stringify } from "yaml";
import { ownedFolder } from "../setup/owned.mjs";
import { runQuietly } from "../setup/run-command.mjs";
import type { Mutant } from "./mutants.js";

const copied = ["asyncapi", "openapi", "generated", "src", "scripts", "test", "package.json", "tsconfig.json", "vitest.config.ts"];

interface Report {
  readonly testResults: readonly {
    readonly name: string;
    readonly message?: string;
    readonly status: string;
    readonly assertionResults: readonly { readonly status: string; readonly title: string }[];
  }[];
}

/** Takes mutants all the way, one after the other. */
export interface Runner {
  /** Names of the tests that fail on the mutant, and on the documents as they are do not; `npm run generate` and `tsc` where they refuse. */
  run(mutant: Mutant): Promise<readonly string[]>;
}

export function createRunner(root: string): Runner {
  const asTheyAre = new Map<string, ReadonlySet<string>>();
  return {
    async run({ file, tree }) {
      const tests = testsOf(file);
      const known = asTheyAre.get(tests.join()) ?? new Set((await runInCopy(root, tests)).map(nameOf));
      asTheyAre.set(tests.join(), known);
      const failed = await runInCopy(root, tests, { file, text: stringify(tree, { aliasDuplicateObjects: false }) });
      return failed.filter((failure) => !known.has(nameOf(failure)));
    },
  };
}

/** A refusal of the compiler is one, whatever it says. */
const nameOf = (failure: string): string => (failure.startsWith("tsc: ") ? "tsc" : failure);

async function runInCopy(
  root: string,
  tests: readonly string[],
  changed?: { readonly file: string; readonly text: string },
): Promise<readonly string[]> {
  const folder = ownedFolder(join(root, ".warren", "mutate"));
  try {
    for (const path of copied) cpSync(join(root, path), join(folder.path, path), { recursive: true });
    symlinkSync(join(root, "node_modules"), join(folder.path, "node_modules"));
    if (changed !== undefined) writeFileSync(join(folder.path, changed.file), changed.text);
    const node = (...args: string[]) => runQuietly(process.execPath, args, { cwd: folder.path });
    const generated = await node("--import", "tsx", "src/cli/main.ts", "generate");
    if (generated.code !== 0) return [`npm run generate: ${firstLine(generated.output)}`];
    const report = join(folder.path, "report.json");
    await node("node_modules/vitest/vitest.mjs", "run", ...tests, "--reporter=json", `--outputFile=${report}`);
    const compiled = await node("node_modules/typescript/bin/tsc", "--noEmit");
    return [...failedIn(report), ...(compiled.code === 0 ? [] : [`tsc: ${firstLine(compiled.output)}`])];
  } finally {
    folder.remove();
  }
}

const firstLine = (text: string): string => text.trim().split("\n", 1)[0] ?? "";

/** Without the record, which needs no run. */
const testsOf = (file: string): readonly string[] => [
  ...(file.startsWith("asyncapi/") ? ["test/contracts/routes.test.ts"] : []),
  `test/contracts/http-${file.split("/")[1] ?? ""}.test.ts`,
];

function failedIn(report: string): readonly string[] {
  const { testResults } = JSON.parse(readFileSync(report, "utf8")) as Report;
  return testResults.flatMap(({ name, status, message, assertionResults }) => {
    const failed = assertionResults.filter((each) => each.status === "failed").map(({ title }) => title);
    return failed.length > 0 || status !== "failed" ? failed : [`${basename(name)}: ${firstLine(message ?? "")}`];
  });
}
