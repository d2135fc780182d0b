import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, beforeEach, expect, onTestFinished, test } from "vitest";
import { openTestBroker, type TestBroker } from "../../support/broker.js";
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
beforeEach(async () => {
  if (!system.worker.isRunning()) await system.worker.start();
  await until(
    () => system.refresh(demoUser.id),
    ({ balance_source }) => balance_source === "messaging",
  );
});

/** Publishes requests as a foreign client without a reply address would; gives their correlation ids. */
const ask = async (count: number): Promise<string[]> => {
  const ids = Array.from({ length: count }, () => randomUUID());
  const channel = await broker.channel();
  for (const correlation_id of ids) {
    const request = { correlation_id, user_id: demoUser.id, requested_by: "a test", timestamp: "2025-11-13T10:30:00Z" };
    channel.publish("balance.request.exchange", "balance.request", Buffer.from(JSON.stringify(request)), { persistent: true });
  }
  await channel.waitForConfirms();
  await channel.close();
  return ids;
};

/** Asks without a break, so that there are requests on their way at any time; told to end, it asks once more and gives the correlation ids of all. */
const askWithoutBreak = (): (() => Promise<readonly string[]>) => {
  const end = new AbortController();
  const asked = (async () => {
    const ids: string[] = [];
    while (!end.signal.aborted) ids.push(...(await ask(100)));
    return [...ids, ...(await ask(100))];
  })();
  return () => {
    end.abort();
    return asked;
  };
};

/** The correlation ids of the answers on the reference's queue, taken as they come until the test ends. */
const answers = async (): Promise<readonly string[]> => {
  const channel = await broker.channel();
  onTestFinished(() => channel.close());
  const ids: string[] = [];
  await channel.consume("balance.response.portfolio", (message) => {
    if (message === null) return;
    ids.push((JSON.parse(message.content.toString()) as { correlation_id: string }).correlation_id);
    channel.ack(message);
  });
  return ids;
};

/** How many lines of portfolio's log begin like this. */
const logged = (beginning: string): number => system.portfolio.log.filter(({ msg }) => msg.startsWith(beginning)).length;

const deadLetters = async (): Promise<(number | undefined)[]> =>
  Promise.all(["balance.request.dlq", "balance.response.dlq"].map((queue) => broker.depth(queue)));

test("a worker that hangs: after 5 seconds HTTP answers, then at once, and late answers are dead-lettered with the reason", {
  timeout: 60_000,
}, async () => {
  system.worker.freeze();
  const began = Date.now();
  const stuck = await Promise.all(Array.from({ length: 20 }, () => system.refresh(demoUser.id)));
  expect(Date.now() - began).toBeGreaterThanOrEqual(4900);
  expect(Date.now() - began).toBeLessThan(9000);
  for (const portfolio of stuck) expect(portfolio).toMatchObject({ total_cash: demoUser.balance, balance_source: "http" });

  const afterwards = Date.now();
  const quick = await Promise.all(Array.from({ length: 20 }, () => system.refresh(demoUser.id)));
  expect(Date.now() - afterwards).toBeLessThan(4000);
  for (const portfolio of quick) expect(portfolio).toMatchObject({ total_cash: demoUser.balance, balance_source: "http" });

  system.worker.thaw();
  const again = await until(
    () => system.refresh(demoUser.id),
    ({ balance_source }) => balance_source === "messaging",
  );
  expect(again.total_cash).toBe(demoUser.balance);
  // Every request that was not answered in time: the stuck ones, and probes.
  const ends = await until(
    async () => ({
      late: logged("Published balance request") - logged("Received balance response"),
      dead: await broker.depth("balance.response.dlq"),
    }),
    ({ late, dead }) => late >= stuck.length && late === dead,
  );
  expect(ends.late).toBeLessThan(stuck.length + 10);
  for (const { headers } of await broker.take("balance.response.dlq"))
    expect(headers).toMatchObject({ "x-failure-code": "rejected", "x-failure-reason": expect.stringMatching(/late|time/i) });
});

test("a worker killed in the middle of requests: another one answers them, each once", { timeout: 60_000 }, async () => {
  const other = await system.another("users-worker");
  await other.start();
  system.worker.freeze(); // what it is sent from now on, it holds
  const requests = Array.from({ length: 100 }, () => system.refresh(demoUser.id));
  let answered = 0;
  for (const request of requests) void request.then(() => (answered += 1));
  // The frozen one holds as many as it may take at a time: four consumers, ten each.
  await until(
    async () => answered,
    (count) => count >= 60,
    4000,
  );
  expect(answered).toBe(60);
  await system.worker.kill();
  const portfolios = await Promise.all(requests);
  for (const portfolio of portfolios) expect(portfolio).toMatchObject({ total_cash: demoUser.balance, balance_source: "messaging" });
  expect(await deadLetters()).toEqual([0, 0]);
  await other.stop();
});

test("a worker killed in the middle of requests and started again: every request is answered", { timeout: 60_000 }, async () => {
  const received = await answers();
  const finishAsking = askWithoutBreak();
  await until(
    async () => received.length,
    (count) => count > 1000,
  );
  await system.worker.kill();
  const asked = await finishAsking();
  expect(new Set(received).size).toBeLessThan(asked.length);
  await system.worker.start();
  await until(
    async () => new Set(received).size,
    (count) => count === asked.length,
  );
  expect(new Set(received)).toEqual(new Set(asked));
  // Answered, but killed before the broker had heard that the request was done: at most as many as the worker holds at a time.
  expect(received.length).toBeLessThanOrEqual(asked.length + 40);
  expect(await deadLetters()).toEqual([0, 0]);
});

test("a worker told to stop finishes what it has and gives the rest back: every request is answered, and once", {
  timeout: 60_000,
}, async () => {
  const received = await answers();
  const finishAsking = askWithoutBreak();
  await until(
    async () => received.length,
    (count) => count > 1000,
  );
  expect(await system.worker.stop()).toBe(0);
  const asked = await finishAsking();
  expect(received.length).toBeLessThan(asked.length);
  await system.worker.start();
  await until(
    async () => received.length,
    (count) => count >= asked.length,
  );
  expect(received.toSorted()).toEqual(asked.toSorted());
  expect(await deadLetters()).toEqual([0, 0]);
});

test("requests that came while no worker ran are answered when one starts", { timeout: 60_000 }, async () => {
  await system.worker.stop();
  const received = await answers();
  const asked = await ask(50);
  await system.worker.start();
  await until(
    async () => received.length,
    (count) => count === asked.length,
  );
  expect(new Set(received)).toEqual(new Set(asked));
});
