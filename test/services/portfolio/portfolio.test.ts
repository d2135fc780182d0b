import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { components } from "#generated/portfolio/portfolio/http.js";
import type { BalanceResponse } from "#generated/portfolio/portfolio/index.js";
import { MessagingError } from "#messaging";
import { risingClock } from "../../../src/services/portfolio/portfolio/clock.js";
import { keepRefreshed } from "../../../src/services/portfolio/portfolio/service.js";
import { portfolioStore } from "../../../src/services/portfolio/portfolio/store.js";
import { closedPort, found, notFound, type PortfolioStage, portfolioStage } from "./portfolio-stage.js";

type Body = components["schemas"]["Portfolio"];

const customer = "123e4567-e89b-12d3-a456-426614174000";
const other = "123e4567-e89b-12d3-a456-426614174999";

let stage: PortfolioStage;
beforeEach(async () => {
  stage = await portfolioStage();
});
afterEach(() => stage.close());

const bodyOf = async (response: Promise<Response> | Response): Promise<Body> => (await (await response).json()) as Body;
const problemOf = async (response: Promise<Response>) => {
  const answer = await response;
  return { status: answer.status, ...((await answer.json()) as { detail?: string; errors?: object[] }) };
};

/** Requests that are answered in the order that a test likes. */
function heldBack(): { asked(count: number): Promise<void>; answer(index: number, response: BalanceResponse): void } {
  const waiting: ((response: BalanceResponse) => void)[] = [];
  let arrived = (): void => {};
  stage.requester.answer = () =>
    new Promise((resolve) => {
      waiting.push(resolve);
      arrived();
    });
  return {
    asked: async (count) => {
      while (waiting.length < count) await new Promise<void>((resolve) => (arrived = resolve));
    },
    answer: (index, response) => waiting[index]?.(response),
  };
}

describe("a refresh", () => {
  test("creates the portfolio with the user's balance", async () => {
    const response = await stage.refresh(42);
    expect([response.status, response.headers.get("location")]).toEqual([201, "/api/portfolios/42"]);
    expect(await bodyOf(response)).toEqual({
      user_id: 42,
      total_cash: "75000.50",
      currency: "USD",
      cash_as_of: expect.stringMatching(/Z$/),
      balance_source: "messaging",
      holdings: [],
      history: [{ at: expect.any(String), type: "cash_changed", total_cash: "75000.50", source: "messaging" }],
    });
  });

  test("refreshes the portfolio that is there", async () => {
    await stage.refresh(42);
    stage.requester.answer = async ({ userId }) => found(userId, "80000.00");
    const response = await stage.refresh(42);
    expect(response.status).toBe(200);
    const body = await bodyOf(response);
    expect([body.total_cash, body.history.map((entry) => entry.type === "cash_changed" && entry.total_cash)]).toEqual([
      "80000.00",
      ["80000.00", "75000.50"],
    ]);
  });

  test("that finds the same balance writes no history", async () => {
    await stage.refresh(42);
    expect((await bodyOf(stage.refresh(42))).history).toHaveLength(1);
  });

  test("logs the request, and then the answer", async () => {
    await stage.refresh(42);
    expect(stage.log.messages("info")).toEqual(["Published balance request for user 42", "Received balance response: 75000.50"]);
  });

  test("of a user that does not exist is a 404 and creates nothing", async () => {
    stage.requester.answer = async ({ userId }) => notFound(userId);
    expect(await problemOf(stage.refresh(999))).toMatchObject({ status: 404, detail: "There is no such user." });
    expect((await stage.read(999)).status).toBe(404);
    expect(stage.users.asked).toEqual([]);
  });

  test("takes any amount that the contract has, to the cent", async () => {
    stage.requester.answer = async ({ userId }) => found(userId, "9007199254740993.01");
    expect((await bodyOf(stage.refresh(9007199254740991))).total_cash).toBe("9007199254740993.01");
  });

  test("of what is no number of a user is refused, and nobody is asked", async () => {
    for (const userId of ["0", "-1", "4.2", "abc", "9007199254740992"]) {
      expect(await problemOf(stage.refresh(userId)), userId).toMatchObject({ status: 400, errors: [{ field: "path/userId" }] });
    }
    expect(stage.requester.asked).toEqual([]);
  });
});

describe("a request to refresh", () => {
  test.each<[string, RequestInit]>([
    ["without a body", {}],
    ["without a body under a JSON content type", { headers: { "content-type": "application/json" } }],
    ["with an empty object", { body: "{}", headers: { "content-type": "application/json" } }],
  ])("may come %s", async (_how, init) => {
    const response = await fetch(`${stage.url}/api/portfolios/42`, { method: "POST", ...init });
    expect(response.status).toBe(201);
  });

  test.each<[string, object, string]>([
    ["a customer that is no UUID", { customer_id: "x" }, "/customer_id"],
    ["a key that is not known", { customer: customer }, "/customer"],
  ])("with %s is refused, and nobody is asked", async (_what, body, field) => {
    expect(await problemOf(stage.refresh(42, body))).toMatchObject({ status: 400, errors: [{ field }] });
    expect(stage.requester.asked).toEqual([]);
  });
});

