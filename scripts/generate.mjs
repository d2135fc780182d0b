// @ts-check
// npm run generate [-- --check | --watch | --asyncapi DIR --openapi DIR --out DIR --runtime MODULE]
// Answers from a stamp when nothing changed; otherwise the command line's `generate` does it.
import { fileURLToPath } from "node:url";
import { generatorArgs, inputsOf, isGenerated, noteGenerated } from "./setup/generation.mjs";

const root = fileURLToPath(new URL("..", import.meta.url)).replace(/\/$/, "");
const args = process.argv.slice(2);
const whole = args.every((arg) => arg === "--check");

if (whole && isGenerated(root)) {
  process.stdout.write("generated/ is up to date.\n");
} else {
  const { runShown } = await import("./setup/run-command.mjs");
  const before = inputsOf(root);
  process.exitCode = await runShown(process.execPath, [...generatorArgs, ...args], { cwd: root });
  if (whole && process.exitCode === 0) noteGenerated(root, before);
}
