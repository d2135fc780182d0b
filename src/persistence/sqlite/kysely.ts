import {
  type CompiledQuery,
  type ConnectionProvider,
  type DatabaseConnection,
  DefaultQueryExecutor,
  type Dialect,
  type Driver,
  Kysely,
  type KyselyProps,
  type QueryResult,
  SqliteAdapter,
  SqliteIntrospector,
  SqliteQueryCompiler,
  Transaction,
} from "kysely";
import { MessagingError } from "#messaging";
import type { Lease } from "../engine.js";
import type { SqliteConnection } from "./connection.js";
import { isWriteRefused, toFailure } from "./errors.js";
import type { Snapshot } from "./snapshot.js";

const refuse = (): Promise<never> =>
  Promise.reject(new Error("Transactions are opened by the store alone: write inside `perform`, read inside `read`."));

/** Kysely asks a driver for connections only to open transactions of its own, which would wait for ours for ever. */
const refusingDriver: Driver = {
  init: () => Promise.resolve(),
  acquireConnection: refuse,
  beginTransaction: refuse,
  commitTransaction: refuse,
  rollbackTransaction: refuse,
  releaseConnection: () => Promise.resolve(),
  destroy: () => Promise.resolve(),
};

const dialect: Dialect = {
  createDriver: () => refusingDriver,
  createQueryCompiler: () => new SqliteQueryCompiler(),
  createAdapter: () => new SqliteAdapter(),
  createIntrospector: (db) => new SqliteIntrospector(db),
};

const nowhere: ConnectionProvider = { provideConnection: refuse };
const executor = new DefaultQueryExecutor(dialect.createQueryCompiler(), dialect.createAdapter(), nowhere);

const kyselyOver = (provider: ConnectionProvider): KyselyProps => ({
  config: { dialect },
  driver: refusingDriver,
  dialect,
  executor: executor.withConnectionProvider(provider),
});

/** One connection, handed to Kysely query by query, until `end`. */
class Handle implements DatabaseConnection, ConnectionProvider {
  readonly #connection: SqliteConnection;
  #ended: string | undefined;

  constructor(connection: SqliteConnection) {
    this.#connection = connection;
  }

  end(reason: string): void {
    this.#ended = reason;
  }

  provideConnection<T>(consumer: (connection: DatabaseConnection) => Promise<T>): Promise<T> {
    return consumer(this);
  }

  async executeQuery<R>({ sql, parameters }: CompiledQuery): Promise<QueryResult<R>> {
    return this.run(sql, parameters);
  }

  /** All rows in one piece: an iterator left open would block every later statement of the connection. */
  async *streamQuery<R>({ sql, parameters }: CompiledQuery): AsyncIterableIterator<QueryResult<R>> {
    yield this.run(sql, parameters);
  }

  /** Called ahead of every statement. */
  protected ready(): void {}

  /** The check and the statement are one synchronous step: nothing can come between them. */
  protected run<R>(sql: string, parameters: readonly unknown[]): QueryResult<R> {
    if (this.#ended !== undefined) throw new MessagingError("bug", this.#ended);
    try {
      this.ready();
      return this.#connection.query<R>(sql, parameters);
    } catch (error) {
      throw toFailure(error);
    }
  }
}

/** Once a query has failed, the transaction takes no other: PostgreSQL's rule, kept here so that a service runs on both. */
class LeasedHandle extends Handle {
  failure: { readonly error: unknown } | undefined;

  protected override run<R>(sql: string, parameters: readonly unknown[]): QueryResult<R> {
    if (this.failure !== undefined) {
      throw new MessagingError("bug", "A query of this transaction has failed before; nothing more can be done in it.", {
        cause: this.failure.error,
      });
    }
    try {
      return super.run(sql, parameters);
    } catch (error) {
      this.failure = { error };
      throw error;
    }
  }
}

class ReadingHandle extends Handle {
  readonly #snapshot: Snapshot;

  constructor(connection: SqliteConnection, snapshot: Snapshot) {
    super(connection);
    this.#snapshot = snapshot;
  }

  protected override ready(): void {
    this.#snapshot.open();
  }

  protected override run<R>(sql: string, parameters: readonly unknown[]): QueryResult<R> {
    try {
      return super.run(sql, parameters);
    } catch (error) {
      if (!isWriteRefused(error)) throw error;
      throw new MessagingError("bug", "`read` cannot write: write inside `perform`.", { cause: error });
    }
  }
}

/** A transaction handle that works until `end`. */
export function lease<DB>(connection: SqliteConnection): Lease<DB> {
  const handle = new LeasedHandle(connection);
  return {
    tx: new Transaction<DB>(kyselyOver(handle)),
    get failure() {
      return handle.failure;
    },
    end: () =>
      handle.end("This transaction is over: its unit of work was done, failed or was given up. Await every query inside the handler."),
  };
}

/** Reads; every query sees what was committed when its turn of the event loop began to read, or later. */
export function readerOf<DB>(connection: SqliteConnection, snapshot: Snapshot): { db: Kysely<DB>; end(): void } {
  const handle = new ReadingHandle(connection, snapshot);
  return { db: new Kysely<DB>(kyselyOver(handle)), end: () => handle.end("The store is closed.") };
}
