/**
 * What others rely on, as it was agreed: samples of every message, request and answer with what is taken and what is refused, what stands on
 * the broker, how each operation sends, receives and answers. A change of a document that alters any of it fails here by name, both sides of
 * a shared schema included. `npx vitest run test/contracts/recorded.test.ts -u` records a change that is meant.
 */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join, posix } from "node:path";
import { describe, expect, test } from "vitest";
import { readContracts } from "#contract";
import { readApiDocument } from "./http/api-document.js";
import { httpChecks } from "./recorded/http.js";
import { messagingChecks } from "./recorded/messaging.js";

const set = await readContracts("asyncapi", { cacheFolder: ".warren/cache" });
const filesBelow = (folder: string): string[] =>
  readdirSync(folder, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile())
    .map((entry) => posix.relative(folder, posix.join(entry.parentPath, entry.name)));

const apis = filesBelow("openapi").map((file) => readApiDocument(file.replace(/\.yaml$/, "")));
const checks = [...messagingChecks(set), ...apis.flatMap(httpChecks)];
const folder = join(import.meta.dirname, "recorded", "fixtures");

describe("what was agreed", () => {
  for (const { name, file, text, faults } of checks) {
    test(name, async () => {
      const path = join(folder, file);
      const changes = existsSync(path) ? faults(readFileSync(path, "utf8")) : ["it is new"];
      await expect(text(), changes.join("\n")).toMatchFileSnapshot(path);
    });
  }
});

test("nothing that was agreed is gone from the documents", () => {
  const there = new Set(checks.map(({ file }) => file));
  expect(filesBelow(folder).filter((file) => !there.has(file))).toEqual([]);
});

test("the documents have no faults", () => expect(set.problems.filter(({ severity }) => severity === "error")).toEqual([]));
