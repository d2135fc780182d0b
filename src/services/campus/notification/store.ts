import type { Generated, Kysely } from "kysely";
import type { PageRequest } from "#http";
import type { Migrations } from "#persistence";

/** What a user was told of an order, named as the API names its parts. `sent_at` is RFC 3339 in UTC. */
export interface Notification {
  readonly order_id: string;
  readonly user_id: string;
  readonly type: "reserved" | "failed";
  readonly message: string;
  readonly sent_at: string;
}

export interface NotificationTables {
  /** `position` counts up with every notification; the database gives it. */
  notifications: Notification & { position: Generated<number> };
}

export interface NotificationStore {
  add(notification: Notification): Promise<void>;
  newest(request: PageRequest): Promise<{ position: number; item: Notification }[]>;
}

/** Notification's table through a transaction, or through a reader. */
export const notificationStore = (db: Kysely<NotificationTables>): NotificationStore => ({
  async add(notification) {
    await db.insertInto("notifications").values(notification).execute();
  },
  async newest({ limit, before }) {
    const all = db.selectFrom("notifications").selectAll().orderBy("position", "desc").limit(limit);
    const rows = await (before === undefined ? all : all.where("position", "<", before)).execute();
    return rows.map(({ position, ...item }) => ({ position, item }));
  },
});

export const migrations: Migrations = {
  "001_notifications": {
    async up(db) {
      await db.schema
        .createTable("notifications")
        .addColumn("position", "integer", (column) => column.primaryKey().autoIncrement())
        .addColumn("order_id", "text", (column) => column.notNull())
        .addColumn("user_id", "text", (column) => column.notNull())
        .addColumn("type", "text", (column) => column.notNull())
        .addColumn("message", "text", (column) => column.notNull())
        .addColumn("sent_at", "text", (column) => column.notNull())
        .execute();
    },
  },
};
