/** The audit log, as the portal's actions write it. */
import { mkdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Request } from "express";
import { expect, test } from "vitest";
import { HttpError } from "#http";
import { openAuditLog } from "../../../src/portal/live/audit.js";
import { temporaryFolder } from "../../support/folder.js";

const request = {
  socket: { remoteAddress: "127.0.0.1" },
  res: { locals: { requestId: "r-1" } },
  get: () => "a browser",
} as unknown as Request;
const linesOf = (file: string): readonly unknown[] =>
  readFileSync(file, "utf8")
    .trimEnd()
    .split("\n")
    .map((line) => JSON.parse(line) as unknown);

test("a line is on disk when the writing is done, and names action, step, subject, request and asker", async () => {
  const file = join(temporaryFolder(), "deep", "audit.jsonl");
  const log = await openAuditLog(file);
  await log.write(request, { action: "replay", step: "asked", subject: { queue: "a.dlq", ids: ["1", "2"] } });
  expect(linesOf(file)).toEqual([
    {
      time: expect.stringMatching(/^\d{4}-\d\d-\d\dT/),
      action: "replay",
      step: "asked",
      subject: { queue: "a.dlq", ids: ["1", "2"] },
      requestId: "r-1",
      from: "127.0.0.1",
      agent: "a browser",
    },
  ]);
  await log.close();
  expect(statSync(file).mode & 0o077).toBe(0);
});

test("whatever stands in a subject, an entry is one line, and entries of before stay", async () => {
  const file = join(temporaryFolder(), "audit.jsonl");
  const hostile = 'a\n{"action":"forged"}\r\u2028';
  for (const queue of [hostile, "b"]) {
    const log = await openAuditLog(file);
    await Promise.all(
      ["asked", "done"].map((step) => log.write(request, { action: "discard", step: step as "asked", subject: { queue } })),
    );
    await log.close();
  }
  expect(linesOf(file)).toHaveLength(4);
  expect(linesOf(file)).toEqual(expect.arrayContaining([expect.objectContaining({ step: "done", subject: { queue: hostile } })]));
});

test("what comes after a line that was cut off is a line of its own", async () => {
  const file = join(temporaryFolder(), "audit.jsonl");
  writeFileSync(file, '{"time":"2026-');
  const log = await openAuditLog(file);
  for (const queue of ["a", "b"]) await log.write(request, { action: "discard", step: "asked", subject: { queue } });
  await log.close();
  const [, ...whole] = readFileSync(file, "utf8").trimEnd().split("\n");
  expect(whole.map((line) => JSON.parse(line) as unknown)).toMatchObject([{ subject: { queue: "a" } }, { subject: { queue: "b" } }]);
});

test("what cannot be put on record is refused", async () => {
  const log = await openAuditLog(join(temporaryFolder(), "audit.jsonl"));
  await log.close();
  const refused = log.write(request, { action: "publish", step: "asked", subject: {} });
  await expect(refused).rejects.toThrow(HttpError);
  await expect(refused).rejects.toMatchObject({ status: 503, message: "The audit log cannot be written." });
});

test("a file that cannot be opened is told when the portal starts", async () => {
  const folder = join(temporaryFolder(), "audit.jsonl");
  mkdirSync(folder);
  await expect(openAuditLog(folder)).rejects.toThrow(/EISDIR/);
});
