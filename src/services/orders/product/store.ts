import { type Kysely, sql } from "kysely";
import type { ProductNotReserved } from "#generated/orders/product/index.js";
import type { Migrations } from "#persistence";

export type ReservationStatus = "reserved" | "refused" | "cancelled";
export type RefusalReason = ProductNotReserved["reason"];

/** An item for sale. `stock` units can still be reserved, `reserved` units are held by orders. */
export interface Product {
  readonly id: string;
  readonly name: string;
  readonly stock: number;
  readonly reserved: number;
}

/** What was done for an order. One order holds one unit. */
export interface Reservation {
  readonly orderId: string;
  readonly itemId: string;
  readonly status: ReservationStatus;
  /** Why a reservation was refused. */
  readonly reason?: RefusalReason;
}

export interface ProductTables {
  products: { id: string; name: string; stock: number; reserved: number };
  reservations: { order_id: string; item_id: string; status: ReservationStatus; reason: RefusalReason | null };
}

export interface ProductStore {
  product(id: string): Promise<Product | undefined>;
  products(): Promise<readonly Product[]>;
  reservation(orderId: string): Promise<Reservation | undefined>;
  saveReservation(reservation: Reservation): Promise<void>;
  /** Moves units from stock to reserved; a negative number moves them back. */
  moveToReserved(itemId: string, units: number): Promise<void>;
}

/** Product's tables through a transaction, or through a reader. */
export const productStore = (db: Kysely<ProductTables>): ProductStore => ({
  async product(id) {
    return await db.selectFrom("products").selectAll().where("id", "=", id).executeTakeFirst();
  },
  async products() {
    return await db.selectFrom("products").selectAll().orderBy("id").execute();
  },
  async reservation(orderId) {
    const row = await db.selectFrom("reservations").selectAll().where("order_id", "=", orderId).executeTakeFirst();
    return row && toReservation(row);
  },
  async saveReservation({ orderId, itemId, status, reason }) {
    await db
      .insertInto("reservations")
      .values({ order_id: orderId, item_id: itemId, status, reason: reason ?? null })
      .onConflict((conflict) => conflict.column("order_id").doUpdateSet({ status }))
      .execute();
  },
  async moveToReserved(itemId, units) {
    await db
      .updateTable("products")
      .set({ stock: sql`stock - ${units}`, reserved: sql`reserved + ${units}` })
      .where("id", "=", itemId)
      .execute();
  },
});

const toReservation = (row: ProductTables["reservations"]): Reservation => ({
  orderId: row.order_id,
  itemId: row.item_id,
  status: row.status,
  ...(row.reason === null ? {} : { reason: row.reason }),
});

/** Demonstration stock: the reference's sample item, one that is nearly sold out, one that is. */
const products: readonly ProductTables["products"][] = [
  { id: "123e4567-e89b-12d3-a456-426614174002", name: "Sample item", stock: 1_000_000, reserved: 0 },
  { id: "123e4567-e89b-12d3-a456-426614174012", name: "Last one", stock: 1, reserved: 0 },
  { id: "123e4567-e89b-12d3-a456-426614174022", name: "Sold out", stock: 0, reserved: 0 },
];

export const migrations: Migrations = {
  "001_products_and_reservations": {
    async up(db) {
      await db.schema
        .createTable("products")
        .addColumn("id", "text", (column) => column.primaryKey())
        .addColumn("name", "text", (column) => column.notNull())
        .addColumn("stock", "integer", (column) => column.notNull().check(sql`stock >= 0`))
        .addColumn("reserved", "integer", (column) => column.notNull().check(sql`reserved >= 0`))
        .execute();
      await db.schema
        .createTable("reservations")
        .addColumn("order_id", "text", (column) => column.primaryKey())
        .addColumn("item_id", "text", (column) => column.notNull())
        .addColumn("status", "text", (column) => column.notNull())
        .addColumn("reason", "text")
        .execute();
      await (db as Kysely<ProductTables>)
        .insertInto("products")
        .values([...products])
        .execute();
    },
  },
};
