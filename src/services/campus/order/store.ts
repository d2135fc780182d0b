import type { Generated, Kysely, Selectable } from "kysely";
import type { OrderItems } from "#generated/campus/order/index.js";
import type { PageRequest } from "#http";
import type { Migrations } from "#persistence";

type Status = "placed" | "reserved" | "failed";

/** An order, named as the API and the messages name its parts. `created_at` is RFC 3339 in UTC. */
export interface Order {
  readonly order_id: string;
  readonly user_id: string;
  readonly items: OrderItems;
  readonly status: Status;
  /** Why it failed. */
  readonly reason?: string;
  readonly created_at: string;
}

/** Order's table. `items` is JSON: prices stay as they were written. */
export interface OrderTables {
  orders: {
    /** Counts up with every order; the database gives it. */
    position: Generated<number>;
    order_id: string;
    user_id: string;
    items: string;
    status: Status;
    reason: string | null;
    created_at: string;
  };
}

export interface OrderStore {
  add(order: Order): Promise<void>;
  find(id: string): Promise<Order | undefined>;
  /** Moves an order that is placed to its end. An order that has ended, or is nobody's here, is left as it is. */
  settle(id: string, end: { status: "reserved" } | { status: "failed"; reason: string }): Promise<void>;
  newest(request: PageRequest): Promise<{ position: number; item: Order }[]>;
}

/** Order's table through a transaction, or through a reader. */
export const orderStore = (db: Kysely<OrderTables>): OrderStore => ({
  async add({ items, reason = null, ...order }) {
    await db
      .insertInto("orders")
      .values({ ...order, items: JSON.stringify(items), reason })
      .execute();
  },
  async find(id) {
    const row = await db.selectFrom("orders").selectAll().where("order_id", "=", id).executeTakeFirst();
    return row && toOrder(row);
  },
  async settle(id, end) {
    await db.updateTable("orders").set(end).where("order_id", "=", id).where("status", "=", "placed").execute();
  },
  async newest({ limit, before }) {
    const all = db.selectFrom("orders").selectAll().orderBy("position", "desc").limit(limit);
    const rows = await (before === undefined ? all : all.where("position", "<", before)).execute();
    return rows.map((row) => ({ position: row.position, item: toOrder(row) }));
  },
});

const toOrder = ({ position: _, items, reason, ...row }: Selectable<OrderTables["orders"]>): Order => ({
  ...row,
  items: JSON.parse(items) as OrderItems,
  ...(reason === null ? {} : { reason }),
});

export const migrations: Migrations = {
  "001_orders": {
    async up(db) {
      await db.schema
        .createTable("orders")
        .addColumn("position", "integer", (column) => column.primaryKey().autoIncrement())
        .addColumn("order_id", "text", (column) => column.notNull().unique())
        .addColumn("user_id", "text", (column) => column.notNull())
        .addColumn("items", "text", (column) => column.notNull())
        .addColumn("status", "text", (column) => column.notNull())
        .addColumn("reason", "text")
        .addColumn("created_at", "text", (column) => column.notNull())
        .execute();
    },
  },
};
