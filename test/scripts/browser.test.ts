import { chmodSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { findBrowser } from "../../scripts/setup/browser.mjs";
import { temporaryFolder } from "../support/folder.js";

const pathWith = (...programs: readonly string[]): string => {
  const path = join(temporaryFolder(), "bin");
  mkdirSync(path);
  for (const program of programs) {
    writeFileSync(join(path, program), "#!/bin/sh\n");
    chmodSync(join(path, program), 0o755);
  }
  return path;
};

test("Chromium on the PATH is used before Chrome", () => {
  const path = pathWith("google-chrome", "chromium");
  expect(findBrowser({ PATH: path })).toBe(join(path, "chromium"));
});

test.skipIf(process.platform === "darwin")("without either there is no browser", () => {
  expect(findBrowser({ PATH: pathWith() })).toBeUndefined();
});
