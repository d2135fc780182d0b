// @ts-check
// Processes and folders that must not outlive this process. Each child leads its own process group, so that Ctrl-C in a
// terminal reaches only us and we decide the order in which things stop; the keeper sees to the rest if we are killed.
import { spawn } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { isAlive, signalGroup } from "./process-group.mjs";

/** @typedef {import("node:child_process").ChildProcess} ChildProcess */

/** @type {ChildProcess | undefined} */
let keeper;

/** @type {Set<ChildProcess>} */
const children = new Set();
/** Of each that has ended: until its group is gone. From then on its number may be somebody else's. @type {WeakMap<ChildProcess, Promise<void>>} */
const endings = new WeakMap();
let closing = false;

/** @param {string} instruction @param {string | number} value */
const tell = (instruction, value) => {
  if (keeper === undefined) {
    keeper = spawn(process.execPath, [fileURLToPath(new URL("keeper.mjs", import.meta.url))], {
      detached: true,
      stdio: ["pipe", "ignore", "inherit"],
      env: { ...process.env, NODE_OPTIONS: "" },
    });
    keeper.unref();
    // A keeper that is gone cannot be told anything; the children are still stopped on the ordinary way out.
    keeper.stdin?.on("error", () => {});
    /** @type {import("node:net").Socket} */ (keeper.stdin).unref();
  }
  keeper.stdin?.write(`${instruction}\t${value}\n`);
};

/** Whatever a leader has left behind goes with it. @param {number} pid */
const endGroup = async (pid) => {
  while (isAlive(pid)) {
    signalGroup(pid, "SIGKILL");
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
  tell("release", pid);
};

/**
 * Starts a process that ends with this one.
 * @param {string} command
 * @param {readonly string[]} args
 * @param {import("node:child_process").SpawnOptions} [options]
 * @returns {ChildProcess}
 */
export const spawnOwned = (command, args, options = {}) => {
  if (closing) throw new Error(`Everything is being stopped: ${command} is not started any more.`);
  const child = spawn(command, args, { ...options, detached: true });
  const { pid } = child;
  if (pid !== undefined) {
    tell("own", pid);
    children.add(child);
    child.once("exit", () => {
      children.delete(child);
      endings.set(child, endGroup(pid));
    });
  }
  return child;
};

/** Whether the process still runs. @param {ChildProcess} child */
export const isRunning = (child) => child.pid !== undefined && child.exitCode === null && child.signalCode === null;

/**
 * Asks a process to end and insists after a while. Resolves when it has ended, its group with it.
 * @param {ChildProcess} child
 * @param {{ signal?: NodeJS.Signals, graceMs?: number }} [options]
 */
export const stopOwned = async (child, { signal = "SIGTERM", graceMs = 10_000 } = {}) => {
  const { pid } = child;
  if (pid === undefined) return;
  if (isRunning(child)) {
    const ended = new Promise((resolve) => child.once("exit", resolve));
    signalGroup(pid, signal);
    const timer = setTimeout(() => signalGroup(pid, "SIGKILL"), graceMs);
    await ended;
    clearTimeout(timer);
  }
  await endings.get(child);
};

/** Stops whatever of ours still runs, and starts nothing any more. @param {NodeJS.Signals} [signal] */
export const stopAllOwned = async (signal = "SIGTERM") => {
  closing = true;
  await Promise.all([...children].map((child) => stopOwned(child, { signal, graceMs: 3000 })));
};

/** A new folder that is removed at the end, even if this process is killed. @param {string} parent @returns {{ path: string, remove: () => void }} */
export const ownedFolder = (parent) => {
  mkdirSync(parent, { recursive: true });
  const path = mkdtempSync(join(parent, "run-"));
  tell("own-folder", path);
  return {
    path,
    remove: () => {
      rmSync(path, { recursive: true, force: true, maxRetries: 20, retryDelay: 50 });
      tell("release-folder", path);
    },
  };
};

/** A command that undoes something; run only if this process dies before it calls the function that is returned. @param {readonly string[]} command @returns {() => void} */
export const ownedCommand = (command) => {
  const text = JSON.stringify(command);
  tell("own-command", text);
  return () => tell("release-command", text);
};
