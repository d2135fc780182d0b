/** The applications of the portfolio group as real processes, with what can be said to them. */
import type { Instance } from "./instance.js";
import { startSystem } from "./system.js";

const applications = ["users", "users-worker", "portfolio"] as const;
export type ApplicationName = (typeof applications)[number];

/** The user that the demonstration data has. */
export const demoUser = { id: 42, balance: "75000.50" };

export interface Portfolio {
  readonly user_id: number;
  readonly total_cash: string;
  readonly currency: string;
  readonly cash_as_of: string;
  readonly balance_source: "messaging" | "http";
  readonly customer_id?: string;
  readonly holdings: readonly { readonly item_id: string; readonly quantity: number; readonly cost: string }[];
  readonly history: readonly Readonly<Record<string, unknown>>[];
}

export interface PortfolioSystem extends Readonly<Record<"users" | "worker" | "portfolio", Instance>> {
  /** Path of the database that users and its worker share. */
  readonly usersDatabase: string;
  /** One more process of an application: a port of its own, the same database, not started yet. */
  another(application: ApplicationName): Promise<Instance>;
  /** Creates a user who has this much; gives the number. */
  createUser(balance: string): Promise<number>;
  /** `POST /api/portfolios/{userId}`; rejects unless it answers 200 or 201. */
  refresh(userId: number, options?: { at?: Instance; body?: object }): Promise<Portfolio>;
  close(): Promise<void>;
}

/** Builds the applications and starts one process of each that is named, all by default. */
export async function startPortfolioSystem(
  brokerUrl: string,
  started: readonly ApplicationName[] = applications,
): Promise<PortfolioSystem> {
  const system = await startSystem<ApplicationName>({ brokerUrl, group: "portfolio", started, logLevel: "info" });
  const [users, worker, portfolio] = [system.instance("users"), system.instance("users-worker"), system.instance("portfolio")];
  return {
    users,
    worker,
    portfolio,
    usersDatabase: system.database("users"),
    another: (application) => system.another(application),
    createUser: (balance) => createUser(users.url, balance),
    refresh: (userId, { at = portfolio, body } = {}) => post<Portfolio>(`${at.url}/api/portfolios/${userId}`, body),
    close: () => system.close(),
  };
}

/** Which reply queues of portfolio's instances a broker has. */
export const isReplyQueue = ({ name }: { readonly name: string }): boolean => /^balance\.response\.portfolio\.[0-9a-f]{16}$/.test(name);

async function createUser(url: string, balance: string): Promise<number> {
  const { id } = await post<{ id: number }>(`${url}/api/users`, { name: "A user of the tests" });
  await post(`${url}/api/users/${id}/deposits`, { amount: balance });
  return id;
}

/**
 * Sends JSON, or no body at all; rejects with what was answered unless that is 2xx. Each time on a connection of its own: one that has been
 * idle for a while may be closed by its server just when it is used again, and nobody knows then whether to send a POST once more.
 */
export async function post<T>(url: string, body?: object): Promise<T> {
  const headers = { connection: "close", ...(body === undefined ? {} : { "content-type": "application/json" }) };
  const response = await fetch(url, { method: "POST", headers, ...(body === undefined ? {} : { body: JSON.stringify(body) }) });
  if (!response.ok) throw new Error(`POST ${url} answered ${response.status}: ${await response.text()}`);
  return (await response.json()) as T;
}
