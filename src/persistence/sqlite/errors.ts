import Database from "better-sqlite3";
import { MessagingError } from "#messaging";

/** SQLite's result codes that say something about the machine, the moment or the file, not about the statement. https://sqlite.org/rescode.html */
const ofTheDatabase = /^SQLITE_(BUSY|LOCKED|FULL|IOERR|CANTOPEN|READONLY|NOMEM|PROTOCOL|NOLFS|CORRUPT|NOTADB)(_|$)/;

/** True where another connection holds a lock: worth another try. */
const isBusy = (error: unknown): boolean => error instanceof Database.SqliteError && /^SQLITE_(BUSY|LOCKED)(_|$)/.test(error.code);

/** Trouble with the database as a whole becomes `unavailable`; anything else stays what it is. */
export function toFailure(error: unknown): unknown {
  if (error instanceof Database.SqliteError && ofTheDatabase.test(error.code)) {
    const text = `The database cannot be used now: ${error.message} (${error.code}).`;
    return new MessagingError("unavailable", text, { cause: error, outage: true });
  }
  return error;
}

/** What SQLite itself said. */
export function sqliteMessage(error: unknown): string {
  const said = error instanceof MessagingError && error.cause instanceof Database.SqliteError ? error.cause : error;
  return said instanceof Error ? said.message : String(said);
}

/** True where a connection that may only read was asked to write. */
export const isWriteRefused = (error: unknown): boolean =>
  error instanceof MessagingError && error.cause instanceof Database.SqliteError && error.cause.code.startsWith("SQLITE_READONLY");

/** Tries again while the database is busy, for at most `limitMs`. Each try may itself block for the connection's busy timeout, so that is short. */
export async function whileBusy<T>(limitMs: number, attempt: () => T): Promise<T> {
  const deadline = performance.now() + limitMs;
  for (let round = 0; ; round++) {
    try {
      return attempt();
    } catch (error) {
      if (!isBusy(error) || performance.now() > deadline) throw toFailure(error);
      const pauseMs = Math.min(50, 2 ** round) * (0.5 + Math.random());
      await new Promise((resolve) => setTimeout(resolve, pauseMs));
    }
  }
}
