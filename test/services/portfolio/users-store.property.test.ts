import fc from "fast-check";
import { afterAll, beforeAll, expect, test } from "vitest";
import { openStore, type Store } from "#persistence";
import { move, openAccount } from "../../../src/services/portfolio/users/service.js";
import { migrations, type Transaction, type UserStore, type UsersTables, userStore } from "../../../src/services/portfolio/users-store.js";

let store: Store<UsersTables>;
beforeAll(async () => {
  store = await openStore<UsersTables>({ url: ":memory:", migrations });
});
afterAll(() => store.close());

/** The most that a balance may be, in cents. */
const room = 999_999_999_999_999_999n;
const text = (cents: bigint): string => `${cents / 100n}.${String(cents % 100n).padStart(2, "0")}`;
const cents = (amount: string): bigint => BigInt(amount.replace(".", ""));

const amount = fc.oneof(
  fc.bigInt({ min: 1n, max: 500n }),
  fc.bigInt({ min: 1n, max: 100_000_000n }),
  fc.bigInt({ min: room - 1_000n, max: room }),
);
const movements = fc.array(fc.record({ kind: fc.constantFrom("deposit" as const, "withdrawal" as const), cents: amount }), {
  maxLength: 30,
});
type Movements = typeof movements extends fc.Arbitrary<infer T> ? T : never;

const perform = async <R>(work: (users: UserStore) => Promise<R>): Promise<R> => {
  const outcome = await store.perform({ run: ({ tx }) => work(userStore(tx)) });
  if (outcome.status === "duplicate") throw new Error("no inbox key, no duplicate");
  return outcome.result;
};

/** Carries all of it out for a new user, at once where `together`, and reads what there is then. */
async function carryOut(wanted: Movements, together: boolean) {
  const { id } = await perform((users) => openAccount(users, "Ada"));
  const one = (each: Movements[number]) => perform((users) => move(users, id, each.kind, { amount: text(each.cents) }));
  const outcomes: Awaited<ReturnType<typeof one>>[] = [];
  if (together) outcomes.push(...(await Promise.all(wanted.map(one))));
  else for (const each of wanted) outcomes.push(await one(each));
  return store.read(async (db) => ({
    outcomes,
    balance: (await userStore(db).balance(id))?.balance,
    ledger: [...(await userStore(db).ledger({ userId: id, limit: 100 })).transactions].reverse(),
  }));
}

const signed = ({ kind, amount: moved }: Transaction): bigint => (kind === "deposit" ? cents(moved) : -cents(moved));

test("after any movements, made at once or one by one, the balance is the exact sum of the ledger and never was below zero or above its bound", async () => {
  await fc.assert(
    fc.asyncProperty(movements, fc.boolean(), async (wanted, together) => {
      const { outcomes, balance, ledger } = await carryOut(wanted, together);
      let sum = 0n;
      for (const [index, row] of ledger.entries()) {
        sum += signed(row);
        expect(row.number).toBe(index + 1);
        expect(row.balanceAfter).toBe(text(sum));
        expect(sum >= 0n && sum <= room).toBe(true);
      }
      expect(balance).toBe(text(sum));
      expect(ledger).toHaveLength(outcomes.filter((outcome) => typeof outcome !== "string").length);
    }),
    { numRuns: 150 },
  );
});

test("a movement is refused where, and only where, it would leave the balance below zero or above its bound", async () => {
  await fc.assert(
    fc.asyncProperty(movements, async (wanted) => {
      const { outcomes } = await carryOut(wanted, false);
      let sum = 0n;
      for (const [index, { kind, cents: moved }] of wanted.entries()) {
        const after = kind === "deposit" ? sum + moved : sum - moved;
        const refusal = after < 0n ? "overdraft" : after > room ? "balance_too_large" : undefined;
        if (refusal === undefined) sum = after;
        expect(outcomes[index]).toEqual(refusal ?? expect.objectContaining({ amount: text(moved), balanceAfter: text(after) }));
      }
    }),
    { numRuns: 150 },
  );
});
