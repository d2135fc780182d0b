/**
 * A service to be killed: `crash-child.ts <database> <owner> <keys>` does one work for each key and says on its output what it
 * was told is durable (`done <key>`) and what it has published (`published <key>`), a line each. Then it flushes and exits.
 */
import { writeSync } from "node:fs";
import type { OutgoingMessage } from "#messaging";
import { type Migrations, openStore, startRelay } from "#persistence";

interface Tables {
  effects: { work: string };
  totals: { id: number; works: number };
}

const migrations: Migrations = {
  "0001_effects": {
    up: async (db) => {
      await db.schema
        .createTable("effects")
        .addColumn("work", "text", (column) => column.notNull())
        .execute();
      await db.schema
        .createTable("totals")
        .addColumn("id", "integer", (column) => column.primaryKey())
        .addColumn("works", "integer", (column) => column.notNull())
        .execute();
      await db.insertInto("totals").values({ id: 1, works: 0 }).execute();
    },
  },
};

const [url = "", owner = "", count = "0"] = process.argv.slice(2);
/** Said before it goes on: it may be killed at any moment. A pipe that is full takes no more until it is read. */
const say = (line: string): void => {
  for (;;) {
    try {
      writeSync(1, `${line}\n`);
      return;
    } catch (error) {
      if (!(error instanceof Error && "code" in error && error.code === "EAGAIN")) throw error;
    }
  }
};
const log = { debug: () => undefined, info: () => undefined, warn: () => undefined, error: () => undefined };

const store = await openStore<Tables>({ url, owner, migrations });
const publish = async ({ messageId }: OutgoingMessage) => {
  await new Promise((resolve) => setTimeout(resolve, Math.random() * 4));
  say(`published ${messageId}`);
};
const relay = startRelay({ store, publish, log, maxInFlight: 20 });

async function deliver(key: string): Promise<void> {
  await store.perform({
    inbox: { consumer: "crash", key },
    run: async ({ tx, enqueue }) => {
      await tx.insertInto("effects").values({ work: key }).execute();
      enqueue({ exchange: "e", routingKey: "r", body: Buffer.from(key), mandatory: true, persistent: true, messageId: key, headers: {} });
      await tx
        .updateTable("totals")
        .set((e) => ({ works: e("works", "+", 1) }))
        .execute();
    },
  });
  say(`done ${key}`);
}

const keys = Array.from({ length: Number(count) }, (_, n) => `${n}`);
const worker = async () => {
  for (let key = keys.shift(); key !== undefined; key = keys.shift()) await deliver(key);
};
await Promise.all(Array.from({ length: 30 }, worker));
await relay.flush();
await relay.stop();
await store.close();
