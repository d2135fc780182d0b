// @ts-check
import { spawnOwned } from "./owned.mjs";
import { SetupError } from "./setup-error.mjs";

/**
 * Runs a command to its end without showing its output; resolves with it, whatever the exit code.
 * @param {string} command
 * @param {readonly string[]} args
 * @param {{ cwd?: string, env?: NodeJS.ProcessEnv }} [options]
 * @returns {Promise<{ code: number, output: string }>}
 */
export const runQuietly = (command, args, options = {}) =>
  new Promise((resolve, reject) => {
    const child = spawnOwned(command, args, { ...options, stdio: ["ignore", "pipe", "pipe"] });
    let output = "";
    for (const stream of [child.stdout, child.stderr]) stream?.setEncoding("utf8").on("data", (chunk) => (output += chunk));
    child.once("error", reject);
    child.once("close", (code) => resolve({ code: code ?? 1, output }));
  });

/**
 * The same, and rejects with the end of the output where the command fails.
 * @param {string} command
 * @param {readonly string[]} args
 * @param {{ cwd?: string, env?: NodeJS.ProcessEnv }} [options]
 */
export const runOrFail = async (command, args, options = {}) => {
  const { code, output } = await runQuietly(command, args, options);
  if (code !== 0)
    throw new SetupError(
      `${output.trimEnd().split("\n").slice(-60).join("\n")}\n\`${[command, ...args].join(" ")}\` failed with exit code ${code}.`,
    );
};

/**
 * Runs a command that writes to this terminal itself; resolves with its exit code.
 * @param {string} command
 * @param {readonly string[]} args
 * @param {{ cwd?: string, env?: NodeJS.ProcessEnv }} [options]
 * @returns {Promise<number>}
 */
export const runShown = (command, args, options = {}) =>
  new Promise((resolve, reject) => {
    const child = spawnOwned(command, args, { ...options, stdio: "inherit" });
    child.once("error", reject);
    child.once("close", (code) => resolve(code ?? 1));
  });
