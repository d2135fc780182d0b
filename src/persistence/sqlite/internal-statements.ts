import type { InternalStatements, OutboxRow } from "../engine.js";
import { toColumns } from "../outbox-row.js";
import type { SqliteConnection } from "./connection.js";
import { toFailure } from "./errors.js";

/**
 * The hot path past the query builder. One row for each run of a prepared statement: in this process that costs less
 * than a multi-row statement, which spares round trips that SQLite does not have.
 */
export function internalStatements(connection: SqliteConnection): InternalStatements {
  const prepared = lazily(() => ({
    inbox: connection.prepare("insert into warren_inbox (consumer, message_key, done_at) values (?, ?, ?) on conflict do nothing"),
    outbox: connection.prepare("insert into warren_outbox (owner, message, body, enqueued_at) values (?, ?, ?, ?)"),
    remove: connection.prepare("delete from warren_outbox where id = ?"),
  }));
  return {
    addToInbox: (consumer, key, now) => asFailure(() => prepared().inbox.run(consumer, key, now).changes === 1),
    addToOutbox: (owner, messages, now) =>
      asFailure(() =>
        messages.map((message): OutboxRow => {
          const columns = toColumns(message);
          const { lastInsertRowid } = prepared().outbox.run(owner, columns.message, columns.body, now);
          return { id: Number(lastInsertRowid), message, enqueuedAt: now };
        }),
      ),
    removeFromOutbox: (ids) => asFailure(() => ids.reduce((sum, id) => sum + prepared().remove.run(id).changes, 0)),
  };
}

/** The tables exist only after the migrations. */
function lazily<T>(make: () => T): () => T {
  let made: T | undefined;
  return () => {
    made ??= make();
    return made;
  };
}

async function asFailure<T>(run: () => T): Promise<T> {
  try {
    return run();
  } catch (error) {
    throw toFailure(error);
  }
}
