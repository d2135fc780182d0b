// Generated from asyncapi/portfolio/portfolio.yaml. Do not edit; run `npm run generate`.
import type { ApplicationContract, HandlerContext, Received, RequestOptions, Unfilled } from "#messaging";
import { route } from "#messaging";
import type { BalanceRequest, BalanceResponse, OrderCompleted, OrderFailed } from "./messages.js";
import { orderEvent, requestBalance } from "./operations.js";
import { topology } from "./topology.js";

/** What Portfolio receives. */
export interface PortfolioHandlers {
  /**
   * Queue `portfolio.order-events`.
   * Keep what a customer bought, and what came to nothing.
   */
  onOrderEvent(message: Received<"OrderCompleted", OrderCompleted> | Received<"OrderFailed", OrderFailed>, context: HandlerContext<PortfolioPublisher>): Promise<void>;
}

/** What Portfolio sends. */
export type PortfolioPublisher = Record<never, never>;

/** What Portfolio asks. */
export interface PortfolioRequester {
  /**
   * Exchange `balance.request.exchange`, routing key `balance.request`; answered on queue `balance.response.portfolio.{instance}`.
   * What is this user's balance?
   */
  requestBalance(payload: Unfilled<BalanceRequest, "correlation_id" | "requested_by" | "timestamp">, options?: RequestOptions): Promise<BalanceResponse>;
}

/**
 * Portfolio
 * Keeps portfolios; asks the users worker for balances and follows the order saga's events.
 */
export const portfolio: ApplicationContract<PortfolioHandlers, PortfolioPublisher, PortfolioRequester> = {
  id: "portfolio/portfolio",
  title: "Portfolio",
  version: "1.0.0",
  topology,
  sends: [],
  requests: [requestBalance],
  receives: [orderEvent],
  publisher: () => ({}),
  requester: (ask) => ({
    requestBalance: async (payload, options) => (await ask<Received<"BalanceResponse", BalanceResponse>>(requestBalance, "BalanceRequest", payload, options)).payload,
  }),
  routes: (handlers) => [
    route(orderEvent, (message: Received<"OrderCompleted", OrderCompleted> | Received<"OrderFailed", OrderFailed>, context) => handlers.onOrderEvent(message, context)),
  ],
};

export type {
  BalanceFound,
  BalanceNotFound,
  BalanceRequest,
  BalanceResponse,
  Money,
  OrderCompleted,
  OrderFailed,
  UserId,
} from "./messages.js";
