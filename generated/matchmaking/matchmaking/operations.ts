// Generated from asyncapi/matchmaking/matchmaking.yaml. Do not edit; run `npm run generate`.
import type { SendOperation } from "#messaging";
import { validateNewOfferNotification, validateNotification, validateNotificationHeaders } from "./validators.js";

/**
 * Default exchange, routing key `notifications_queue`.
 * Tell that an offer was accepted, rejected or cancelled.
 */
export const tellDecision: SendOperation = {
  id: "tellDecision",
  exchange: "",
  routingKey: "notifications_queue",
  parameters: [],
  mandatory: true,
  persistent: true,
  priorityBy: {
    location: "$message.payload#/type",
    values: { trade_offer_received: 1, trade_offer_cancelled: 5, trade_offer_rejected: 5, trade_offer_accepted: 9 },
  },
  orderingKey: "$message.payload#/user_id",
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
 * Default exchange, routing key `notifications_queue.trade_offer_received`.
 * Tell of a new offer.
 */
export const tellNewOffer: SendOperation = {
  id: "tellNewOffer",
  exchange: "",
  routingKey: "notifications_queue.trade_offer_received",
  parameters: [],
  mandatory: true,
  persistent: true,
  orderingKey: "$message.payload#/user_id",
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
