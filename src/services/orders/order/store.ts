import type { Generated, Kysely } from "kysely";
import type { Migrations } from "#persistence";
import type { Stage } from "./saga.js";

/** An order and where its saga stands. `price` is an exact amount with two decimal places. */
export interface Order {
  readonly id: string;
  readonly customerId: string;
  readonly cardId: string;
  readonly itemId: string;
  readonly price: string;
  readonly stage: Stage;
  readonly reason?: string;
}

/** A page of orders, the newest first. `next` is where the following page starts. */
export interface Page {
  readonly orders: readonly Order[];
  readonly next?: number;
}

export interface PageRequest {
  readonly limit: number;
  /** Only orders placed before this position. */
  readonly before?: number;
  readonly customerId?: string;
}

export interface OrderTables {
  orders: {
    /** Counts up with every order; the database gives it. */
    position: Generated<number>;
    id: string;
    customer_id: string;
    card_id: string;
    item_id: string;
    price: string;
    stage: Stage;
    reason: string | null;
  };
}

export interface OrderStore {
  add(order: Order): Promise<void>;
  find(id: string): Promise<Order | undefined>;
  saveState(id: string, state: { stage: Stage; reason?: string }): Promise<void>;
  page(request: PageRequest): Promise<Page>;
}

/** Order's table through a transaction, or through a reader. */
export const orderStore = (db: Kysely<OrderTables>): OrderStore => ({
  async add({ id, customerId, cardId, itemId, price, stage }) {
    const row = { id, customer_id: customerId, card_id: cardId, item_id: itemId, price, stage, reason: null };
    await db.insertInto("orders").values(row).execute();
  },
  async find(id) {
    const row = await db.selectFrom("orders").selectAll().where("id", "=", id).executeTakeFirst();
    return row && toOrder(row);
  },
  async saveState(id, { stage, reason }) {
    await db
      .updateTable("orders")
      .set({ stage, reason: reason ?? null })
      .where("id", "=", id)
      .execute();
  },
  async page({ limit, before, customerId }) {
    let query = db
      .selectFrom("orders")
      .selectAll()
      .orderBy("position", "desc")
      .limit(limit + 1);
    if (before !== undefined) query = query.where("position", "<", before);
    if (customerId !== undefined) query = query.where("customer_id", "=", customerId);
    const rows = await query.execute();
    const last = rows.length > limit ? rows[limit - 1] : undefined;
    return { orders: rows.slice(0, limit).map(toOrder), ...(last === undefined ? {} : { next: last.position }) };
  },
});

const toOrder = (row: Omit<OrderTables["orders"], "position">): Order => ({
  id: row.id,
  customerId: row.customer_id,
  cardId: row.card_id,
  itemId: row.item_id,
  price: row.price,
  stage: row.stage,
  ...(row.reason === null ? {} : { reason: row.reason }),
});

export const migrations: Migrations = {
  "001_orders": {
    async up(db) {
      await db.schema
        .createTable("orders")
        .addColumn("position", "integer", (column) => column.primaryKey().autoIncrement())
        .addColumn("id", "text", (column) => column.notNull().unique())
        .addColumn("customer_id", "text", (column) => column.notNull())
        .addColumn("card_id", "text", (column) => column.notNull())
        .addColumn("item_id", "text", (column) => column.notNull())
        .addColumn("price", "text", (column) => column.notNull())
        .addColumn("stage", "text", (column) => column.notNull())
        .addColumn("reason", "text")
        .execute();
      await db.schema.createIndex("orders_by_customer").on("orders").columns(["customer_id", "position"]).execute();
    },
  },
};
