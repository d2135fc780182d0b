import { type Kysely, sql } from "kysely";
import type { PageRequest } from "#http";
import { type Arrived, type NotificationsTables, type ShownNotification, toRow, toShown, withoutNull } from "./tables.js";

export interface NotificationStore {
  /** From here on the user can read it. */
  show(arrived: Arrived): Promise<void>;
  hold(arrived: Arrived, sequence: number, since: number): Promise<void>;
  /** What is held of a user, in order. */
  held(userId: string): Promise<(Arrived & { sequence: number })[]>;
  /** Users of whom something is held since before `until`, and the number of the last such. */
  overdue(until: number): Promise<{ user_id: string; sequence: number }[]>;
  turn(userId: string): Promise<number>;
  /** What is held from before that turn is held no longer. */
  setTurn(userId: string, next: number): Promise<void>;
  markRead(userId: string, id: number, at: string): Promise<ShownNotification | undefined>;
  newest(userId: string, asked: PageRequest): Promise<{ position: number; item: ShownNotification }[]>;
  unread(userId: string): Promise<number>;
  /** What a user got after a notification, in order, at most so many. */
  after(userId: string, id: number, limit: number): Promise<ShownNotification[]>;
  /** The newest notification's id; 0 where there is none. */
  latest(): Promise<number>;
  /** Who got something after a notification. */
  since(id: number): Promise<{ topic: string; position: number }[]>;
}

/** Notifications' tables through a transaction, or through a reader. */
export const notificationStore = (db: Kysely<NotificationsTables>): NotificationStore => ({
  ...arrivals(db),
  ...turns(db),
  ...reading(db),
  ...asLog(db),
});

const arrivals = (db: Kysely<NotificationsTables>) => ({
  async show(arrived: Arrived) {
    const row = { ...toRow(arrived), created_at: new Date().toISOString(), read_at: null };
    await db
      .insertInto("notifications")
      .values(row)
      .onConflict((known) => known.column("message_id").doNothing())
      .execute();
  },
  async hold(arrived: Arrived, sequence: number, held_since: number) {
    await db
      .insertInto("held")
      .values({ ...toRow(arrived), sequence, held_since })
      .onConflict((known) => known.columns(["user_id", "sequence"]).doNothing())
      .execute();
  },
  async held(userId: string) {
    const rows = await db.selectFrom("held").selectAll().where("user_id", "=", userId).orderBy("sequence").execute();
    return rows.map(({ sequence, held_since: _, message_id, ...row }) => ({
      sequence,
      messageId: message_id ?? undefined,
      notification: withoutNull(row),
    }));
  },
});

const turns = (db: Kysely<NotificationsTables>) => ({
  overdue: (until: number) =>
    db
      .selectFrom("held")
      .select(({ fn }) => ["user_id", fn.max("sequence").as("sequence")])
      .where("held_since", "<=", until)
      .groupBy("user_id")
      .execute(),
  async turn(userId: string) {
    const row = await db.selectFrom("turns").select("next").where("user_id", "=", userId).executeTakeFirst();
    return row?.next ?? 1;
  },
  async setTurn(user_id: string, next: number) {
    await db
      .insertInto("turns")
      .values({ user_id, next })
      .onConflict((known) => known.column("user_id").doUpdateSet({ next }))
      .execute();
    await db.deleteFrom("held").where("user_id", "=", user_id).where("sequence", "<", next).execute();
  },
});

const reading = (db: Kysely<NotificationsTables>) => ({
  async markRead(userId: string, id: number, at: string) {
    const row = await db
      .updateTable("notifications")
      .set({ read_at: sql<string>`coalesce(read_at, ${at})` })
      .where("id", "=", id)
      .where("user_id", "=", userId)
      .returningAll()
      .executeTakeFirst();
    return row && toShown(row);
  },
  async newest(userId: string, { limit, before }: PageRequest) {
    const own = db.selectFrom("notifications").selectAll().where("user_id", "=", userId).orderBy("id", "desc").limit(limit);
    const rows = await (before === undefined ? own : own.where("id", "<", before)).execute();
    return rows.map((row) => ({ position: row.id, item: toShown(row) }));
  },
  async unread(userId: string) {
    const { count } = await db
      .selectFrom("notifications")
      .select(({ fn }) => fn.countAll<number>().as("count"))
      .where("user_id", "=", userId)
      .where("read_at", "is", null)
      .executeTakeFirstOrThrow();
    return count;
  },
  async after(userId: string, id: number, limit: number) {
    const own = db.selectFrom("notifications").selectAll().where("user_id", "=", userId).where("id", ">", id);
    return (await own.orderBy("id").limit(limit).execute()).map(toShown);
  },
});

const asLog = (db: Kysely<NotificationsTables>) => ({
  async latest() {
    const row = await db.selectFrom("notifications").select("id").orderBy("id", "desc").limit(1).executeTakeFirst();
    return row?.id ?? 0;
  },
  since: (id: number) =>
    db
      .selectFrom("notifications")
      .select(({ fn }) => ["user_id as topic", fn.max("id").as("position")])
      .where("id", ">", id)
      .groupBy("user_id")
      .execute(),
});
