import type { Generated, Kysely } from "kysely";
import type { Urgency } from "#generated/catalog/ordering/index.js";
import type { Migrations } from "#persistence";
import { products } from "../demonstration.js";

/** What a product costs, or that it cannot be ordered any more. */
export interface Price {
  readonly product_id: number;
  /** An exact amount, as text; null: the product is withdrawn. */
  readonly price: string | null;
  /** When that was said, milliseconds since 1970. */
  readonly said_at: number;
}

export interface OrderingTables {
  price_list: Price;
  /** Every change of the price list in the order in which it was made: what an order was charged can be explained later. */
  price_changes: Price & { position: Generated<number>; urgency: Urgency };
}

export interface PriceList {
  find(productId: number): Promise<Price | undefined>;
  /** Writes the price into the list, and into its history. */
  put(price: Price, urgency: Urgency): Promise<void>;
}

/** Ordering's tables through a transaction. */
export const priceList = (db: Kysely<OrderingTables>): PriceList => ({
  find: (productId) => db.selectFrom("price_list").selectAll().where("product_id", "=", productId).executeTakeFirst(),
  async put(entry, urgency) {
    const { price, said_at } = entry;
    await db
      .insertInto("price_list")
      .values(entry)
      .onConflict((conflict) => conflict.column("product_id").doUpdateSet({ price, said_at }))
      .execute();
    await db
      .insertInto("price_changes")
      .values({ ...entry, urgency })
      .execute();
  },
});

export const migrations: Migrations = {
  "001_price_list": {
    async up(db) {
      await db.schema
        .createTable("price_list")
        .addColumn("product_id", "integer", (column) => column.primaryKey())
        .addColumn("price", "text")
        .addColumn("said_at", "integer", (column) => column.notNull())
        .execute();
      await db.schema
        .createTable("price_changes")
        .addColumn("position", "integer", (column) => column.primaryKey().autoIncrement())
        .addColumn("product_id", "integer", (column) => column.notNull())
        .addColumn("price", "text")
        .addColumn("said_at", "integer", (column) => column.notNull())
        .addColumn("urgency", "text", (column) => column.notNull())
        .execute();
      await (db as Kysely<OrderingTables>)
        .insertInto("price_list")
        .values(products.map(({ product_id, price }) => ({ product_id, price, said_at: 0 })))
        .execute();
    },
  },
};
