/** Shown in docs/how-to/request-reply.md. */
import { afterEach, beforeEach, expect, test } from "vitest";
import { type PortfolioRequester, portfolio } from "#generated/portfolio/portfolio/index.js";
import { usersWorker } from "#generated/portfolio/users-worker/index.js";
import {
  type Consumers,
  directUnitOfWork,
  type MemoryBroker,
  openMemoryBroker,
  type Requests,
  startConsumers,
  startRequests,
} from "#messaging";
import type { UserStore } from "../../../src/services/portfolio/users-store.js";
import { createUsersWorker } from "../../../src/services/portfolio/users-worker/service.js";

const log = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} };

let broker: MemoryBroker;
let worker: Consumers;
let requests: Requests;
let requester: PortfolioRequester;
/** How the worker comes by a balance. */
let find: UserStore["balance"];

beforeEach(async () => {
  broker = openMemoryBroker();
  find = async (id) => (id === 42 ? { balance: "75000.50", currency: "USD" } : undefined);
  worker = await startConsumers({
    broker,
    contract: usersWorker,
    handlers: () => createUsersWorker({ balance: (id) => find(id) }, log),
    unit: directUnitOfWork(broker),
    log,
  });
  requests = startRequests({ broker, contract: portfolio, instance: "test", log });
  requester = portfolio.requester(requests.ask);
  await requests.ready;
});
afterEach(async () => {
  await requests.stop({ graceMs: 0 });
  await worker.stop({ graceMs: 0 });
  await broker.close();
});

test("a balance is asked for and answered", async () => {
  const answer = await requester.requestBalance({ user_id: 42 });
  expect(answer).toMatchObject({ user_id: 42, success: true, balance: "75000.50" });
});

test("an answer that comes too late is dead-lettered", async () => {
  const asked = requester.requestBalance({ user_id: 42 }, { timeoutMs: 20 });
  find = async () => {
    await expect(asked).rejects.toMatchObject({ code: "timeout" });
    return { balance: "75000.50", currency: "USD" };
  };
  await expect.poll(() => broker.depth("balance.response.dlq")).toBe(1);
});

test("without a broker there is no answer, and no waiting for one", async () => {
  broker.server.stop();
  await expect(requester.requestBalance({ user_id: 42 })).rejects.toMatchObject({ code: "unavailable" });
});
