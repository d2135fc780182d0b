import type { NotificationHandlers } from "#generated/campus/notification/index.js";
import type { Logger } from "#messaging";
import type { Notification, NotificationStore } from "./store.js";

/** Tells users what became of their orders. Sending is simulated: a notification is kept, and logged when it is durable. */
export function createNotificationService(notifications: NotificationStore, log: Pick<Logger, "info">): NotificationHandlers {
  const send = async (notification: Omit<Notification, "sent_at">, onDone: (listener: () => void) => void): Promise<void> => {
    await notifications.add({ ...notification, sent_at: new Date().toISOString() });
    onDone(() => log.info({ order_id: notification.order_id }, `Notified ${notification.user_id}: ${notification.message}`));
  };
  return {
    onInventoryReserved({ payload: { order_id, user_id } }, { onDone }) {
      return send({ order_id, user_id, type: "reserved", message: `Your order ${order_id} is reserved.` }, onDone);
    },
    onInventoryFailed({ payload: { order_id, user_id, reason } }, { onDone }) {
      return send({ order_id, user_id, type: "failed", message: `Your order ${order_id} failed. ${reason}` }, onDone);
    },
  };
}
