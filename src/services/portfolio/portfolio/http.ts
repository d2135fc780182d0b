import type { components, operations } from "#generated/portfolio/portfolio/http.js";
import { HttpError, type HttpHandlers, problem, unknownCursor } from "#http";
import { type Balances, NoBalance } from "./balance.js";
import type { Clock } from "./clock.js";
import type { HistoryEntry, HistoryPage, Position } from "./history.js";
import { canonicalCustomer } from "./order-end.js";
import { keepRefreshed } from "./service.js";
import type { Portfolio, PortfolioStore } from "./store.js";

type Body = components["schemas"]["Portfolio"];

const pageLength = 20;

/** Portfolios as they stand. */
export const createPortfolioApi = (portfolios: PortfolioStore): Pick<HttpHandlers<operations>, "getPortfolio"> => ({
  async getPortfolio({ params, query: { limit = pageLength, cursor } }) {
    const before = cursor === undefined ? undefined : positionOf(cursor);
    if (before === null) return unknownCursor();
    const portfolio = await portfolios.find(params.userId);
    if (portfolio === undefined) return { status: 404, body: problem(404, "This user has no portfolio; POST creates it.") };
    return { status: 200, body: await toBody(portfolios, portfolio, limit, before) };
  },
});

export interface RefreshOptions {
  readonly balances: Balances;
  readonly clock: Clock;
  /** One unit of work. */
  readonly change: <Result>(work: (portfolios: PortfolioStore) => Promise<Result>) => Promise<Result>;
}

/** Refreshes portfolios: asks for the balance with no transaction open, then keeps all that it brought in one. */
export const createRefreshApi = ({ balances, clock, change }: RefreshOptions): Pick<HttpHandlers<operations>, "refreshPortfolio"> => ({
  async refreshPortfolio({ params: { userId }, body, signal }) {
    const askedAt = clock();
    const customerId = body?.customer_id;
    const link = customerId === undefined ? {} : { link: { customerId: canonicalCustomer(customerId), askedAt } };
    const cash = await balances.of(userId, signal).catch((error: unknown) => {
      throw error instanceof NoBalance
        ? new HttpError(503, `${error.message} Nothing was changed; try again.`, { cause: error.cause })
        : error;
    });
    if (cash === undefined) return { status: 404, body: problem(404, "There is no such user.") };
    return change(async (portfolios) => {
      const { created, portfolio } = await keepRefreshed(portfolios, { userId, cash, ...link }, clock());
      const kept = await toBody(portfolios, portfolio, pageLength);
      return created ? { status: 201, body: kept, headers: { location: `/api/portfolios/${userId}` } } : { status: 200, body: kept };
    });
  },
});

async function toBody(portfolios: PortfolioStore, { userId, cash, link }: Portfolio, limit: number, before?: Position): Promise<Body> {
  const customerId = link?.customerId;
  const holdings = customerId === undefined ? [] : await portfolios.holdings(customerId);
  const page = await portfolios.history({ userId, customerId, limit, before });
  return {
    user_id: userId,
    total_cash: cash.totalCash,
    currency: cash.currency,
    cash_as_of: timeText(cash.askedAt),
    balance_source: cash.source,
    ...(customerId === undefined ? {} : { customer_id: customerId }),
    holdings: holdings.map(({ itemId, quantity, cost }) => ({ item_id: itemId, quantity, cost })),
    history: page.entries.map(toEntry),
    ...nextCursor(page),
  };
}

function toEntry(entry: HistoryEntry): Body["history"][number] {
  const at = timeText(entry.at);
  if (entry.type === "cash_changed") return { at, type: entry.type, total_cash: entry.totalCash, source: entry.source };
  const order = { order_id: entry.orderId, item_id: entry.itemId };
  if (entry.type === "bought") return { at, type: entry.type, ...order, price: entry.price };
  return { at, type: entry.type, ...order, ...(entry.reason === undefined ? {} : { reason: entry.reason }) };
}

const timeText = (ms: number): string => new Date(ms).toISOString();

function nextCursor({ next }: HistoryPage): { next_cursor?: string } {
  if (next === undefined) return {};
  const parts = "change" in next ? [next.at, next.change] : [next.at, next.order, next.type];
  return { next_cursor: Buffer.from(JSON.stringify(parts)).toString("base64url") };
}

/** Null: not a cursor of ours. */
function positionOf(cursor: string): Position | null {
  const [at, entry, type, ...more] = partsOf(cursor);
  if (typeof at !== "number" || !Number.isSafeInteger(at) || more.length > 0) return null;
  if (typeof entry === "number" && Number.isSafeInteger(entry) && type === undefined) return { at, change: entry };
  if (typeof entry === "string" && (type === "bought" || type === "order_failed")) return { at, order: entry, type };
  return null;
}

function partsOf(cursor: string): readonly unknown[] {
  try {
    const parts: unknown = JSON.parse(Buffer.from(cursor, "base64url").toString());
    return Array.isArray(parts) ? parts : [];
  } catch {
    return [];
  }
}
