import type { Generated, Kysely } from "kysely";
import type { PageRequest } from "#http";
import type { Migrations } from "#persistence";
import { products } from "../demonstration.js";

/** A product. `price` is an exact amount with two decimal places; `changed_at` is RFC 3339 in UTC. */
export interface Product {
  readonly product_id: number;
  readonly name: string;
  readonly price: string;
  readonly changed_at: string;
}

export interface CatalogTables {
  products: {
    /** Counts up with every product, and is never given twice; the database gives it. */
    product_id: Generated<number>;
    name: string;
    price: string;
    changed_at: string;
  };
}

export interface CatalogStore {
  add(product: Omit<Product, "product_id">): Promise<Product>;
  find(id: number): Promise<Product | undefined>;
  save(product: Product): Promise<void>;
  remove(id: number): Promise<void>;
  newest(request: PageRequest): Promise<{ position: number; item: Product }[]>;
}

/** The catalog's table through a transaction, or through a reader. */
export const catalogStore = (db: Kysely<CatalogTables>): CatalogStore => ({
  add: (product) => db.insertInto("products").values(product).returningAll().executeTakeFirstOrThrow(),
  find: (id) => db.selectFrom("products").selectAll().where("product_id", "=", id).executeTakeFirst(),
  async save({ product_id, ...rest }) {
    await db.updateTable("products").set(rest).where("product_id", "=", product_id).execute();
  },
  async remove(id) {
    await db.deleteFrom("products").where("product_id", "=", id).execute();
  },
  async newest({ limit, before }) {
    const all = db.selectFrom("products").selectAll().orderBy("product_id", "desc").limit(limit);
    const items = await (before === undefined ? all : all.where("product_id", "<", before)).execute();
    return items.map((item) => ({ position: item.product_id, item }));
  },
});

export const migrations: Migrations = {
  "001_products": {
    async up(db) {
      await db.schema
        .createTable("products")
        .addColumn("product_id", "integer", (column) => column.primaryKey().autoIncrement())
        .addColumn("name", "text", (column) => column.notNull())
        .addColumn("price", "text", (column) => column.notNull())
        .addColumn("changed_at", "text", (column) => column.notNull())
        .execute();
      const changed_at = new Date().toISOString();
      await (db as Kysely<CatalogTables>)
        .insertInto("products")
        .values(products.map((product) => ({ ...product, changed_at })))
        .execute();
    },
  },
};
