/** The portfolio service's parts over a real database in a temporary file, with a requester and a users API that do as a test says. */
import { type AddressInfo, createServer } from "node:net";
import express, { type RequestHandler } from "express";
import type { BalanceFound, BalanceResponse, PortfolioRequester } from "#generated/portfolio/portfolio/index.js";
import document from "#generated/portfolio/portfolio/openapi.json" with { type: "json" };
import { type AnyHandlers, createHttpApp, type Execute, listen } from "#http";
import type { Logger } from "#messaging";
import { openStore, type Store } from "#persistence";
import { type Balances, createBalances } from "../../../src/services/portfolio/portfolio/balance.js";
import { type Clock, risingClock } from "../../../src/services/portfolio/portfolio/clock.js";
import { createPortfolioApi, createRefreshApi } from "../../../src/services/portfolio/portfolio/http.js";
import { portfolioStore } from "../../../src/services/portfolio/portfolio/store.js";
import { migrations, type PortfolioTables } from "../../../src/services/portfolio/portfolio/tables.js";
import { createUsersApi } from "../../../src/services/portfolio/portfolio/users-api.js";

/** One request as the requester got it. */
export interface Asked {
  readonly userId: number;
  readonly timeoutMs: number | undefined;
  readonly signal: AbortSignal | undefined;
  /** Says that the broker has it. */
  published(): void;
}

export interface FakeRequester extends PortfolioRequester {
  readonly asked: readonly Asked[];
  /** What happens to every request from now on. */
  answer: (asked: Asked) => Promise<BalanceResponse>;
}

export const found = (userId: number, balance = "75000.50"): BalanceFound => ({
  correlation_id: "550e8400-e29b-41d4-a716-446655440000",
  user_id: userId,
  balance,
  currency: "USD",
  success: true,
  timestamp: "2025-11-13T10:30:01Z",
});

export const notFound = (userId: number): BalanceResponse => ({
  correlation_id: "550e8400-e29b-41d4-a716-446655440000",
  user_id: userId,
  success: false,
  error: "user not found",
  timestamp: "2025-11-13T10:30:01Z",
});

export function fakeRequester(): FakeRequester {
  const asked: Asked[] = [];
  const requester: FakeRequester = {
    asked,
    answer: async ({ userId, published }) => {
      published();
      return found(userId);
    },
    requestBalance: ({ user_id }, options = {}) => {
      const one: Asked = {
        userId: user_id,
        timeoutMs: options.timeoutMs,
        signal: options.signal,
        published: () => options.onPublished?.(),
      };
      asked.push(one);
      return requester.answer(one);
    },
  };
  return requester;
}

export interface LogLine {
  readonly level: "debug" | "info" | "warn" | "error";
  readonly message: string;
  readonly fields: object;
}

/** A log that keeps its lines. */
export function keptLog(): Logger & { readonly lines: readonly LogLine[]; messages(level: LogLine["level"]): string[] } {
  const lines: LogLine[] = [];
  const at = (level: LogLine["level"]) => (fields: object, message: string) => void lines.push({ level, message, fields });
  return {
    lines,
    messages: (level) => lines.filter((line) => line.level === level).map(({ message }) => message),
    debug: at("debug"),
    info: at("info"),
    warn: at("warn"),
    error: at("error"),
  };
}

export interface UsersServer {
  readonly url: string;
  /** User numbers that were asked for. */
  readonly asked: readonly string[];
  /** What every request from now on is answered. */
  answer: RequestHandler;
  close(): Promise<void>;
}

/** A users API on a port of its own. */
export async function usersServer(): Promise<UsersServer> {
  const asked: string[] = [];
  const app = express();
  app.get("/api/users/:userId/balance", (request, response, next) => {
    asked.push(request.params.userId);
    return users.answer(request, response, next);
  });
  const server = await listen(app, { port: 0 });
  const users: UsersServer = {
    url: server.url,
    asked,
    answer: (request, response) => void response.json({ user_id: Number(request.params.userId), balance: "99.00", currency: "USD" }),
    close: () => server.close(0),
  };
  return users;
}

/** An address where nothing listens. */
export async function closedPort(): Promise<string> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return `http://127.0.0.1:${port}`;
}

export interface PortfolioStage {
  readonly url: string;
  readonly requester: FakeRequester;
  readonly users: UsersServer;
  readonly log: ReturnType<typeof keptLog>;
  readonly balances: Balances;
  readonly store: Store<PortfolioTables>;
  refresh(userId: number | string, body?: object): Promise<Response>;
  read(userId: number | string, query?: string): Promise<Response>;
  close(): Promise<void>;
}

export interface StageOptions {
  readonly clock?: Clock;
  readonly usersUrl?: string;
  readonly httpTimeoutMs?: number;
}

/** The whole service but for the broker: its HTTP API checks every answer against the document. */
export async function portfolioStage({
  clock = risingClock(),
  usersUrl,
  httpTimeoutMs = 2000,
}: StageOptions = {}): Promise<PortfolioStage> {
  const [requester, users, log] = [fakeRequester(), await usersServer(), keptLog()];
  const store = await openStore<PortfolioTables>({ url: ":memory:", migrations });
  const balances = createBalances({
    requester,
    users: createUsersApi({ url: usersUrl ?? users.url, timeoutMs: httpTimeoutMs }),
    clock,
    log,
  });
  const refreshApi = createRefreshApi({
    balances,
    clock,
    change: async (work) => {
      const outcome = await store.perform({ run: ({ tx }) => work(portfolioStore(tx)) });
      if (outcome.status === "duplicate") throw new Error("a refresh has no key");
      return outcome.result;
    },
  });
  const execute: Execute<AnyHandlers> = (_call, run) =>
    store.read((db) => run({ ...createPortfolioApi(portfolioStore(db)), ...refreshApi }));
  const health = { ready: async () => ({}), messaging: async () => ({}), metrics: async () => ({ contentType: "", text: "" }) };
  const server = await listen(createHttpApp({ api: { document, execute }, health, log, validateResponses: true }), { port: 0 });
  const at = (userId: number | string, query = "") => `${server.url}/api/portfolios/${userId}${query}`;
  return {
    url: server.url,
    requester,
    users,
    log,
    balances,
    store,
    refresh: (userId, body) =>
      fetch(at(userId), {
        method: "POST",
        ...(body && { body: JSON.stringify(body), headers: { "content-type": "application/json" } }),
      }),
    read: (userId, query) => fetch(at(userId, query)),
    close: async () => {
      await Promise.all([server.close(0), users.close()]);
      await store.close();
    },
  };
}
