import { describe, expect, test, vi } from "vitest";
import { inbox, queue, topology } from "../broker-fixtures.js";
import { code, eventually, type Spec } from "./stage.js";

export const outageSpec = (spec: Spec): void => {
  describe("an outage", () => {
    test("what is published meanwhile arrives afterwards, consumers go on, and late acks are counted", async () => {
      const other = spec.stage().open();
      const to = await spec.newQueue();
      await other.declare(topology({ queues: [queue(to)] }));
      const got = inbox();
      await other.consume(to, { prefetch: 10 }, got.on);
      await spec.send(to, "before", other);
      await vi.waitFor(() => expect(got.deliveries).toHaveLength(1), eventually);
      spec.stage().away();
      await vi.waitFor(() => expect(other.state).toBe("down"), eventually);
      const sent = Promise.all(["one", "two"].map((body) => spec.send(to, body, other)));
      expect(other.counters?.waiting).toBe(2);
      expect(await code(other.depth(to))).toBe("unavailable");
      spec.stage().back();
      await sent;
      await other.ready();
      expect(other.state).toBe("up");
      await vi.waitFor(() => expect(got.bodies().sort()).toEqual(["before", "before", "one", "two"]), eventually);
      const [early] = got.deliveries;
      early?.ack();
      expect(other.counters?.staleAcks).toBe(1);
      for (const delivery of got.deliveries.slice(1)) delivery.ack();
      await other.close();
      await vi.waitFor(() => spec.broker().ready(), eventually);
      await spec.depth(to, 0);
    });

    test("a publish that waited too long is told so", async () => {
      const other = spec.stage().open({ publishTimeoutMs: 80 });
      await other.ready();
      spec.stage().away();
      await vi.waitFor(() => expect(other.state).toBe("down"), eventually);
      await expect(spec.send("anywhere", "a", other)).rejects.toMatchObject({ code: "unavailable" });
      await expect(other.ready(AbortSignal.timeout(10))).rejects.toMatchObject({ code: "unavailable" });
      spec.stage().back();
      await other.ready();
    });

    test("whoever waits is told when the handle is closed", async () => {
      const other = spec.stage().open();
      await other.ready();
      spec.stage().away();
      await vi.waitFor(() => expect(other.state).toBe("down"), eventually);
      const waiting = [code(spec.send("anywhere", "a", other)), code(other.ready()), code(other.declare(topology({})))];
      await other.close();
      spec.stage().back();
      expect(await Promise.all(waiting)).toEqual(["unavailable", "unavailable", "unavailable"]);
    });
  });
};
