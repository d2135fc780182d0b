import Big from "big.js";
import type { components, operations } from "#generated/portfolio/users/http.js";
import { cursorOf, type HttpHandlers, positionOf, problem, refused, unknownCursor } from "#http";
import type { MovementKind, Transaction, User, UserStore } from "../users-store.js";
import { largestBalance, move, openAccount, type Refusal } from "./service.js";

type Schemas = components["schemas"];

/** Users over HTTP: create, read, put money in, take money out, read the ledger. */
export const createUsersApi = (users: UserStore): HttpHandlers<operations> => ({
  async createUser({ body: { name } }) {
    const user = await openAccount(users, name);
    return { status: 201, body: toUser(user), headers: { location: `/api/users/${user.id}` } };
  },
  async getUser({ params }) {
    const user = await users.find(params.userId);
    return user === undefined ? unknownUser() : { status: 200, body: toUser(user) };
  },
  async getBalance({ params: { userId } }) {
    const found = await users.balance(userId);
    return found === undefined ? unknownUser() : { status: 200, body: { user_id: userId, ...found } };
  },
  deposit: ({ params: { userId }, body }) => moved(users, userId, "deposit", body),
  withdraw: ({ params: { userId }, body }) => moved(users, userId, "withdrawal", body),
  async listTransactions({ params: { userId }, query: { limit = 20, cursor } }) {
    const before = cursor === undefined ? undefined : positionOf(cursor);
    if (before === null) return unknownCursor();
    if ((await users.find(userId)) === undefined) return unknownUser();
    const page = await users.ledger({ userId, limit, ...(before === undefined ? {} : { before }) });
    const next = page.next === undefined ? {} : { next_cursor: cursorOf(page.next) };
    return { status: 200, body: { items: page.transactions.map(toTransaction), ...next } };
  },
});

async function moved(users: UserStore, userId: number, kind: MovementKind, movement: Schemas["Movement"]) {
  if (new Big(movement.amount).eq(0)) {
    return { status: 400 as const, body: refused(400, [{ field: "/amount", message: "must be more than 0.00" }]) };
  }
  const outcome = await move(users, userId, kind, movement);
  return typeof outcome === "string" ? refusals[outcome]() : { status: 201 as const, body: toTransaction(outcome) };
}

const unknownUser = () => ({ status: 404 as const, body: problem(404, "There is no such user.") });
const conflict = (detail: string) => ({ status: 409 as const, body: problem(409, detail) });

const refusals = {
  unknown_user: unknownUser,
  overdraft: () => conflict("The balance does not cover this withdrawal."),
  balance_too_large: () => conflict(`The balance would pass ${largestBalance}, the most that a user may have.`),
} as const satisfies Record<Refusal, () => object>;

const toUser = ({ createdAt, ...user }: User): Schemas["User"] => ({ ...user, created_at: createdAt });

const toTransaction = ({ balanceAfter, createdAt, ...transaction }: Transaction): Schemas["Transaction"] => ({
  ...transaction,
  balance_after: balanceAfter,
  created_at: createdAt,
});
