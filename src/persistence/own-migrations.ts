import { type Kysely, sql } from "kysely";
import type { Migrations } from "./migrate.js";

/** The room's own tables; see tables.ts. */
export const ownMigrations: Migrations = {
  "0001_inbox_outbox_idempotency": {
    async up(db: Kysely<unknown>) {
      await db.schema
        .createTable("warren_inbox")
        .addColumn("consumer", "text", (column) => column.notNull())
        .addColumn("message_key", "text", (column) => column.notNull())
        .addColumn("done_at", "bigint", (column) => column.notNull())
        .addPrimaryKeyConstraint("warren_inbox_once", ["consumer", "message_key"])
        // One tree instead of two; SQLite's own word, which the PostgreSQL version leaves out.
        .modifyEnd(sql`without rowid`)
        .execute();
      await db.schema.createIndex("warren_inbox_age").on("warren_inbox").column("done_at").execute();
      await db.schema
        .createTable("warren_outbox")
        // Never used twice, even after the newest row is deleted: order and deletion go by it. PostgreSQL: an identity column.
        .addColumn("id", "integer", (column) => column.primaryKey().autoIncrement())
        .addColumn("owner", "text", (column) => column.notNull())
        .addColumn("message", "text", (column) => column.notNull())
        .addColumn("body", "blob", (column) => column.notNull())
        .addColumn("enqueued_at", "bigint", (column) => column.notNull())
        .execute();
      await db.schema
        .createTable("warren_http_idempotency")
        .addColumn("scope", "text", (column) => column.notNull())
        .addColumn("key", "text", (column) => column.notNull())
        .addColumn("fingerprint", "text", (column) => column.notNull())
        .addColumn("response", "text")
        .addColumn("created_at", "bigint", (column) => column.notNull())
        .addPrimaryKeyConstraint("warren_http_idempotency_once", ["scope", "key"])
        .execute();
      await db.schema.createIndex("warren_http_idempotency_age").on("warren_http_idempotency").column("created_at").execute();
    },
  },
};
