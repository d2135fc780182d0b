// @ts-check
// Python with pika: the client in another language that tests talk to our services with. Only `npm test` asks for it.
import { spawnSync } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { join, sep } from "node:path";
import { findInstaller, installPackage } from "./apt.mjs";
import { findProgram } from "./find-program.mjs";

const packageName = "python3-pika";

/** A Python that has pika, as a full path. A Python of one's own may hide the distribution's, which has the package. @param {NodeJS.ProcessEnv} [env] @returns {string | undefined} */
export const findPika = (env = process.env) =>
  [findProgram("python3", env), "/usr/bin/python3"].find(
    (python) => python !== undefined && spawnSync(python, ["-c", "import pika"], { stdio: "ignore", env }).status === 0,
  );

/**
 * Whether one of the tests asked for talks to it. Vitest takes a word for a part of a path.
 * @param {string} root @param {readonly string[]} words none: all tests
 */
export const isPikaNeeded = (root, words) =>
  readdirSync(join(root, "test"), { recursive: true, encoding: "utf8" })
    .map((file) => `test/${file.replaceAll(sep, "/")}`)
    .filter((file) => file.endsWith(".test.ts") && (words.length === 0 || words.some((word) => file.includes(word))))
    .some((file) => readFileSync(join(root, file), "utf8").includes("support/pika.js"));

/**
 * Installs it where it is missing and apt may be used; elsewhere the tests that need it are skipped.
 * @param {import("./steps.mjs").Steps} steps
 * @returns {Promise<boolean>} false: apt was asked and could not
 */
export const installPika = async (steps) => {
  if (findPika() !== undefined) return true;
  const installer = findInstaller(process.env);
  if (installer === undefined) {
    steps.say(`The tests that need Python with pika are skipped: it is not here (package ${packageName}), and apt cannot be used.`);
    return true;
  }
  steps.say(`Python's pika is not installed; installing the package ${packageName} with apt-get, for tests with a foreign client`);
  try {
    await steps.run(`Installing ${packageName}`, () => installPackage(installer, packageName));
    return findPika() !== undefined;
  } catch (error) {
    steps.say(error instanceof Error ? error.message : String(error));
    return false;
  }
};
