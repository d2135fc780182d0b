import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, onTestFinished, test } from "vitest";
import { openStore, type Store } from "#persistence";
import { move, openAccount } from "../../../src/services/portfolio/users/service.js";
import { type MovementKind, migrations, type UsersTables, userStore } from "../../../src/services/portfolio/users-store.js";
import { temporaryFolder } from "../../support/folder.js";

let store: Store<UsersTables>;
beforeEach(async () => {
  store = await openStore<UsersTables>({ url: ":memory:", migrations });
});
afterEach(() => store.close());

type UsedStore = Store<UsersTables>;
async function perform<R>(work: (users: ReturnType<typeof userStore>) => Promise<R>, on: UsedStore = store): Promise<R> {
  const outcome = await on.perform({ run: ({ tx }) => work(userStore(tx)) });
  if (outcome.status === "duplicate") throw new Error("no inbox key, no duplicate");
  return outcome.result;
}
const open = async (name = "Ada"): Promise<number> => (await perform((users) => openAccount(users, name))).id;
const moveIn = (userId: number, kind: MovementKind, amount: string, on?: UsedStore) =>
  perform((users) => move(users, userId, kind, { amount }), on);
const balanceOf = async (userId: number): Promise<string | undefined> => (await store.read((db) => userStore(db).balance(userId)))?.balance;
const ledgerOf = async (userId: number) => (await store.read((db) => userStore(db).ledger({ userId, limit: 100 }))).transactions;

describe("a new database", () => {
  test("has the demonstration user with one opening deposit", async () => {
    expect(await store.read((db) => userStore(db).find(42))).toMatchObject({ name: "Demo user", balance: "75000.50", currency: "USD" });
    expect(await ledgerOf(42)).toMatchObject([{ number: 1, kind: "deposit", amount: "75000.50", balanceAfter: "75000.50" }]);
  });

  test("numbers new users after the demonstration user", async () => {
    expect([await open(), await open()]).toEqual([43, 44]);
  });
});

describe("a movement", () => {
  test("is one row of the ledger, with the balance after it", async () => {
    const id = await open();
    await moveIn(id, "deposit", "10.10");
    await moveIn(id, "deposit", "0.20");
    await moveIn(id, "withdrawal", "10.30");
    expect(await ledgerOf(id)).toMatchObject([
      { number: 3, kind: "withdrawal", amount: "10.30", balanceAfter: "0.00" },
      { number: 2, kind: "deposit", amount: "0.20", balanceAfter: "10.30" },
      { number: 1, kind: "deposit", amount: "10.10", balanceAfter: "10.10" },
    ]);
    expect(await balanceOf(id)).toBe("0.00");
  });

  test("touches nobody else's balance and ledger", async () => {
    const id = await open();
    await moveIn(id, "deposit", "5.00");
    expect([await balanceOf(42), (await ledgerOf(42)).length]).toEqual(["75000.50", 1]);
  });

  test("keeps its note and its reference", async () => {
    const id = await open();
    await perform((users) => move(users, id, "deposit", { amount: "1.00", note: "for lunch", reference: "L-1" }));
    expect(await ledgerOf(id)).toMatchObject([{ note: "for lunch", reference: "L-1" }]);
  });

  test.each([
    ["of more than there is", "withdrawal", "75000.51", "overdraft"],
    ["over what a balance has room for", "deposit", "9999999999924999.50", "balance_too_large"],
  ] as const)("%s is refused and leaves no trace", async (_what, kind, amount, refusal) => {
    expect(await moveIn(42, kind, amount)).toBe(refusal);
    expect([await balanceOf(42), (await ledgerOf(42)).length]).toEqual(["75000.50", 1]);
  });

  test("up to the last cent that a balance has room for is made exactly", async () => {
    expect(await moveIn(42, "deposit", "9999999999924999.49")).toMatchObject({ balanceAfter: "9999999999999999.99" });
  });

  test("of an unknown user is refused", async () => {
    expect(await moveIn(999, "deposit", "1.00")).toBe("unknown_user");
  });
});

test("withdrawals that two connections make at once take what there is to the cent and no more", async () => {
  const url = `sqlite:${join(temporaryFolder(), "users.db")}`;
  const stores = [await openStore<UsersTables>({ url, migrations }), await openStore<UsersTables>({ url, migrations })];
  onTestFinished(() => Promise.all(stores.map((each) => each.close())).then(() => undefined));
  const outcomes = await Promise.all(Array.from({ length: 40 }, (_, n) => moveIn(42, "withdrawal", "3000.02", stores[n % 2])));
  expect(outcomes.filter((outcome) => outcome === "overdraft")).toHaveLength(15);
  const balances = await Promise.all(stores.map((each) => each.read((db) => userStore(db).balance(42))));
  expect(balances.map((found) => found?.balance)).toEqual(["0.00", "0.00"]);
});

test("a balance is read while another connection keeps the write lock", async () => {
  const url = `sqlite:${join(temporaryFolder(), "users.db")}`;
  const [writer, reader] = [await openStore<UsersTables>({ url, migrations }), await openStore<UsersTables>({ url, migrations })];
  onTestFinished(() => Promise.all([writer.close(), reader.close()]).then(() => undefined));
  const read = await perform(async (users) => {
    await move(users, 42, "deposit", { amount: "1.00" });
    return reader.read((db) => userStore(db).balance(42));
  }, writer);
  expect(read?.balance).toBe("75000.50");
});

test("the database itself refuses a negative balance", async () => {
  const written = store.perform({ run: ({ tx }) => tx.updateTable("users").set({ balance: "-0.01" }).where("id", "=", 42).execute() });
  await expect(written).rejects.toThrow(/CHECK/);
});

test("one row number is given once", async () => {
  const row = {
    user_id: 42,
    number: 1,
    kind: "deposit" as const,
    amount: "1.00",
    balance_after: "75001.50",
    created_at: "2025-11-13T10:30:00.000Z",
  };
  const written = store.perform({
    run: ({ tx }) =>
      tx
        .insertInto("balance_transactions")
        .values({ ...row, note: null, reference: null })
        .execute(),
  });
  await expect(written).rejects.toThrow(/UNIQUE/);
});

test("a ledger is read in pages, the newest row first, each row once even while rows are added", async () => {
  const id = await open();
  for (let n = 1; n <= 5; n++) await moveIn(id, "deposit", "1.00");
  const page = (before?: number) =>
    store.read((db) => userStore(db).ledger({ userId: id, limit: 2, ...(before !== undefined && { before }) }));
  const first = await page();
  await moveIn(id, "deposit", "1.00");
  const second = await page(first.next);
  const third = await page(second.next);
  expect([first, second, third].map(({ transactions }) => transactions.map(({ number }) => number))).toEqual([[5, 4], [3, 2], [1]]);
  expect(third.next).toBeUndefined();
});
