import { statSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import Database from "better-sqlite3";
import type { Kysely } from "kysely";
import { afterAll, beforeAll, beforeEach, describe, expect, onTestFinished, test } from "vitest";
import { type PortfolioRequester, portfolio } from "#generated/portfolio/portfolio/index.js";
import { users } from "#generated/portfolio/users/index.js";
import { type UsersWorkerHandlers, usersWorker } from "#generated/portfolio/users-worker/index.js";
import type { RunningService } from "#host";
import { openTestBroker, type TestBroker } from "../support/broker.js";
import { temporaryFolder } from "../support/folder.js";
import { document, json, migrations, type NoteTables, nowhere, post, startWith } from "./stage.js";

let broker: TestBroker;

beforeAll(async () => {
  broker = await openTestBroker();
});
afterAll(() => broker.close());
/** What a test left in the queues is nothing to the next. */
beforeEach(async () => {
  for (const queue of ["balance.request", "balance.request.dlq"]) if ((await broker.depth(queue)) !== undefined) await broker.take(queue);
});

type Ask = (requester: PortfolioRequester) => Promise<unknown>;

const askBalance: Ask = (requester) => requester.requestBalance({ user_id: 42 });

interface Setting {
  readonly env?: Readonly<Record<string, string>>;
  readonly withoutBroker?: boolean;
}

/** Portfolio, whose `write` asks for a balance. */
const startAsking = ({ env = {}, withoutBroker = false }: Setting = {}, ask: Ask = askBalance): Promise<RunningService> =>
  startWith(
    {
      contract: portfolio,
      migrations,
      handlers: () => ({ onOrderEvent: async () => undefined }),
      http: {
        document,
        port: 8003,
        api: () => ({ list: async () => ({ status: 200 }) }),
        outside: ({ requester }) => ({ write: async () => ({ status: 200, body: await ask(requester) }) }),
      },
      ready: { withoutBroker },
    },
    env,
  );

/** The users worker, with an answer of the test's. */
const startAnswering = (
  onBalanceRequest: (db: Kysely<NoteTables>) => UsersWorkerHandlers["onBalanceRequest"],
  env: Readonly<Record<string, string>> = {},
): Promise<RunningService> =>
  connected(
    startWith(
      { contract: usersWorker, migrations, handlers: (db: Kysely<NoteTables>) => ({ onBalanceRequest: onBalanceRequest(db) }) },
      { RABBITMQ_URL: broker.url, ...env },
    ),
  );

const connected = async (starting: Promise<RunningService>): Promise<RunningService> => {
  const service = await starting;
  await service.ready;
  return service;
};

const startConnected = (env: Readonly<Record<string, string>> = {}, ask: Ask = askBalance): Promise<RunningService> =>
  connected(startAsking({ env: { RABBITMQ_URL: broker.url, ...env } }, ask));

const found = { user_id: 42, success: true, balance: "75000.50", currency: "USD" } as const;

const messaging = (service: RunningService) =>
  json<{ instance: string; queues: Record<string, number> }>(`${service.url}/health/messaging`);

describe("a service that asks", () => {
  test("gets the answer of another", async () => {
    await startAnswering(() => async () => found);
    const service = await startConnected();
    expect(await (await post(service)).json()).toMatchObject({ ...found, correlation_id: expect.any(String) });
  });

  test("has a reply queue of its own in each of its processes, and tells the depth of its own", async () => {
    const instances = [await startConnected(), await startConnected()];
    const told = await Promise.all(instances.map(messaging));
    for (const { instance, queues } of told) {
      expect(instance).toMatch(/^[0-9a-f]{16}$/);
      expect(queues).toMatchObject({ [`balance.response.portfolio.${instance}`]: 0, "balance.response.dlq": 0 });
      expect(Object.keys(queues).filter((name) => /^balance\.response\.portfolio\./.test(name))).toHaveLength(1);
    }
    expect(told[0]?.instance).not.toBe(told[1]?.instance);
  });

  test("carries its client's trace on", async () => {
    const service = await startConnected({}, (requester) =>
      requester.requestBalance({ user_id: 42 }, { timeoutMs: 200 }).catch(() => "late"),
    );
    const channel = await broker.channel();
    await channel.assertQueue("looked-at");
    await channel.bindQueue("looked-at", "balance.request.exchange", "balance.request");
    const trace = "4bf92f3577b34da6a3ce929d0e0e4736";
    await post(service, { traceparent: `00-${trace}-00f067aa0ba902b7-01` });
    const [message] = await broker.take("looked-at");
    expect(message?.headers.traceparent).toMatch(new RegExp(`^00-${trace}-`));
    await channel.deleteQueue("looked-at");
    await channel.close();
  });

  test("and is told to stop answers those who wait, with what it is answered meanwhile", async () => {
    let arrived: () => void = () => undefined;
    const begun = new Promise<void>((resolve) => (arrived = resolve));
    let proceed: () => void = () => undefined;
    const gate = new Promise<void>((resolve) => (proceed = resolve));
    await startAnswering(() => async () => {
      arrived();
      await gate;
      return found;
    });
    const service = await startConnected();
    const response = post(service);
    await begun;
    const stopped = service.stop();
    proceed();
    expect(await (await response).json()).toMatchObject(found);
    await stopped;
  });

  test("and is told to stop does not wait for an answer longer than it may", async () => {
    await startAnswering(() => () => new Promise(() => undefined));
    const service = await startConnected({ SHUTDOWN_MS: "200" });
    const response = post(service).catch(() => undefined);
    await expect
      .poll(async () =>
        (await (await fetch(`${service.url}/metrics`)).text()).includes('warren_requests_in_flight{operation="requestBalance"} 1'),
      )
      .toBe(true);
    const began = Date.now();
    await service.stop();
    expect(Date.now() - began).toBeLessThan(5_000);
    await response;
  });
});

describe("a read-only operation", () => {
  test("is answered while another process keeps the database locked", async () => {
    const url = `${temporaryFolder()}/locked.db`;
    const reads = async (db: Kysely<NoteTables>) => (await db.selectFrom("notes").select("text").execute()).length;
    await startAnswering((db) => async () => ({ ...found, balance: `${await reads(db)}.00` }), { DATABASE_URL: url });
    const other = new Database(url);
    onTestFinished(() => void other.close());
    other.exec("begin immediate");
    expect(await (await post(await startConnected())).json()).toMatchObject({ balance: "0.00" });
  });

  test("waits while the database is broken: its request uses up no attempt, and whoever has a sound database answers it", async () => {
    const url = `${temporaryFolder()}/broken.db`;
    let tries = 0;
    const broken = await startAnswering(
      (db) => async () => {
        tries++;
        await db.selectFrom("notes").select("text").execute();
        return found;
      },
      { DATABASE_URL: url },
    );
    const other = new Database(url);
    other.pragma("wal_checkpoint(TRUNCATE)");
    other.close();
    writeFileSync(url, Buffer.alloc(statSync(url).size, 7), { flag: "r+" });
    const patient: Ask = (requester) => requester.requestBalance({ user_id: 42 }, { timeoutMs: 20_000 });
    const response = post(await startConnected({}, patient));
    await expect.poll(() => tries, { timeout: 15_000 }).toBeGreaterThanOrEqual(3);
    const waiting = ["balance.request.wait.250", "balance.request.wait.1000", "balance.request.wait.4000", "balance.request.dlq"];
    expect(await Promise.all(waiting.map((queue) => broker.depth(queue)))).toEqual([0, 0, 0, 0]);
    await startAnswering(() => async () => found);
    await broken.stop();
    expect(await (await response).json()).toMatchObject(found);
  });

  test("cannot write: its request is dead-lettered with the reason after its last attempt", async () => {
    await startAnswering((db) => async () => {
      await db.insertInto("notes").values({ text: "never" }).execute();
      return found;
    });
    const request = { correlation_id: "c", user_id: 42, requested_by: "a test", timestamp: "2025-11-13T10:30:00Z" };
    await broker.send("balance.request.exchange", "balance.request", JSON.stringify(request), {
      headers: { "x-attempts": 3, "x-attempts-queue": "balance.request" },
    });
    await expect.poll(() => broker.depth("balance.request.dlq"), { timeout: 15_000 }).toBe(1);
    const [dead] = await broker.take("balance.request.dlq");
    expect(dead?.headers["x-failure-reason"]).toContain("`read` cannot write");
  });
});

describe("without a broker", () => {
  const ready = async (service: RunningService) => {
    const response = await fetch(`${service.url}/health/ready`);
    return [response.status, await response.json()];
  };
  const away = { broker: false, store: true, consumers: false };

  test("a service that is of use without one is ready, once it has looked for it", async () => {
    const service = await startAsking({ withoutBroker: true });
    await expect.poll(() => ready(service)).toEqual([200, { status: "up", checks: away }]);
  });

  test("any other service is not", async () => {
    expect(await ready(await startAsking())).toEqual([503, { status: "down", checks: away }]);
  });

  test("a question is refused at once", async () => {
    const service = await startAsking();
    const began = Date.now();
    expect((await post(service)).status).toBe(503);
    expect(Date.now() - began).toBeLessThan(2_000);
  });

  test("an application without channels is ready, and looks for none", async () => {
    let connections = 0;
    const listener = createServer(() => connections++).listen(0, "127.0.0.1");
    onTestFinished(() => void listener.close());
    await new Promise((resolve) => listener.once("listening", resolve));
    const url = nowhere.replace(/:1$/, `:${(listener.address() as { port: number }).port}`);
    const service = await startWith({ contract: users, migrations, handlers: () => ({}) }, { RABBITMQ_URL: url });
    await service.ready;
    expect(await ready(service)).toEqual([200, { status: "up", checks: { store: true } }]);
    expect(await messaging(service)).toMatchObject({ application: "portfolio/users", broker: "none", outboxPending: 0, queues: {} });
    expect(connections).toBe(0);
  });
});
