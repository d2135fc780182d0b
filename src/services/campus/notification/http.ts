import type { operations } from "#generated/campus/notification/http.js";
import { answerPage, type HttpHandlers } from "#http";
import type { NotificationStore } from "./store.js";

/** What users were told. */
export const createNotificationApi = (notifications: NotificationStore): HttpHandlers<operations> => ({
  listNotifications: ({ query }) => answerPage(query, notifications.newest),
  getHealth: async () => ({ status: 200, body: { status: "up", service: "notification" } }),
});
