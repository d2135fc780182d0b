import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import type { Engine } from "../engine.js";
import type { DatabaseLocation } from "../url.js";
import { SqliteConnection } from "./connection.js";
import { sqliteMessage, whileBusy } from "./errors.js";
import { internalStatements } from "./internal-statements.js";
import { lease, readerOf } from "./kysely.js";
import { Snapshot } from "./snapshot.js";

/** How long one call blocks the event loop for another process; the rest of the wait is asynchronous. */
const busyTimeoutMs = 10;

/**
 * Opens the file, makes it where there is none, and puts it in WAL mode. `lockWaitMs`: how long a transaction waits for
 * another process's.
 */
export async function openSqlite<DB>(location: DatabaseLocation, lockWaitMs: number): Promise<Engine<DB>> {
  const { path, durable, discard } = place(location);
  const connect = (readOnly: boolean) => whileBusy(lockWaitMs, () => new SqliteConnection(path, { readOnly, durable, busyTimeoutMs }));
  try {
    const writing = await connect(false);
    const reading = await connect(true);
    return engineOver<DB>(writing, reading, { lockWaitMs, discard });
  } catch (error) {
    discard();
    throw new Error(`The database file ${path} cannot be opened: ${sqliteMessage(error)}`, { cause: error });
  }
}

function engineOver<DB>(
  writing: SqliteConnection,
  reading: SqliteConnection,
  { lockWaitMs, discard }: { lockWaitMs: number; discard: () => void },
): Engine<DB> {
  const snapshot = new Snapshot(reading);
  const reader = readerOf<DB>(reading, snapshot);
  const [begin, commit, undo] = [writing.prepare("begin immediate"), writing.prepare("commit"), writing.prepare("rollback")];
  const rollback = async () => {
    if (writing.inTransaction) undo.run();
  };
  return {
    reader: reader.db,
    internal: internalStatements(writing),
    lend: () => lease<DB>(writing),
    async begin() {
      await rollback();
      await whileBusy(lockWaitMs, () => begin.run());
    },
    async commit() {
      await whileBusy(lockWaitMs, () => commit.run());
      snapshot.close();
    },
    rollback,
    async close() {
      reader.end();
      snapshot.close();
      reading.close();
      writing.close();
      discard();
    },
  };
}

/** A temporary database is a file in the system's folder for such, gone when the store is closed or the process exits. */
function place(location: DatabaseLocation): { path: string; durable: boolean; discard: () => void } {
  if (location.kind === "file") {
    makeFolder(dirname(location.path));
    return { path: location.path, durable: true, discard: () => undefined };
  }
  const folder = mkdtempSync(join(tmpdir(), "warren-"));
  const remove = () => rmSync(folder, { recursive: true, force: true });
  process.once("exit", remove);
  const discard = () => {
    process.off("exit", remove);
    remove();
  };
  return { path: join(folder, "temporary.db"), durable: false, discard };
}

function makeFolder(folder: string): void {
  try {
    mkdirSync(folder, { recursive: true });
  } catch (cause) {
    throw new Error(`The database's folder ${folder} cannot be made.`, { cause });
  }
}
