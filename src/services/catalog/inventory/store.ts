import type { Kysely } from "kysely";
import type { Migrations } from "#persistence";
import { products } from "../demonstration.js";

/** A product that is kept, or was. */
export interface Article {
  readonly product_id: number;
  /** Missing where its end came before its beginning. */
  readonly name: string | null;
  readonly units: number;
  /** `discontinued`: it is not bought any more, and never will be again. */
  readonly state: "kept" | "discontinued";
}

export interface InventoryTables {
  articles: Article;
}

export interface ArticleStore {
  find(productId: number): Promise<Article | undefined>;
  put(article: Article): Promise<void>;
}

/** Inventory's table through a transaction. */
export const articleStore = (db: Kysely<InventoryTables>): ArticleStore => ({
  find: (productId) => db.selectFrom("articles").selectAll().where("product_id", "=", productId).executeTakeFirst(),
  async put(article) {
    const { product_id: _, ...rest } = article;
    await db
      .insertInto("articles")
      .values(article)
      .onConflict((conflict) => conflict.column("product_id").doUpdateSet(rest))
      .execute();
  },
});

export const migrations: Migrations = {
  "001_articles": {
    async up(db) {
      await db.schema
        .createTable("articles")
        .addColumn("product_id", "integer", (column) => column.primaryKey())
        .addColumn("name", "text")
        .addColumn("units", "integer", (column) => column.notNull())
        .addColumn("state", "text", (column) => column.notNull())
        .execute();
      await (db as Kysely<InventoryTables>)
        .insertInto("articles")
        .values(products.map(({ product_id, name }) => ({ product_id, name, units: 10, state: "kept" as const })))
        .execute();
    },
  },
};
