// @ts-check
// Packages of the distribution that only some tests use. Only `npm test` asks for them.
import { readdirSync, readFileSync } from "node:fs";
import { join, sep } from "node:path";
import { findInstaller, installPackage } from "./apt.mjs";

/**
 * @typedef {object} TestPackage
 * @property {string} name of the distribution's package
 * @property {string} what it is, in words
 * @property {string} tests which tests need it, in words
 * @property {string} usedThrough the file below test/ through which tests use it, as they import it: `support/pika.js`
 * @property {() => string | undefined} find its program, where it is here
 */

/**
 * Whether one of the tests asked for uses it. Vitest takes a word for a part of a path.
 * @param {TestPackage} wanted @param {string} root @param {readonly string[]} words none: all tests
 */
export const isNeeded = ({ usedThrough }, root, words) =>
  readdirSync(join(root, "test"), { recursive: true, encoding: "utf8" })
    .map((file) => `test/${file.replaceAll(sep, "/")}`)
    .filter((file) => file.endsWith(".test.ts") && (words.length === 0 || words.some((word) => file.includes(word))))
    .some((file) => readFileSync(join(root, file), "utf8").includes(usedThrough));

/**
 * Installs it where it is missing and apt may be used; elsewhere the tests that need it are skipped.
 * @param {TestPackage} wanted @param {import("./steps.mjs").Steps} steps
 * @returns {Promise<boolean>} false: apt was asked and could not
 */
export const installForTests = async ({ name, what, tests, find }, steps) => {
  if (find() !== undefined) return true;
  const installer = findInstaller(process.env);
  if (installer === undefined) {
    steps.say(`The ${tests} are skipped: ${what} is not here (package ${name}), and apt cannot be used.`);
    return true;
  }
  steps.say(`${what} is not installed; installing the package ${name} with apt-get, for the ${tests}`);
  try {
    await steps.run(`Installing ${name}`, () => installPackage(installer, name));
    return find() !== undefined;
  } catch (error) {
    steps.say(error instanceof Error ? error.message : String(error));
    return false;
  }
};
