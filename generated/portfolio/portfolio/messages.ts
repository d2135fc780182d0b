// Generated from asyncapi/portfolio/portfolio.yaml. Do not edit; run `npm run generate`.

/** The user's number. A whole number, at least 1, at most 9007199254740991. */
export type UserId = number;

/**
 * An exact amount with two decimal places, as text. Pattern `^(0|[1-9][0-9]{0,15})\.[0-9]{2}$`.
 * @example "75000.50"
 */
export type Money = string;

/** Asks for one user's balance. */
export interface BalanceRequest {
  /** Comes back in the answer. At least 1 character, at most 255 characters. */
  correlation_id: string;
  user_id: UserId;
  /** The application that asks. At least 1 character, at most 100 characters. */
  requested_by: string;
  /** Format date-time. */
  timestamp: string;
}

/** A balance, or why there is none. */
export type BalanceResponse = BalanceFound | BalanceNotFound;

export interface BalanceFound {
  /** At least 1 character, at most 255 characters. */
  correlation_id: string;
  user_id: UserId;
  balance: Money;
  /** ISO 4217. Pattern `^[A-Z]{3}$`. */
  currency: string;
  success: true;
  /** Format date-time. */
  timestamp: string;
}

export interface BalanceNotFound {
  /** At least 1 character, at most 255 characters. */
  correlation_id: string;
  user_id: UserId;
  success: false;
  /** Why, for people to read. At least 1 character, at most 200 characters. */
  error: string;
  /** Format date-time. */
  timestamp: string;
}

/** A customer bought one unit of an item. */
export interface OrderCompleted {
  /** At least 1 character. */
  orderId: string;
  /** At least 1 character. */
  customerId: string;
  /** At least 1 character. */
  itemId: string;
  /** An exact amount, as text. Pattern `^[0-9]+(\.[0-9]+)?$`. */
  price: string;
  /** Format date-time. */
  completedAt: string;
}

/** An order came to nothing. */
export interface OrderFailed {
  /** At least 1 character. */
  orderId: string;
  /** At least 1 character. */
  customerId: string;
  /** At least 1 character. */
  itemId: string;
  reason?: string;
  /** Format date-time. */
  failedAt: string;
}
