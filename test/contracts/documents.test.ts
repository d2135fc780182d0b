import { existsSync, readdirSync } from "node:fs";
import { expect, test } from "vitest";

const groups = readdirSync("openapi", { withFileTypes: true }).filter((entry) => entry.isDirectory());

test.each(groups.map(({ name }) => name))("the HTTP APIs of the group %s are exercised by a test of their own", (group) =>
  expect(existsSync(`test/contracts/http-${group}.test.ts`)).toBe(true),
);
