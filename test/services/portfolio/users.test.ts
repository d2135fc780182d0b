import { afterAll, beforeAll, describe, expect, onTestFinished, test } from "vitest";
import { users } from "#generated/portfolio/users/index.js";
import document from "#generated/portfolio/users/openapi.json" with { type: "json" };
import { type RunningService, readConfig, startService } from "#host";
import { type AnyHandlers, createHttpApp, type Execute, listen } from "#http";
import { openStore } from "#persistence";
import { createUsersApi } from "../../../src/services/portfolio/users/http.js";
import { migrations, type UsersTables, userStore } from "../../../src/services/portfolio/users-store.js";

let service: RunningService;
beforeAll(async () => {
  const env = { DATABASE_URL: ":memory:", HTTP_PORT: "0", LOG_LEVEL: "silent", SHUTDOWN_MS: "0" };
  service = await startService(
    {
      contract: users,
      migrations,
      handlers: () => ({}),
      http: { document, port: 8001, api: ({ db }) => createUsersApi(userStore(db)) },
    },
    readConfig(env, users.id),
  );
});
afterAll(() => service.stop());

interface Answer {
  readonly status: number;
  readonly type: string | null;
  readonly location: string | null;
  readonly body: Readonly<Record<string, unknown>>;
}

async function ask(path: string, body?: unknown, key?: string, url = service.url): Promise<Answer> {
  const sent = { method: "POST", headers: { "content-type": "application/json", ...(key !== undefined && { "idempotency-key": key }) } };
  const response = await fetch(`${url}/api/users${path}`, body === undefined ? {} : { ...sent, body: JSON.stringify(body) });
  const { status, headers } = response;
  return { status, type: headers.get("content-type"), location: headers.get("location"), body: (await response.json()) as Answer["body"] };
}
const create = (body: unknown = { name: "Ada" }, key?: string): Promise<Answer> => ask("", body, key);
const deposit = (id: number, body: unknown, key?: string): Promise<Answer> => ask(`/${id}/deposits`, body, key);
const withdraw = (id: number, body: unknown, key?: string): Promise<Answer> => ask(`/${id}/withdrawals`, body, key);
const balanceOf = async (id: number): Promise<unknown> => (await ask(`/${id}/balance`)).body.balance;
const rowsOf = async (id: number): Promise<readonly object[]> => (await ask(`/${id}/transactions?limit=100`)).body.items as object[];

/** A new user with 100.00 in one deposit. */
async function somebody(): Promise<number> {
  const id = Number((await create()).body.id);
  await deposit(id, { amount: "100.00" });
  return id;
}

describe("a user", () => {
  test("is created with nothing and read where the answer says", async () => {
    const { status, location, body } = await create({ name: "Ada" });
    expect(body).toEqual({ id: expect.any(Number), name: "Ada", balance: "0.00", currency: "USD", created_at: expect.any(String) });
    expect({ status, location }).toEqual({ status: 201, location: `/api/users/${String(body.id)}` });
    expect(await ask(`/${String(body.id)}`)).toMatchObject({ status: 200, body });
  });

  test("of the demonstration has a balance to ask for", async () => {
    expect(await ask("/42/balance")).toMatchObject({ status: 200, body: { user_id: 42, balance: "75000.50", currency: "USD" } });
  });

  test.each([
    ["/999999", undefined],
    ["/9007199254740991/balance", undefined],
    ["/999999/transactions", undefined],
    ["/999999/deposits", { amount: "1.00" }],
    ["/999999/withdrawals", { amount: "1.00" }],
  ])("that nobody is: %s answers 404 and tells of nobody else", async (path, body) => {
    const { status, type, body: told } = await ask(path, body);
    expect({ status, type }).toEqual({ status: 404, type: "application/problem+json; charset=utf-8" });
    const detail = "There is no such user.";
    expect(told).toEqual({ type: "about:blank", title: "Not found", status: 404, detail, instance: expect.any(String) });
  });
});

