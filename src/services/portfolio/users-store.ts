import { type CompiledQuery, type Generated, type Kysely, sql } from "kysely";
import type { Migrations } from "#persistence";

export type MovementKind = "deposit" | "withdrawal";

/** Somebody with a balance: an exact amount with two decimal places. `createdAt` is RFC 3339 in UTC. */
export interface User {
  readonly id: number;
  readonly name: string;
  readonly balance: string;
  readonly currency: string;
  readonly createdAt: string;
}

export type Balance = Pick<User, "balance" | "currency">;

/** What was asked to be moved. `amount` is above zero and has two decimal places. */
export interface Movement {
  readonly amount: string;
  readonly note?: string;
  readonly reference?: string;
}

/** One row of a user's ledger. `number` counts its rows from 1, without gaps. */
export interface Transaction extends Movement {
  readonly number: number;
  readonly kind: MovementKind;
  readonly balanceAfter: string;
  readonly createdAt: string;
}

/** A part of a ledger, the newest row first. `next` is where the following part starts. */
export interface LedgerPage {
  readonly transactions: readonly Transaction[];
  readonly next?: number;
}

export interface LedgerRequest {
  readonly userId: number;
  readonly limit: number;
  /** Only rows with a smaller number. */
  readonly before?: number;
}

/** The tables of the users API and the users worker. Amounts are decimal text: exact on every database. */
export interface UsersTables {
  users: {
    /** Counts up with every user; the database gives it. */
    id: Generated<number>;
    name: string;
    /** The newest ledger row's `balance_after`, kept here to be read fast. */
    balance: string;
    currency: string;
    created_at: string;
  };
  balance_transactions: {
    user_id: number;
    number: number;
    kind: MovementKind;
    amount: string;
    balance_after: string;
    note: string | null;
    reference: string | null;
    created_at: string;
  };
}

export interface UserStore {
  add(user: Omit<User, "id">): Promise<User>;
  find(id: number): Promise<User | undefined>;
  /** {@link find} for the balance alone, at the least cost. */
  balance(id: number): Promise<Balance | undefined>;
  /** Adds a row to the user's ledger under its next number, and makes its `balanceAfter` the balance. */
  record(userId: number, transaction: Omit<Transaction, "number">): Promise<Transaction>;
  ledger(request: LedgerRequest): Promise<LedgerPage>;
}

/** The users' tables through a transaction, or through a reader. */
export const userStore = (db: Kysely<UsersTables>): UserStore => ({
  async add({ name, balance, currency, createdAt }) {
    const row = { name, balance, currency, created_at: createdAt };
    return toUser(await db.insertInto("users").values(row).returningAll().executeTakeFirstOrThrow());
  },
  async find(id) {
    const row = await db.selectFrom("users").selectAll().where("id", "=", id).executeTakeFirst();
    return row && toUser(row);
  },
  balance: (id) => balanceOf(db, id),
  async record(userId, transaction) {
    const ledger = db.selectFrom("balance_transactions").where("user_id", "=", userId);
    const last = await ledger.select("number").orderBy("number", "desc").limit(1).executeTakeFirst();
    const numbered: Transaction = { number: (last?.number ?? 0) + 1, ...transaction };
    await db.insertInto("balance_transactions").values(toRow(userId, numbered)).execute();
    await db.updateTable("users").set({ balance: transaction.balanceAfter }).where("id", "=", userId).execute();
    return numbered;
  },
  async ledger({ userId, limit, before }) {
    const all = db.selectFrom("balance_transactions").selectAll().where("user_id", "=", userId);
    const wanted = before === undefined ? all : all.where("number", "<", before);
    const rows = await wanted
      .orderBy("number", "desc")
      .limit(limit + 1)
      .execute();
    const last = rows.length > limit ? rows[limit - 1] : undefined;
    return { transactions: rows.slice(0, limit).map(toTransaction), ...(last === undefined ? {} : { next: last.number }) };
  },
});

/** Built once, since it is asked for very often: a read then only binds the user's number. A process has one kind of database. */
let balanceQuery: CompiledQuery<Balance> | undefined;

async function balanceOf(db: Kysely<UsersTables>, userId: number): Promise<Balance | undefined> {
  balanceQuery ??= db.selectFrom("users").select(["balance", "currency"]).where("id", "=", userId).compile();
  const { query, queryId, sql } = balanceQuery;
  const { rows } = await db.executeQuery<Balance>({ query, queryId, sql, parameters: [userId] });
  return rows[0];
}

const toUser = (row: Omit<UsersTables["users"], "id"> & { id: number }): User => ({
  id: row.id,
  name: row.name,
  balance: row.balance,
  currency: row.currency,
  createdAt: row.created_at,
});

const toTransaction = (row: UsersTables["balance_transactions"]): Transaction => ({
  number: row.number,
  kind: row.kind,
  amount: row.amount,
  ...(row.note === null ? {} : { note: row.note }),
  ...(row.reference === null ? {} : { reference: row.reference }),
  balanceAfter: row.balance_after,
  createdAt: row.created_at,
});

const toRow = (userId: number, transaction: Transaction): UsersTables["balance_transactions"] => ({
  user_id: userId,
  number: transaction.number,
  kind: transaction.kind,
  amount: transaction.amount,
  balance_after: transaction.balanceAfter,
  note: transaction.note ?? null,
  reference: transaction.reference ?? null,
  created_at: transaction.createdAt,
});

/** The reference's sample user, who has what the sample answer says. */
const demo = { id: 42, name: "Demo user", balance: "75000.50", currency: "USD", createdAt: "2025-11-13T10:30:00.000Z" };
const opening: Transaction = {
  number: 1,
  kind: "deposit",
  amount: demo.balance,
  balanceAfter: demo.balance,
  note: "Opening deposit",
  createdAt: demo.createdAt,
};

export const migrations: Migrations = {
  "001_users_and_ledger": {
    async up(db) {
      await db.schema
        .createTable("users")
        .addColumn("id", "integer", (column) => column.primaryKey().autoIncrement())
        .addColumn("name", "text", (column) => column.notNull())
        .addColumn("balance", "text", (column) => column.notNull().check(sql`balance not like '-%'`))
        .addColumn("currency", "text", (column) => column.notNull())
        .addColumn("created_at", "text", (column) => column.notNull())
        .execute();
      await db.schema
        .createTable("balance_transactions")
        .addColumn("user_id", "integer", (column) => column.notNull().references("users.id"))
        .addColumn("number", "integer", (column) => column.notNull())
        .addColumn("kind", "text", (column) => column.notNull())
        .addColumn("amount", "text", (column) => column.notNull())
        .addColumn("balance_after", "text", (column) => column.notNull())
        .addColumn("note", "text")
        .addColumn("reference", "text")
        .addColumn("created_at", "text", (column) => column.notNull())
        // Two changes made side by side of one balance would take one number: the second fails and is rolled back.
        .addPrimaryKeyConstraint("balance_transactions_once", ["user_id", "number"])
        .execute();
      const tables = db as Kysely<UsersTables>;
      const { createdAt, ...user } = demo;
      await tables
        .insertInto("users")
        .values({ ...user, created_at: createdAt })
        .execute();
      await tables.insertInto("balance_transactions").values(toRow(demo.id, opening)).execute();
    },
  },
};
