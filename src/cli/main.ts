import { Command, CommanderError } from "commander";
import { compareCommand } from "./compare.js";
import { contractsCommand } from "./contracts.js";
import { dlqCommand } from "./dlq.js";
import { docsCommand } from "./docs.js";
import { generateCommand } from "./generate.js";
import { portalCommand } from "./portal.js";
import { explain, UsageError } from "./report.js";
import { topologyCommand } from "./topology.js";
import { validateCommand } from "./validate.js";

/** The command line: `npm run warren -- <command>`. Exit codes: 0 done, 1 the answer is no, 2 not a sensible question; `compare` and `contracts` have their own. */
const program = new Command("warren")
  .description("Contract-first messaging on RabbitMQ: AsyncAPI documents become code, and proofs that it fits together.")
  .addCommand(compareCommand())
  .addCommand(contractsCommand())
  .addCommand(dlqCommand())
  .addCommand(docsCommand())
  .addCommand(generateCommand())
  .addCommand(portalCommand())
  .addCommand(topologyCommand())
  .addCommand(validateCommand());

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
