import { type Kysely, sql } from "kysely";
import type { OrderEnd } from "./order-end.js";
import type { BalanceSource, PortfolioTables } from "./tables.js";

/** A refresh found another balance than the one before, or the first. `at` in milliseconds since 1970. */
export interface CashChange {
  readonly type: "cash_changed";
  readonly at: number;
  readonly totalCash: string;
  readonly source: BalanceSource;
}

export type HistoryEntry = OrderEnd | CashChange;

/** Where an entry stands in a history. At one time, changes of cash come after the ends of orders. */
export type Position =
  | { readonly at: number; readonly change: number }
  | { readonly at: number; readonly order: string; readonly type: OrderEnd["type"] };

export interface HistoryRequest {
  readonly userId: number;
  /** Without it, only changes of cash. */
  readonly customerId?: string | undefined;
  readonly limit: number;
  /** Only entries older than this one. */
  readonly before?: Position | undefined;
}

/** The newest first. `next` is where the following page starts. */
export interface HistoryPage {
  readonly entries: readonly HistoryEntry[];
  readonly next?: Position;
}

interface Placed {
  readonly entry: HistoryEntry;
  readonly position: Position;
}

/** One page of what happened to a user's cash and to the linked customer's orders, in the order of the time it happened. */
export async function readHistory(db: Kysely<PortfolioTables>, request: HistoryRequest): Promise<HistoryPage> {
  const [changes, ends] = [await cashChanges(db, request), await orderEnds(db, request)];
  const merged = merge(changes, ends);
  const page = merged.slice(0, request.limit);
  const last = merged.length > page.length ? page.at(-1) : undefined;
  return { entries: page.map(({ entry }) => entry), ...(last === undefined ? {} : { next: last.position }) };
}

async function cashChanges(db: Kysely<PortfolioTables>, { userId, limit, before }: HistoryRequest): Promise<readonly Placed[]> {
  let query = db.selectFrom("cash_changes").selectAll().where("user_id", "=", userId);
  if (before !== undefined) query = query.where(changedBefore(before));
  const rows = await query
    .orderBy("at", "desc")
    .orderBy("position", "desc")
    .limit(limit + 1)
    .execute();
  return rows.map(({ at, position, total_cash, source }) => ({
    entry: { type: "cash_changed", at, totalCash: total_cash, source },
    position: { at, change: position },
  }));
}

async function orderEnds(db: Kysely<PortfolioTables>, { customerId, limit, before }: HistoryRequest): Promise<readonly Placed[]> {
  if (customerId === undefined) return [];
  let query = db.selectFrom("order_ends").selectAll().where("customer_id", "=", customerId);
  if (before !== undefined) query = query.where(endedBefore(before));
  const rows = await query
    .orderBy("at", "desc")
    .orderBy("order_id", "desc")
    .orderBy("type", "desc")
    .limit(limit + 1)
    .execute();
  return rows.map((row) => ({ entry: toOrderEnd(row), position: { at: row.at, order: row.order_id, type: row.type } }));
}

const changedBefore = (position: Position) =>
  "change" in position ? sql<boolean>`(at, position) < (${position.at}, ${position.change})` : sql<boolean>`at < ${position.at}`;

const endedBefore = (position: Position) =>
  "order" in position
    ? sql<boolean>`(at, order_id, type) < (${position.at}, ${position.order}, ${position.type})`
    : sql<boolean>`at <= ${position.at}`;

/** Two lists, each the newest first, as one. */
function merge(changes: readonly Placed[], ends: readonly Placed[]): readonly Placed[] {
  return [...changes, ...ends].sort((one, other) => other.position.at - one.position.at);
}

/** An order's end as its row has it. */
export function toOrderEnd(row: PortfolioTables["order_ends"]): OrderEnd {
  const ended = { orderId: row.order_id, customerId: row.customer_id, itemId: row.item_id, at: row.at };
  if (row.type === "bought") return { ...ended, type: "bought", price: row.price ?? "0.00" };
  return { ...ended, type: "order_failed", ...(row.reason === null ? {} : { reason: row.reason }) };
}
