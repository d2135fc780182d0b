import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { openTestBroker, type TestBroker } from "../../support/broker.js";
import { garbageBeside } from "../../support/garbage.js";
import { demoUser, isReplyQueue, type PortfolioSystem, startPortfolioSystem } from "../../support/portfolio-system.js";
import { until } from "../../support/system.js";

let broker: TestBroker;
let system: PortfolioSystem;
let replies: string;
let pids: (number | undefined)[];

const instances = () => [system.users, system.worker, system.portfolio];

beforeAll(async () => {
  broker = await openTestBroker();
  system = await startPortfolioSystem(broker.url);
  replies = (await broker.queues()).find(isReplyQueue)?.name ?? "none";
  pids = instances().map((instance) => instance.pid());
});
afterAll(async () => {
  await system.close();
  await broker.close();
});

const correlation_id = "550e8400-e29b-41d4-a716-446655440000";
const timestamp = "2025-11-13T10:30:00Z";

const consumed = [
  {
    name: "balance.request",
    queue: () => "balance.request",
    deadLetters: "balance.request.dlq",
    garbage: garbageBeside({ correlation_id, user_id: demoUser.id, requested_by: "a test", timestamp }, /correlation_id|user_id/),
  },
  {
    name: "balance.response.portfolio.{instance}",
    queue: () => replies,
    deadLetters: "balance.response.dlq",
    garbage: garbageBeside(
      { correlation_id, user_id: demoUser.id, balance: demoUser.balance, currency: "USD", success: true, timestamp },
      /correlation_id|success|must|none/,
    ),
  },
  {
    name: "portfolio.order-events",
    queue: () => "portfolio.order-events",
    deadLetters: "portfolio.order-events.dlq",
    garbage: garbageBeside(
      { orderId: randomUUID(), customerId: randomUUID(), itemId: randomUUID(), price: "1.00", completedAt: timestamp },
      /orderId|completedAt|must|none|message/,
    ),
  },
];

describe.each(consumed)("queue $name", ({ queue, deadLetters, garbage }) => {
  test.each(garbage)("dead-letters $what with the reason", { timeout: 60_000 }, async ({ body, properties, reason }) => {
    await broker.send("", queue(), body, { persistent: true, ...properties });
    await until(
      () => broker.depth(deadLetters),
      (depth) => depth === 1,
    );
    const [dead] = await broker.take(deadLetters);
    expect(dead?.headers).toMatchObject({
      "x-failure-code": "invalid",
      "x-failure-reason": expect.stringMatching(reason),
      "x-failure-queue": queue(),
    });
    expect(dead?.body.equals(Buffer.from(body))).toBe(true);
  });
});

test("after all of it no service has died and balances still come by messaging", async () => {
  expect(instances().map((instance) => instance.isRunning())).toEqual([true, true, true]);
  expect(instances().map((instance) => instance.pid())).toEqual(pids);
  expect(await system.refresh(demoUser.id)).toMatchObject({ total_cash: demoUser.balance, balance_source: "messaging" });
});
