import type { Generated, Selectable } from "kysely";
import type { Notification } from "#generated/matchmaking/notifications/index.js";
import type { Migrations } from "#persistence";

/** A notification that its user can read. Times are RFC 3339 in UTC. */
export interface ShownNotification extends Notification {
  readonly id: number;
  readonly created_at: string;
  /** Absent while it is not ticked off. */
  readonly read_at?: string;
}

/** A notification as it came. */
export interface Arrived {
  readonly notification: Notification;
  /** The AMQP message id. Two with one id are one. */
  readonly messageId: string | undefined;
}

type ContentRow = Omit<Notification, "related_user_id"> & { related_user_id: string | null; message_id: string | null };
type ShownRow = ContentRow & { id: Generated<number>; created_at: string; read_at: string | null };

export interface NotificationsTables {
  notifications: ShownRow;
  /** Those that came before their turn. `held_since` in milliseconds since 1970. */
  held: ContentRow & { sequence: number; held_since: number };
  /** Whose turn it is: the number of each user's next notification. */
  turns: { user_id: string; next: number };
}

/** What a sender wrote beside the contract's own properties is not kept. */
export const toRow = ({ notification: { user_id, type, title, body, related_user_id }, messageId }: Arrived): ContentRow => ({
  ...{ user_id, type, title, body },
  related_user_id: related_user_id ?? null,
  message_id: messageId ?? null,
});

export const withoutNull = ({ related_user_id, ...row }: Omit<ContentRow, "message_id">): Notification => ({
  ...row,
  ...(related_user_id === null ? {} : { related_user_id }),
});

export const toShown = ({ id, created_at, read_at, message_id: _, ...row }: Selectable<ShownRow>): ShownNotification => ({
  id,
  ...withoutNull(row),
  created_at,
  ...(read_at === null ? {} : { read_at }),
});

export const migrations: Migrations = {
  "001_notifications": {
    async up(db) {
      await db.schema
        .createTable("notifications")
        .addColumn("id", "integer", (column) => column.primaryKey().autoIncrement())
        .addColumn("user_id", "text", (column) => column.notNull())
        .addColumn("type", "text", (column) => column.notNull())
        .addColumn("title", "text", (column) => column.notNull())
        .addColumn("body", "text", (column) => column.notNull())
        .addColumn("related_user_id", "text")
        .addColumn("message_id", "text", (column) => column.unique())
        .addColumn("created_at", "text", (column) => column.notNull())
        .addColumn("read_at", "text")
        .execute();
      await db.schema.createIndex("notifications_by_user").on("notifications").columns(["user_id", "id"]).execute();
    },
  },
  "002_turns": {
    async up(db) {
      await db.schema
        .createTable("held")
        .addColumn("user_id", "text", (column) => column.notNull())
        .addColumn("sequence", "integer", (column) => column.notNull())
        .addColumn("held_since", "integer", (column) => column.notNull())
        .addColumn("type", "text", (column) => column.notNull())
        .addColumn("title", "text", (column) => column.notNull())
        .addColumn("body", "text", (column) => column.notNull())
        .addColumn("related_user_id", "text")
        .addColumn("message_id", "text")
        .addPrimaryKeyConstraint("held_in_order", ["user_id", "sequence"])
        .execute();
      await db.schema
        .createTable("turns")
        .addColumn("user_id", "text", (column) => column.primaryKey())
        .addColumn("next", "integer", (column) => column.notNull())
        .execute();
    },
  },
};