describe("a movement", () => {
  test("is answered with its row of the ledger", async () => {
    const id = await somebody();
    expect(await deposit(id, { amount: "0.49", note: "change", reference: "till-7" })).toMatchObject({
      status: 201,
      body: { number: 2, kind: "deposit", amount: "0.49", balance_after: "100.49", note: "change", reference: "till-7" },
    });
    expect(await withdraw(id, { amount: "100.49" })).toMatchObject({
      status: 201,
      body: { number: 3, kind: "withdrawal", amount: "100.49", balance_after: "0.00" },
    });
  });

  test("of more than the balance is answered 409 and moves nothing", async () => {
    const id = await somebody();
    expect(await withdraw(id, { amount: "100.01" })).toMatchObject({
      status: 409,
      body: { title: "Conflict", detail: "The balance does not cover this withdrawal." },
    });
    expect([await balanceOf(id), (await rowsOf(id)).length]).toEqual(["100.00", 1]);
  });

  test("that a balance has no room for is answered 409 and says how much it has room for", async () => {
    const id = await somebody();
    expect(await deposit(id, { amount: "9999999999999999.99" })).toMatchObject({
      status: 409,
      body: { detail: "The balance would pass 9999999999999999.99, the most that a user may have." },
    });
    expect(await balanceOf(id)).toBe("100.00");
  });

  test("out of fifty at once succeeds only while there is money", async () => {
    const id = await somebody();
    const answers = await Promise.all(Array.from({ length: 50 }, () => withdraw(id, { amount: "9.99" })));
    expect(answers.filter(({ status }) => status === 201)).toHaveLength(10);
    expect(answers.filter(({ status }) => status === 409)).toHaveLength(40);
    expect(await balanceOf(id)).toBe("0.10");
  });
});

describe("bad input is answered 400 with the field at fault:", () => {
  test.each([
    ["an amount of nothing", { amount: "0.00" }, "/amount"],
    ["a negative amount", { amount: "-1.00" }, "/amount"],
    ["one decimal place", { amount: "1.5" }, "/amount"],
    ["three decimal places", { amount: "1.005" }, "/amount"],
    ["a leading zero", { amount: "01.00" }, "/amount"],
    ["seventeen digits before the point", { amount: "10000000000000000.00" }, "/amount"],
    ["an exponent", { amount: "1e3" }, "/amount"],
    ["an amount that is no text", { amount: 1 }, "/amount"],
    ["no amount", {}, "/amount"],
    ["an empty note", { amount: "1.00", note: "" }, "/note"],
    ["a reference that is too long", { amount: "1.00", reference: "x".repeat(101) }, "/reference"],
    ["a field that is unknown", { amount: "1.00", currency: "EUR" }, "/currency"],
  ])("%s", async (_what, body, field) => {
    const refusal = { status: 400, body: { title: "Bad request", errors: [{ field, message: expect.any(String) }] } };
    expect(await deposit(42, body)).toMatchObject(refusal);
    expect(await withdraw(42, body)).toMatchObject(refusal);
    expect(await balanceOf(42)).toBe("75000.50");
  });

  test.each([
    ["a blank name", { name: " \t" }, "/name"],
    ["a long name", { name: "x".repeat(201) }, "/name"],
    ["a number of the client's own", { name: "Ada", id: 7 }, "/id"],
    ["a balance of the client's own", { name: "Ada", balance: "1.00" }, "/balance"],
  ])("%s", async (_what, body, field) => {
    expect(await create(body)).toMatchObject({ status: 400, body: { errors: [{ field }] } });
  });

  test.each(["0", "-1", "1.5", "forty-two", "9007199254740992", "42abc"])("%s as a user's number", async (id) => {
    expect(await ask(`/${id}/balance`)).toMatchObject({ status: 400, body: { errors: [{ field: "path/userId" }] } });
  });

  test.each(["cursor=nonsense", "limit=0", "limit=101", "limit=ten"])("%s of a ledger", async (query) => {
    const field = `query/${query.replace(/=.*/, "")}`;
    expect(await ask(`/42/transactions?${query}`)).toMatchObject({ status: 400, body: { errors: [{ field }] } });
  });
});

describe("a ledger", () => {
  test("is read page by page, the newest row first", async () => {
    const id = await somebody();
    for (const amount of ["2.00", "3.00", "4.00", "5.00"]) await deposit(id, { amount });
    const pages: unknown[] = [];
    for (let query: string | undefined = "limit=2"; query !== undefined; ) {
      const page = (await ask(`/${id}/transactions?${query}`)).body as { items: { amount: string }[]; next_cursor?: string };
      pages.push(page.items.map(({ amount }) => amount));
      query = page.next_cursor === undefined ? undefined : `limit=2&cursor=${page.next_cursor}`;
    }
    expect(pages).toEqual([["5.00", "4.00"], ["3.00", "2.00"], ["100.00"]]);
  });

  test("of a new user is one empty page", async () => {
    const { body } = await create();
    expect((await ask(`/${String(body.id)}/transactions`)).body).toEqual({ items: [] });
  });
});

