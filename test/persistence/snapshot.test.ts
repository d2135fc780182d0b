/** Which state is read: one for each turn of the event loop, and always what this process has committed. */
import { join } from "node:path";
import { setImmediate as nextTurn } from "node:timers/promises";
import Database from "better-sqlite3";
import { expect, onTestFinished, test } from "vitest";
import { addEffect, counterStore, effects, temporaryFolder } from "./counter-store.js";

/** A store, and another process's connection to its file. */
const shared = async () => {
  const url = join(temporaryFolder(), "counter.db");
  const store = await counterStore({ url });
  const other = new Database(url);
  onTestFinished(() => void other.close());
  return { store, write: (work: string) => other.prepare("insert into effects (work) values (?)").run(work), other };
};

test("what is read in one turn is of one state, whatever others commit meanwhile", async () => {
  const { store, write } = await shared();
  const before = await effects(store);
  write("theirs");
  const after = await effects(store);
  expect([before, after]).toEqual([[], []]);
  await nextTurn();
  expect(await effects(store)).toEqual(["theirs"]);
});

test("what this process has committed is read at once", async () => {
  const { store } = await shared();
  for (let count = 1; count <= 50; count++) {
    await effects(store);
    await store.perform({ run: ({ tx }) => addEffect(tx, `ours-${count}`) });
    expect(await effects(store)).toHaveLength(count);
  }
});

test("no state is held on to when the turn is over: the log can be written back whole", async () => {
  const { store, write, other } = await shared();
  await effects(store);
  await nextTurn();
  write("theirs");
  expect(other.pragma("wal_checkpoint(TRUNCATE)")).toEqual([{ busy: 0, log: 0, checkpointed: 0 }]);
});

test("a query that fails leaves the next ones of its turn in order", async () => {
  const { store } = await shared();
  await store.perform({ run: ({ tx }) => addEffect(tx, "ours") });
  const failed = store.read((db) =>
    db
      .selectFrom("nothing" as "effects")
      .selectAll()
      .execute(),
  );
  await expect(failed).rejects.toThrow("no such table");
  expect(await effects(store)).toEqual(["ours"]);
});