describe("a portfolio", () => {
  test("is read as it was last refreshed, and nobody is asked", async () => {
    const made = await bodyOf(stage.refresh(42));
    expect(await bodyOf(stage.read(42))).toEqual(made);
    expect(stage.requester.asked).toHaveLength(1);
  });

  test("that was never made is a 404", async () => {
    expect(await problemOf(stage.read(42))).toMatchObject({ status: 404, detail: "This user has no portfolio; POST creates it." });
  });

  test("gives its history in pages, the newest entry first, each entry once", async () => {
    for (const balance of ["1.00", "2.00", "3.00", "4.00", "5.00"]) {
      stage.requester.answer = async ({ userId }) => found(userId, balance);
      await stage.refresh(42);
    }
    const seen: string[] = [];
    let query = "?limit=2";
    for (;;) {
      const { history, next_cursor } = await bodyOf(stage.read(42, query));
      seen.push(...history.map((entry) => (entry.type === "cash_changed" ? entry.total_cash : entry.type)));
      if (next_cursor === undefined) break;
      query = `?limit=2&cursor=${next_cursor}`;
    }
    expect(seen).toEqual(["5.00", "4.00", "3.00", "2.00", "1.00"]);
  });

  test("refuses a cursor that it never gave", async () => {
    await stage.refresh(42);
    const forged = ["[1]", "[1,2,3]", '[1,"a","b"]', "[1.5,2]", "{}", "null"].map((text) => Buffer.from(text).toString("base64url"));
    for (const cursor of ["nonsense", ...forged]) {
      expect(await problemOf(stage.read(42, `?cursor=${cursor}`)), cursor).toMatchObject({
        status: 400,
        errors: [{ field: "query/cursor" }],
      });
    }
  });

  test("gives no more than 100 entries at a time", async () => {
    expect(await problemOf(stage.read(42, "?limit=101"))).toMatchObject({ status: 400, errors: [{ field: "query/limit" }] });
  });
});

describe("a link to a customer", () => {
  test("is kept by refreshes that do not name one", async () => {
    await stage.refresh(42, { customer_id: customer });
    expect((await bodyOf(stage.refresh(42))).customer_id).toBe(customer);
  });

  test("is replaced by a later one", async () => {
    await stage.refresh(42, { customer_id: customer });
    await stage.refresh(42, { customer_id: other });
    expect((await bodyOf(stage.read(42))).customer_id).toBe(other);
  });

  test("is read in any spelling that RFC 9562 allows, and kept in one", async () => {
    await stage.refresh(42, { customer_id: customer.toUpperCase() });
    expect((await bodyOf(stage.read(42))).customer_id).toBe(customer);
  });

  test("is not made where no balance came", async () => {
    await stage.refresh(42);
    stage.requester.answer = () => Promise.reject(new MessagingError("unavailable", "away"));
    stage.users.answer = (_request, response) => void response.status(500).end();
    expect((await stage.refresh(42, { customer_id: customer })).status).toBe(503);
    expect((await bodyOf(stage.read(42))).customer_id).toBeUndefined();
  });
});

describe("of two refreshes at once", () => {
  test("the balance that was asked for later stays, whichever comes later", async () => {
    const held = heldBack();
    const first = stage.refresh(42);
    await held.asked(1);
    const second = stage.refresh(42);
    await held.asked(2);
    held.answer(1, found(42, "2.00"));
    expect((await second).status).toBe(201);
    held.answer(0, found(42, "1.00"));
    expect(await bodyOf(first)).toMatchObject({ total_cash: "2.00", history: [{ total_cash: "2.00" }] });
  });

  test("a link is kept though its balance came too late to count", async () => {
    const held = heldBack();
    const linking = stage.refresh(42, { customer_id: customer });
    await held.asked(1);
    const plain = stage.refresh(42);
    await held.asked(2);
    held.answer(1, found(42, "2.00"));
    await plain;
    held.answer(0, found(42, "1.00"));
    expect(await bodyOf(linking)).toMatchObject({ total_cash: "2.00", customer_id: customer });
  });

  test("the link that was asked for later stays", async () => {
    const held = heldBack();
    const first = stage.refresh(42, { customer_id: customer });
    await held.asked(1);
    const second = stage.refresh(42, { customer_id: other });
    await held.asked(2);
    held.answer(1, found(42));
    await second;
    held.answer(0, found(42));
    expect((await bodyOf(first)).customer_id).toBe(other);
  });
});

test("a balance kept under a clock that was ahead does not keep newer ones out", async () => {
  let machine = Date.parse("2040-01-01T00:00:00Z");
  await stage.close();
  stage = await portfolioStage({ clock: risingClock(() => machine) });
  await stage.refresh(42);
  const { store } = stage;
  // The next start of the service, under a clock that was put right.
  machine = Date.parse("2026-01-01T00:00:00Z");
  const cash = { totalCash: "1.00", currency: "USD", source: "http", askedAt: machine } as const;
  await store.perform({ run: ({ tx }) => keepRefreshed(portfolioStore(tx), { userId: 42, cash }, machine + 1) });
  expect((await bodyOf(stage.read(42))).total_cash).toBe("1.00");
});

describe("without messaging", () => {
  beforeEach(() => {
    stage.requester.answer = () => Promise.reject(new MessagingError("unavailable", "The broker is away."));
  });

  test("a refresh is answered over HTTP, and says so", async () => {
    expect(await bodyOf(stage.refresh(42))).toMatchObject({ total_cash: "99.00", balance_source: "http" });
  });

  test("and without the users API a refresh is a 503 that names both reasons and nothing of the inside", async () => {
    await stage.close();
    stage = await portfolioStage({ usersUrl: await closedPort() });
    stage.requester.answer = () => Promise.reject(new MessagingError("unavailable", "amqp://guest:secret@broker is away"));
    const response = await stage.refresh(42);
    expect([response.status, response.headers.get("retry-after")]).toEqual([503, "1"]);
    expect(await response.json()).toEqual({
      type: "about:blank",
      title: "Service unavailable",
      status: 503,
      detail: "No balance came over messaging (unavailable), nor over HTTP (unavailable). Nothing was changed; try again.",
      instance: expect.stringMatching(/^urn:request:/),
    });
  });
});
