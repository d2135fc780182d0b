import { describe, expect, test, vi } from "vitest";
import { ackAll, inbox, message } from "../broker-fixtures.js";
import { deadLetteredTo, eventually, type Spec } from "./stage.js";

export const deadLetterSpec = (spec: Spec): void => {
  describe("dead letters", () => {
    test("a rejected message goes to the dead-letter route and tells where it died", async () => {
      const graves = await spec.newQueue();
      const to = await spec.newQueue(deadLetteredTo(graves));
      const got = inbox(ackAll);
      await spec.broker().consume(to, { prefetch: 1 }, (delivery) => delivery.nack(false));
      await spec.broker().consume(graves, { prefetch: 1 }, got.on);
      await spec.broker().publish(message({ routingKey: to, body: Buffer.from("a"), messageId: "m-7", headers: { mine: 1 } }));
      await vi.waitFor(() => expect(got.deliveries).toHaveLength(1), eventually);
      expect(got.deliveries[0]).toMatchObject({
        messageId: "m-7",
        queue: graves,
        routingKey: graves,
        headers: {
          mine: 1,
          "x-first-death-queue": to,
          "x-first-death-reason": "rejected",
          "x-death": [{ queue: to, reason: "rejected", count: 1, exchange: "", "routing-keys": [to] }],
        },
      });
    });

    test("a queue's time to live ends in the dead-letter queue", async () => {
      const after = await spec.newQueue();
      const wait = await spec.newQueue({ "x-message-ttl": 30, ...deadLetteredTo(after) });
      const got = inbox(ackAll);
      await spec.broker().consume(after, { prefetch: 5 }, got.on);
      await spec.send(wait, "a");
      await spec.send(wait, "b");
      await vi.waitFor(() => expect(got.bodies()).toEqual(["a", "b"]), eventually);
      expect(got.deliveries[0]?.headers).toMatchObject({ "x-first-death-queue": wait, "x-first-death-reason": "expired" });
    });

    test("a message's own time to live counts where it is the shorter", async () => {
      const after = await spec.newQueue();
      const wait = await spec.newQueue({ "x-message-ttl": 60_000, ...deadLetteredTo(after) });
      const got = inbox(ackAll);
      await spec.broker().consume(after, { prefetch: 5 }, got.on);
      await spec.broker().publish(message({ routingKey: wait, expirationMs: 20 }));
      await vi.waitFor(() => expect(got.deliveries).toHaveLength(1), eventually);
      expect(got.deliveries[0]?.expiration).toBeUndefined();
    });

    test("a second death is counted first, the first is remembered", async () => {
      const graves = await spec.newQueue();
      const middle = await spec.newQueue(deadLetteredTo(graves));
      const wait = await spec.newQueue({ "x-message-ttl": 10, ...deadLetteredTo(middle) });
      const got = inbox(ackAll);
      await spec.broker().consume(middle, { prefetch: 1 }, (delivery) => delivery.nack(false));
      await spec.broker().consume(graves, { prefetch: 1 }, got.on);
      await spec.send(wait, "a");
      await vi.waitFor(() => expect(got.deliveries).toHaveLength(1), eventually);
      expect(got.deliveries[0]?.headers).toMatchObject({
        "x-first-death-queue": wait,
        "x-first-death-reason": "expired",
        "x-death": [
          { queue: middle, reason: "rejected" },
          { queue: wait, reason: "expired" },
        ],
      });
    });

    test("a message that keeps coming back dies of its delivery limit", async () => {
      const graves = await spec.newQueue();
      const to = await spec.newQueue({ "x-delivery-limit": 2, ...deadLetteredTo(graves) });
      const tries = inbox((delivery) => delivery.nack(true));
      const got = inbox(ackAll);
      await spec.broker().consume(to, { prefetch: 1 }, tries.on);
      await spec.broker().consume(graves, { prefetch: 1 }, got.on);
      await spec.send(to, "a");
      await vi.waitFor(() => expect(got.deliveries).toHaveLength(1), eventually);
      expect(tries.deliveries).toHaveLength(3);
      expect(got.deliveries[0]?.headers).toMatchObject({ "x-first-death-reason": "delivery_limit" });
    });

    test("without a dead-letter route a rejected message is gone", async () => {
      const to = await spec.newQueue();
      const got = inbox((delivery) => delivery.nack(false));
      await spec.broker().consume(to, { prefetch: 1 }, got.on);
      await spec.send(to, "a");
      await vi.waitFor(() => expect(got.deliveries).toHaveLength(1), eventually);
      await spec.depth(to, 0);
    });
  });
};
