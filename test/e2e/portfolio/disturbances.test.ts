import { afterAll, beforeAll, expect, test } from "vitest";
import { openTestBroker, type TestBroker } from "../../support/broker.js";
import { demoUser, type Portfolio, type PortfolioSystem, startPortfolioSystem } from "../../support/portfolio-system.js";
import { until } from "../../support/system.js";

let broker: TestBroker;
let system: PortfolioSystem;

beforeAll(async () => {
  broker = await openTestBroker();
  system = await startPortfolioSystem(broker.url, ["users", "portfolio"]);
});
afterAll(async () => {
  await system.close();
  await broker.close();
});

const refresh = (): Promise<Portfolio> => system.refresh(demoUser.id);
const untilMessaging = (): Promise<Portfolio> => until(refresh, ({ balance_source }) => balance_source === "messaging");

test("before any worker ever ran, HTTP answers at once; with the first worker, messaging does", async () => {
  const began = Date.now();
  expect(await refresh()).toMatchObject({ total_cash: demoUser.balance, balance_source: "http" });
  expect(Date.now() - began).toBeLessThan(4000);
  await system.worker.start();
  expect(await untilMessaging()).toMatchObject({ total_cash: demoUser.balance });
});

test("connections that are cut in the middle of requests cost no answer", { timeout: 40_000 }, async () => {
  const requests = Array.from({ length: 500 }, refresh);
  await Promise.any(requests);
  await until(
    () => broker.dropConnections(),
    (count) => count >= 4, // a publishing and a consuming one of each application, once they are in the API's list
  );
  for (const { total_cash } of await Promise.all(requests)) expect(total_cash).toBe(demoUser.balance);
  await untilMessaging();
});

test.each(["balance.request", "balance.response.portfolio", "the reply queue"])(
  "after an operator deleted %s, it is declared again",
  async (which) => {
    await untilMessaging();
    const own = /^balance\.response\.portfolio\.[0-9a-f]{16}$/;
    const isIt = ({ name }: { name: string }): boolean => (which === "the reply queue" ? own.test(name) : name === which);
    const name = (await broker.queues()).find(isIt)?.name ?? which;
    await broker.request("DELETE", `/api/queues/${encodeURIComponent(broker.vhost)}/${encodeURIComponent(name)}`);
    for (let count = 0; count < 5; count++) expect(await refresh()).toMatchObject({ total_cash: demoUser.balance });
    await untilMessaging();
  },
);

test("a portfolio told to stop while the worker hangs answers what it was asked, over HTTP, and exits in time", {
  timeout: 40_000,
}, async () => {
  await untilMessaging();
  const user = await system.createUser("5.00");
  system.worker.freeze();
  const requests = Array.from({ length: 20 }, () => system.refresh(user));
  await until(
    async () => system.portfolio.log.filter(({ msg }) => msg === `Published balance request for user ${user}`).length,
    (count) => count === requests.length,
  );
  const began = Date.now();
  const stopped = system.portfolio.stop();
  for (const portfolio of await Promise.all(requests)) expect(portfolio).toMatchObject({ total_cash: "5.00", balance_source: "http" });
  expect(await stopped).toBe(0);
  expect(Date.now() - began).toBeLessThan(9500);
  system.worker.thaw();
  await system.portfolio.start();
  await untilMessaging();
});

test("no line that was logged on the way tells the broker's password or where code lies", () => {
  const lines = [system.users, system.worker, system.portfolio].flatMap(({ log }) => log.map((line) => JSON.stringify(line)));
  expect(lines.length).toBeGreaterThan(100);
  expect(lines.filter((line) => /guest|amqp:\/\/|node_modules|"stack"/.test(line))).toEqual([]);
});
