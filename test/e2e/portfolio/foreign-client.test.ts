import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { openTestBroker, type TestBroker } from "../../support/broker.js";
import { messagesIn, missing, pika, python, startPika } from "../../support/pika.js";
import { demoUser, type PortfolioSystem, startPortfolioSystem } from "../../support/portfolio-system.js";
import { until } from "../../support/system.js";

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;
const instant = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z$/;

/** What the reference says of a request, with a correlation id that can be told from others. */
const requestFor = (userId: unknown, more: object = {}): Record<string, unknown> => ({
  correlation_id: "550e8400-e29b-41d4-a716-446655440000",
  user_id: userId,
  requested_by: "a client in Python",
  timestamp: "2025-11-13T10:30:00Z",
  ...more,
});
const line = (body: string | Buffer | object, properties: object = {}): string => {
  const bytes = typeof body === "string" || Buffer.isBuffer(body) ? Buffer.from(body) : Buffer.from(JSON.stringify(body));
  return `${JSON.stringify({ body: bytes.toString("base64"), properties })}\n`;
};

describe.skipIf(python === undefined)(python === undefined ? missing : "a client in Python", () => {
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

  /** Waits for the first request that the worker gave up, and takes it. */
  const deadRequest = async () => {
    await until(
      () => broker.depth("balance.request.dlq"),
      (depth) => depth === 1,
      15_000, // before the test's own time is up, or the next one's letter would be taken
    );
    const [dead] = await broker.take("balance.request.dlq");
    if (dead === undefined) throw new Error("somebody else took it");
    return dead;
  };

  describe("asks the worker", () => {
    test("without a reply address and is answered on the reference's queue, key for key", async () => {
      const [answer] = await pika([broker.url, "ask", String(demoUser.id)]);
      expect(answer?.routing_key).toBe("balance.response.portfolio");
      const body = JSON.parse(answer?.body ?? "") as { correlation_id: string };
      expect(body).toEqual({
        correlation_id: expect.stringMatching(uuid),
        user_id: 42,
        balance: "75000.50",
        currency: "USD",
        success: true,
        timestamp: expect.stringMatching(instant),
      });
      expect(answer?.properties).toMatchObject({ correlation_id: body.correlation_id, content_type: "application/json", delivery_mode: 1 });
    });

    test.each(["balance.response.python", "balance.response.python.7f3a"])(
      "with the reply address %s and is answered there",
      async (address) => {
        const [answer] = await pika([broker.url, "ask", "--reply-to", address, String(demoUser.id)]);
        expect([answer?.routing_key, JSON.parse(answer?.body ?? "")]).toMatchObject([
          address,
          { user_id: 42, balance: "75000.50", success: true },
        ]);
      },
    );

    test("for a user that is not there and is told so, key for key", async () => {
      const [answer] = await pika([broker.url, "ask", "999999"]);
      const body = JSON.parse(answer?.body ?? "") as { correlation_id: string };
      expect(body).toEqual({
        correlation_id: expect.stringMatching(uuid),
        user_id: 999_999,
        success: false,
        error: "user not found",
        timestamp: expect.stringMatching(instant),
      });
      expect(answer?.properties.correlation_id).toBe(body.correlation_id);
    });

    test("a hundred times at once and gets every user's own balance", async () => {
      const users = await Promise.all(Array.from({ length: 10 }, (_, index) => system.createUser(`${index}.50`)));
      const asked = Array.from({ length: 10 }, () => users).flat();
      const answers = await pika([broker.url, "ask", "--reply-to", "balance.response.python", ...asked.map(String)]);
      const bodies = answers.map(({ body }) => JSON.parse(body) as { correlation_id: string; user_id: number; balance: string });
      expect(new Set(bodies.map(({ correlation_id }) => correlation_id)).size).toBe(asked.length);
      for (const { user_id, balance } of bodies) expect(balance).toBe(`${users.indexOf(user_id)}.50`);
    });
  });

  describe("asks for an answer where none may go", () => {
    test.each([
      { what: "in a queue of others", address: "balance.request" },
      { what: "in a private queue", address: "amq.gen-JzTY20BRgKO-HjmUJj0wLg" },
      { what: "at an address that lacks its end", address: "balance.response." },
      { what: "at an address with too many words", address: "balance.response.a.b.c" },
      { what: "at a pattern", address: "balance.response.#" },
      { what: "at an address of 250 characters", address: `balance.response.${"x.".repeat(200)}`.slice(0, 250) },
    ])("$what: the request is dead-lettered with the reason, the next one answered", async ({ address }) => {
      await pika([broker.url, "send"], line(requestFor(demoUser.id), { reply_to: address, correlation_id: "its own" }));
      const dead = await deadRequest();
      expect(dead.headers).toMatchObject({ "x-failure-code": "rejected", "x-failure-reason": expect.stringMatching(/reply|address/i) });
      expect(JSON.parse(dead.body.toString())).toEqual(requestFor(demoUser.id));
      expect(await system.refresh(demoUser.id)).toMatchObject({ balance_source: "messaging" });
    });

    test("at an address of the allowed form where nobody listens: dead-lettered with the reason, at once", async () => {
      const began = Date.now();
      await pika([broker.url, "send"], line(requestFor(demoUser.id), { reply_to: "balance.response.nobody" }));
      const dead = await deadRequest();
      expect(dead.headers).toMatchObject({ "x-failure-code": "rejected", "x-attempts": 1 });
      expect(Date.now() - began).toBeLessThan(5000);
    });
  });

  const { timestamp: _, ...withoutTimestamp } = requestFor(demoUser.id);
  const broken = [
    { what: "no JSON", body: "what is the balance of 42?", reason: /JSON/ },
    { what: "bytes that are no UTF-8", body: Buffer.from([0x7b, 0x22, 0xff, 0xfe, 0x22, 0x7d]), reason: /UTF-8/ },
    { what: "a user number in quotes", body: requestFor("42"), reason: /user_id/ },
    { what: "a user number with a fraction", body: requestFor(42.5), reason: /user_id/ },
    {
      what: "a user number that no number holds",
      body: JSON.stringify(requestFor(0)).replace(":0,", ":9007199254740993,"),
      reason: /user_id/,
    },
    { what: "a missing field", body: withoutTimestamp, reason: /timestamp/ },
    { what: "a time that is none", body: requestFor(demoUser.id, { timestamp: "yesterday" }), reason: /timestamp/ },
    {
      what: "a body of 2 MB",
      body: JSON.stringify(requestFor(demoUser.id, { note: "x".repeat(2 * 1024 * 1024) })),
      reason: /bytes|large|size/i,
    },
    { what: "an empty body", body: "", reason: /JSON|empty/i },
    {
      what: "another content type",
      body: requestFor(demoUser.id),
      properties: { content_type: "application/xml" },
      reason: /content type/i,
    },
  ];

  test.each(broken)("sends $what: dead-lettered with the reason", async ({ body, properties, reason }) => {
    await pika([broker.url, "send"], line(body, properties));
    const dead = await deadRequest();
    expect(dead.headers).toMatchObject({
      "x-failure-code": "invalid",
      "x-failure-reason": expect.stringMatching(reason),
      "x-failure-queue": "balance.request",
    });
  });

  test("what other keys a request has does not matter", async () => {
    await pika([broker.url, "send"], line(requestFor(demoUser.id, { cluster: "eu-1" })));
    await until(
      () => broker.depth("balance.response.portfolio"),
      (depth) => depth === 1,
    );
    const [answer] = await broker.take("balance.response.portfolio");
    expect(JSON.parse(answer?.body.toString() ?? "")).toMatchObject({ correlation_id: requestFor(42).correlation_id, success: true });
  });

  test("answers portfolio's requests while the worker is off", { timeout: 40_000 }, async () => {
    await system.worker.stop();
    const responder = startPika([broker.url, "answer", "1234.56", "20"]);
    await responder.line(/^ready$/);
    const portfolios = await Promise.all(Array.from({ length: 20 }, () => system.refresh(demoUser.id)));
    expect(new Set(portfolios.map((one) => `${one.total_cash} ${one.balance_source}`))).toEqual(new Set(["1234.56 messaging"]));
    expect(await responder.ended).toBe(0);
    const requests = messagesIn(responder.output());
    expect(requests).toHaveLength(20);
    for (const { body, properties } of requests) {
      const request = JSON.parse(body) as { correlation_id: string };
      expect(request).toEqual({
        correlation_id: expect.stringMatching(uuid),
        user_id: 42,
        requested_by: "portfolio-api",
        timestamp: expect.stringMatching(instant),
      });
      expect(properties).toMatchObject({
        correlation_id: request.correlation_id,
        content_type: "application/json",
        reply_to: expect.stringMatching(/^balance\.response\.portfolio\.[0-9a-f]{16}$/),
      });
    }
    await system.worker.start();
    expect(await system.refresh(demoUser.id)).toMatchObject({ total_cash: demoUser.balance, balance_source: "messaging" });
  });
});
