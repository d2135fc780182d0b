import { afterAll, beforeAll, expect, test } from "vitest";
import { openTestBroker, type TestBroker } from "../../support/broker.js";
import type { Instance } from "../../support/instance.js";
import { demoUser, isReplyQueue, type Portfolio, type PortfolioSystem, startPortfolioSystem } from "../../support/portfolio-system.js";
import { until } from "../../support/system.js";

const each = 300;

let broker: TestBroker;
let system: PortfolioSystem;
let instances: Instance[];
/** Users by number, with their balances: no two have the same. */
let users: Map<number, string>;

beforeAll(async () => {
  broker = await openTestBroker();
  system = await startPortfolioSystem(broker.url);
  instances = [system.portfolio, await system.another("portfolio"), await system.another("portfolio")];
  await Promise.all(instances.slice(1).map((instance) => instance.start()));
  users = new Map();
  await Promise.all(
    Array.from({ length: each }, async (_, index) => {
      const balance = `${index + 1}.${String(index % 100).padStart(2, "0")}`;
      users.set(await system.createUser(balance), balance);
    }),
  );
});
afterAll(async () => {
  await system.close();
  await broker.close();
});

/** Every user at once. */
const refreshAll = (at: Instance): Promise<Portfolio>[] => [...users.keys()].map((user) => system.refresh(user, { at }));
const answer = ({ user_id, total_cash, balance_source }: Portfolio): unknown => ({ user_id, total_cash, balance_source });
const expected = (): unknown[] => [...users].map(([user_id, total_cash]) => ({ user_id, total_cash, balance_source: "messaging" }));

const replyQueues = async (): Promise<string[]> => (await broker.queues()).filter(isReplyQueue).map(({ name }) => name);

test("each of three instances has a reply queue of its own, which outlives it for a while", async () => {
  const queues = await replyQueues();
  expect(new Set(queues).size).toBe(3);
  const declared = (await broker.queues()).filter(({ name }) => queues.includes(name));
  for (const queue of declared) {
    expect(queue).toMatchObject({ durable: true, auto_delete: false, exclusive: false });
    expect(queue.arguments).toMatchObject({
      "x-message-ttl": 60_000,
      "x-expires": 300_000,
      "x-dead-letter-routing-key": "balance.response.dlq",
    });
  }
});

test(`${each} requests at once to each of three instances are all answered by messaging, each with its own user's balance`, {
  timeout: 60_000,
}, async () => {
  const answers = await Promise.all(instances.map((instance) => Promise.all(refreshAll(instance))));
  for (const portfolios of answers) expect(portfolios.map(answer)).toEqual(expected());
  expect([await broker.depth("balance.response.dlq"), await broker.depth("balance.request.dlq")]).toEqual([0, 0]);
});

test("kill -9 of one instance in the middle of it leaves the requests to the others untouched", { timeout: 60_000 }, async () => {
  const [first, victim, third] = instances as [Instance, Instance, Instance];
  const lost = refreshAll(victim);
  const kept = [first, third].map((instance) => Promise.all(refreshAll(instance)));
  await Promise.any(lost);
  await victim.kill();
  for (const portfolios of await Promise.all(kept)) expect(portfolios.map(answer)).toEqual(expected());
  const outcomes = await Promise.allSettled(lost);
  expect(outcomes.filter(({ status }) => status === "fulfilled").length).toBeGreaterThan(0);
});

test("answers for an instance that is gone wait in its queue, go to no other, and end in balance.response.dlq when their time is up", {
  timeout: 60_000,
}, async () => {
  const others = await replyQueues();
  const victim = await system.another("portfolio");
  await victim.start();
  const [queue = "none"] = (await replyQueues()).filter((name) => !others.includes(name));
  system.worker.freeze();
  const lost = Array.from({ length: 5 }, () => system.refresh(demoUser.id, { at: victim }).catch(() => undefined));
  await until(
    async () => victim.log.filter(({ msg }) => msg === `Published balance request for user ${demoUser.id}`).length,
    (count) => count === lost.length,
  );
  await victim.kill();
  await Promise.all(lost);
  system.worker.thaw();
  await until(
    () => broker.depth(queue),
    (depth) => depth === lost.length,
  );
  expect(await broker.depth("balance.response.dlq")).toBe(0);
  // Their minute is not waited for: taken out, they are put back with a second to live.
  const late = await broker.take(queue);
  for (const { body, properties } of late) {
    const { correlationId } = properties as { correlationId: string };
    await broker.send("balance.response.exchange", queue, body, { correlationId, contentType: "application/json", expiration: "1000" });
  }
  await until(
    () => broker.depth("balance.response.dlq"),
    (depth) => depth === lost.length,
  );
  const dead = await broker.take("balance.response.dlq");
  expect(dead.map(({ headers }) => [headers["x-first-death-queue"], headers["x-first-death-reason"]])).toEqual(
    lost.map(() => [queue, "expired"]),
  );
});
