import { Command, CommanderError } from "commander";
import { compareCommand } from "./compare.js";
import { dlqCommand } from "./dlq.js";
import { generateCommand } from "./generate.js";
import { explain, UsageError } from "./report.js";
import { validateCommand } from "./validate.js";

/** The command line: `npm run warren -- <command>`. Exit codes: 0 done, 1 the answer is no, 2 not a sensible question. */
const program = new Command("warren")
  .description("Contract-first messaging on RabbitMQ: AsyncAPI documents become code, and proofs that it fits together.")
  .addCommand(compareCommand())
  .addCommand(dlqCommand())
  .addCommand(generateCommand())
  .addCommand(validateCommand());

const commands = [program, ...program.commands, ...program.commands.flatMap((command) => command.commands)];
for (const command of commands) command.exitOverride().showHelpAfterError("(--help tells what there is)");

try {
  await program.parseAsync();
} catch (error) {
  if (error instanceof CommanderError) process.exitCode = error.exitCode === 0 ? 0 : 2;
  else {
    process.stderr.write(`${explain(error)}\n`);
    process.exitCode = error instanceof UsageError ? 2 : 1;
  }
}
