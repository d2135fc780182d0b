/** One process of a service on a port of its own: started, stopped, killed, frozen, and started again. */
import { createInterface } from "node:readline";
import { logEnd } from "../../scripts/setup/log-end.mjs";
import { isRunning, stopOwned } from "../../scripts/setup/owned.mjs";
import { runQuietly } from "../../scripts/setup/run-command.mjs";
import { type ServiceProcess, startServiceProcess, untilReady } from "../../scripts/setup/services.mjs";

export interface LogLine {
  /** Milliseconds since 1970. */
  readonly time: number;
  readonly level: number;
  readonly msg: string;
}

export interface Instance {
  readonly url: string;
  /** Everything logged so far, by earlier runs too. */
  readonly log: readonly LogLine[];
  isRunning(): boolean;
  pid(): number | undefined;
  /** Resolves when it is ready. */
  start(): Promise<void>;
  /** Starts it without waiting: for one that cannot become ready. */
  launch(): void;
  /** SIGTERM; resolves with the exit code when it has ended, null if it had to be killed. A frozen one is killed. */
  stop(): Promise<number | null>;
  /** SIGKILL: nothing is finished. */
  kill(): Promise<void>;
  /** SIGSTOP: it holds what it has, and does nothing. */
  freeze(): void;
  /** SIGCONT. */
  thaw(): void;
  /** Runs the health command that a container would run. */
  health(): Promise<{ readonly code: number; readonly output: string }>;
}

export interface InstanceOptions {
  readonly id: string;
  readonly bundle: string;
  /** Its log is kept there. */
  readonly folder: string;
  readonly port: number;
  readonly brokerUrl: string;
  readonly env: Readonly<Record<string, string>>;
}

export function instanceOf(options: InstanceOptions): Instance {
  const log: LogLine[] = [];
  let service: ServiceProcess | undefined;
  let frozen = false;
  const launch = (): ServiceProcess => {
    const started = startServiceProcess(options);
    service = started;
    collect(started, log);
    started.child.once("exit", (code, signal) => {
      // Nobody asked for it, and its log is gone with the test.
      if (service === started) console.error(`${started.id} ended (${signal ?? code}).\n${logEnd(started.logFile)}`);
    });
    return started;
  };
  const end = async (signal: NodeJS.Signals): Promise<number | null> => {
    const { child } = service ?? {};
    service = undefined;
    if (child === undefined) return null;
    await stopOwned(child, { signal: frozen ? "SIGKILL" : signal });
    frozen = false;
    return child.exitCode;
  };
  const signal = (name: NodeJS.Signals): void => {
    service?.child.kill(name);
    frozen = name === "SIGSTOP";
  };
  return {
    url: `http://127.0.0.1:${options.port}`,
    log,
    isRunning: () => service !== undefined && isRunning(service.child),
    pid: () => service?.child.pid,
    start: () => untilReady(launch()),
    launch,
    stop: () => end("SIGTERM"),
    async kill() {
      await end("SIGKILL");
    },
    freeze: () => signal("SIGSTOP"),
    thaw: () => signal("SIGCONT"),
    health: () => runQuietly(process.execPath, [options.bundle, "health"], { env: { ...process.env, HTTP_PORT: String(options.port) } }),
  };
}

/** What is no JSON was not logged but printed by Node itself, on the way down. */
function collect({ child }: ServiceProcess, log: LogLine[]): void {
  if (child.stdout === null) return;
  createInterface({ input: child.stdout }).on("line", (line) => {
    if (line.startsWith("{")) log.push(JSON.parse(line) as LogLine);
  });
}
