import type { operations } from "#generated/matchmaking/notifications/http.js";
import { answerPage, createTail, type EventStream, type HttpHandlers, problem } from "#http";
import { isOwn } from "./service.js";
import type { NotificationStore } from "./store.js";
import type { ShownNotification } from "./tables.js";

type Operations = HttpHandlers<operations>;

interface OfUser {
  readonly params: { readonly userId: string };
  readonly headers: { readonly "x-user-id": string };
}

const isOwner = ({ params, headers }: OfUser): boolean => isOwn(params.userId, headers["x-user-id"]);
const foreign = () => ({ status: 403, body: problem(403, "These are somebody else's notifications.") }) as const;

/** Notifications over HTTP: list, count, tick off. */
export const createNotificationsApi = (notifications: NotificationStore): Omit<Operations, "followNotifications"> => ({
  async listNotifications(request) {
    if (!isOwner(request)) return foreign();
    return answerPage(request.query, (asked) => notifications.newest(request.params.userId, asked));
  },
  async countUnread(request) {
    if (!isOwner(request)) return foreign();
    return { status: 200, body: { unread: await notifications.unread(request.params.userId) } };
  },
  async markRead(request) {
    if (!isOwner(request)) return foreign();
    const { userId, notificationId } = request.params;
    const found = await notifications.markRead(userId, notificationId, new Date().toISOString());
    return found === undefined ? { status: 404, body: problem(404, "There is no such notification.") } : { status: 200, body: found };
  },
  getHealth: async () => ({ status: 200, body: { status: "up", service: "notifications" } }),
});

/** Events read from the database at a time. */
const batch = 100;

/**
 * Notifications live. What a client gets is read from the database, after the last that it got: so it does not matter which process of the
 * application saved it, and a client that is slow costs no memory.
 */
export function createLiveApi(
  read: <R>(query: (notifications: NotificationStore) => Promise<R>) => Promise<R>,
): Pick<Operations, "followNotifications"> {
  const tail = createTail({ latest: () => read((store) => store.latest()), since: (id) => read((store) => store.since(id)) });
  const after = (userId: string, id: number) => read((store) => store.after(userId, id, batch));
  const follow = (userId: string, from: number): EventStream<ShownNotification> =>
    async function* (ended) {
      const watch = tail.watch(userId);
      try {
        for (let last = from; !ended.aborted; ) {
          const news = await after(userId, last);
          for (const notification of news) {
            yield { id: String(notification.id), event: notification.type, data: notification };
            last = notification.id;
          }
          if (news.length < batch) await watch.changed(ended);
        }
      } finally {
        watch.end();
      }
    };
  return {
    async followNotifications(request) {
      if (!isOwner(request)) return foreign();
      const known = request.headers["last-event-id"];
      const latest = await read((store) => store.latest());
      return { status: 200, body: follow(request.params.userId, known === undefined ? latest : Number(known)) };
    },
  };
}