describe("under an Idempotency-Key", () => {
  test("a deposit that comes again gets the first answer and is made once", async () => {
    const id = await somebody();
    const first = await deposit(id, { amount: "1.00" }, "once");
    expect(await deposit(id, { amount: "1.00" }, "once")).toEqual(first);
    expect([await balanceOf(id), (await rowsOf(id)).length]).toEqual(["101.00", 2]);
  });

  test("a withdrawal that comes twenty times at once is made once", async () => {
    const id = await somebody();
    const answers = await Promise.all(Array.from({ length: 20 }, () => withdraw(id, { amount: "100.00" }, "at once")));
    expect(new Set(answers.map(({ status, body }) => `${status} ${String(body.number)}`))).toEqual(new Set(["201 2"]));
    expect(await balanceOf(id)).toBe("0.00");
  });

  test("a user is created once", async () => {
    const first = await create({ name: "Ada" }, "ada");
    expect(await create({ name: "Ada" }, "ada")).toEqual(first);
    expect((await create()).body.id).toBe(Number(first.body.id) + 1);
  });

  test("another request is refused and told nothing of the first", async () => {
    const [mine, yours] = [await somebody(), await somebody()];
    await deposit(mine, { amount: "1.00", note: "secret" }, "mine");
    const { status, body } = await deposit(yours, { amount: "1.00" }, "mine");
    expect({ status, detail: body.detail }).toEqual({ status: 409, detail: "This Idempotency-Key was used for another request." });
    expect(JSON.stringify(body)).not.toContain("secret");
    expect(await balanceOf(yours)).toBe("100.00");
  });

  test("a withdrawal that was refused stays refused", async () => {
    const id = await somebody();
    const statuses = [(await withdraw(id, { amount: "200.00" }, "early")).status];
    await deposit(id, { amount: "100.00" });
    statuses.push((await withdraw(id, { amount: "200.00" }, "early")).status);
    expect([...statuses, await balanceOf(id)]).toEqual([409, 409, "200.00"]);
  });
});

/** The API alone, with every answer checked against the document: one that breaks it becomes 500. */
async function checkedApi(): Promise<string> {
  const store = await openStore<UsersTables>({ url: ":memory:", migrations });
  const execute: Execute<AnyHandlers> = async (_call, run) => {
    const outcome = await store.perform({ run: ({ tx }) => run(createUsersApi(userStore(tx))) });
    if (outcome.status === "duplicate") throw new Error("no inbox key, no duplicate");
    return outcome.result;
  };
  const app = createHttpApp({
    api: { document, execute },
    health: { ready: async () => ({}), messaging: async () => ({}), metrics: async () => ({ contentType: "text/plain", text: "" }) },
    log: { debug: () => undefined, error: () => undefined },
    validateResponses: true,
  });
  const server = await listen(app, { port: 0 });
  onTestFinished(() => server.close(0).then(() => store.close()));
  return server.url;
}

test("every answer is one that the OpenAPI document describes", async () => {
  const url = await checkedApi();
  const answers = [
    await ask("", { name: "Ada" }, undefined, url),
    await ask("/43/deposits", { amount: "1.00", note: "n", reference: "r" }, undefined, url),
    await ask("/43/withdrawals", { amount: "0.50" }, undefined, url),
    await ask("/43/withdrawals", { amount: "0.51" }, undefined, url),
    await ask("/43/withdrawals", { amount: "0.00" }, undefined, url),
    await ask("/43", undefined, undefined, url),
    await ask("/43/balance", undefined, undefined, url),
    await ask("/43/transactions?limit=1", undefined, undefined, url),
    await ask("/43/transactions?cursor=x", undefined, undefined, url),
    await ask("/44", undefined, undefined, url),
  ];
  expect(answers.map(({ status }) => status)).toEqual([201, 201, 201, 409, 400, 200, 200, 200, 400, 404]);
});
