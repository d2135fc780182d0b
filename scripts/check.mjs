// @ts-check
// npm run check: everything about the code that needs no broker and runs none of it. All checks at once; a table of times at the end.
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { unpack } from "./setup/install.mjs";
import { runQuietly } from "./setup/run-command.mjs";
import { runToEnd } from "./setup/shutdown.mjs";
import { createSteps, seconds } from "./setup/steps.mjs";

const root = fileURLToPath(new URL("..", import.meta.url)).replace(/\/$/, "");
const bin = (/** @type {string} */ path) => join(root, "node_modules", path);
const cache = join(root, ".warren", "cache");

/** @type {Record<string, string[]>} what is run, under Node: the tool's own entry file saves npx half a second each */
const checks = {
  "types (tsc)": [bin("typescript/bin/tsc"), "--noEmit", "--incremental", "--tsBuildInfoFile", join(cache, "tsc.tsbuildinfo")],
  "types in the browser (tsc)": [bin("typescript/bin/tsc"), "--noEmit", "-p", "src/portal/browser"],
  "format and lint (biome)": [bin("@biomejs/biome/bin/biome"), "check", "--error-on-warnings", "--colors=off"],
  "typed lint (eslint)": [bin("eslint/bin/eslint.js"), "--max-warnings", "0", "."],
  "dead code (knip)": [bin("knip/bin/knip.js"), "--no-progress"],
};

/** @param {string} name @param {string[]} args */
const runCheck = async (name, args) => {
  const begun = Date.now();
  const { code, output } = await runQuietly(process.execPath, args, { cwd: root });
  return { name, passed: code === 0, took: seconds(Date.now() - begun), output: output.trim() };
};

const steps = createSteps();

await runToEnd(async () => {
  await unpack(root, steps);
  mkdirSync(cache, { recursive: true });
  const results = await Promise.all(Object.entries(checks).map(([name, args]) => runCheck(name, args)));
  for (const { name, passed, output } of results) if (!passed) steps.say(`\n── ${name} ──\n${output}\n`);
  const width = Math.max(...results.map(({ name }) => name.length));
  for (const { name, passed, took } of results) steps.say(`${passed ? "✓" : "✗"} ${name.padEnd(width)}  ${took.padStart(7)}`);
  return results.every(({ passed }) => passed) ? 0 : 1;
});
