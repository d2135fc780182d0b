// Generated from asyncapi/matchmaking/notifications.yaml. Do not edit; run `npm run generate`.

/** At least 1 character, at most 200 characters. */
export type UserId = string;

/** One line. At least 1 character, at most 200 characters. */
export type Title = string;

/** What the user reads. At least 1 character, at most 2000 characters. */
export type Body = string;

/** Something that a user is told. One type, one kind of event. */
export interface Notification {
  /** Who is told. */
  user_id: UserId;
  type: "trade_offer_received" | "trade_offer_accepted" | "trade_offer_rejected" | "trade_offer_cancelled";
  title: Title;
  body: Body;
  /** Who caused it, where somebody did. */
  related_user_id?: UserId;
}

/** A user is told of an offer that somebody makes. */
export interface NewOfferNotification {
  /** To whom it is made. */
  user_id: UserId;
  type: "trade_offer_received";
  title: Title;
  body: Body;
  /** Who makes it. */
  related_user_id: UserId;
}

export interface NotificationHeaders {
  /**
   * Counts the notifications of one user, from 1, without a gap. They come by several queues, of several priorities, to several consumers; by this number each user gets them in order. A client that sends none gives up the order.
   * A whole number, at least 1, at most 9007199254740991.
   */
  sequence?: number;
}
