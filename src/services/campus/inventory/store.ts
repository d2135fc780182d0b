import { type Kysely, sql } from "kysely";
import type { Migrations } from "#persistence";

/** An item to order. `stock` units can still be reserved, `reserved` units are held by orders. */
export interface Item {
  readonly item_id: string;
  readonly stock: number;
  readonly reserved: number;
}

export interface InventoryTables {
  items: Item;
  processed_orders: { order_id: string; outcome: "reserved" | "failed" };
}

export interface InventoryStore {
  items(): Promise<Item[]>;
  /** Units in stock, by item; items that are unknown are left out. */
  stockOf(itemIds: readonly string[]): Promise<ReadonlyMap<string, number>>;
  /** Moves units from stock to reserved. */
  reserve(itemId: string, units: number): Promise<void>;
  addProcessed(order_id: string, outcome: "reserved" | "failed"): Promise<void>;
  /** Orders processed since the database was made. */
  processed(): Promise<number>;
}

/** Inventory's tables through a transaction, or through a reader. */
export const inventoryStore = (db: Kysely<InventoryTables>): InventoryStore => ({
  items: () => db.selectFrom("items").selectAll().orderBy("item_id").execute(),
  async stockOf(itemIds) {
    const rows = await db.selectFrom("items").select(["item_id", "stock"]).where("item_id", "in", itemIds).execute();
    return new Map(rows.map(({ item_id, stock }) => [item_id, stock]));
  },
  async reserve(itemId, units) {
    await db
      .updateTable("items")
      .set({ stock: sql`stock - ${units}`, reserved: sql`reserved + ${units}` })
      .where("item_id", "=", itemId)
      .execute();
  },
  async addProcessed(order_id, outcome) {
    await db.insertInto("processed_orders").values({ order_id, outcome }).execute();
  },
  async processed() {
    const { count } = await db
      .selectFrom("processed_orders")
      .select(({ fn }) => fn.countAll<number>().as("count"))
      .executeTakeFirstOrThrow();
    return count;
  },
});

/** Demonstration stock: plenty of two items, little of the third. */
const items: readonly Item[] = [
  { item_id: "item_1", stock: 1_000_000, reserved: 0 },
  { item_id: "item_2", stock: 1_000_000, reserved: 0 },
  { item_id: "item_3", stock: 5, reserved: 0 },
];

export const migrations: Migrations = {
  "001_items_and_processed_orders": {
    async up(db) {
      await db.schema
        .createTable("items")
        .addColumn("item_id", "text", (column) => column.primaryKey())
        .addColumn("stock", "integer", (column) => column.notNull().check(sql`stock >= 0`))
        .addColumn("reserved", "integer", (column) => column.notNull().check(sql`reserved >= 0`))
        .execute();
      await db.schema
        .createTable("processed_orders")
        .addColumn("order_id", "text", (column) => column.primaryKey())
        .addColumn("outcome", "text", (column) => column.notNull())
        .execute();
      await (db as Kysely<InventoryTables>)
        .insertInto("items")
        .values([...items])
        .execute();
    },
  },
};
