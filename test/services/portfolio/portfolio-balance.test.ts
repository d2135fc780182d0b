import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import type { BalanceResponse } from "#generated/portfolio/portfolio/index.js";
import { MessagingError } from "#messaging";
import { type Balances, createBalances } from "../../../src/services/portfolio/portfolio/balance.js";
import { risingClock } from "../../../src/services/portfolio/portfolio/clock.js";
import { createUsersApi } from "../../../src/services/portfolio/portfolio/users-api.js";
import {
  closedPort,
  type FakeRequester,
  fakeRequester,
  found,
  keptLog,
  notFound,
  type UsersServer,
  usersServer,
} from "./portfolio-stage.js";

let users: UsersServer;
let requester: FakeRequester;
let log: ReturnType<typeof keptLog>;
let balances: Balances;
beforeEach(async () => {
  // Time passes when a test says so; timers and sockets go on as ever.
  vi.useFakeTimers({ toFake: ["Date"] });
  [users, requester, log] = [await usersServer(), fakeRequester(), keptLog()];
  balances = over(users.url);
});
afterEach(async () => {
  vi.useRealTimers();
  await users.close();
});

const over = (url: string, timeoutMs = 10_000): Balances =>
  createBalances({ requester, users: createUsersApi({ url, timeoutMs }), clock: risingClock(), log });

const pass = (ms: number): unknown => vi.setSystemTime(Date.now() + ms);
const never = new AbortController().signal;
const ask = (userId = 42, signal = never) => balances.of(userId, signal);

const fails = (code: MessagingError["code"]) => (): Promise<BalanceResponse> => Promise.reject(new MessagingError(code, `it was ${code}`));
const answers: FakeRequester["answer"] = async ({ userId }) => found(userId);

/** A promise that a test settles. */
function held<T>() {
  let settle: { resolve(value: T): void; reject(error: unknown): void } | undefined;
  const promise = new Promise<T>((resolve, reject) => (settle = { resolve, reject }));
  return { promise, resolve: (value: T) => settle?.resolve(value), reject: (error: unknown) => settle?.reject(error) };
}

async function openMessaging(): Promise<void> {
  requester.answer = fails("timeout");
  for (let count = 0; count < 3; count++) await ask();
}

describe("a balance", () => {
  test("is asked for over messaging with five seconds to answer, and HTTP is left alone", async () => {
    expect(await ask()).toMatchObject({ totalCash: "75000.50", currency: "USD", source: "messaging" });
    expect(requester.asked).toMatchObject([{ userId: 42, timeoutMs: 5000 }]);
    expect(users.asked).toEqual([]);
  });

  test.each(["timeout", "unavailable", "unroutable", "invalid"] as const)("comes over HTTP where messaging fails with %s", async (code) => {
    requester.answer = fails(code);
    expect(await ask()).toMatchObject({ totalCash: "99.00", source: "http" });
    expect(log.lines.find(({ level }) => level === "warn")).toMatchObject({
      message: `No balance over messaging (${code}), falling back to HTTP`,
      fields: { user_id: 42, reason: code },
    });
  });

  test("comes over HTTP where the answer is about another user", async () => {
    requester.answer = async () => found(7, "1.00");
    expect(await ask()).toMatchObject({ totalCash: "99.00", source: "http" });
  });

  test("was asked for at the time the way that gave it was taken", async () => {
    const start = Date.now();
    requester.answer = async () => {
      pass(5000);
      throw new MessagingError("timeout", "too late");
    };
    expect((await ask())?.askedAt).toBeGreaterThanOrEqual(start + 5000);
  });
});

describe("a user that does not exist", () => {
  test("is an answer of messaging, however often it comes: HTTP is not asked and no circuit opens", async () => {
    requester.answer = async ({ userId }) => notFound(userId);
    for (let count = 0; count < 10; count++) expect(await ask()).toBeUndefined();
    expect([requester.asked.length, users.asked]).toEqual([10, []]);
  });

  test("is an answer of HTTP, however often it comes", async () => {
    requester.answer = fails("unavailable");
    users.answer = (_request, response) => void response.status(404).type("application/problem+json").json({ status: 404 });
    for (let count = 0; count < 10; count++) expect(await ask()).toBeUndefined();
    expect(users.asked).toHaveLength(10);
  });
});

