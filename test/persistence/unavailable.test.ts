import { closeSync, openSync, statSync, writeFileSync, writeSync } from "node:fs";
import { join } from "node:path";
import Database from "better-sqlite3";
import { expect, onTestFinished, test } from "vitest";
import { toFailure } from "../../src/persistence/sqlite/errors.js";
import { addEffect, counterStore, effects, message, outboxOf, temporaryFolder } from "./counter-store.js";

test.each([
  "SQLITE_BUSY",
  "SQLITE_BUSY_SNAPSHOT",
  "SQLITE_LOCKED",
  "SQLITE_FULL",
  "SQLITE_IOERR_FSYNC",
  "SQLITE_CANTOPEN",
  "SQLITE_READONLY",
  "SQLITE_CORRUPT",
  "SQLITE_NOTADB",
])("%s is trouble with the database as a whole: unavailable, to be tried again", (code) =>
  expect(toFailure(new Database.SqliteError("trouble", code))).toMatchObject({ name: "MessagingError", code: "unavailable", outage: true }),
);

test("a broken constraint is the statement's own fault and stays what it is", () => {
  const error = new Database.SqliteError("not unique", "SQLITE_CONSTRAINT_UNIQUE");
  expect(toFailure(error)).toBe(error);
});

test("works reject with `unavailable` while another process keeps the write lock, and go through once it is free", async () => {
  const url = join(temporaryFolder(), "locked.db");
  const store = await counterStore({ url, lockWaitMs: 30 });
  const other = new Database(url);
  onTestFinished(() => void other.close());
  other.exec("begin immediate");
  const works = ["a", "b"].map((work) => store.perform({ run: ({ tx }) => addEffect(tx, work) }));
  for (const outcome of await Promise.allSettled(works))
    expect(outcome).toMatchObject({ status: "rejected", reason: { code: "unavailable" } });
  expect(await effects(store)).toEqual([]);
  other.exec("commit");
  await store.perform({ run: ({ tx }) => addEffect(tx, "c") });
  expect(await effects(store)).toEqual(["c"]);
});

test("a work waits for another process's transaction without blocking the event loop", async () => {
  const url = join(temporaryFolder(), "locked.db");
  const store = await counterStore({ url });
  const other = new Database(url);
  onTestFinished(() => void other.close());
  other.exec("begin immediate");
  const waiting = store.perform({ run: ({ tx }) => addEffect(tx, "a") });
  setTimeout(() => other.exec("commit"), 60);
  await expect(waiting).resolves.toMatchObject({ status: "done" });
});

test("reading goes on while another process keeps the write lock", async () => {
  const url = join(temporaryFolder(), "locked.db");
  const store = await counterStore({ url });
  await store.perform({ run: ({ tx }) => addEffect(tx, "a") });
  const other = new Database(url);
  onTestFinished(() => void other.close());
  other.exec("begin exclusive");
  expect(await effects(store)).toEqual(["a"]);
});

test("reading a database whose file was overwritten is `unavailable`, an outage", async () => {
  const url = join(temporaryFolder(), "broken.db");
  const store = await counterStore({ url });
  await store.perform({ run: ({ tx }) => addEffect(tx, "a") });
  const other = new Database(url);
  onTestFinished(() => void other.close());
  other.pragma("wal_checkpoint(TRUNCATE)");
  writeFileSync(url, Buffer.alloc(statSync(url).size, 7), { flag: "r+" });
  await expect(effects(store)).rejects.toMatchObject({ code: "unavailable", outage: true });
});

test("confirmed messages that cannot be deleted now are deleted later", async () => {
  const url = join(temporaryFolder(), "locked.db");
  const store = await counterStore({ url, lockWaitMs: 1 });
  await store.perform({ run: async ({ enqueue }) => enqueue(message("m1")) });
  const other = new Database(url);
  onTestFinished(() => void other.close());
  other.exec("begin immediate");
  store.outbox.confirmed(store.outbox.lastId);
  const settled = store.outbox.settled();
  await expect(store.perform({ run: async () => undefined })).rejects.toMatchObject({ code: "unavailable" });
  other.exec("rollback");
  await settled;
  expect(await outboxOf(store)).toEqual([]);
});

test("reading from a damaged file rejects with `unavailable`, time and again, and the process goes on", async () => {
  const url = join(temporaryFolder(), "damaged.db");
  const store = await counterStore({ url });
  await store.perform({ run: ({ tx }) => addEffect(tx, "a") });
  const other = new Database(url);
  onTestFinished(() => void other.close());
  other.pragma("wal_checkpoint(truncate)");
  // Whoever has read before reads again what has changed since.
  other.exec("create table another (id integer)");
  const pageBytes = 4096;
  const file = openSync(url, "r+");
  writeSync(file, Buffer.alloc(statSync(url).size - pageBytes, 0x55), 0, null, pageBytes);
  closeSync(file);
  for (let time = 0; time < 3; time++) {
    await expect(effects(store)).rejects.toMatchObject({ code: "unavailable", outage: true });
    await new Promise((resolve) => setImmediate(resolve));
  }
});
