import { describe, expect, test, vi } from "vitest";
import { ackAll, inbox, unique } from "../broker-fixtures.js";
import { code, eventually, type Spec } from "./stage.js";

export const consumingSpec = (spec: Spec): void => {
  describe("consuming", () => {
    test("no more than the prefetch is handed out at once", async () => {
      const to = await spec.newQueue();
      const got = inbox();
      await spec.broker().consume(to, { prefetch: 3 }, got.on);
      await Promise.all(["a", "b", "c", "d", "e"].map((body) => spec.send(to, body)));
      await vi.waitFor(() => expect(got.bodies()).toEqual(["a", "b", "c"]), eventually);
      await spec.depth(to, 2);
      got.deliveries[1]?.ack();
      await vi.waitFor(() => expect(got.bodies()).toEqual(["a", "b", "c", "d"]), eventually);
      for (const delivery of [...got.deliveries]) delivery.ack();
      await vi.waitFor(() => expect(got.deliveries).toHaveLength(5), eventually);
    });

    test("two consumers of a queue share its messages", async () => {
      const to = await spec.newQueue();
      const [one, two] = [inbox(ackAll), inbox(ackAll)];
      await spec.broker().consume(to, { prefetch: 1 }, one.on);
      await spec.stage().open().consume(to, { prefetch: 1 }, two.on);
      await vi.waitFor(async () => {
        await Promise.all(Array.from({ length: 20 }, (_, at) => spec.send(to, `${at}`)));
        expect(Math.min(one.deliveries.length, two.deliveries.length)).toBeGreaterThan(0);
      }, eventually);
      await vi.waitFor(() => expect((one.deliveries.length + two.deliveries.length) % 20).toBe(0), eventually);
    });

    test("what was acked is gone; what was not comes back when its consumer goes, marked as redelivered", async () => {
      const to = await spec.newQueue();
      const first = spec.stage().open();
      const got = inbox();
      await first.consume(to, { prefetch: 10 }, got.on);
      await Promise.all(["a", "b", "c", "d"].map((body) => spec.send(to, body)));
      await vi.waitFor(() => expect(got.deliveries).toHaveLength(4), eventually);
      got.deliveries[3]?.ack();
      got.deliveries[0]?.ack();
      await first.close();
      const again = inbox(ackAll);
      await spec.broker().consume(to, { prefetch: 10 }, again.on);
      await vi.waitFor(() => expect(again.bodies()).toEqual(["b", "c"]), eventually);
      expect(again.deliveries.map(({ redelivered }) => redelivered)).toEqual([true, true]);
    });

    test("a delivery settled twice is settled once", async () => {
      const to = await spec.newQueue();
      const got = inbox((delivery) => {
        delivery.ack();
        delivery.nack(true);
        delivery.ack();
      });
      await spec.broker().consume(to, { prefetch: 1 }, got.on);
      await spec.send(to, "a");
      await spec.send(to, "b");
      await vi.waitFor(() => expect(got.bodies()).toEqual(["a", "b"]), eventually);
    });

    test("a message put back is delivered again", async () => {
      const to = await spec.newQueue();
      const got = inbox((delivery) => (delivery.redelivered ? delivery.ack() : delivery.nack(true)));
      await spec.broker().consume(to, { prefetch: 1 }, got.on);
      await spec.send(to, "a");
      await vi.waitFor(() => expect(got.deliveries.map(({ redelivered }) => redelivered)).toEqual([false, true]), eventually);
      await spec.depth(to, 0);
    });

    test("a callback that throws does not end the consumer", async () => {
      const to = await spec.newQueue();
      const got = inbox((delivery) => {
        if (!delivery.redelivered) throw new Error("not at first");
        delivery.ack();
      });
      await spec.broker().consume(to, { prefetch: 1 }, got.on);
      await spec.send(to, "a");
      await vi.waitFor(() => expect(got.bodies()).toEqual(["a", "a"]), eventually);
    });

    test("cancelled, it gets nothing more, and may still ack what it has", async () => {
      const to = await spec.newQueue();
      const got = inbox();
      const subscription = await spec.broker().consume(to, { prefetch: 2 }, got.on);
      await Promise.all(["a", "b", "c"].map((body) => spec.send(to, body)));
      await vi.waitFor(() => expect(got.deliveries).toHaveLength(2), eventually);
      await subscription.cancel();
      for (const delivery of got.deliveries) delivery.ack();
      await spec.send(to, "d");
      const rest = inbox(ackAll);
      await spec.broker().consume(to, { prefetch: 10 }, rest.on);
      await vi.waitFor(() => expect(rest.bodies()).toEqual(["c", "d"]), eventually);
      expect(got.bodies()).toEqual(["a", "b"]);
    });

    test("a queue that does not exist cannot be consumed", async () => {
      expect(await code(spec.broker().consume(unique("missing"), { prefetch: 1 }, ackAll))).toBe("invalid");
    });

    test("a consumer comes back when its queue was deleted", async () => {
      const to = await spec.newQueue();
      const got = inbox(ackAll);
      await spec.broker().consume(to, { prefetch: 1 }, got.on);
      await spec.stage().deleteQueue(to);
      await vi.waitFor(() => spec.send(to, "after"), eventually);
      await vi.waitFor(() => expect(got.bodies()).toContain("after"), eventually);
    });
  });
};
