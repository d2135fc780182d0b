import type { Notification, NotificationsHandlers } from "#generated/matchmaking/notifications/index.js";
import type { NotificationStore } from "./store.js";
import type { Arrived } from "./tables.js";

/**
 * How long a notification waits for one that was sent before it, milliseconds: longer than all attempts on that one take. What has not come by
 * then lies among the dead letters, or was too old.
 */
export const longestWaitMs = 35_000;

/** Keeps what comes, and shows each user his notifications in the order in which they were sent, in whatever order they come. */
export const createNotificationsService = (store: NotificationStore, now: () => number = Date.now): NotificationsHandlers => ({
  onNotification: ({ payload, headers, id }) => keep(store, { notification: payload, messageId: id }, headers.sequence, now()),
  onNewOffer: ({ payload, headers, id }) => keep(store, { notification: payload, messageId: id }, headers.sequence, now()),
});

async function keep(store: NotificationStore, arrived: Arrived, sequence: number | undefined, now: number): Promise<void> {
  const userId = arrived.notification.user_id;
  const next = await store.turn(userId);
  // Without a number it is in order as it comes; with an old one, those behind it have waited long enough, and are shown.
  if (sequence === undefined || sequence < next) return store.show(arrived);
  if (sequence > next) return store.hold(arrived, sequence, now);
  await store.show(arrived);
  await showHeld(store, userId, next + 1);
}

/** Shows what was held for its turn, or is due although it is not its turn. */
async function showHeld(store: NotificationStore, userId: string, turn: number, dueUpTo = 0): Promise<void> {
  let next = turn;
  for (const { sequence, ...arrived } of await store.held(userId)) {
    if (sequence > next && sequence > dueUpTo) break;
    await store.show(arrived);
    next = sequence + 1;
  }
  await store.setTurn(userId, next);
}

/** Shows what waits in vain. */
export async function showOverdue(store: NotificationStore, now: number = Date.now()): Promise<void> {
  for (const { user_id, sequence } of await store.overdue(now - longestWaitMs))
    await showHeld(store, user_id, await store.turn(user_id), sequence);
}

/** Whether this user may read and tick off those notifications: everybody his own, and nobody else's. */
export const isOwn = (userId: Notification["user_id"], caller: string): boolean => userId === caller;
