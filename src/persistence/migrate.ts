import { type Kysely, type Migration, sql, type Transaction } from "kysely";
import type { Logger } from "#messaging";
import type { Engine } from "./engine.js";

/** A service's migrations by name; they run in the order of their names: `0001_orders`, `0002_prices`. */
export type Migrations = Readonly<Record<string, Migration>>;

/** Where migrations come from: the room's own run first. */
type Origin = "warren" | "service";

interface MigrationTable {
  warren_migration: { origin: Origin; name: string; applied_at: number };
}

/**
 * Brings the database up to date, each migration in a transaction of its own with its entry in the list. Several processes
 * may do this at once: the list is read again under the write lock before every step.
 */
export async function migrate<DB>(engine: Engine<DB>, origin: Origin, migrations: Migrations, log: Logger): Promise<void> {
  const names = Object.keys(migrations).sort();
  for (;;) {
    const done = await inTransaction(engine, async (tx) => {
      const name = nextOf(origin, names, await appliedIn(tx, origin));
      const migration = name === undefined ? undefined : migrations[name];
      if (name === undefined || migration === undefined) return true;
      const startedAt = performance.now();
      await migration.up(tx).catch((error: unknown) => {
        throw new Error(`Migration ${name} failed: ${error instanceof Error ? error.message : String(error)}`, { cause: error });
      });
      await listOf(tx).insertInto("warren_migration").values({ origin, name, applied_at: Date.now() }).execute();
      log.info({ migration: name, ms: Math.round(performance.now() - startedAt) }, "migrated the database");
      return false;
    });
    if (done) return;
  }
}

async function inTransaction<DB, R>(engine: Engine<DB>, run: (tx: Transaction<DB>) => Promise<R>): Promise<R> {
  await engine.begin();
  const lease = engine.lend();
  try {
    const result = await run(lease.tx);
    if (lease.failure !== undefined) throw lease.failure.error;
    lease.end();
    await engine.commit();
    return result;
  } catch (error) {
    lease.end();
    await engine.rollback();
    throw error;
  }
}

const listOf = <DB>(tx: Transaction<DB>) => tx as unknown as Kysely<MigrationTable>;

async function appliedIn<DB>(tx: Transaction<DB>, origin: Origin): Promise<readonly string[]> {
  await sql`create table if not exists warren_migration (origin text not null, name text not null, applied_at bigint not null, primary key (origin, name))`.execute(
    tx,
  );
  const rows = await listOf(tx).selectFrom("warren_migration").select("name").where("origin", "=", origin).execute();
  return rows.map((row) => row.name).sort();
}

/** The first migration that is not applied; throws where the applied ones are not the beginning of the list. */
function nextOf(origin: Origin, names: readonly string[], applied: readonly string[]): string | undefined {
  const unknown = applied.find((name) => !names.includes(name));
  if (unknown !== undefined) {
    const whose = origin === "warren" ? "The database" : "This service's database";
    throw new Error(
      `${whose} was migrated by another version: it holds migration ${unknown}, which this version does not have. Run the newer version, or restore an older database.`,
    );
  }
  const last = applied.at(-1);
  const pending = names.filter((name) => !applied.includes(name));
  const early = pending.find((name) => last !== undefined && name < last);
  if (early !== undefined) {
    throw new Error(
      `The list of migrations has changed: ${early} comes before ${last}, which the database already has. Give the new migration a name that sorts last.`,
    );
  }
  return pending[0];
}
