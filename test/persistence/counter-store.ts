import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Transaction } from "kysely";
import { onTestFinished } from "vitest";
import type { OutgoingMessage } from "#messaging";
import { type Migrations, openStore, type Store, type StoreOptions } from "#persistence";

/** A table whose rows are the effects of works: one row for each time a work was done. */
export interface CounterTables {
  effects: { work: string };
}

export const migrations: Migrations = {
  "0001_effects": {
    up: async (db) => {
      await db.schema
        .createTable("effects")
        .addColumn("work", "text", (column) => column.notNull())
        .execute();
    },
  },
};

export type CounterStore = Store<CounterTables>;

/** A folder of its own, gone after the test. */
export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), "warren-test-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** A store that is closed after the test; temporary unless the options name a file. */
export async function counterStore(options: Partial<StoreOptions> = {}): Promise<CounterStore> {
  const store = await openStore<CounterTables>({ url: ":memory:", migrations, ...options });
  onTestFinished(() => store.close());
  return store;
}

export const addEffect = (tx: Transaction<CounterTables>, work: string): Promise<unknown> =>
  tx.insertInto("effects").values({ work }).execute();

/** The works that were done, sorted; one entry for each time. */
export const effects = (store: CounterStore): Promise<string[]> =>
  store.read(async (db) => (await db.selectFrom("effects").select("work").orderBy("work").execute()).map((row) => row.work));

export const message = (messageId: string, more: Partial<OutgoingMessage> = {}): OutgoingMessage => ({
  exchange: "orders",
  routingKey: "created",
  body: Buffer.from(messageId),
  mandatory: true,
  persistent: true,
  messageId,
  headers: {},
  ...more,
});

/** Ids of the messages that wait in the outbox, in order. */
export const outboxOf = async (store: CounterStore): Promise<(string | undefined)[]> =>
  (await store.outbox.page(0, 100_000)).map((row) => row.message.messageId);
