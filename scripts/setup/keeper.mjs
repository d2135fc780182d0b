// @ts-check
// Outlives its parent by a moment. The parent says on standard input what it started; when that pipe closes, for whatever
// reason (kill -9 included), everything still on the list is stopped and removed.
import { spawnSync } from "node:child_process";
import { rmSync } from "node:fs";
import { createInterface } from "node:readline";
import { isAlive, signalGroup } from "./process-group.mjs";

const graceMs = 5000;
/** @type {Set<number>} */
const groups = new Set();
/** @type {Set<string>} */
const folders = new Set();
/** @type {Map<string, string[]>} */
const commands = new Map();

/** @type {Record<string, (value: string) => void>} */
const instructions = {
  own: (value) => groups.add(Number(value)),
  release: (value) => groups.delete(Number(value)),
  "own-folder": (value) => folders.add(value),
  "release-folder": (value) => folders.delete(value),
  "own-command": (value) => commands.set(value, JSON.parse(value)),
  "release-command": (value) => commands.delete(value),
};

const cleanUp = async () => {
  for (const group of groups) signalGroup(group, "SIGTERM");
  const deadline = Date.now() + graceMs;
  while (Date.now() < deadline && [...groups].some(isAlive)) await new Promise((resolve) => setTimeout(resolve, 50));
  for (const group of groups) signalGroup(group, "SIGKILL");
  for (const [command = "", ...args] of commands.values()) spawnSync(command, args, { stdio: "ignore", timeout: 20_000 });
  for (const folder of folders) rmSync(folder, { recursive: true, force: true, maxRetries: 20, retryDelay: 50 });
  process.exit(0);
};

// A signal that is meant for the parent must not end the one who cleans up after it.
for (const signal of /** @type {const} */ (["SIGINT", "SIGTERM", "SIGHUP"])) process.on(signal, () => {});

const lines = createInterface({ input: process.stdin });
lines.on("line", (line) => {
  const [instruction = "", value = ""] = line.split("\t");
  instructions[instruction]?.(value);
});
lines.on("close", () => void cleanUp());
