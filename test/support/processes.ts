/** Processes of this machine, as tests of start-up and shutdown see them. */
import { type ChildProcess, execFileSync } from "node:child_process";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { createInterface } from "node:readline";
import { spawnOwned } from "../../scripts/setup/owned.mjs";

/** Whether a process has this id. One that has ended and waits to be collected counts as gone. */
export const isAlive = (pid: number): boolean => {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
};

/** Pairs of process and parent. Linux tells without a program; a slim image has no `ps`. */
const parents = (): readonly (readonly [pid: number, parent: number])[] => {
  if (!existsSync("/proc/self/stat")) {
    const rows = execFileSync("ps", ["-axo", "pid=,ppid="], { encoding: "utf8" }).trim().split("\n");
    return rows.map((row) => row.trim().split(/\s+/).map(Number)).map(([pid = 0, parent = 0]) => [pid, parent]);
  }
  return readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name))
    .flatMap((name) => {
      try {
        const stat = readFileSync(`/proc/${name}/stat`, "utf8");
        return [[Number(name), Number(stat.slice(stat.lastIndexOf(")") + 2).split(" ")[1])] as const];
      } catch {
        return []; // it has ended meanwhile
      }
    });
};

/** Ids of a process and of every process below it. */
export const family = (pid: number): readonly number[] => {
  const all = parents();
  const below = (parent: number): readonly number[] =>
    all.filter(([, other]) => other === parent).flatMap(([child]) => [child, ...below(child)]);
  return [pid, ...below(pid)];
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

interface ProgramOptions {
  readonly env?: NodeJS.ProcessEnv;
  readonly cwd?: string;
  /** What it reads; nothing by default. */
  readonly input?: string;
}

/** Runs a Node script. */
export const runScript = (args: readonly string[], options: ProgramOptions = {}): Script => runProgram(process.execPath, args, options);

/** Runs any program; it ends with the tests at the latest, also when one fails that would have ended it. */
export const runProgram = (command: string, args: readonly string[], { input = "", ...options }: ProgramOptions = {}): Script => {
  const child = spawnOwned(command, args, { ...options, stdio: ["pipe", "pipe", "pipe"] });
  // It may end without reading.
  child.stdin?.on("error", () => undefined).end(input);
  const lines: string[] = [];
  const waiting = new Set<() => void>();
  for (const stream of [child.stdout, child.stderr]) {
    if (stream === null) continue;
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
