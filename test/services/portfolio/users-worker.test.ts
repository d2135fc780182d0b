import fc from "fast-check";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { type BalanceRequest, type UsersWorkerPublisher, usersWorker } from "#generated/portfolio/users-worker/index.js";
import { balanceRequest } from "#generated/portfolio/users-worker/operations.js";
import {
  type Consumers,
  type Delivery,
  directUnitOfWork,
  encode,
  type HandlerContext,
  type MemoryBroker,
  openMemoryBroker,
  type Received,
  startConsumers,
  type Topology,
} from "#messaging";
import { openStore, type Store } from "#persistence";
import { type Balance, migrations, type UsersTables, userStore } from "../../../src/services/portfolio/users-store.js";
import { createUsersWorker } from "../../../src/services/portfolio/users-worker/service.js";

const mine = "balance.response.portfolio.0123456789abcdef";
/** A requester's own queue, as its contract declares it. */
const requester: Topology = {
  exchanges: [],
  queues: [{ name: mine, durable: true, exclusive: false, autoDelete: false, arguments: {} }],
  bindings: [{ exchange: "balance.response.exchange", queue: mine, routingKey: mine, arguments: {} }],
};

let store: Store<UsersTables>;
let broker: MemoryBroker;
let worker: Consumers;
let lines: string[];

const silent = { debug: () => undefined, info: () => undefined, warn: () => undefined, error: () => undefined };

beforeEach(async () => {
  lines = [];
  broker = openMemoryBroker();
  store = await openStore<UsersTables>({ url: ":memory:", migrations });
  const log = { info: (_fields: object, line: string) => void lines.push(line) };
  worker = await startConsumers({
    broker,
    contract: usersWorker,
    handlers: (db) => createUsersWorker(userStore(db), log),
    unit: directUnitOfWork(broker, await store.read(async (db) => db)),
    log: silent,
  });
  await broker.declare(requester);
});
afterEach(async () => {
  await worker.stop({ graceMs: 0 });
  await broker.close();
  await store.close();
});

const context: HandlerContext<UsersWorkerPublisher> = {
  publish: {},
  signal: new AbortController().signal,
  attempt: 1,
  onDone: () => undefined,
};

const requestFor = (user_id: number) => ({
  correlation_id: "550e8400-e29b-41d4-a716-446655440000",
  user_id,
  requested_by: "portfolio-api",
  timestamp: "2025-11-13T10:30:00Z",
});

const received = (user_id: number): Received<"BalanceRequest", BalanceRequest> => ({
  name: "BalanceRequest",
  payload: requestFor(user_id),
  headers: {},
  exchange: "balance.request.exchange",
  routingKey: "balance.request",
});

/** Publishes a request as any client may and gives what comes into the queue. */
async function answerTo(request: object, replyTo?: string, queue = replyTo ?? "balance.response.portfolio"): Promise<Delivery> {
  const come = new Promise<Delivery>((resolve) => {
    void broker.consume(queue, { prefetch: 1 }, resolve);
  });
  await broker.publish({
    exchange: "balance.request.exchange",
    routingKey: "balance.request",
    body: Buffer.from(JSON.stringify(request)),
    contentType: "application/json",
    mandatory: true,
    persistent: true,
    headers: {},
    ...(replyTo !== undefined && { replyTo }),
  });
  return come;
}
const bodyOf = ({ body }: Delivery): unknown => JSON.parse(body.toString());

describe("a request for a user's balance", () => {
  test("is answered with what the database says", async () => {
    expect(bodyOf(await answerTo(requestFor(42), mine))).toEqual({
      correlation_id: "550e8400-e29b-41d4-a716-446655440000",
      user_id: 42,
      balance: "75000.50",
      currency: "USD",
      success: true,
      timestamp: expect.stringMatching(/^\d{4}-\d{2}-\d{2}T.+Z$/),
    });
  });

  test("who is not found is answered with the reason and nothing else", async () => {
    expect(bodyOf(await answerTo(requestFor(999), mine))).toEqual({
      correlation_id: "550e8400-e29b-41d4-a716-446655440000",
      user_id: 999,
      success: false,
      error: "user not found",
      timestamp: expect.any(String),
    });
    expect(await broker.depth("balance.request.dlq")).toBe(0);
  });

  test("is answered with the balance of the moment", async () => {
    await store.perform({ run: ({ tx }) => tx.updateTable("users").set({ balance: "0.07" }).where("id", "=", 42).execute() });
    expect(bodyOf(await answerTo(requestFor(42), mine))).toMatchObject({ balance: "0.07" });
  });

  test("is written down when it comes and when its answer has left", async () => {
    await answerTo(requestFor(42), mine);
    await expect.poll(() => lines).toEqual(["Received balance request for user 42", "Sent balance response for user 42"]);
  });
});

describe("an answer", () => {
  test("is published to the exchange of answers with the request's correlation id and its own name as properties", async () => {
    expect(await answerTo(requestFor(42), mine)).toMatchObject({
      exchange: "balance.response.exchange",
      routingKey: mine,
      correlationId: "550e8400-e29b-41d4-a716-446655440000",
      contentType: "application/json",
      type: "BalanceResponse",
      appId: "portfolio/users-worker",
    });
  });

  test("to a request that names no address goes to the shared queue", async () => {
    expect(bodyOf(await answerTo(requestFor(42)))).toMatchObject({ user_id: 42, success: true });
  });

  test.each([
    ["that is no request", { user_id: "42" }, mine],
    ["that wants its answer at somebody else's address", requestFor(42), "balance.request"],
  ])("is not given to a message %s: that one becomes a dead letter", async (_what, request, replyTo) => {
    expect(bodyOf(await answerTo(request, replyTo, "balance.request.dlq"))).toEqual(request);
    expect(lines).toEqual([]);
  });

  test("meets the contract for every user and every balance that there can be", async () => {
    const cents = fc.bigInt({ min: 0n, max: 999_999_999_999_999_999n });
    const balance = fc.option(
      cents.map((amount): Balance => ({ balance: `${amount / 100n}.${String(amount % 100n).padStart(2, "0")}`, currency: "USD" })),
    );
    const user = fc.integer({ min: 1, max: Number.MAX_SAFE_INTEGER });
    const reply = balanceRequest.reply;
    if (reply === undefined) throw new Error("the worker's contract has no reply");
    await fc.assert(
      fc.asyncProperty(user, balance, async (user_id, found) => {
        const handlers = createUsersWorker({ balance: async () => found ?? undefined }, { info: () => undefined });
        const answer = await handlers.onBalanceRequest(received(user_id), context);
        const { body } = encode(reply, "BalanceResponse", answer, { correlationId: "c" }, { appId: usersWorker.id });
        expect(JSON.parse(body.toString())).toMatchObject(
          found === null ? { user_id, success: false } : { user_id, success: true, ...found },
        );
      }),
    );
  });
});
