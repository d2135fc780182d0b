import type { Kysely, Transaction } from "kysely";
import { type Logger, MessagingError, type UnitOfWork } from "#messaging";
import type { Engine, OutboxRow } from "./engine.js";
import { createGroupCommit, type GroupCommit } from "./group-commit.js";
import { type Migrations, migrate } from "./migrate.js";
import { type Outbox, OutboxLedger } from "./outbox.js";
import { ownMigrations } from "./own-migrations.js";
import { startPruning } from "./pruning.js";
import { Removals } from "./removals.js";
import { openSqlite } from "./sqlite/sqlite-engine.js";
import { readDatabaseUrl } from "./url.js";

export interface StoreOptions {
  /** `sqlite:path`, `file:path`, a plain path, or `:memory:` for a database that is gone with the store. */
  readonly url: string;
  /** The service's migrations, run after the store's own, in the order of their names. */
  readonly migrations?: Migrations;
  /**
   * Whose messages this store sends: the application's id. A relay sends only its owner's rows, so that several applications may
   * share a database without a lease to keep alive. Two processes of one owner lose nothing either, but what is left over when
   * one starts is sent by both, under one message id. @default ""
   */
  readonly owner?: string;
  readonly log?: Logger;
  /** Units of work in one transaction at most. @default 50 */
  readonly groupSize?: number;
  /** After this long no further work joins an open transaction, milliseconds. @default 20 */
  readonly groupMs?: number;
  /** Longest run of one unit of work, milliseconds, whatever its signal says. @default 60000 */
  readonly workLimitMs?: number;
  /** How long a transaction waits for another process that writes to the same database, milliseconds; then it rejects with `unavailable`. @default 10000 */
  readonly lockWaitMs?: number;
  /** How long a message is known as done, milliseconds. A duplicate that comes later is done again. @default 7 days */
  readonly inboxKeptMs?: number;
  /** How long the response to an Idempotency-Key is kept, milliseconds. @default 24 hours */
  readonly responsesKeptMs?: number;
}

/** One application's database: units of work, reads, and the outbox for {@link startRelay}. */
export interface Store<DB> extends UnitOfWork<Transaction<DB>> {
  /**
   * Reads beside the writer, on a connection of its own that cannot write. What is read in one turn of the event loop is read from
   * one state: what was committed when the turn began to read; a commit of this process begins a new one. Do not call it inside `perform`: there, the transaction sees its own changes and this does not.
   */
  read<R>(query: (db: Kysely<DB>) => Promise<R>): Promise<R>;
  /** Resolves when the database answers; rejects with `unavailable`. */
  check(): Promise<void>;
  /** Takes no more work, finishes what it has (at most 5 s), closes the database. */
  close(): Promise<void>;
  readonly outbox: Outbox;
}

const day = 86_400_000;
const closeGraceMs = 5000;
const silent: Logger = { debug: () => undefined, info: () => undefined, warn: () => undefined, error: () => undefined };

/**
 * Opens a database, migrates it, and starts its housekeeping. Throws an `Error` of one clear sentence when the URL cannot be
 * used, a migration fails, or the database belongs to another version.
 */
export async function openStore<DB>(options: StoreOptions): Promise<Store<DB>> {
  const { log = silent, owner = "" } = options;
  const engine = await openSqlite<DB>(readDatabaseUrl(options.url), options.lockWaitMs ?? 10_000);
  try {
    await migrate(engine, "warren", ownMigrations, log);
    await migrate(engine, "service", options.migrations ?? {}, log);
    return storeOver(engine, await OutboxLedger.open(engine, owner), options, log);
  } catch (error) {
    await engine.close();
    throw error;
  }
}

function storeOver<DB>(engine: Engine<DB>, ledger: OutboxLedger, options: StoreOptions, log: Logger): Store<DB> {
  const removals = new Removals(
    () => group.wake(),
    (count) => ledger.removed(count),
  );
  const group: GroupCommit<DB> = createGroupCommit({
    engine,
    removals,
    log,
    owner: options.owner ?? "",
    groupSize: options.groupSize ?? 50,
    groupMs: options.groupMs ?? 20,
    workLimitMs: options.workLimitMs ?? 60_000,
    onCommitted: (rows) => tell(ledger, rows, log),
  });
  const pruning = startPruning(group, {
    inboxKeptMs: options.inboxKeptMs ?? 7 * day,
    responsesKeptMs: options.responsesKeptMs ?? day,
    log,
  });
  let closing: Promise<void> | undefined;
  const close = async () => {
    const pruned = pruning.stop();
    await group.close(closeGraceMs);
    await pruned;
    removals.stop();
    await engine.close();
  };
  return {
    perform: (work) => group.perform(work),
    read: (query) => query(engine.reader),
    check: () => check(ledger),
    close: () => {
      closing ??= close();
      return closing;
    },
    outbox: outboxOf(ledger, removals),
  };
}

const outboxOf = (ledger: OutboxLedger, removals: Removals): Outbox => ({
  get size() {
    return ledger.size;
  },
  get lastId() {
    return ledger.lastId;
  },
  onCommitted: (listener) => ledger.onCommitted(listener),
  page: (afterId, limit) => ledger.page(afterId, limit),
  find: (id) => ledger.find(id),
  confirmed: (id) => removals.add(id),
  settled: () => removals.empty(),
});

/** The rows are durable whatever a listener does: its failure must not look like the transaction's. */
function tell(ledger: OutboxLedger, rows: readonly OutboxRow[], log: Logger): void {
  try {
    ledger.committed(rows);
  } catch (error) {
    log.error({ err: error }, "a relay failed to take committed messages; they stay in the outbox");
  }
}

async function check(ledger: OutboxLedger): Promise<void> {
  try {
    await ledger.find(0);
  } catch (error) {
    if (error instanceof MessagingError && error.code === "unavailable") throw error;
    throw new MessagingError("unavailable", "The database does not answer.", { cause: error });
  }
}
