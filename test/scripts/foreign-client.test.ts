import { chmodSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { findPika } from "../../scripts/setup/foreign-client.mjs";
import { temporaryFolder } from "../support/folder.js";

/** A `python3` that is first on the PATH and ends with this code whatever it is asked. */
const pythonThatExits = (code: number): { path: string; python: string } => {
  const path = join(temporaryFolder(), "bin");
  const python = join(path, "python3");
  mkdirSync(path);
  writeFileSync(python, `#!/bin/sh\nexit ${code}\n`);
  chmodSync(python, 0o755);
  return { path, python };
};

test("a Python on the PATH that has pika is used", () => {
  const { path, python } = pythonThatExits(0);
  expect(findPika({ PATH: path })).toBe(python);
});

test("a Python on the PATH that lacks pika is passed over", () => {
  const { path, python } = pythonThatExits(1);
  expect(findPika({ PATH: path })).not.toBe(python);
});
