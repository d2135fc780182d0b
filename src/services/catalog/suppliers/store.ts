import type { Kysely } from "kysely";
import type { Supplier } from "#generated/catalog/suppliers/index.js";
import type { Migrations } from "#persistence";
import { products } from "../demonstration.js";

export interface SuppliersTables {
  supplies: Supplier & { product_id: number };
}

export interface SupplyStore {
  supplierOf(productId: number): Promise<Supplier | undefined>;
}

/** The suppliers' table through a reader. */
export const supplyStore = (db: Kysely<SuppliersTables>): SupplyStore => ({
  supplierOf: (productId) =>
    db.selectFrom("supplies").select(["name", "email", "lead_time_days"]).where("product_id", "=", productId).executeTakeFirst(),
});

/** Of the demonstration's products, the last has a supplier, and the first; the jug in between comes from nowhere. */
const supplied = products.filter(({ name }) => name !== "Milk jug");
const alpine: Supplier = { name: "Alpine Appliances", email: "orders@alpine.example", lead_time_days: 5 };

export const migrations: Migrations = {
  "001_supplies": {
    async up(db) {
      await db.schema
        .createTable("supplies")
        .addColumn("product_id", "integer", (column) => column.primaryKey())
        .addColumn("name", "text", (column) => column.notNull())
        .addColumn("email", "text", (column) => column.notNull())
        .addColumn("lead_time_days", "integer", (column) => column.notNull())
        .execute();
      await (db as Kysely<SuppliersTables>)
        .insertInto("supplies")
        .values(supplied.map(({ product_id }) => ({ product_id, ...alpine })))
        .execute();
    },
  },
};
