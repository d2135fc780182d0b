// Generated from asyncapi/matchmaking/notifications.yaml. Do not edit; run `npm run generate`.
import type { ApplicationContract, HandlerContext, Received } from "#messaging";
import { route } from "#messaging";
import type { NewOfferNotification, Notification, NotificationHeaders } from "./messages.js";
import { newOffer, notification } from "./operations.js";
import { topology } from "./topology.js";

/** What Notifications receives. */
export interface NotificationsHandlers {
  /**
   * Queue `notifications_queue`.
   * Keep a notification.
   */
  onNotification(message: Received<"Notification", Notification, NotificationHeaders>, context: HandlerContext<NotificationsPublisher>): Promise<void>;
  /**
   * Queue `notifications_queue.trade_offer_received`.
   * Keep the news of an offer.
   */
  onNewOffer(message: Received<"NewOfferNotification", NewOfferNotification, NotificationHeaders>, context: HandlerContext<NotificationsPublisher>): Promise<void>;
}

/** What Notifications sends. */
export type NotificationsPublisher = Record<never, never>;

/**
 * Notifications
 * Keeps what users are told, and gives it to them over HTTP, in order, live too.
 */
export const notifications: ApplicationContract<NotificationsHandlers, NotificationsPublisher> = {
  id: "matchmaking/notifications",
  title: "Notifications",
  version: "1.0.0",
  topology,
  sends: [],
  requests: [],
  receives: [notification, newOffer],
  publisher: () => ({}),
  requester: () => ({}),
  routes: (handlers) => [
    route(notification, (message: Received<"Notification", Notification, NotificationHeaders>, context) => handlers.onNotification(message, context)),
    route(newOffer, (message: Received<"NewOfferNotification", NewOfferNotification, NotificationHeaders>, context) => handlers.onNewOffer(message, context)),
  ],
};

export type { Body, NewOfferNotification, Notification, NotificationHeaders, Title, UserId } from "./messages.js";
