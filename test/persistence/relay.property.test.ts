import { setImmediate as turn } from "node:timers/promises";
import fc from "fast-check";
import { expect, test, vi } from "vitest";
import { type FailureCode, MessagingError, type OutgoingMessage } from "#messaging";
import { startRelay } from "#persistence";
import { counterStore, message } from "./counter-store.js";

const quiet = { debug: vi.fn(), info: vi.fn(), warn: vi.fn(), error: vi.fn() };

/** What the broker answers, attempt after attempt; then it takes everything. */
const answer = fc.constantFrom<FailureCode | "taken">("taken", "taken", "taken", "unavailable", "unroutable", "timeout", "bug");

test("whatever fails on the way, every message leaves, and those of one ordering key in the order they were sent", async () => {
  const messages = fc.array(fc.record({ key: fc.option(fc.constantFrom("a", "b", "c"), { nil: undefined }), turns: fc.nat(3) }), {
    maxLength: 40,
  });
  const bounds = fc.record({
    maxInFlight: fc.integer({ min: 1, max: 10 }),
    maxBuffered: fc.integer({ min: 1, max: 15 }),
    left: fc.nat(40),
    groupSize: fc.nat(4),
  });
  await fc.assert(
    fc.asyncProperty(messages, fc.array(answer, { maxLength: 60 }), bounds, async (plans, answers, { left, groupSize, ...options }) => {
      const store = await counterStore({ groupSize: groupSize + 1 });
      const taken: OutgoingMessage[] = [];
      let attempt = 0;
      const publish = async (each: OutgoingMessage) => {
        const outcome = answers[attempt++] ?? "taken";
        for (let n = plans[Number(each.messageId)]?.turns ?? 0; n > 0; n--) await turn();
        if (outcome !== "taken") throw new MessagingError(outcome, "not now");
        taken.push(each);
      };
      const outgoing = plans.map(({ key }, n) =>
        message(`${n}`, { routingKey: `r${n % 3}`, ...(key === undefined ? {} : { orderingKey: key }) }),
      );
      const send = (each: OutgoingMessage) => store.perform({ run: async ({ enqueue }) => enqueue(each) });
      await Promise.all(outgoing.slice(0, left).map(send));
      const relay = startRelay({ store, publish, log: quiet, retryMs: 1, maxRetryMs: 3, ...options });
      await Promise.all(outgoing.slice(left).map(send));
      await relay.flush();
      expect(taken.map((each) => Number(each.messageId)).sort((a, b) => a - b)).toEqual(outgoing.map((_, n) => n));
      for (const key of ["a", "b", "c"]) {
        const ofKey = (list: readonly OutgoingMessage[]) => list.filter((each) => each.orderingKey === key).map((each) => each.messageId);
        expect(ofKey(taken)).toEqual(ofKey(outgoing));
      }
      expect(store.outbox.size).toBe(0);
      await relay.stop();
      await store.close();
    }),
    { numRuns: 60 },
  );
});
