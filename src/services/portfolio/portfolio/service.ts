import Big from "big.js";
import type { PortfolioHandlers } from "#generated/portfolio/portfolio/index.js";
import { wasAskedLater } from "./clock.js";
import { amountText, type Bought, boughtBy, failedBy, goesBefore, type OrderEnd } from "./order-end.js";
import type { Cash, Link, Portfolio, PortfolioStore } from "./store.js";

/** What a refresh brought. */
export interface Refreshed {
  readonly userId: number;
  readonly cash: Cash;
  /** Absent: the link stays as it is. */
  readonly link?: Link;
}

/**
 * Keeps a balance, and a link where one was asked for. Refreshes may finish in another order than they were asked for: of two
 * balances, and of two links, the one asked for later stays. `now` in milliseconds since 1970, not before either was asked for.
 */
export async function keepRefreshed(
  portfolios: PortfolioStore,
  { userId, cash, link }: Refreshed,
  now: number,
): Promise<{ readonly created: boolean; readonly portfolio: Portfolio }> {
  const before = await portfolios.find(userId);
  if (before === undefined) await portfolios.add(userId, cash);
  const fresh = before === undefined || !wasAskedLater(before.cash.askedAt, cash.askedAt, now);
  if (fresh) await keepCash(portfolios, userId, before?.cash, cash);
  const linked = before?.link;
  const linking = link !== undefined && (linked === undefined || !wasAskedLater(linked.askedAt, link.askedAt, now)) ? link : undefined;
  if (linking !== undefined) await portfolios.saveLink(userId, linking);
  const keeps = linking ?? linked;
  return {
    created: before === undefined,
    portfolio: { userId, cash: fresh ? cash : before.cash, ...(keeps === undefined ? {} : { link: keeps }) },
  };
}

async function keepCash(portfolios: PortfolioStore, userId: number, before: Cash | undefined, cash: Cash): Promise<void> {
  if (before !== undefined) await portfolios.saveCash(userId, cash);
  if (before?.totalCash === cash.totalCash && before.currency === cash.currency) return;
  const { totalCash, source, askedAt } = cash;
  await portfolios.addCashChange(userId, { type: "cash_changed", at: Math.floor(askedAt), totalCash, source });
}

/**
 * Keeps what customers bought and which of their orders failed, linked or not. The result depends on which events came, not on
 * their order nor on how often: each order counts once for each way of ending, and sums are exact.
 */
export const createPortfolioService = (portfolios: PortfolioStore): PortfolioHandlers => ({
  async onOrderEvent(message) {
    const end = message.name === "OrderCompleted" ? boughtBy(message.payload) : failedBy(message.payload);
    const known = await portfolios.orderEnd(end.orderId, end.type);
    if (known !== undefined && !goesBefore(end, known)) return;
    await portfolios.saveOrderEnd(end);
    await count(portfolios, known, -1);
    await count(portfolios, end, 1);
  },
});

/** Adds what was bought to its customer's holdings, or takes it off again. */
async function count(portfolios: PortfolioStore, end: OrderEnd | undefined, sign: 1 | -1): Promise<void> {
  if (end?.type !== "bought") return;
  const { customerId, itemId, price }: Bought = end;
  const { quantity, cost } = (await portfolios.holding(customerId, itemId)) ?? { quantity: 0, cost: "0.00" };
  const sum = new Big(cost).plus(new Big(price).times(sign));
  await portfolios.saveHolding(customerId, { itemId, quantity: quantity + sign, cost: amountText(sum) });
}
