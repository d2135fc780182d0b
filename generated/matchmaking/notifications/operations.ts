// Generated from asyncapi/matchmaking/notifications.yaml. Do not edit; run `npm run generate`.
import type { ReceiveOperation } from "#messaging";
import { validateNewOfferNotification, validateNotification, validateNotificationHeaders } from "./validators.js";

/**
 * Queue `notifications_queue`.
 * Keep a notification.
 */
export const notification: ReceiveOperation = {
  id: "notification",
  queue: "notifications_queue",
  deadLetterQueue: "notifications_queue.dlq",
  retryDelaysMs: [1000, 5000, 25000],
  prefetch: 1,
  concurrency: 1,
  timeoutMs: 10000,
  messages: [
    {
      name: "Notification",
      type: "Notification",
      contentType: "application/json",
      payload: validateNotification,
      headers: validateNotificationHeaders,
    },
  ],
};

/**
 * Queue `notifications_queue.trade_offer_received`.
 * Keep the news of an offer.
 */
export const newOffer: ReceiveOperation = {
  id: "newOffer",
  queue: "notifications_queue.trade_offer_received",
  deadLetterQueue: "notifications_queue.dlq",
  retryDelaysMs: [1000, 5000, 25000],
  prefetch: 1,
  concurrency: 1,
  timeoutMs: 10000,
  messages: [
    {
      name: "NewOfferNotification",
      type: "NewOfferNotification",
      contentType: "application/json",
      payload: validateNewOfferNotification,
      headers: validateNotificationHeaders,
    },
  ],
};
