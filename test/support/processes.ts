/** Processes of this machine, as tests of start-up and shutdown see them. */
import { type ChildProcess, spawn } from "node:child_process";
import { createInterface } from "node:readline";

/** Whether a process has this id. One that has ended and waits to be collected counts as gone. */
export const isAlive = (pid: number): boolean => {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
};

export interface Script {
  readonly child: ChildProcess;
  /** Everything printed so far, both streams. */
  output(): string;
  /** Resolves with the first line, printed or yet to be, that the pattern matches. Rejects when the script ends without one. */
  line(pattern: RegExp): Promise<string>;
  /** Resolves with the exit code, or the signal's name. */
  ended: Promise<number | string>;
}

/** Runs a Node script. */
export const runScript = (args: readonly string[], options: { env?: NodeJS.ProcessEnv; cwd?: string } = {}): Script => {
  const child = spawn(process.execPath, args, { ...options, stdio: ["ignore", "pipe", "pipe"] });
  const lines: string[] = [];
  const waiting = new Set<() => void>();
  for (const stream of [child.stdout, child.stderr]) {
    createInterface({ input: stream }).on("line", (line) => {
      lines.push(line);
      for (const look of waiting) look();
    });
  }
  const ended = new Promise<number | string>((resolve) => child.once("close", (code, signal) => resolve(code ?? signal ?? "unknown")));
  const line = (pattern: RegExp): Promise<string> =>
    new Promise((resolve, reject) => {
      const look = (): void => {
        const found = lines.find((text) => pattern.test(text));
        if (found === undefined) return;
        waiting.delete(look);
        resolve(found);
      };
      waiting.add(look);
      look();
      void ended.then(() => reject(new Error(`The script ended without a line like ${String(pattern)}:\n${lines.join("\n")}`)));
    });
  return { child, output: () => lines.join("\n"), line, ended };
};
