import createClient from "openapi-fetch";
import type { paths } from "#generated/portfolio/users/http.js";

/** A balance as the users API tells it. */
export interface ToldBalance {
  readonly balance: string;
  readonly currency: string;
}

/**
 * Why the users API gave no balance. The message tells nothing of what the answer held.
 * - `timeout`: it took too long
 * - `unavailable`: it cannot be reached, or says that it cannot answer
 * - `invalid`: its answer breaks its contract
 */
export class UsersApiError extends Error {
  override readonly name = "UsersApiError";
  readonly code: "timeout" | "unavailable" | "invalid";

  constructor(code: UsersApiError["code"], message: string, options?: { cause?: unknown }) {
    super(message, options);
    this.code = code;
  }
}

export interface UsersApi {
  /** Undefined: there is no such user. Rejects with a {@link UsersApiError}, or with the signal's reason. */
  balance(userId: number, signal: AbortSignal): Promise<ToldBalance | undefined>;
}

export interface UsersApiOptions {
  /** Base address. */
  readonly url: string;
  /** Longest wait for the whole answer, milliseconds. */
  readonly timeoutMs: number;
}

/** The users API over HTTP. */
export function createUsersApi({ url, timeoutMs }: UsersApiOptions): UsersApi {
  // An answer from elsewhere would be an answer about somebody else.
  const client = createClient<paths>({ baseUrl: url, redirect: "error" });
  return {
    async balance(userId, signal) {
      const time = AbortSignal.timeout(timeoutMs);
      const params = { path: { userId } };
      const asking = client.GET("/api/users/{userId}/balance", { params, signal: AbortSignal.any([signal, time]) });
      const { data, error, response } = await asking.catch((failure: unknown) => {
        signal.throwIfAborted();
        if (time.aborted) throw new UsersApiError("timeout", `The users API took longer than ${timeoutMs} ms.`);
        throw unreached(failure);
      });
      if (response.status === 404 && isProblem(error, response)) return undefined;
      if (response.status !== 200) throw refusal(response.status);
      return checked(data, userId);
    },
  };
}

function unreached(failure: unknown): UsersApiError {
  if (failure instanceof SyntaxError) return new UsersApiError("invalid", "The users API's answer is not JSON.");
  const cause = failure instanceof Error ? failure.cause : undefined;
  const code = cause instanceof Error && "code" in cause && typeof cause.code === "string" ? ` (${cause.code})` : "";
  return new UsersApiError("unavailable", `The users API cannot be reached${code}.`, { cause: failure });
}

const refusal = (status: number): UsersApiError =>
  new UsersApiError(status === 429 || status >= 500 ? "unavailable" : "invalid", `The users API answered with status ${status}.`);

/** Any server has a 404 for addresses it does not know; the users API's own is a problem document. */
const isProblem = (body: unknown, { headers }: Response): boolean =>
  (headers.get("content-type") ?? "").startsWith("application/problem+json") &&
  typeof body === "object" &&
  body !== null &&
  "status" in body &&
  body.status === 404;

const money = /^(0|[1-9][0-9]{0,15})\.[0-9]{2}$/;
const currencyCode = /^[A-Z]{3}$/;

/** The compiler takes the document's word for what came; this looks. */
function checked(data: unknown, userId: number): ToldBalance {
  const { user_id, balance, currency } = (typeof data === "object" && data !== null ? data : {}) as Readonly<Record<string, unknown>>;
  if (user_id !== userId) throw new UsersApiError("invalid", "The users API's answer is not about the user that was asked for.");
  if (typeof balance !== "string" || !money.test(balance) || typeof currency !== "string" || !currencyCode.test(currency)) {
    throw new UsersApiError("invalid", "The users API's answer breaks its contract.");
  }
  return { balance, currency };
}
