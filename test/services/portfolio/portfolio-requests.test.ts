/** What portfolio's generated requester puts on the wire and takes from it, with a broker in memory and a worker that does as a test says. */
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { type BalanceResponse, type PortfolioRequester, portfolio } from "#generated/portfolio/portfolio/index.js";
import { topology as workerTopology } from "#generated/portfolio/users-worker/topology.js";
import { type Delivery, type MemoryBroker, openMemoryBroker, type Requests, startRequests } from "#messaging";
import { found, keptLog, notFound } from "./portfolio-stage.js";

const instance = "0123456789abcdef";
const replyQueue = `balance.response.portfolio.${instance}`;

let broker: MemoryBroker;
let requests: Requests;
let requester: PortfolioRequester;
/** Requests as they came. */
let seen: Delivery[];
/** What the worker does about a request. */
let work: (request: Delivery) => void;

beforeEach(async () => {
  broker = openMemoryBroker();
  [seen, work] = [[], (request) => reply(request, found(bodyOf(request).user_id))];
  await broker.declare(workerTopology);
  await broker.consume("balance.request", { prefetch: 100 }, (delivery) => {
    seen.push(delivery);
    delivery.ack();
    work(delivery);
  });
  requests = startRequests({ broker, contract: portfolio, instance, log: keptLog() });
  requester = portfolio.requester(requests.ask);
  await requests.ready;
});
afterEach(async () => {
  await requests.stop({ graceMs: 0 });
  await broker.close();
});

interface Body {
  readonly correlation_id: string;
  readonly user_id: number;
  readonly requested_by: string;
  readonly timestamp: string;
}
const bodyOf = ({ body }: Delivery): Body => JSON.parse(body.toString()) as Body;

/** Answers a request as any client of the reference would: with the correlation id in property and payload. */
function reply(request: Delivery, answer: BalanceResponse, correlationId = bodyOf(request).correlation_id): void {
  void broker.publish({
    exchange: "balance.response.exchange",
    routingKey: request.replyTo ?? "",
    body: Buffer.from(JSON.stringify({ ...answer, correlation_id: correlationId })),
    mandatory: true,
    persistent: true,
    contentType: "application/json",
    type: "BalanceResponse",
    correlationId,
    headers: {},
  });
}

describe("a balance request", () => {
  test("has a UUID as correlation id, the same in property and payload, and another one each time", async () => {
    await requester.requestBalance({ user_id: 42 });
    await requester.requestBalance({ user_id: 42 });
    const ids = seen.map((request) => [request.correlationId, bodyOf(request).correlation_id]);
    for (const [property, payload] of ids) {
      expect(property).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/);
      expect(payload).toBe(property);
    }
    expect(new Set(ids.flat()).size).toBe(2);
  });

  test("says what the reference says, and where this instance reads its answers", async () => {
    await requester.requestBalance({ user_id: 42 });
    const [request] = seen;
    expect(request && bodyOf(request)).toEqual({
      correlation_id: request?.correlationId,
      user_id: 42,
      requested_by: "portfolio-api",
      timestamp: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z$/),
    });
    expect(request).toMatchObject({
      exchange: "balance.request.exchange",
      routingKey: "balance.request",
      contentType: "application/json",
      replyTo: replyQueue,
    });
  });

  test("tells once that the broker has it", async () => {
    let told = 0;
    await requester.requestBalance({ user_id: 42 }, { onPublished: () => told++ });
    expect(told).toBe(1);
  });
});

describe("waiting for a response", () => {
  test("each request gets the answer with its own correlation id, whatever their order", async () => {
    const held: Delivery[] = [];
    work = (request) => {
      held.push(request);
      if (held.length === 3) for (const one of held.reverse()) reply(one, found(bodyOf(one).user_id, `${bodyOf(one).user_id}.00`));
    };
    const balances = await Promise.all([1, 2, 3].map((user_id) => requester.requestBalance({ user_id })));
    expect(balances).toMatchObject([{ balance: "1.00" }, { balance: "2.00" }, { balance: "3.00" }]);
  });

  test("a user that does not exist is an answer, not an error", async () => {
    work = (request) => reply(request, notFound(999));
    expect(await requester.requestBalance({ user_id: 999 })).toMatchObject({ success: false, error: "user not found" });
  });

  test("an answer that breaks the contract ends the request at once, as invalid", async () => {
    work = (request) => reply(request, { ...found(42), balance: "75000.5" });
    await expect(requester.requestBalance({ user_id: 42 })).rejects.toMatchObject({ code: "invalid" });
  });

  test("an answer to somebody else's request is left aside, in the dead-letter queue", async () => {
    work = (request) => {
      reply(request, found(42), "550e8400-e29b-41d4-a716-446655440000");
      reply(request, found(42));
    };
    expect(await requester.requestBalance({ user_id: 42 })).toMatchObject({ balance: "75000.50" });
    await expect.poll(() => broker.depth("balance.response.dlq")).toBe(1);
  });
});

describe("a timeout", () => {
  test("ends the request when no answer comes", async () => {
    work = () => {};
    await expect(requester.requestBalance({ user_id: 42 }, { timeoutMs: 20 })).rejects.toMatchObject({ code: "timeout" });
    expect(requests.inFlight).toBe(0);
  });

  test("leaves the late answer to the dead-letter queue", async () => {
    work = () => {};
    await requester.requestBalance({ user_id: 42 }, { timeoutMs: 20 }).catch(() => undefined);
    const [request] = seen;
    if (request !== undefined) reply(request, found(42));
    await expect.poll(() => broker.depth("balance.response.dlq")).toBe(1);
  });
});
