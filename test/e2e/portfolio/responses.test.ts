import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { openTestBroker, type TestBroker } from "../../support/broker.js";
import { demoUser, isReplyQueue, type PortfolioSystem, startPortfolioSystem } from "../../support/portfolio-system.js";
import type { TakenMessage } from "../../support/raw-client.js";
import { until } from "../../support/system.js";

let broker: TestBroker;
let system: PortfolioSystem;
/** Reply queue of the portfolio that runs; its address too. */
let replies: string;

beforeAll(async () => {
  broker = await openTestBroker();
  system = await startPortfolioSystem(broker.url);
  replies = (await broker.queues()).find(isReplyQueue)?.name ?? "none";
});
afterAll(async () => {
  await system.close();
  await broker.close();
});

const response = (more: object = {}): string =>
  JSON.stringify({
    correlation_id: "550e8400-e29b-41d4-a716-446655440000",
    user_id: 42,
    balance: "75000.50",
    currency: "USD",
    success: true,
    timestamp: "2025-11-13T10:30:01Z",
    ...more,
  });

const respond = (address: string, body: string, properties: object = {}): Promise<void> =>
  broker.send("balance.response.exchange", address, body, { contentType: "application/json", ...properties });

/** Waits for the first response that came to nothing, and takes it. */
const deadResponse = async (): Promise<TakenMessage> => {
  await until(
    () => broker.depth("balance.response.dlq"),
    (depth) => depth === 1,
  );
  const [dead] = await broker.take("balance.response.dlq");
  if (dead === undefined) throw new Error("somebody else took it");
  return dead;
};

/** A copy of every response to this portfolio, as a queue. */
const tap = async (): Promise<string> => {
  const channel = await broker.channel();
  const { queue } = await channel.assertQueue("", { autoDelete: true });
  await channel.bindQueue(queue, "balance.response.exchange", replies);
  await channel.close();
  return queue;
};

describe("a response goes to balance.response.dlq", () => {
  test("when nobody takes it from the reference's queue in time", async () => {
    await respond("balance.response.portfolio", response(), { expiration: "100" });
    const dead = await deadResponse();
    expect([dead.body.toString(), dead.headers["x-first-death-reason"]]).toEqual([response(), "expired"]);
    expect(dead.headers["x-first-death-queue"]).toBe("balance.response.portfolio");
  });

  test("when nobody asked for it, with the reason", async () => {
    await respond(replies, response());
    const dead = await deadResponse();
    expect(dead.headers).toMatchObject({ "x-failure-code": "rejected", "x-failure-queue": replies });
    expect(dead.headers["x-failure-reason"]).toMatch(/correlation|nobody|wait|request/i);
    expect(dead.body.toString()).toBe(response());
  });

  test("when it comes a second time, with the reason", async () => {
    const copies = await tap();
    expect(await system.refresh(demoUser.id)).toMatchObject({ balance_source: "messaging" });
    const [copy] = await until(
      () => broker.take(copies),
      (taken) => taken.length === 1,
    );
    const { correlationId } = copy?.properties ?? {};
    await respond(replies, copy?.body.toString() ?? "", { correlationId });
    const dead = await deadResponse();
    expect(dead.headers).toMatchObject({
      "x-failure-code": "rejected",
      "x-failure-reason": expect.stringMatching(/duplicate|second|again|already|answered/i),
    });
    expect(dead.properties.correlationId).toBe(correlationId);
  });

  test("when it breaks the contract, with the place and no value of it", async () => {
    await respond(replies, response({ balance: "a secret" }));
    const dead = await deadResponse();
    expect(dead.headers).toMatchObject({ "x-failure-code": "invalid", "x-failure-reason": expect.stringMatching(/balance/) });
    expect(dead.headers["x-failure-reason"]).not.toMatch(/a secret/);
  });
});

test("portfolio serves on after all of it", async () => {
  expect(await system.refresh(demoUser.id)).toMatchObject({ total_cash: demoUser.balance, balance_source: "messaging" });
});

describe("with a responder that breaks the contract once", () => {
  beforeAll(async () => {
    await system.worker.stop();
  });

  type Respond = (request: Record<string, unknown>) => string;
  const right: Respond = ({ correlation_id }) => response({ correlation_id, balance: "0.01" });

  /** Answers the first request with what `wrong` makes of it and every other one as it should. */
  const responder = async (wrong: Respond): Promise<() => Promise<void>> => {
    const channel = await broker.channel();
    let answer = wrong;
    await channel.consume("balance.request", (message) => {
      if (message === null) return;
      const { replyTo, correlationId } = message.properties as { replyTo: string; correlationId: string };
      const body = answer(JSON.parse(message.content.toString()) as Record<string, unknown>);
      answer = right;
      channel.publish("balance.response.exchange", replyTo, Buffer.from(body), { correlationId, contentType: "application/json" });
      channel.ack(message);
    });
    return () => channel.close();
  };

  const wrongs: readonly { what: string; wrong: Respond }[] = [
    { what: "no JSON", wrong: () => "no money" },
    { what: "a balance that is a number", wrong: ({ correlation_id }) => response({ correlation_id, balance: 75_000.5 }) },
    { what: "a success without a balance", wrong: ({ correlation_id }) => response({ correlation_id, balance: undefined }) },
    { what: "a failure without a reason", wrong: ({ correlation_id }) => response({ correlation_id, success: false }) },
  ];

  test.each(wrongs)("$what: HTTP answers, long before the time is up, and the response is dead-lettered", async ({ wrong }) => {
    const close = await responder(wrong);
    const began = Date.now();
    expect(await system.refresh(demoUser.id)).toMatchObject({ total_cash: demoUser.balance, balance_source: "http" });
    expect(Date.now() - began).toBeLessThan(4000);
    expect((await deadResponse()).headers).toMatchObject({ "x-failure-code": "invalid" });
    expect(await system.refresh(demoUser.id)).toMatchObject({ total_cash: "0.01", balance_source: "messaging" });
    await close();
  });
});
