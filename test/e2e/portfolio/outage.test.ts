import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { anyPorts } from "../../../scripts/setup/ports.mjs";
import { type PrivateBroker, startPrivateBroker } from "../../support/broker.js";
import { demoUser, type Portfolio, type PortfolioSystem, post, startPortfolioSystem } from "../../support/portfolio-system.js";
import { until } from "../../support/system.js";

const count = 500;

/** Sources of the balances, and that each was the right one. */
const sources = (portfolios: readonly Portfolio[]): Set<string> => {
  for (const portfolio of portfolios) expect(portfolio.total_cash).toBe(demoUser.balance);
  return new Set(portfolios.map(({ balance_source }) => balance_source));
};

describe("with a broker that dies", () => {
  let broker: PrivateBroker;
  let system: PortfolioSystem;

  beforeAll(async () => {
    broker = await startPrivateBroker();
    system = await startPortfolioSystem(broker.url);
  });
  afterAll(async () => {
    await system.close();
    await broker.close();
  });

  /** Refreshes one after the other in several lanes until it is told to stop. */
  const steadily = (): (() => Promise<readonly Portfolio[]>) => {
    const answered: Portfolio[] = [];
    let going = true;
    const lane = async (): Promise<void> => {
      while (going) answered.push(await system.refresh(demoUser.id));
    };
    const lanes = Promise.all(Array.from({ length: 10 }, lane));
    return async () => {
      going = false;
      await lanes;
      return answered;
    };
  };

  test(`${count} requests are all answered over HTTP while it is away, none is refused as it goes, and messaging is used again when it is back`, {
    timeout: 90_000,
  }, async () => {
    const finish = steadily();
    await until(
      () => system.refresh(demoUser.id),
      ({ balance_source }) => balance_source === "messaging",
    );
    await broker.kill();
    await until(
      () => system.refresh(demoUser.id),
      ({ balance_source }) => balance_source === "http",
    );
    expect(sources(await finish())).toEqual(new Set(["messaging", "http"]));

    const began = Date.now();
    const portfolios = await Promise.all(Array.from({ length: count }, () => system.refresh(demoUser.id)));
    expect(sources(portfolios)).toEqual(new Set(["http"]));
    expect(Date.now() - began).toBeLessThan(20_000);
    expect((await fetch(`${system.portfolio.url}/health/ready`)).status).toBe(200);
    expect((await system.worker.health()).code).toBe(1);

    await broker.restart();
    await until(
      () => system.refresh(demoUser.id),
      ({ balance_source }) => balance_source === "messaging",
      30_000,
    );
    const back = await Promise.all(Array.from({ length: 50 }, () => system.refresh(demoUser.id)));
    expect(sources(back)).toEqual(new Set(["messaging"]));
  });
});

describe("without a broker from the start", () => {
  let system: PortfolioSystem;

  beforeAll(async () => {
    const [port = 0] = await anyPorts(1);
    system = await startPortfolioSystem(`amqp://guest:guest@127.0.0.1:${port}`, ["users", "portfolio"]);
  });
  afterAll(() => system.close());

  test("the users API serves, is ready, and does not even look for one", async () => {
    const { id } = await post<{ id: number }>(`${system.users.url}/api/users`, { name: "A user" });
    await post(`${system.users.url}/api/users/${id}/deposits`, { amount: "12.00" });
    const { balance_after } = await post<{ balance_after: string }>(`${system.users.url}/api/users/${id}/withdrawals`, { amount: "0.01" });
    expect(balance_after).toBe("11.99");
    expect((await system.users.health()).code).toBe(0);
    expect(system.users.log.filter(({ level }) => level > 30)).toEqual([]);
  });

  test("portfolios are served with balances that came over HTTP, at once", async () => {
    const began = Date.now();
    expect(await system.refresh(demoUser.id)).toMatchObject({ total_cash: demoUser.balance, balance_source: "http" });
    expect(Date.now() - began).toBeLessThan(4000);
    expect((await system.portfolio.health()).code).toBe(0);
  });

  test("a user that is not there gets 404 over HTTP too", async () => {
    expect((await fetch(`${system.portfolio.url}/api/portfolios/999999`, { method: "POST" })).status).toBe(404);
  });

  test("without the users API there is no way to a balance: 503, without addresses, and what was there stays", async () => {
    await system.users.stop();
    const before = await (await fetch(`${system.portfolio.url}/api/portfolios/${demoUser.id}`)).json();
    const response = await fetch(`${system.portfolio.url}/api/portfolios/${demoUser.id}`, { method: "POST" });
    expect([response.status, response.headers.get("content-type")]).toEqual([503, "application/problem+json; charset=utf-8"]);
    expect(await response.text()).not.toMatch(/127\.0\.0\.1|guest|ECONNREFUSED|localhost/);
    expect(await (await fetch(`${system.portfolio.url}/api/portfolios/${demoUser.id}`)).json()).toEqual(before);
    await system.users.start();
    await until(
      () => fetch(`${system.portfolio.url}/api/portfolios/${demoUser.id}`, { method: "POST" }),
      ({ status }) => status === 200,
    );
  });

  test("health commands end with 1 and a plain line where the worker has no broker, and where nothing runs", async () => {
    const stopped = await system.worker.health();
    expect([stopped.code, stopped.output.trim().split("\n")]).toEqual([1, [expect.any(String)]]);
    system.worker.launch();
    const waiting = await until(
      () => system.worker.health(),
      ({ output }) => output !== stopped.output,
    );
    expect([waiting.code, waiting.output.trim().split("\n")]).toEqual([1, [expect.stringMatching(/broker/)]]);
  });
});
