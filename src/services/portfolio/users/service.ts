import Big from "big.js";
import type { Movement, MovementKind, Transaction, User, UserStore } from "../users-store.js";

/** The most that a balance may be: what the messages have room for. */
export const largestBalance = "9999999999999999.99";

/** Why money was not moved. */
export type Refusal = "unknown_user" | "overdraft" | "balance_too_large";

/** A new user, who has nothing yet. */
export const openAccount = (users: UserStore, name: string): Promise<User> =>
  users.add({ name, balance: "0.00", currency: "USD", createdAt: new Date().toISOString() });

/**
 * Moves money into a balance or out of it, and writes it into the ledger. Changes nothing where it refuses.
 * Reads before it writes: both must be in one transaction that no other writer is beside.
 */
export async function move(users: UserStore, userId: number, kind: MovementKind, movement: Movement): Promise<Transaction | Refusal> {
  const user = await users.find(userId);
  if (user === undefined) return "unknown_user";
  const after = kind === "deposit" ? new Big(user.balance).plus(movement.amount) : new Big(user.balance).minus(movement.amount);
  if (after.lt(0)) return "overdraft";
  if (after.gt(largestBalance)) return "balance_too_large";
  return users.record(userId, { kind, ...movement, balanceAfter: after.toFixed(2), createdAt: new Date().toISOString() });
}