describe("the circuit over messaging", () => {
  test("opens after three failures in a row: requests then go to HTTP at once", async () => {
    await openMessaging();
    expect(await ask()).toMatchObject({ source: "http" });
    expect(requester.asked).toHaveLength(3);
    expect(log.messages("warn")).toContain("The circuit over messaging is open");
    expect(log.messages("warn").at(-1)).toBe("No balance over messaging (circuit open), falling back to HTTP");
  });

  test("stays closed while answers come between the failures", async () => {
    for (const answer of [fails("timeout"), fails("timeout"), answers, fails("timeout"), fails("timeout"), answers]) {
      requester.answer = answer;
      await ask();
    }
    expect(requester.asked).toHaveLength(6);
  });

  test("lets one request probe after two seconds, with one second to answer, and closes when that is answered", async () => {
    await openMessaging();
    requester.answer = answers;
    pass(1999);
    expect(await ask()).toMatchObject({ source: "http" });
    pass(1);
    expect(await ask()).toMatchObject({ source: "messaging" });
    expect(requester.asked.at(-1)).toMatchObject({ timeoutMs: 1000 });
    expect(await ask()).toMatchObject({ source: "messaging" });
    expect(requester.asked.at(-1)).toMatchObject({ timeoutMs: 5000 });
    expect(log.messages("info")).toContain("The circuit over messaging is closed");
  });

  test("sends everybody else straight to HTTP while one probes", async () => {
    await openMessaging();
    pass(2000);
    const answer = held<BalanceResponse>();
    requester.answer = () => answer.promise;
    const probe = ask(1);
    const others = await Promise.all([2, 3, 4].map((userId) => ask(userId)));
    expect(others).toMatchObject([{ source: "http" }, { source: "http" }, { source: "http" }]);
    answer.resolve(found(1));
    expect(await probe).toMatchObject({ source: "messaging" });
    expect(requester.asked).toHaveLength(4);
  });

  test("opens again for two seconds when the probe fails", async () => {
    await openMessaging();
    pass(2000);
    expect(await ask()).toMatchObject({ source: "http" });
    pass(1999);
    await ask();
    expect(requester.asked).toHaveLength(4);
    pass(1);
    await ask();
    expect(requester.asked).toHaveLength(5);
  });

  test("learns nothing from requests that began before it opened", async () => {
    const late = held<BalanceResponse>();
    requester.answer = () => late.promise;
    const slow = ask(7);
    await openMessaging();
    pass(2000);
    const answer = held<BalanceResponse>();
    requester.answer = () => answer.promise;
    const probe = ask(1);
    late.reject(new MessagingError("timeout", "too late"));
    expect(await slow).toMatchObject({ source: "http" });
    answer.resolve(found(1));
    await probe;
    requester.answer = answers;
    expect(await ask()).toMatchObject({ source: "messaging" });
  });
});

describe("a request that is given up", () => {
  test("gives up its question over messaging, goes nowhere else and is no failure", async () => {
    const giveUp = Array.from({ length: 5 }, () => new AbortController());
    requester.answer = ({ signal }) =>
      new Promise((_resolve, reject) => signal?.addEventListener("abort", () => reject(signal.reason as Error)));
    for (const one of giveUp) {
      const asking = ask(42, one.signal);
      one.abort(new Error("enough"));
      await expect(asking).rejects.toThrow("enough");
    }
    expect([requester.asked.length, users.asked]).toEqual([5, []]);
    requester.answer = answers;
    expect(await ask()).toMatchObject({ source: "messaging" });
  });

  test("as the probe leaves the circuit open", async () => {
    await openMessaging();
    pass(2000);
    const giveUp = new AbortController();
    requester.answer = ({ signal }) =>
      new Promise((_resolve, reject) => signal?.addEventListener("abort", () => reject(signal.reason as Error)));
    const probe = ask(42, giveUp.signal);
    giveUp.abort(new Error("enough"));
    await expect(probe).rejects.toThrow("enough");
    requester.answer = answers;
    expect(await ask()).toMatchObject({ source: "http" });
  });

  test("gives up its question over HTTP", async () => {
    requester.answer = fails("unavailable");
    const [arrived, closed] = [held<string>(), held<string>()];
    users.answer = (request) => {
      request.once("close", () => closed.resolve("closed"));
      arrived.resolve("arrived");
    };
    const giveUp = new AbortController();
    const asking = ask(42, giveUp.signal);
    await arrived.promise;
    giveUp.abort(new Error("enough"));
    await expect(asking).rejects.toThrow("enough");
    await closed.promise;
  });
});

