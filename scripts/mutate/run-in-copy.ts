/** A mutant taken all the way: its documents in a copy of the repository, generated, compiled, and the contract tests run on it. */
import { cpSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
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

/** Names of the tests that fail; `npm run generate` and `tsc` are named where they refuse. */
export async function runInCopy(root: string, { file, tree }: Mutant): Promise<readonly string[]> {
  const folder = ownedFolder(join(root, ".warren", "mutate"));
  try {
    for (const path of copied) cpSync(join(root, path), join(folder.path, path), { recursive: true });
    symlinkSync(join(root, "node_modules"), join(folder.path, "node_modules"));
    mkdirSync(dirname(join(folder.path, file)), { recursive: true });
    writeFileSync(join(folder.path, file), stringify(tree, { aliasDuplicateObjects: false }));
    const node = (...args: string[]) => runQuietly(process.execPath, args, { cwd: folder.path });
    const generated = await node("--import", "tsx", "src/cli/main.ts", "generate");
    if (generated.code !== 0) return [`npm run generate: ${generated.output.trim().split("\n")[0] ?? ""}`];
    const report = join(folder.path, "report.json");
    await node("node_modules/vitest/vitest.mjs", "run", ...testsOf(file), "--reporter=json", `--outputFile=${report}`);
    const compiled = await node("node_modules/typescript/bin/tsc", "--noEmit");
    return [...failedIn(report), ...(compiled.code === 0 ? [] : [`tsc: ${compiled.output.trim().split("\n")[0] ?? ""}`])];
  } finally {
    folder.remove();
  }
}

/** Without the record, which needs no run. */
const testsOf = (file: string): readonly string[] => [
  ...(file.startsWith("asyncapi/") ? ["test/contracts/routes.test.ts"] : []),
  `test/contracts/http-${file.split("/")[1] ?? ""}.test.ts`,
];

function failedIn(report: string): readonly string[] {
  const { testResults } = JSON.parse(readFileSync(report, "utf8")) as Report;
  return testResults.flatMap(({ name, status, message, assertionResults }) => {
    const failed = assertionResults.filter((each) => each.status === "failed").map(({ title }) => title);
    return failed.length > 0 || status !== "failed" ? failed : [`${name}: ${message ?? ""}`.split("\n")[0] ?? ""];
  });
}
