// Generated from asyncapi/portfolio/users-worker.yaml. Do not edit; run `npm run generate`.

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
