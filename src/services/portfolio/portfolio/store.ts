import type { Kysely } from "kysely";
import { type CashChange, type HistoryPage, type HistoryRequest, readHistory, toOrderEnd } from "./history.js";
import type { OrderEnd } from "./order-end.js";
import type { BalanceSource, PortfolioTables } from "./tables.js";

/** A user's balance. `totalCash` is an exact amount with two decimal places. */
export interface Cash {
  readonly totalCash: string;
  /** ISO 4217. */
  readonly currency: string;
  readonly source: BalanceSource;
  /** When it was asked for, milliseconds since 1970: the balance is no older than that. */
  readonly askedAt: number;
}

/** Whose orders count as the portfolio's, and when that was asked for. */
export interface Link {
  readonly customerId: string;
  readonly askedAt: number;
}

export interface Portfolio {
  readonly userId: number;
  readonly cash: Cash;
  readonly link?: Link;
}

/** What a customer bought of one item. `cost` is the exact sum of the prices. */
export interface Holding {
  readonly itemId: string;
  readonly quantity: number;
  readonly cost: string;
}

export interface PortfolioStore {
  find(userId: number): Promise<Portfolio | undefined>;
  add(userId: number, cash: Cash): Promise<void>;
  /** Leaves the link alone. */
  saveCash(userId: number, cash: Cash): Promise<void>;
  /** Leaves the cash alone. */
  saveLink(userId: number, link: Link): Promise<void>;
  addCashChange(userId: number, change: CashChange): Promise<void>;
  orderEnd(orderId: string, type: OrderEnd["type"]): Promise<OrderEnd | undefined>;
  /** Replaces what was kept of the same order and type. */
  saveOrderEnd(end: OrderEnd): Promise<void>;
  holding(customerId: string, itemId: string): Promise<Holding | undefined>;
  /** Of quantity 0, it is removed. */
  saveHolding(customerId: string, holding: Holding): Promise<void>;
  /** In the order of their items' ids. */
  holdings(customerId: string): Promise<readonly Holding[]>;
  history(request: HistoryRequest): Promise<HistoryPage>;
}

/** Portfolio's tables through a transaction, or through a reader. */
export const portfolioStore = (db: Kysely<PortfolioTables>): PortfolioStore => ({
  ...portfolioRows(db),
  ...orderRows(db),
  ...holdingRows(db),
  history: (request) => readHistory(db, request),
});

const portfolioRows = (db: Kysely<PortfolioTables>): Pick<PortfolioStore, "find" | "add" | "saveCash" | "saveLink" | "addCashChange"> => ({
  async find(userId) {
    const row = await db.selectFrom("portfolios").selectAll().where("user_id", "=", userId).executeTakeFirst();
    return row && toPortfolio(row);
  },
  async add(userId, cash) {
    await db
      .insertInto("portfolios")
      .values({ user_id: userId, ...cashColumns(cash), customer_id: null, linked_at: null })
      .execute();
  },
  async saveCash(userId, cash) {
    await db.updateTable("portfolios").set(cashColumns(cash)).where("user_id", "=", userId).execute();
  },
  async saveLink(userId, { customerId, askedAt }) {
    await db.updateTable("portfolios").set({ customer_id: customerId, linked_at: askedAt }).where("user_id", "=", userId).execute();
  },
  async addCashChange(userId, { at, totalCash, source }) {
    await db.insertInto("cash_changes").values({ user_id: userId, at, total_cash: totalCash, source }).execute();
  },
});

const orderRows = (db: Kysely<PortfolioTables>): Pick<PortfolioStore, "orderEnd" | "saveOrderEnd"> => ({
  async orderEnd(orderId, type) {
    const row = await db.selectFrom("order_ends").selectAll().where("order_id", "=", orderId).where("type", "=", type).executeTakeFirst();
    return row && toOrderEnd(row);
  },
  async saveOrderEnd(end) {
    const about = {
      customer_id: end.customerId,
      item_id: end.itemId,
      at: end.at,
      price: end.type === "bought" ? end.price : null,
      reason: end.type === "bought" ? null : (end.reason ?? null),
    };
    await db
      .insertInto("order_ends")
      .values({ order_id: end.orderId, type: end.type, ...about })
      .onConflict((conflict) => conflict.columns(["order_id", "type"]).doUpdateSet(about))
      .execute();
  },
});

const holdingRows = (db: Kysely<PortfolioTables>): Pick<PortfolioStore, "holding" | "saveHolding" | "holdings"> => ({
  async holding(customerId, itemId) {
    const row = await db
      .selectFrom("holdings")
      .selectAll()
      .where("customer_id", "=", customerId)
      .where("item_id", "=", itemId)
      .executeTakeFirst();
    return row && toHolding(row);
  },
  async saveHolding(customerId, { itemId, quantity, cost }) {
    if (quantity === 0) {
      await db.deleteFrom("holdings").where("customer_id", "=", customerId).where("item_id", "=", itemId).execute();
      return;
    }
    await db
      .insertInto("holdings")
      .values({ customer_id: customerId, item_id: itemId, quantity, cost })
      .onConflict((conflict) => conflict.columns(["customer_id", "item_id"]).doUpdateSet({ quantity, cost }))
      .execute();
  },
  async holdings(customerId) {
    const rows = await db.selectFrom("holdings").selectAll().where("customer_id", "=", customerId).orderBy("item_id").execute();
    return rows.map(toHolding);
  },
});

const cashColumns = ({ totalCash, currency, source, askedAt }: Cash) => ({
  total_cash: totalCash,
  currency,
  balance_source: source,
  cash_as_of: askedAt,
});

const toPortfolio = (row: PortfolioTables["portfolios"]): Portfolio => ({
  userId: row.user_id,
  cash: { totalCash: row.total_cash, currency: row.currency, source: row.balance_source, askedAt: row.cash_as_of },
  ...(row.customer_id === null || row.linked_at === null ? {} : { link: { customerId: row.customer_id, askedAt: row.linked_at } }),
});

const toHolding = (row: PortfolioTables["holdings"]): Holding => ({ itemId: row.item_id, quantity: row.quantity, cost: row.cost });
