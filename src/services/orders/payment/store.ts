import Big from "big.js";
import type { Kysely } from "kysely";
import type { PaymentDeclined } from "#generated/orders/payment/index.js";
import type { Migrations } from "#persistence";

export type ChargeStatus = "charged" | "declined" | "refunded";
export type DeclineReason = PaymentDeclined["reason"];

/** A payment card. `limit` and `charged` are exact amounts with two decimal places. */
export interface Card {
  readonly id: string;
  readonly blocked: boolean;
  readonly limit: string;
  readonly charged: string;
}

/** What was done for an order. */
export interface Charge {
  readonly orderId: string;
  readonly cardId: string;
  readonly amount: string;
  readonly status: ChargeStatus;
  /** Why a charge was declined. */
  readonly reason?: DeclineReason;
}

/** Payment's tables. Amounts are decimal text: exact on every database. */
export interface PaymentTables {
  cards: { id: string; blocked: number; credit_limit: string; charged: string };
  charges: { order_id: string; card_id: string; amount: string; status: ChargeStatus; reason: DeclineReason | null };
}

export interface PaymentStore {
  card(id: string): Promise<Card | undefined>;
  cards(): Promise<readonly Card[]>;
  charge(orderId: string): Promise<Charge | undefined>;
  saveCharge(charge: Charge): Promise<void>;
  saveCharged(cardId: string, charged: string): Promise<void>;
}

/** Payment's tables through a transaction, or through a reader. */
export const paymentStore = (db: Kysely<PaymentTables>): PaymentStore => ({
  async card(id) {
    const row = await db.selectFrom("cards").selectAll().where("id", "=", id).executeTakeFirst();
    return row && toCard(row);
  },
  async cards() {
    return (await db.selectFrom("cards").selectAll().orderBy("id").execute()).map(toCard);
  },
  async charge(orderId) {
    const row = await db.selectFrom("charges").selectAll().where("order_id", "=", orderId).executeTakeFirst();
    return row && toCharge(row);
  },
  async saveCharge({ orderId, cardId, amount, status, reason }) {
    await db
      .insertInto("charges")
      .values({ order_id: orderId, card_id: cardId, amount, status, reason: reason ?? null })
      .onConflict((conflict) => conflict.column("order_id").doUpdateSet({ status }))
      .execute();
  },
  async saveCharged(cardId, charged) {
    await db.updateTable("cards").set({ charged }).where("id", "=", cardId).execute();
  },
});

const toCard = (row: PaymentTables["cards"]): Card => ({
  id: row.id,
  blocked: row.blocked === 1,
  limit: row.credit_limit,
  charged: new Big(row.charged).toFixed(2),
});

const toCharge = (row: PaymentTables["charges"]): Charge => ({
  orderId: row.order_id,
  cardId: row.card_id,
  amount: row.amount,
  status: row.status,
  ...(row.reason === null ? {} : { reason: row.reason }),
});

/** Demonstration cards: the reference's sample card, a blocked one, and one that is soon exhausted. */
const cards: readonly PaymentTables["cards"][] = [
  { id: "123e4567-e89b-12d3-a456-426614174003", blocked: 0, credit_limit: "1000000000000.00", charged: "0.00" },
  { id: "123e4567-e89b-12d3-a456-426614174013", blocked: 1, credit_limit: "1000.00", charged: "0.00" },
  { id: "123e4567-e89b-12d3-a456-426614174023", blocked: 0, credit_limit: "250.00", charged: "0.00" },
];

export const migrations: Migrations = {
  "001_cards_and_charges": {
    async up(db) {
      await db.schema
        .createTable("cards")
        .addColumn("id", "text", (column) => column.primaryKey())
        .addColumn("blocked", "integer", (column) => column.notNull())
        .addColumn("credit_limit", "text", (column) => column.notNull())
        .addColumn("charged", "text", (column) => column.notNull())
        .execute();
      await db.schema
        .createTable("charges")
        .addColumn("order_id", "text", (column) => column.primaryKey())
        .addColumn("card_id", "text", (column) => column.notNull())
        .addColumn("amount", "text", (column) => column.notNull())
        .addColumn("status", "text", (column) => column.notNull())
        .addColumn("reason", "text")
        .execute();
      await (db as Kysely<PaymentTables>)
        .insertInto("cards")
        .values([...cards])
        .execute();
    },
  },
};
