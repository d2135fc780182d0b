// @ts-check
// Python with pika: the client in another language that tests talk to our services with.
import { spawnSync } from "node:child_process";
import { findProgram } from "./find-program.mjs";

/** A Python that has pika, as a full path. A Python of one's own may hide the distribution's, which has the package. @param {NodeJS.ProcessEnv} [env] @returns {string | undefined} */
export const findPika = (env = process.env) =>
  [findProgram("python3", env), "/usr/bin/python3"].find(
    (python) => python !== undefined && spawnSync(python, ["-c", "import pika"], { stdio: "ignore", env }).status === 0,
  );

/** @type {import("./test-package.mjs").TestPackage} */
export const foreignClient = {
  name: "python3-pika",
  what: "Python's pika",
  tests: "tests with a client in Python",
  usedThrough: "support/pika.js",
  find: findPika,
};
