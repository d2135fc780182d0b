import { Command, CommanderError } from "commander";
import { explain, UsageError } from "./report.js";

/** Loaded when it is asked for: one command need not wait for what others are made of. */
const parts = new Map<string, () => Promise<Command>>([
  ["compare", async () => (await import("./compare.js")).compareCommand()],
  ["contracts", async () => (await import("./contracts.js")).contractsCommand()],
  ["dlq", async () => (await import("./dlq.js")).dlqCommand()],
  ["docs", async () => (await import("./docs.js")).docsCommand()],
  ["generate", async () => (await import("./generate.js")).generateCommand()],
  ["portal", async () => (await import("./portal.js")).portalCommand()],
  ["topology", async () => (await import("./topology.js")).topologyCommand()],
  ["validate", async () => (await import("./validate.js")).validateCommand()],
]);

/** The command line: `npm run warren -- <command>`. Exit codes: 0 done, 1 the answer is no, 2 not a sensible question; `compare` and `contracts` have their own. */
const program = new Command("warren").description(
  "Contract-first messaging on RabbitMQ: AsyncAPI documents become code, and proofs that it fits together.",
);
const asked = parts.get(process.argv[2] ?? "");
for (const load of asked === undefined ? parts.values() : [asked]) program.addCommand(await load());

const commands = [program, ...program.commands, ...program.commands.flatMap((command) => command.commands)];
for (const command of commands) command.exitOverride().showHelpAfterError("(--help tells what there is)");

try {
  await program.parseAsync();
} catch (error) {
  // These answer with 0, 1 and 2, so that a question that makes no sense is 3.
  const notSensible = process.argv[2] === "compare" || process.argv[2] === "contracts" ? 3 : 2;
  if (error instanceof CommanderError) process.exitCode = error.exitCode === 0 ? 0 : notSensible;
  else {
    process.stderr.write(`${explain(error)}\n`);
    process.exitCode = error instanceof UsageError ? notSensible : 1;
  }
}