describe("the users API", () => {
  beforeEach(() => {
    requester.answer = fails("unavailable");
  });

  const none = (reason: string) => `No balance came over messaging (unavailable), nor over HTTP (${reason}).`;

  test.each<[string, UsersServer["answer"], string]>([
    ["that cannot answer", (_request, response) => void response.status(503).end(), "unavailable"],
    ["that does not know the address", (_request, response) => void response.status(404).type("html").send("not here"), "invalid"],
    ["that answers something other than JSON", (_request, response) => void response.type("json").send("{"), "invalid"],
    [
      "that answers about another user",
      (_request, response) => void response.json({ user_id: 7, balance: "1.00", currency: "USD" }),
      "invalid",
    ],
    [
      "that answers an amount with one decimal",
      (_request, response) => void response.json({ user_id: 42, balance: "1.0", currency: "USD" }),
      "invalid",
    ],
    ["that answers a number", (_request, response) => void response.json({ user_id: 42, balance: 1, currency: "USD" }), "invalid"],
    ["that answers nothing", (_request, response) => void response.status(200).end(), "invalid"],
    ["that sends elsewhere", (_request, response) => response.redirect("/api/users/7/balance"), "unavailable"],
  ])("%s gives no balance", async (_what, answer, reason) => {
    users.answer = answer;
    await expect(ask()).rejects.toThrow(none(reason));
  });

  test.each<[string, UsersServer["answer"]]>([
    ["that does not answer in time", () => {}],
    ["that stops in the middle of its answer", (_request, response) => void response.write('{"user_id":')],
  ])("%s gives no balance", async (_what, answer) => {
    users.answer = answer;
    balances = over(users.url, 100);
    await expect(ask()).rejects.toThrow(none("timeout"));
  });

  test("that is not there gives no balance", async () => {
    balances = over(await closedPort());
    await expect(ask()).rejects.toThrow(none("unavailable"));
  });

  test("that fails five times in a row is left alone for a second, and asked again after it", async () => {
    users.answer = (_request, response) => void response.status(500).end();
    for (let count = 0; count < 5; count++) await expect(ask()).rejects.toThrow(/HTTP \(unavailable\)/);
    pass(999);
    await expect(ask()).rejects.toThrow(/HTTP \(circuit open\)/);
    expect(users.asked).toHaveLength(5);
    users.answer = (_request, response) => void response.json({ user_id: 42, balance: "99.00", currency: "USD" });
    pass(1);
    expect(await ask()).toMatchObject({ source: "http" });
  });

  test("is asked fifty questions at a time; the others wait, however long, and are answered", async () => {
    const waiting: (() => void)[] = [];
    const fifty = held<string>();
    users.answer = (request, response) => {
      waiting.push(() => response.json({ user_id: Number(request.params.userId), balance: "99.00", currency: "USD" }));
      if (waiting.length === 50) fifty.resolve("there");
    };
    const asking = Promise.all(Array.from({ length: 120 }, (_, index) => ask(index + 1)));
    await fifty.promise;
    // Whatever else was sent would have come by the time that these are answered.
    for (let count = 0; count < 20; count++) await (await fetch(`${users.url}/elsewhere`)).text();
    expect(users.asked).toHaveLength(50);
    users.answer = (request, response) => void response.json({ user_id: Number(request.params.userId), balance: "99.00", currency: "USD" });
    for (const answer of waiting) answer();
    expect(new Set((await asking).map((cash) => cash?.source))).toEqual(new Set(["http"]));
    expect(users.asked).toHaveLength(120);
  });

  test("that is well again answers everybody who came while it was probed", async () => {
    users.answer = (_request, response) => void response.status(500).end();
    for (let count = 0; count < 5; count++) await ask().catch(() => undefined);
    pass(1000);
    const [probed, answer] = [held<string>(), held<string>()];
    users.answer = async (request, response) => {
      probed.resolve("probed");
      await answer.promise;
      response.json({ user_id: Number(request.params.userId), balance: "99.00", currency: "USD" });
    };
    const probe = ask(1);
    await probed.promise;
    const others = Promise.all([2, 3, 4].map((userId) => ask(userId)));
    answer.resolve("go on");
    expect(await probe).toMatchObject({ source: "http" });
    expect(await others).toMatchObject([{ source: "http" }, { source: "http" }, { source: "http" }]);
  });
});
