import type { Kysely, Transaction } from "kysely";
import type { OutgoingMessage } from "#messaging";

/**
 * What the room needs of a database, one implementation for each. There is one writing connection: between `begin` and
 * `commit` or `rollback` it belongs to one group, and `lend` hands out its transaction piece by piece.
 */
export interface Engine<DB> {
  /** Its own connection: sees what is committed, cannot write. */
  readonly reader: Kysely<DB>;
  readonly internal: InternalStatements;
  /** Waits for the write lock. Rejects with `unavailable` when another process keeps it too long. */
  begin(): Promise<void>;
  commit(): Promise<void>;
  /** Never rejects on a transaction that the database has already ended itself. */
  rollback(): Promise<void>;
  lend(): Lease<DB>;
  close(): Promise<void>;
}

/** A transaction handle for one unit of work. After `end`, every use of `tx` throws: a handler that was given up cannot write into the next one's transaction. */
export interface Lease<DB> {
  readonly tx: Transaction<DB>;
  /** What the first failed query threw. It spoils the transaction, as PostgreSQL has it, even where the handler caught it. */
  readonly failure: { readonly error: unknown } | undefined;
  end(): void;
}

/** A committed message on its way out. Ids rise in commit order. */
export interface OutboxRow {
  readonly id: number;
  readonly message: OutgoingMessage;
  /** Milliseconds since 1970. */
  readonly enqueuedAt: number;
}

/** The statements of the hot path, prepared once. They run inside the open transaction. */
export interface InternalStatements {
  /** False where the pair was there already. */
  addToInbox(consumer: string, key: string, now: number): Promise<boolean>;
  addToOutbox(owner: string, messages: readonly OutgoingMessage[], now: number): Promise<readonly OutboxRow[]>;
  /** Returns how many rows there were. */
  removeFromOutbox(ids: readonly number[]): Promise<number>;
}
