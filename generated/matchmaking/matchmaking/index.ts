// Generated from asyncapi/matchmaking/matchmaking.yaml. Do not edit; run `npm run generate`.
import type { ApplicationContract, PublishOptions } from "#messaging";
import type { NewOfferNotification, Notification, NotificationHeaders } from "./messages.js";
import { tellDecision, tellNewOffer } from "./operations.js";
import { topology } from "./topology.js";

/** What Matchmaking receives. */
export type MatchmakingHandlers = Record<never, never>;

/** What Matchmaking sends. */
export interface MatchmakingPublisher {
  /**
   * Default exchange, routing key `notifications_queue`.
   * Tell that an offer was accepted, rejected or cancelled.
   */
  tellDecision(payload: Notification, options?: PublishOptions & { readonly headers?: NotificationHeaders }): Promise<void>;
  /**
   * Default exchange, routing key `notifications_queue.trade_offer_received`.
   * Tell of a new offer.
   */
  tellNewOffer(payload: NewOfferNotification, options?: PublishOptions & { readonly headers?: NotificationHeaders }): Promise<void>;
}

/**
 * Matchmaking
 * Users offer each other trades, and take, refuse or withdraw them. Whom it concerns is told.
 */
export const matchmaking: ApplicationContract<MatchmakingHandlers, MatchmakingPublisher> = {
  id: "matchmaking/matchmaking",
  title: "Matchmaking",
  version: "1.0.0",
  topology,
  sends: [tellDecision, tellNewOffer],
  requests: [],
  receives: [],
  publisher: (send) => ({
    tellDecision: (payload, options) => send(tellDecision, "Notification", payload, options),
    tellNewOffer: (payload, options) => send(tellNewOffer, "NewOfferNotification", payload, options),
  }),
  requester: () => ({}),
  routes: () => [],
};

export type { Body, NewOfferNotification, Notification, NotificationHeaders, Title, UserId } from "./messages.js";
