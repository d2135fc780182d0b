import { ConfigError, readConfig } from "./config.js";
import type { ServiceProgram } from "./definition.js";
import { type RunningService, startService } from "./service.js";

/**
 * Runs one service as this process: starts it, serves until SIGTERM or SIGINT, then finishes what runs and exits.
 * A second signal ends the process at once. Exit codes: 0 stopped, 1 could not start or had to be cut off, 2 bad configuration.
 */
export async function runService<Tables, Handlers, Publisher>(program: ServiceProgram<Tables, Handlers, Publisher>): Promise<void> {
  try {
    const config = readConfig(program.env, program.contract.id);
    const service = await startService(program, config);
    const stopping = stopOnSignal(service, config.shutdownMs);
    await service.ready.catch((error: unknown) => {
      // Told to stop before it was ready, it has not failed.
      if (!stopping.aborted) throw error;
    });
  } catch (error) {
    process.stderr.write(`${program.contract.id}: ${error instanceof Error ? error.message : String(error)}\n`);
    process.exit(error instanceof ConfigError ? 2 : 1);
  }
}

/** Gives a signal that aborts when the service is told to stop. */
function stopOnSignal(service: RunningService, graceMs: number): AbortSignal {
  const stopping = new AbortController();
  const onSignal = (signal: NodeJS.Signals): void => {
    if (stopping.signal.aborted) process.exit(1);
    stopping.abort();
    service.log.info({ signal }, "stopping");
    // Past its time the process goes anyway: unacknowledged messages return to their queues, committed ones are in the outbox.
    setTimeout(() => process.exit(1), graceMs + 1_500).unref();
    service.stop().then(
      () => process.exit(0),
      (error: unknown) => {
        service.log.error({ err: error }, "could not stop cleanly");
        process.exit(1);
      },
    );
  };
  process.on("SIGTERM", onSignal);
  process.on("SIGINT", onSignal);
  return stopping.signal;
}
