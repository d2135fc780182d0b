import { describe, expect, test, vi } from "vitest";
import { ackAll, inbox } from "../broker-fixtures.js";
import { code, eventually, type Spec } from "./stage.js";

export const closedSpec = (spec: Spec): void => {
  describe("closed", () => {
    test("acks given just before count", async () => {
      const to = await spec.newQueue();
      const other = spec.stage().open();
      const got = inbox();
      const subscription = await other.consume(to, { prefetch: 500 }, got.on);
      await Promise.all(Array.from({ length: 300 }, (_, at) => spec.send(to, `${at}`)));
      await vi.waitFor(() => expect(got.deliveries).toHaveLength(300), eventually);
      await subscription.cancel();
      for (const delivery of got.deliveries) delivery.ack();
      await other.close();
      expect(other.counters?.staleAcks).toBe(0);
      await spec.depth(to, 0);
    });

    test("publishes under way are waited for", async () => {
      const to = await spec.newQueue();
      const other = spec.stage().open();
      await other.ready();
      const sent = Promise.all(Array.from({ length: 200 }, (_, at) => spec.send(to, `${at}`, other)));
      await other.close();
      await sent;
      await spec.depth(to, 200);
    });

    test("it says so, and closes once", async () => {
      const other = spec.stage().open();
      await other.ready();
      await Promise.all([other.close(), other.close()]);
      expect(other.state).toBe("closed");
      const calls = [
        spec.send("anywhere", "a", other),
        other.ready(),
        other.consume("anywhere", { prefetch: 1 }, ackAll),
        other.depth("anywhere"),
      ];
      expect(await Promise.all(calls.map(code))).toEqual(["unavailable", "unavailable", "unavailable", "unavailable"]);
    });
  });
};
