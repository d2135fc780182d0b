// Generated from asyncapi/matchmaking/notifications.yaml. Do not edit; run `npm run generate`.
import type { Validator } from "#messaging";
import type { NewOfferNotification, Notification, NotificationHeaders } from "./messages.js";

export declare const validateNotification: Validator<Notification>;
export declare const validateNewOfferNotification: Validator<NewOfferNotification>;
export declare const validateNotificationHeaders: Validator<NotificationHeaders>;
