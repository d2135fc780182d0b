import fc from "fast-check";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Notification } from "#generated/matchmaking/notifications/index.js";
import { openStore, type Store } from "#persistence";
import { createNotificationsService, longestWaitMs, showOverdue } from "../../../src/services/matchmaking/notifications/service.js";
import { notificationStore } from "../../../src/services/matchmaking/notifications/store.js";
import { migrations, type NotificationsTables } from "../../../src/services/matchmaking/notifications/tables.js";

let store: Store<NotificationsTables>;
beforeAll(async () => {
  store = await openStore<NotificationsTables>({ url: ":memory:", migrations });
});
afterAll(() => store.close());

let users = 0;
const newUser = (): string => `user-${users++}`;

const context = { publish: {}, signal: new AbortController().signal, attempt: 1, onDone: () => undefined };

/** Has one notification of a user handled. Its body is its number. */
async function arrive(user_id: string, sequence: number, { at = 0, numbered = true } = {}): Promise<void> {
  const payload: Notification = { user_id, type: "trade_offer_accepted", title: "Told", body: String(sequence) };
  const headers = numbered ? { sequence } : {};
  const message = { name: "Notification" as const, payload, headers, exchange: "", routingKey: "", id: `${user_id}:${sequence}` };
  await store.perform({ run: ({ tx }) => createNotificationsService(notificationStore(tx), () => at).onNotification(message, context) });
}

/** What the user reads, the oldest first. */
const shown = async (user: string): Promise<number[]> =>
  (await store.read((db) => notificationStore(db).after(user, 0, 1_000))).map(({ body }) => Number(body));
const overdue = (now: number): Promise<unknown> => store.perform({ run: ({ tx }) => showOverdue(notificationStore(tx), now) });
const upTo = (count: number): number[] => Array.from({ length: count }, (_, at) => at + 1);

test("in whatever order notifications come, and however often, the user reads each once, in the order in which they were sent", async () => {
  const anyOrder = fc
    .integer({ min: 1, max: 12 })
    .chain((count) =>
      fc.tuple(
        fc.constant(count),
        fc.shuffledSubarray(upTo(count), { minLength: count }),
        fc.array(fc.integer({ min: 1, max: count }), { maxLength: 5 }),
      ),
    );
  await fc.assert(
    fc.asyncProperty(anyOrder, async ([count, order, again]) => {
      const user = newUser();
      for (const [at, sequence] of [...order, ...again].entries()) {
        await arrive(user, sequence);
        // Nobody ever reads one before those that were sent before it.
        const so = await shown(user);
        expect(so).toEqual(upTo(so.length));
        if (at >= count - 1) expect(so).toHaveLength(count);
      }
    }),
    { numRuns: 60 },
  );
});

test("one that never comes holds up those behind it no longer than all its attempts would take", async () => {
  await fc.assert(
    fc.asyncProperty(fc.uniqueArray(fc.integer({ min: 1, max: 12 }), { minLength: 1 }), async (came) => {
      const user = newUser();
      for (const sequence of came) await arrive(user, sequence, { at: 1_000 });
      const before = (await shown(user)).length;
      await overdue(1_000 + longestWaitMs - 1);
      expect(await shown(user)).toHaveLength(before);
      await overdue(1_000 + longestWaitMs);
      expect(await shown(user)).toEqual([...came].sort((one, other) => one - other));
    }),
    { numRuns: 40 },
  );
});

test("one that comes after all is shown when it comes, and the next ones are in their turn", async () => {
  const user = newUser();
  await arrive(user, 2);
  await overdue(longestWaitMs);
  await arrive(user, 1);
  await arrive(user, 3);
  expect(await shown(user)).toEqual([2, 1, 3]);
});

test("without a number, notifications are shown as they come", async () => {
  const user = newUser();
  for (const sequence of [5, 3, 9]) await arrive(user, sequence, { numbered: false });
  expect(await shown(user)).toEqual([5, 3, 9]);
});
