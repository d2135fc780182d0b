import Database from "better-sqlite3";
import { afterAll, beforeAll, expect, test } from "vitest";
import { openTestBroker, type TestBroker } from "../../support/broker.js";
import { type PortfolioSystem, startPortfolioSystem } from "../../support/portfolio-system.js";

let broker: TestBroker;
let system: PortfolioSystem;

beforeAll(async () => {
  broker = await openTestBroker();
  system = await startPortfolioSystem(broker.url);
});
afterAll(async () => {
  await system.close();
  await broker.close();
});

const deposit = (userId: number): Promise<Response> =>
  fetch(`${system.users.url}/api/users/${userId}/deposits`, {
    method: "POST",
    headers: { "content-type": "application/json", "idempotency-key": "deposit-1" },
    body: JSON.stringify({ amount: "0.50" }),
  });

/** Another process that writes and does not come to an end. */
const lock = (): { release: () => void } => {
  const other = new Database(system.usersDatabase);
  other.exec("begin immediate");
  return { release: () => other.exec("rollback").close() };
};

test("while the users database is locked, balances are answered, a deposit gets 503, and later it goes through, once", {
  timeout: 60_000,
}, async () => {
  const user = await system.createUser("10.00");
  const { release } = lock();
  const refused = deposit(user);
  const portfolios = await Promise.all(Array.from({ length: 200 }, () => system.refresh(user)));
  for (const portfolio of portfolios) expect(portfolio).toMatchObject({ total_cash: "10.00", balance_source: "messaging" });
  expect(await (await fetch(`${system.users.url}/api/users/${user}/balance`)).json()).toMatchObject({ balance: "10.00" });

  const response = await refused;
  expect([response.status, response.headers.get("content-type")]).toEqual([503, "application/problem+json; charset=utf-8"]);
  expect(await response.text()).not.toMatch(/sqlite|SQLITE|\.db|stack/i);
  release();

  const [first, again] = [await deposit(user), await deposit(user)];
  expect([first.status, again.status]).toEqual([201, 201]);
  expect(await again.json()).toEqual(await first.json());
  expect(await system.refresh(user)).toMatchObject({ total_cash: "10.50", balance_source: "messaging" });
  expect([await broker.depth("balance.request.dlq"), await broker.depth("balance.response.dlq")]).toEqual([0, 0]);
});
