import type { AnyHandlers } from "#http";
import { askHealth } from "./ask-health.js";
import { type Config, ConfigError, readConfig } from "./config.js";
import type { ServiceProgram } from "./definition.js";
import { type RunningService, startService } from "./service.js";

/**
 * Runs one service as this process: starts it, serves until SIGTERM or SIGINT, then finishes what runs and exits.
 * A second signal ends the process at once. Exit codes: 0 stopped, 1 could not start or had to be cut off, 2 bad configuration
 * or command.
 *
 * With the argument `health` it starts nothing: it asks the service that runs with this environment whether it is ready, prints
 * one line, and exits with 0 or 1.
 */
export async function runService<
  Tables,
  Handlers,
  Publisher,
  Requester,
  Inside extends AnyHandlers = AnyHandlers,
  Outside extends AnyHandlers = AnyHandlers,
>(program: ServiceProgram<Tables, Handlers, Publisher, Requester, Inside, Outside>): Promise<void> {
  const { contract, env, args = process.argv.slice(2) } = program;
  try {
    const [command] = args;
    if (args.length > 1 || (command !== undefined && command !== "health")) {
      throw new ConfigError(`There is no command "${args.join(" ")}". There is: health.`);
    }
    const config = readConfig(env, contract.id);
    if (command === "health") await tellHealth(contract.id, config, program.http?.port);
    else await serve(startService(program, config), config.shutdownMs);
  } catch (error) {
    process.stderr.write(`${contract.id}: ${error instanceof Error ? error.message : String(error)}\n`);
    process.exit(error instanceof ConfigError ? 2 : 1);
  }
}

async function tellHealth(id: string, config: Config, port: number | undefined): Promise<void> {
  const { ready, line } = await askHealth(config, port);
  process.stdout.write(`${id}: ${line}\n`);
  process.exitCode = ready ? 0 : 1;
}

async function serve(starting: Promise<RunningService>, graceMs: number): Promise<void> {
  const stopping = stopOnSignal(starting, graceMs);
  const service = await starting;
  await service.ready.catch((error: unknown) => {
    // Told to stop before it was ready, it has not failed.
    if (!stopping.aborted) throw error;
  });
}

/** Stops the service when a signal says so, once it has started. Gives an `AbortSignal` that tells of that. */
function stopOnSignal(starting: Promise<RunningService>, graceMs: number): AbortSignal {
  const stopping = new AbortController();
  const onSignal = (signal: NodeJS.Signals): void => {
    if (stopping.signal.aborted) process.exit(1);
    stopping.abort();
    // Past its time the process goes anyway: unacknowledged messages return to their queues, committed ones are in the outbox.
    setTimeout(() => process.exit(1), graceMs + 1_500).unref();
    starting.then(
      (service) => stop(service, signal),
      // A service that could not start tells why, and ends, elsewhere.
      () => undefined,
    );
  };
  process.on("SIGTERM", onSignal);
  process.on("SIGINT", onSignal);
  return stopping.signal;
}

async function stop(service: RunningService, signal: NodeJS.Signals): Promise<void> {
  service.log.info({ signal }, "stopping");
  try {
    await service.stop();
    process.exit(0);
  } catch (error) {
    service.log.error({ err: error }, "could not stop cleanly");
    process.exit(1);
  }
}
