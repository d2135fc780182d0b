import type { Generated } from "kysely";
import type { Migrations } from "#persistence";

/** Which way a balance came. */
export type BalanceSource = "messaging" | "http";

/** Portfolio's tables. Amounts are decimal text, times milliseconds since 1970. */
export interface PortfolioTables {
  portfolios: {
    user_id: number;
    total_cash: string;
    currency: string;
    /** When this balance was asked for; with a fraction. */
    cash_as_of: number;
    balance_source: BalanceSource;
    customer_id: string | null;
    /** When this link was asked for; with a fraction. Null while no customer is linked. */
    linked_at: number | null;
  };
  cash_changes: {
    /** Counts up with every change; the database gives it. */
    position: Generated<number>;
    user_id: number;
    at: number;
    total_cash: string;
    source: BalanceSource;
  };
  /** One row for each order and way of ending, whether or not a portfolio is linked to its customer. */
  order_ends: {
    order_id: string;
    type: "bought" | "order_failed";
    customer_id: string;
    item_id: string;
    at: number;
    /** Null where the order failed. */
    price: string | null;
    reason: string | null;
  };
  /** The sums of a customer's `bought` rows, kept up with them so that reading a portfolio does not add up its past. */
  holdings: { customer_id: string; item_id: string; quantity: number; cost: string };
}

export const migrations: Migrations = {
  "001_portfolios": {
    async up(db) {
      await db.schema
        .createTable("portfolios")
        .addColumn("user_id", "bigint", (column) => column.primaryKey())
        .addColumn("total_cash", "text", (column) => column.notNull())
        .addColumn("currency", "text", (column) => column.notNull())
        .addColumn("cash_as_of", "double precision", (column) => column.notNull())
        .addColumn("balance_source", "text", (column) => column.notNull())
        .addColumn("customer_id", "text")
        .addColumn("linked_at", "double precision")
        .execute();
      await db.schema
        .createTable("cash_changes")
        .addColumn("position", "integer", (column) => column.primaryKey().autoIncrement())
        .addColumn("user_id", "bigint", (column) => column.notNull())
        .addColumn("at", "bigint", (column) => column.notNull())
        .addColumn("total_cash", "text", (column) => column.notNull())
        .addColumn("source", "text", (column) => column.notNull())
        .execute();
      await db.schema.createIndex("cash_changes_by_user").on("cash_changes").columns(["user_id", "at", "position"]).execute();
    },
  },
  "002_orders": {
    async up(db) {
      await db.schema
        .createTable("order_ends")
        .addColumn("order_id", "text", (column) => column.notNull())
        .addColumn("type", "text", (column) => column.notNull())
        .addColumn("customer_id", "text", (column) => column.notNull())
        .addColumn("item_id", "text", (column) => column.notNull())
        .addColumn("at", "bigint", (column) => column.notNull())
        .addColumn("price", "text")
        .addColumn("reason", "text")
        .addPrimaryKeyConstraint("order_ends_key", ["order_id", "type"])
        .execute();
      await db.schema.createIndex("order_ends_by_customer").on("order_ends").columns(["customer_id", "at", "order_id", "type"]).execute();
      await db.schema
        .createTable("holdings")
        .addColumn("customer_id", "text", (column) => column.notNull())
        .addColumn("item_id", "text", (column) => column.notNull())
        .addColumn("quantity", "bigint", (column) => column.notNull())
        .addColumn("cost", "text", (column) => column.notNull())
        .addPrimaryKeyConstraint("holdings_key", ["customer_id", "item_id"])
        .execute();
    },
  },
};
