import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { isInstalled } from "../../scripts/setup/install.mjs";
import { temporaryFolder } from "../support/folder.js";

type Packages = Record<string, { version: string; optional?: boolean }>;
const locked: Packages = {
  "": { version: "1.0.0" },
  "node_modules/a": { version: "1.0.0" },
  "node_modules/b": { version: "2.0.0", optional: true },
};

const clone = (installed?: Packages): string => {
  const root = temporaryFolder();
  writeFileSync(join(root, "package-lock.json"), JSON.stringify({ packages: locked }));
  if (installed !== undefined) {
    mkdirSync(join(root, "node_modules"));
    writeFileSync(join(root, "node_modules", ".package-lock.json"), JSON.stringify({ packages: installed }));
  }
  return root;
};

test.each<[string, Packages | undefined, boolean]>([
  ["a fresh clone", undefined, false],
  ["what npm ci leaves", { "node_modules/a": { version: "1.0.0" }, "node_modules/b": { version: "2.0.0" } }, true],
  ["another system's optional package missing", { "node_modules/a": { version: "1.0.0" } }, true],
  ["an older version", { "node_modules/a": { version: "0.9.0" } }, false],
  ["a package missing", { "node_modules/b": { version: "2.0.0" } }, false],
  ["a package too many", { "node_modules/a": { version: "1.0.0" }, "node_modules/c": { version: "1.0.0" } }, false],
])("%s: installed %o → %s", (_what, installed, expected) => expect(isInstalled(clone(installed))).toBe(expected));

test("an interrupted installation does not count", () => {
  const root = clone();
  mkdirSync(join(root, "node_modules", "a"), { recursive: true });
  expect(isInstalled(root)).toBe(false);
});

test("what npm leaves that was told to run no scripts does not count", () => {
  const sqlite = { "node_modules/better-sqlite3": { version: "1.0.0" } };
  const root = clone(sqlite);
  writeFileSync(join(root, "package-lock.json"), JSON.stringify({ packages: { "": { version: "1.0.0" }, ...sqlite } }));
  expect(isInstalled(root)).toBe(false);
  const built = join(root, "node_modules", "better-sqlite3", "build", "Release");
  mkdirSync(built, { recursive: true });
  writeFileSync(join(built, "better_sqlite3.node"), "");
  expect(isInstalled(root)).toBe(true);
});

test("native modules that were compiled for another Node are installed again", () => {
  const root = clone({ "node_modules/a": { version: "1.0.0" } });
  writeFileSync(join(root, "node_modules", ".warren-installed"), "linux-x64-1 0000");
  expect(isInstalled(root)).toBe(false);
});
