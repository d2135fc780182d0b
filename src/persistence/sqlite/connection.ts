import Database from "better-sqlite3";
import type { QueryResult } from "kysely";

type Statement = Database.Statement;

const statementsKept = 500;

/** Statements that would end or escape the transaction that the caller was lent. */
const transactionControl = /^\s*(begin|commit|end|rollback|savepoint|release|attach|detach|pragma|vacuum)\b/i;

export interface ConnectionOptions {
  /** Refuses writes. */
  readonly readOnly: boolean;
  /** True: a commit returns after the disk has it. */
  readonly durable: boolean;
  /** How long one call may block the event loop for another process's lock, milliseconds. Longer waits are taken asynchronously. */
  readonly busyTimeoutMs: number;
}

/** A SQLite connection that keeps its statements prepared: preparing costs more than running a small one. SQLite compiles them again by itself when the schema changes. */
export class SqliteConnection {
  readonly #db: Database.Database;
  readonly #statements = new Map<string, Statement>();

  constructor(path: string, options: ConnectionOptions) {
    this.#db = new Database(path, { timeout: options.busyTimeoutMs });
    try {
      this.#db.pragma("journal_mode = WAL");
      this.#db.pragma(`synchronous = ${options.durable ? "FULL" : "OFF"}`);
      this.#db.pragma("foreign_keys = ON");
      this.#db.pragma("journal_size_limit = 67108864");
      if (options.readOnly) this.#db.pragma("query_only = ON");
    } catch (error) {
      this.#db.close();
      throw error;
    }
  }

  get inTransaction(): boolean {
    return this.#db.inTransaction;
  }

  /** Runs a query that a service wrote. */
  query<Row>(sql: string, parameters: readonly unknown[]): QueryResult<Row> {
    const statement = this.#statements.get(sql) ?? this.#admit(sql);
    if (statement.reader) return { rows: statement.all(...parameters) as Row[] };
    const { changes, lastInsertRowid } = statement.run(...parameters);
    return { rows: [], numAffectedRows: BigInt(changes), insertId: BigInt(lastInsertRowid) };
  }

  /** A statement of the room's own, kept for good. */
  prepare(sql: string): Statement {
    return this.#db.prepare(sql);
  }

  close(): void {
    this.#statements.clear();
    this.#db.close();
  }

  #admit(sql: string): Statement {
    if (transactionControl.test(sql)) throw new Error(`This statement may not run inside a unit of work: ${sql.trim().slice(0, 60)}`);
    const statement = this.#db.prepare(sql);
    if (this.#statements.size >= statementsKept) {
      const oldest = this.#statements.keys().next();
      if (oldest.done !== true) this.#statements.delete(oldest.value);
    }
    this.#statements.set(sql, statement);
    return statement;
  }
}
