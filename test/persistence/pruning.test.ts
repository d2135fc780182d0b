import { join } from "node:path";
import { sql } from "kysely";
import { expect, test, vi } from "vitest";
import { onceWithKey, openStore } from "#persistence";
import { type CounterStore, type CounterTables, counterStore, migrations, temporaryFolder } from "./counter-store.js";

const day = 86_400_000;

const rowsOf = async (store: CounterStore, table: string): Promise<number | undefined> => {
  const { rows } = await store.read((db) => sql<{ n: number }>`select count(*) as n from ${sql.table(table)}`.execute(db));
  return rows[0]?.n;
};

/** Does works and keyed requests as if so long ago. */
async function past(store: CounterStore, agoMs: number, count: number): Promise<void> {
  const then = Date.now() - agoMs;
  const clock = vi.spyOn(Date, "now").mockReturnValue(then);
  const works = Array.from({ length: count }, (_, n) =>
    store.perform({
      inbox: { consumer: "c", key: `${agoMs} ${n}` },
      run: ({ tx }) => onceWithKey(tx, { key: `${agoMs} ${n}`, fingerprint: "f" }, async () => ({ status: 200 })),
    }),
  );
  await Promise.all(works);
  clock.mockRestore();
}

test("done messages are forgotten after 7 days and responses after 24 hours, in several steps, and not before", async () => {
  const url = join(temporaryFolder(), "old.db");
  const before = await openStore<CounterTables>({ url, migrations });
  await past(before, 8 * day, 450);
  await past(before, 2 * day, 30);
  await past(before, 0, 5);
  await before.close();
  const store = await counterStore({ url });
  await expect.poll(() => rowsOf(store, "warren_inbox")).toBe(35);
  await expect.poll(() => rowsOf(store, "warren_http_idempotency")).toBe(5);
});
