import type { UsersWorkerHandlers } from "#generated/portfolio/users-worker/index.js";
import type { Logger } from "#messaging";
import type { UserStore } from "../users-store.js";

/** Answers with a user's balance. That there is no such user is an answer too. */
export const createUsersWorker = (users: Pick<UserStore, "balance">, log: Pick<Logger, "info">): UsersWorkerHandlers => ({
  async onBalanceRequest({ payload: { user_id } }, context) {
    log.info({ user_id }, `Received balance request for user ${user_id}`);
    context.onDone(() => log.info({ user_id }, `Sent balance response for user ${user_id}`));
    const found = await users.balance(user_id);
    if (found === undefined) return { user_id, success: false, error: "user not found" };
    return { user_id, balance: found.balance, currency: found.currency, success: true };
  },
});
