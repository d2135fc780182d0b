import Big from "big.js";
import type { OrderCompleted, OrderFailed } from "#generated/portfolio/portfolio/index.js";
import { MessagingError } from "#messaging";

interface Ended {
  readonly orderId: string;
  readonly customerId: string;
  readonly itemId: string;
  /** Milliseconds since 1970. */
  readonly at: number;
}

/** How an order ended for its customer. `price` is an exact amount. */
export type OrderEnd =
  | (Ended & { readonly type: "bought"; readonly price: string })
  | (Ended & { readonly type: "order_failed"; readonly reason?: string });

export type Bought = Extract<OrderEnd, { type: "bought" }>;

export const boughtBy = ({ orderId, customerId, itemId, price, completedAt }: OrderCompleted): OrderEnd => ({
  type: "bought",
  ...named({ orderId, customerId, itemId }),
  at: timeOf(completedAt),
  price: amountText(new Big(bounded("price", price))),
});

export const failedBy = ({ orderId, customerId, itemId, reason, failedAt }: OrderFailed): OrderEnd => ({
  type: "order_failed",
  ...named({ orderId, customerId, itemId }),
  at: timeOf(failedAt),
  ...(reason === undefined ? {} : { reason: reason.slice(0, longestReason) }),
});

/**
 * Which of two accounts of one order's end is kept: the earlier one, and of two at one time always the same one, whichever came
 * first. So what is kept does not depend on the order of arrival.
 */
export function goesBefore(one: OrderEnd, other: OrderEnd): boolean {
  if (one.at !== other.at) return one.at < other.at;
  return textOf(one) < textOf(other);
}

const textOf = (end: OrderEnd): string =>
  JSON.stringify([end.customerId, end.itemId, end.type === "bought" ? end.price : (end.reason ?? null)]);

/** An exact amount in one spelling: two decimal places, more where it has more. */
export function amountText(amount: Big): string {
  return amount.round(2).eq(amount) ? amount.toFixed(2) : amount.toFixed();
}

/** One spelling of a customer's id: RFC 9562 reads digits of either case, and as a URN. */
export const canonicalCustomer = (id: string): string => id.toLowerCase().replace(/^urn:uuid:/, "");

const longestText = 200;
const longestReason = 1000;

const named = ({ orderId, customerId, itemId }: { orderId: string; customerId: string; itemId: string }) => ({
  orderId: bounded("orderId", orderId),
  customerId: canonicalCustomer(bounded("customerId", customerId)),
  itemId: bounded("itemId", itemId),
});

function bounded(field: string, text: string): string {
  if (text.length <= longestText) return text;
  throw new MessagingError("rejected", `/${field} has ${text.length} characters; portfolio keeps at most ${longestText}.`);
}

const dateTime = /^(\d{4}-\d\d-\d\d)[Tt\s](\d\d:\d\d):(\d\d)(?:\.(\d+))?(?:[Zz]|([+-]\d\d)(?::?(\d\d))?)$/;
const [firstMs, lastMs] = [Date.parse("0000-01-01T00:00:00.000Z"), Date.parse("9999-12-31T23:59:59.999Z")];

/** An RFC 3339 time to the millisecond; a leap second is the one after it. Kept within what RFC 3339 can write in UTC. */
export function timeOf(text: string): number {
  const [, date = "", minute = "", second = "", fraction = "", zoneHour, zoneMinute = "00"] = dateTime.exec(text) ?? [];
  const zone = zoneHour === undefined ? "Z" : `${zoneHour}:${zoneMinute}`;
  const leap = second === "60";
  const ms = Date.parse(`${date}T${minute}:${leap ? "59" : second}.${fraction.slice(0, 3).padEnd(3, "0")}${zone}`) + (leap ? 1000 : 0);
  if (Number.isNaN(ms)) throw new MessagingError("rejected", "The order's time is not a time.");
  return Math.min(Math.max(ms, firstMs), lastMs);
}
