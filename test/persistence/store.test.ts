import { existsSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import Database from "better-sqlite3";
import { expect, test, vi } from "vitest";
import { openStore } from "#persistence";
import { addEffect, type CounterTables, counterStore, effects, migrations, temporaryFolder } from "./counter-store.js";
import { gate } from "./gate.js";

const keptOver = async (url: string): Promise<string[]> => {
  const first = await openStore<CounterTables>({ url, migrations });
  await first.perform({ run: ({ tx }) => addEffect(tx, "kept") });
  await first.close();
  return effects(await counterStore({ url }));
};

test.each(["", "sqlite:", "file:", "sqlite://", "file://"])("a database is a file after `%s`, in a folder that is made", async (prefix) => {
  const path = join(temporaryFolder(), "data", "orders.db");
  expect(await keptOver(`${prefix}${path}`)).toEqual(["kept"]);
  expect(existsSync(path)).toBe(true);
});

test("`:memory:` is a new database each time", async () => {
  expect(await keptOver(":memory:")).toEqual([]);
});

test.each([
  ["postgres://app:secret@db/orders", "A PostgreSQL database (`postgres://…`) is not supported yet."],
  ["postgresql://db/orders", "A PostgreSQL database (`postgresql://…`) is not supported yet."],
  ["mysql://app:secret@db/orders", "A database URL cannot begin with `mysql:`."],
  ["sqlite:", "The database URL names no file."],
  ["", "The database URL names no file."],
])("the URL `%s` is refused in one sentence that does not repeat it", async (url, sentence) => {
  const failure = await openStore({ url }).catch((error: unknown) => error);
  expect(failure).toBeInstanceOf(Error);
  expect((failure as Error).message).toContain(sentence);
  expect((failure as Error).message).not.toContain("secret");
});

test("a file that is no database is refused with its name", async () => {
  const path = join(temporaryFolder(), "notes.txt");
  writeFileSync(path, "not a database, but long enough to be taken for one: ".repeat(20));
  await expect(openStore({ url: path })).rejects.toThrow(`The database file ${path} cannot be opened: file is not a database`);
});

test("reading sees what is committed and nothing of the open transaction", async () => {
  const store = await counterStore();
  const [written, proceed] = [gate(), gate()];
  const working = store.perform({
    run: async ({ tx }) => {
      await addEffect(tx, "a");
      written.open();
      await proceed.opened;
    },
  });
  await written.opened;
  expect(await effects(store)).toEqual([]);
  proceed.open();
  await working;
  expect(await effects(store)).toEqual(["a"]);
});

test("reading cannot write and cannot open a transaction", async () => {
  const store = await counterStore();
  await expect(store.read((db) => db.insertInto("effects").values({ work: "a" }).execute())).rejects.toThrow("`read` cannot write");
  await expect(store.read((db) => db.transaction().execute(async () => undefined))).rejects.toThrow("opened by the store alone");
});

test("a compiled query is prepared once, however often it is read with other parameters", async () => {
  const prepare = vi.spyOn(Database.prototype, "prepare");
  const store = await counterStore();
  for (const work of ["a", "b"]) await store.perform({ run: ({ tx }) => addEffect(tx, work) });
  const query = await store.read(async (db) => db.selectFrom("effects").select("work").where("work", "=", "").compile());
  const found = (work: string) => store.read(async (db) => (await db.executeQuery({ ...query, parameters: [work] })).rows);
  expect([await found("a"), await found("b"), await found("c")]).toEqual([[{ work: "a" }], [{ work: "b" }], []]);
  expect(prepare.mock.calls.filter(([sql]) => sql === query.sql)).toHaveLength(1);
});

test("a check succeeds while the store is open and fails with `unavailable` once it is closed", async () => {
  const store = await counterStore();
  await expect(store.check()).resolves.toBeUndefined();
  await store.close();
  await expect(store.check()).rejects.toMatchObject({ code: "unavailable" });
  await expect(effects(store)).rejects.toThrow("The store is closed.");
});

test("closing twice closes once", async () => {
  const store = await counterStore();
  await Promise.all([store.close(), store.close()]);
});

test("a foreign key that is broken at the commit fails the work that broke it", async () => {
  const { sql } = await import("kysely");
  const store = await counterStore({
    migrations: {
      ...migrations,
      "0002_children": {
        up: async (db) => {
          await sql`create table parents (id integer primary key)`.execute(db);
          await sql`create table children (parent integer references parents (id) deferrable initially deferred)`.execute(db);
        },
      },
    },
  });
  const [orphan, other] = await Promise.allSettled([
    store.perform({ run: ({ tx }) => sql`insert into children values (1)`.execute(tx) }),
    store.perform({ run: ({ tx }) => addEffect(tx, "other") }),
  ]);
  expect(orphan.status).toBe("rejected");
  expect(other.status).toBe("fulfilled");
  expect(await effects(store)).toEqual(["other"]);
});
