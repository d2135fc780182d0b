import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { openTestBroker, type TestBroker } from "../../support/broker.js";
import type { Instance } from "../../support/instance.js";
import { demoUser, type PortfolioSystem, startPortfolioSystem } from "../../support/portfolio-system.js";
import { until } from "../../support/system.js";

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

const refreshing = (userId: number | string, body?: string): Promise<Response> =>
  fetch(`${system.portfolio.url}/api/portfolios/${userId}`, {
    method: "POST",
    ...(body === undefined ? {} : { body, headers: { "content-type": "application/json" } }),
  });

/** What an operator reads: the lines about balances. */
const messages = ({ log }: Instance): string[] =>
  log.filter(({ level, msg }) => level >= 30 && msg.includes("balance")).map(({ msg }) => msg);

/** When it was logged. */
const timeOf = ({ log }: Instance, message: string): number => log.findLast(({ msg }) => msg === message)?.time ?? Number.NaN;

describe("the reference's request", () => {
  test("POST /api/portfolios/42 creates the portfolio with the balance that messaging brought", async () => {
    const response = await refreshing(demoUser.id);
    expect([response.status, response.headers.get("location")]).toEqual([201, "/api/portfolios/42"]);
    const portfolio: unknown = await response.json();
    expect(portfolio).toEqual({
      user_id: 42,
      total_cash: "75000.50",
      currency: "USD",
      cash_as_of: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d/),
      balance_source: "messaging",
      holdings: [],
      history: [{ type: "cash_changed", at: expect.any(String), total_cash: "75000.50", source: "messaging" }],
    });
    expect(await (await fetch(`${system.portfolio.url}/api/portfolios/42`)).json()).toEqual(portfolio);
  });

  test("it leaves the reference's four lines in the logs, in their order", async () => {
    // A user whose lines no other request's are taken for: those of one before may still come.
    const user = await system.createUser("31.07");
    const ofUser = (instance: Instance): string[] =>
      messages(instance).filter((line) => line.endsWith(` user ${user}`) || line.endsWith(": 31.07"));
    await refreshing(user);
    const logged = await until(
      async () => [ofUser(system.portfolio), ofUser(system.worker)],
      ([portfolio = [], worker = []]) => portfolio.length >= 2 && worker.length >= 2,
    );
    expect(logged).toEqual([
      [`Published balance request for user ${user}`, "Received balance response: 31.07"],
      [`Received balance request for user ${user}`, `Sent balance response for user ${user}`],
    ]);
    // What a broker has confirmed may have arrived before: only this order holds between the two.
    expect(timeOf(system.worker, `Received balance request for user ${user}`)).toBeLessThanOrEqual(
      timeOf(system.portfolio, "Received balance response: 31.07"),
    );
  });

  test("again, it refreshes: 200 and the balance of now", async () => {
    const user = await system.createUser("10.00");
    expect((await refreshing(user)).status).toBe(201);
    await fetch(`${system.users.url}/api/users/${user}/deposits`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: '{"amount":"0.01"}',
    });
    const response = await refreshing(user);
    expect([response.status, await response.json()]).toMatchObject([200, { total_cash: "10.01", balance_source: "messaging" }]);
  });

  test("a balance beyond what floating point can hold comes exactly", async () => {
    const user = await system.createUser("9999999999999999.99");
    expect(await system.refresh(user)).toMatchObject({ total_cash: "9999999999999999.99", balance_source: "messaging" });
  });
});

describe("what cannot be answered", () => {
  const unknown = 999_999;

  test("a user that is not there gets 404 and no portfolio", async () => {
    const response = await refreshing(unknown);
    expect([response.status, response.headers.get("content-type")]).toEqual([404, "application/problem+json; charset=utf-8"]);
    expect((await fetch(`${system.portfolio.url}/api/portfolios/${unknown}`)).status).toBe(404);
  });

  test("a user that is not there is an answer, not a failure: nothing is dead-lettered", async () => {
    await Promise.all(Array.from({ length: 20 }, () => refreshing(unknown)));
    expect([await broker.depth("balance.request.dlq"), await broker.depth("balance.response.dlq")]).toEqual([0, 0]);
    expect(await system.refresh(demoUser.id)).toMatchObject({ balance_source: "messaging" });
  });

  test.each(["0", "-1", "x", "9007199254740992", "1.5", "42%20or%201=1"])("the user number %s gets 400", async (userId) => {
    expect((await refreshing(userId)).status).toBe(400);
  });

  test.each(["{", "[]", '{"customer_id":"x"}', '{"customer_id":42}', '{"stray":true}'])("the body %s gets 400", async (body) => {
    expect((await refreshing(demoUser.id, body)).status).toBe(400);
  });

  test("no answer tells of passwords, files or stacks", async () => {
    const answers = await Promise.all([refreshing(unknown), refreshing("x"), refreshing(demoUser.id, "{")]);
    for (const answer of answers) expect(await answer.text()).not.toMatch(/guest|amqp:|node_modules|\.ts\b|\.js\b|sqlite|at [A-Z]\w+\./);
  });
});

test("health commands of all three end with 0 while they serve", async () => {
  const results = await Promise.all([system.users, system.worker, system.portfolio].map((instance) => instance.health()));
  expect(results.map(({ code }) => code)).toEqual([0, 0, 0]);
  for (const { output } of results) expect(output.trim().split("\n")).toHaveLength(1);
});

test("the topology is the reference's: exchanges, queues, time to live, dead letters", async () => {
  const exchanges = (await broker.exchanges()).filter(({ name }) => name.startsWith("balance."));
  expect(exchanges.map(({ name, type, durable, auto_delete }) => ({ name, type, durable, auto_delete }))).toEqual(
    ["balance.request.exchange", "balance.response.exchange"].map((name) => ({ name, type: "direct", durable: true, auto_delete: false })),
  );
  const queues = new Map((await broker.queues()).map((queue) => [queue.name, queue]));
  const names = ["balance.request", "balance.request.dlq", "balance.response.dlq", "balance.response.portfolio"];
  for (const name of names) expect(queues.get(name)).toMatchObject({ durable: true, auto_delete: false, exclusive: false });
  expect(queues.get("balance.response.portfolio")?.arguments).toEqual({
    "x-message-ttl": 60_000,
    "x-dead-letter-exchange": "",
    "x-dead-letter-routing-key": "balance.response.dlq",
  });
  const bindings = (await broker.bindings()).filter(({ source }) => source.startsWith("balance."));
  expect(bindings.map(({ source, routing_key, destination }) => [source, routing_key, destination])).toEqual(
    expect.arrayContaining([
      ["balance.request.exchange", "balance.request", "balance.request"],
      ["balance.response.exchange", "balance.response.portfolio", "balance.response.portfolio"],
    ]),
  );
});
