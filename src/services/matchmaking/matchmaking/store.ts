import type { Generated, Kysely, Selectable } from "kysely";
import type { PageRequest } from "#http";
import type { Migrations } from "#persistence";

export type Decision = "accepted" | "rejected" | "cancelled";
export type Status = "open" | Decision;

/** A trade offer, named as the API names its parts. Times are RFC 3339 in UTC. */
export interface TradeOffer {
  readonly offer_id: string;
  readonly from_user_id: string;
  readonly to_user_id: string;
  readonly offered_item_id: string;
  readonly wanted_item_id: string;
  readonly status: Status;
  readonly created_at: string;
  /** Absent while it is open. */
  readonly decided_at?: string;
}

type OfferRow = Omit<TradeOffer, "decided_at"> & {
  /** Counts up with every offer; the database gives it. */
  position: Generated<number>;
  decided_at: string | null;
};

export interface MatchmakingTables {
  offers: OfferRow;
  /** How many notifications each user was sent. */
  told_users: { user_id: string; count: number };
}

export interface OffersAsked extends PageRequest {
  /** Who made them, or got them. */
  readonly userId: string;
  readonly status?: Status;
}

export interface OfferStore {
  add(offer: TradeOffer): Promise<void>;
  find(id: string): Promise<TradeOffer | undefined>;
  decide(id: string, status: Decision, decided_at: string): Promise<void>;
  newest(asked: OffersAsked): Promise<{ position: number; item: TradeOffer }[]>;
  /** The number of the user's next notification: 1, 2, 3, … */
  nextSequence(userId: string): Promise<number>;
}

/** Matchmaking's tables through a transaction, or through a reader. */
export const offerStore = (db: Kysely<MatchmakingTables>): OfferStore => ({
  async add(offer) {
    const { decided_at = null } = offer;
    await db
      .insertInto("offers")
      .values({ ...offer, decided_at })
      .execute();
  },
  async find(id) {
    const row = await db.selectFrom("offers").selectAll().where("offer_id", "=", id).executeTakeFirst();
    return row && toOffer(row);
  },
  async decide(id, status, decided_at) {
    await db.updateTable("offers").set({ status, decided_at }).where("offer_id", "=", id).execute();
  },
  async newest({ userId, status, limit, before }) {
    const own = db
      .selectFrom("offers")
      .selectAll()
      .where((or) => or.or([or("from_user_id", "=", userId), or("to_user_id", "=", userId)]))
      .orderBy("position", "desc")
      .limit(limit);
    const older = before === undefined ? own : own.where("position", "<", before);
    const rows = await (status === undefined ? older : older.where("status", "=", status)).execute();
    return rows.map((row) => ({ position: row.position, item: toOffer(row) }));
  },
  async nextSequence(user_id) {
    const { count } = await db
      .insertInto("told_users")
      .values({ user_id, count: 1 })
      .onConflict((known) => known.column("user_id").doUpdateSet((row) => ({ count: row("told_users.count", "+", 1) })))
      .returning("count")
      .executeTakeFirstOrThrow();
    return count;
  },
});

const toOffer = ({ position: _, decided_at, ...row }: Selectable<OfferRow>): TradeOffer => ({
  ...row,
  ...(decided_at === null ? {} : { decided_at }),
});

export const migrations: Migrations = {
  "001_offers": {
    async up(db) {
      await db.schema
        .createTable("offers")
        .addColumn("position", "integer", (column) => column.primaryKey().autoIncrement())
        .addColumn("offer_id", "text", (column) => column.notNull().unique())
        .addColumn("from_user_id", "text", (column) => column.notNull())
        .addColumn("to_user_id", "text", (column) => column.notNull())
        .addColumn("offered_item_id", "text", (column) => column.notNull())
        .addColumn("wanted_item_id", "text", (column) => column.notNull())
        .addColumn("status", "text", (column) => column.notNull())
        .addColumn("created_at", "text", (column) => column.notNull())
        .addColumn("decided_at", "text")
        .execute();
      for (const side of ["from_user_id", "to_user_id"])
        await db.schema.createIndex(`offers_by_${side}`).on("offers").columns([side, "position"]).execute();
      await db.schema
        .createTable("told_users")
        .addColumn("user_id", "text", (column) => column.primaryKey())
        .addColumn("count", "integer", (column) => column.notNull())
        .execute();
    },
  },
};
