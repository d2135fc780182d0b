/** The shell commands that documents show, held against what this repository has. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Command } from "commander";
import { contractsCommand } from "../../../src/cli/contracts.js";
import { dlqCommands } from "../../../src/cli/dlq.js";
import { docsCommand } from "../../../src/cli/docs.js";
import { generateCommand } from "../../../src/cli/generate.js";
import { portalCommand } from "../../../src/cli/portal.js";
import { topologyCommands } from "../../../src/cli/topology.js";
import { validateCommand } from "../../../src/cli/validate.js";
import { type Block, repository } from "./markdown.js";

export const cliCommands: readonly Command[] = [
  contractsCommand(),
  ...dlqCommands(),
  docsCommand(),
  generateCommand(),
  portalCommand(),
  ...topologyCommands(),
  validateCommand(),
];

export const scripts: Readonly<Record<string, string>> = (
  JSON.parse(readFileSync(join(repository, "package.json"), "utf8")) as { scripts: Record<string, string> }
).scripts;

function optionsOf(name: string): readonly string[] {
  return cliCommands.find((command) => command.name() === name)?.options.map(({ long }) => long ?? "") ?? [];
}

/** Options that a script of `scripts/` reads itself. */
const scriptOptions: Readonly<Record<string, readonly string[]>> = {
  start: ["--only", "--state"],
  bench: ["--runs", "--requests", "--json"],
  docs: optionsOf("docs"),
  contracts: optionsOf("contracts"),
  generate: optionsOf("generate"),
  mutate: ["--sample", "--seed", "--run", "--json"],
};

/** Programs that are not ours to check. */
const foreign = new Set(["curl", "git", "cd", "cp", "sed", "kill", "echo", "npx", "rabbitmqctl", "cat", "rm", "python3"]);

/** The commands of an `sh` block, or those after `$` of a `console` block: continued lines joined, comments left out. */
export function commandsOf({ language, lines }: Block): readonly string[] {
  const joined = lines
    .join("\n")
    .replaceAll(/\\\n\s*/g, "")
    .split("\n");
  const typed = language === "console" ? joined.filter((line) => line.startsWith("$ ")).map((line) => line.slice(2)) : joined;
  return typed.map((line) => line.replace(/(?:^|\s+)#(?:\s.*)?$/, "").trim()).filter((line) => line !== "");
}

/** What is wrong with a command, or undefined. */
export function commandFault(command: string): string | undefined {
  const faults = command.split(/\s*(?:&&|\||;)\s*/).map(partFault);
  return faults.find((fault) => fault !== undefined);
}

function partFault(part: string): string | undefined {
  const words = part.split(/\s+/).filter((word) => !/^[A-Z_]+=\S*$/.test(word));
  const [program = "", ...rest] = words;
  if (foreign.has(program) || words.length === 0) return undefined;
  if (program !== "npm") return `"${program}" is no program that documents may show`;
  const [first = "", second = "", ...others] = rest.filter((word) => word !== "-s");
  const script = first === "run" ? second : first;
  const args = first === "run" ? others : [second, ...others];
  if (script === "ci" || script === "install") return undefined;
  if (scripts[script] === undefined) return `package.json has no script "${script}"`;
  return argumentFault(
    script,
    args.filter((word) => word !== "--" && word !== ""),
  );
}

function argumentFault(script: string, args: readonly string[]): string | undefined {
  const name = args[0] === "dlq" || args[0] === "topology" ? args[1] : args[0];
  const command = script === "warren" ? cliCommands.find((each) => each.name() === name) : undefined;
  if (script === "warren" && name !== "--help" && command === undefined) return `warren has no command "${name ?? ""}"`;
  const known = command?.options.map(({ long }) => long ?? "") ?? scriptOptions[script];
  if (known === undefined) return undefined;
  const stray = args.find((word) => word.startsWith("--") && word !== "--help" && !known.includes(word));
  return stray === undefined ? undefined : `"${script}" has no option ${stray}`;
}
