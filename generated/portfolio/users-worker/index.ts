// Generated from asyncapi/portfolio/users-worker.yaml. Do not edit; run `npm run generate`.
import type { ApplicationContract, HandlerContext, Received, Unfilled } from "#messaging";
import { route } from "#messaging";
import type { BalanceRequest, BalanceResponse } from "./messages.js";
import { balanceRequest } from "./operations.js";
import { topology } from "./topology.js";

/** What Users worker receives. */
export interface UsersWorkerHandlers {
  /**
   * Queue `balance.request`.
   * Look the balance up and answer.
   */
  onBalanceRequest(message: Received<"BalanceRequest", BalanceRequest>, context: HandlerContext<UsersWorkerPublisher>): Promise<Unfilled<BalanceResponse, "correlation_id" | "timestamp">>;
}

/** What Users worker sends. */
export type UsersWorkerPublisher = Record<never, never>;

/**
 * Users worker
 * Answers balance requests from the users database.
 */
export const usersWorker: ApplicationContract<UsersWorkerHandlers, UsersWorkerPublisher> = {
  id: "portfolio/users-worker",
  title: "Users worker",
  version: "1.0.0",
  topology,
  sends: [],
  requests: [],
  receives: [balanceRequest],
  publisher: () => ({}),
  requester: () => ({}),
  routes: (handlers) => [
    route(balanceRequest, (message: Received<"BalanceRequest", BalanceRequest>, context) => handlers.onBalanceRequest(message, context)),
  ],
};

export type { BalanceFound, BalanceNotFound, BalanceRequest, BalanceResponse, Money, UserId } from "./messages.js";
