/** The command line as a process of its own, with what it costs. */
import { type ChildProcess, spawn } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { performance } from "node:perf_hooks";

/** Starts `warren` in a folder. */
export const warren = (root: string, folder: string, ...args: string[]): ChildProcess =>
  spawn(process.execPath, ["--import", import.meta.resolve("tsx"), join(root, "src/cli/main.ts"), ...args], {
    cwd: folder,
    stdio: ["ignore", "pipe", "ignore"],
  });

/** Runs a command to its end; rejects unless it succeeds. Memory is the highest resident size that the kernel saw. */
export async function timed(start: () => ChildProcess): Promise<{ seconds: number; megabytes: number }> {
  const began = performance.now();
  const child = start();
  let megabytes = 0;
  const watching = setInterval(() => {
    megabytes = Math.max(megabytes, peakMegabytes(child.pid));
  }, 50);
  child.stdout?.resume();
  const code = await new Promise((resolve) => child.once("close", resolve));
  clearInterval(watching);
  if (code !== 0) throw new Error(`the command ended with exit code ${String(code)}`);
  return { seconds: (performance.now() - began) / 1000, megabytes };
}

function peakMegabytes(pid: number | undefined): number {
  try {
    return Number(/VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, "utf8"))?.[1] ?? 0) / 1024;
  } catch {
    return 0; // it has ended meanwhile
  }
}
