import { bulkhead, isBulkheadRejectedError } from "cockatiel";
import type { PortfolioRequester } from "#generated/portfolio/portfolio/index.js";
import { type Logger, MessagingError } from "#messaging";
import { CircuitOpen, createCircuit } from "./circuit.js";
import type { Clock } from "./clock.js";
import type { Cash } from "./store.js";
import { type UsersApi, UsersApiError } from "./users-api.js";

/** Undefined: there is no such user. Either way says so, and it is no failure of that way. */
export type Balance = Cash | undefined;

export interface Balances {
  /** Asks over messaging and, where that fails, over HTTP. Rejects with {@link NoBalance}, or with the signal's reason. */
  of(userId: number, signal: AbortSignal): Promise<Balance>;
}

/** Neither way gave a balance; the message names both reasons and nothing else. */
export class NoBalance extends Error {
  override readonly name = "NoBalance";
}

export interface BalancesOptions {
  readonly requester: PortfolioRequester;
  readonly users: UsersApi;
  readonly clock: Clock;
  readonly log: Logger;
  /** Longest wait for an answer over messaging, milliseconds. @default 5000 */
  readonly timeoutMs?: number;
}

/** A probe of messaging waits no longer than this before its request goes to HTTP, milliseconds. */
const probeMs = 1000;

/** As many requests over HTTP at a time: hundreds at once would time out together. */
const httpAtOnce = 50;
/** As many more wait for their turn, until their own time is up. */
const httpWaiting = 10_000;

/** Balances from the users worker, by message, with the users API behind it. Each way has a circuit of its own. */
export function createBalances(options: BalancesOptions): Balances {
  const { log } = options;
  const messaging = createCircuit({ name: "messaging", failures: 3, openMs: 2000, whileProbing: "refuse", log });
  // The last resort: whoever comes while it is probed waits for what the probe finds, and it is never left alone for longer than a second.
  const http = createCircuit({ name: "http", failures: 5, openMs: 1000, whileProbing: "wait", log });
  const lane = bulkhead(httpAtOnce, httpWaiting);
  const fallBack = async (userId: number, signal: AbortSignal, reason: string): Promise<Balance> => {
    try {
      return await lane.execute(() => http.run(() => overHttp(options, userId, signal), signal), signal);
    } catch (error) {
      signal.throwIfAborted();
      log.warn({ user_id: userId, reason: reasonOf(error), detail: messageOf(error) }, "No balance over HTTP either");
      throw new NoBalance(`No balance came over messaging (${reason}), nor over HTTP (${reasonOf(error)}).`, { cause: error });
    }
  };
  return {
    async of(userId, signal) {
      signal.throwIfAborted();
      try {
        return await messaging.run((probing) => overMessaging(options, userId, { probing, signal }), signal);
      } catch (error) {
        signal.throwIfAborted();
        const reason = reasonOf(error);
        log.warn({ user_id: userId, reason, detail: messageOf(error) }, `No balance over messaging (${reason}), falling back to HTTP`);
        return fallBack(userId, signal, reason);
      }
    },
  };
}

interface Turn {
  readonly probing: boolean;
  readonly signal: AbortSignal;
}

async function overMessaging(
  { requester, clock, log, timeoutMs = 5000 }: BalancesOptions,
  userId: number,
  { probing, signal }: Turn,
): Promise<Balance> {
  const askedAt = clock();
  const onPublished = (): void => log.info({ user_id: userId }, `Published balance request for user ${userId}`);
  const answer = await requester.requestBalance(
    { user_id: userId },
    { timeoutMs: probing ? Math.min(probeMs, timeoutMs) : timeoutMs, signal, onPublished },
  );
  if (answer.user_id !== userId) throw new MessagingError("invalid", "The answer is not about the user that was asked for.");
  log.info({ user_id: userId }, `Received balance response: ${answer.success ? answer.balance : "no such user"}`);
  return answer.success ? { totalCash: answer.balance, currency: answer.currency, source: "messaging", askedAt } : undefined;
}

async function overHttp({ users, clock, log }: BalancesOptions, userId: number, signal: AbortSignal): Promise<Balance> {
  const askedAt = clock();
  const told = await users.balance(userId, signal);
  log.info({ user_id: userId }, `Received balance over HTTP: ${told?.balance ?? "no such user"}`);
  return told && { totalCash: told.balance, currency: told.currency, source: "http", askedAt };
}

/** One word or two, fit for a client. */
function reasonOf(error: unknown): string {
  if (error instanceof MessagingError || error instanceof UsersApiError) return error.code;
  if (isBulkheadRejectedError(error)) return "unavailable";
  return error instanceof CircuitOpen ? "circuit open" : "failed";
}

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));
