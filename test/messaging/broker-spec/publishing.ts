import { describe, expect, test, vi } from "vitest";
import { ackAll, inbox, message, queue, topology, unique } from "../broker-fixtures.js";
import { code, eventually, type Spec } from "./stage.js";

export const publishingSpec = (spec: Spec): void => {
  describe("publishing", () => {
    test("everything that was sent arrives, to the byte", async () => {
      const to = await spec.newQueue();
      const body = Buffer.from([0, 1, 255, 10]);
      const properties = {
        contentType: "application/json",
        contentEncoding: "gzip",
        messageId: "m-1",
        type: "Thing",
        correlationId: "c-1",
      };
      const more = { replyTo: "answers", appId: "tests", timestamp: 1_700_000_000, priority: 3 };
      const headers = {
        text: "ü",
        whole: 7,
        big: 2 ** 40,
        part: 0.5,
        yes: true,
        nothing: null,
        list: [1, "a"],
        map: { deep: { er: 1 } },
      };
      const got = inbox(ackAll);
      await spec.broker().consume(to, { prefetch: 1 }, got.on);
      await spec.broker().publish(message({ routingKey: to, body, ...properties, ...more, headers }));
      await vi.waitFor(() => expect(got.deliveries).toHaveLength(1), eventually);
      expect(got.deliveries[0]).toMatchObject({
        ...properties,
        ...more,
        headers,
        queue: to,
        exchange: "",
        routingKey: to,
        redelivered: false,
      });
      expect(got.deliveries[0]?.body).toEqual(body);
    });

    test("an empty body arrives as an empty body", async () => {
      const to = await spec.newQueue();
      const got = inbox(ackAll);
      await spec.broker().consume(to, { prefetch: 1 }, got.on);
      await spec.send(to, "");
      await vi.waitFor(() => expect(got.bodies()).toEqual([""]), eventually);
    });

    test("a mandatory message that reaches no queue rejects, and only that one", async () => {
      const to = await spec.newQueue();
      const results = await Promise.all(Array.from({ length: 60 }, (_, at) => code(spec.send(at % 3 === 0 ? "nobody" : to, `m${at}`))));
      expect(results).toEqual(results.map((_, at) => (at % 3 === 0 ? "unroutable" : "resolved")));
      await spec.depth(to, 40);
    });

    test("a message that is not mandatory may reach no queue", async () => {
      await spec.broker().publish(message({ routingKey: "nobody", mandatory: false }));
    });

    test("twins are told apart: the same message, once with and once without a way to go", async () => {
      const to = await spec.newQueue();
      const twin = (routingKey: string) => code(spec.broker().publish(message({ routingKey, messageId: "twin" })));
      expect(await Promise.all([twin(to), twin("nobody"), twin(to), twin("nobody")])).toEqual([
        "resolved",
        "unroutable",
        "resolved",
        "unroutable",
      ]);
    });

    test("an exchange that does not exist rejects its messages; those on their way with them arrive", async () => {
      const to = await spec.newQueue();
      const lost = unique("missing");
      const sends = Array.from({ length: 100 }, (_, at) =>
        code(at === 40 || at === 41 ? spec.broker().publish(message({ exchange: lost })) : spec.send(to, `m${at}`)),
      );
      const results = await Promise.all(sends);
      expect(results.flatMap((result, at) => (result === "resolved" ? [] : [[at, result]]))).toEqual([
        [40, "unroutable"],
        [41, "unroutable"],
      ]);
      const got = inbox(ackAll);
      await spec.broker().consume(to, { prefetch: 0 }, got.on);
      await vi.waitFor(() => expect(new Set(got.bodies()).size).toBe(98), eventually);
    });

    test("one publisher's messages stay in order", async () => {
      const to = await spec.newQueue();
      const bodies = Array.from({ length: 1_000 }, (_, at) => `${at}`);
      const got = inbox(ackAll);
      await spec.broker().consume(to, { prefetch: 50 }, got.on);
      await Promise.all(bodies.map((body) => spec.send(to, body)));
      await vi.waitFor(() => expect(got.deliveries).toHaveLength(1_000), eventually);
      expect(got.bodies()).toEqual(bodies);
    });

    test("with priorities, the more urgent comes first", async () => {
      const to = unique("queue");
      await spec.broker().declare(topology({ queues: [{ ...queue(to), arguments: { "x-max-priority": 5 } }] }));
      for (const priority of [0, 5, 3, 5])
        await spec.broker().publish(message({ routingKey: to, body: Buffer.from(`${priority}`), priority }));
      const got = inbox(ackAll);
      await spec.broker().consume(to, { prefetch: 1 }, got.on);
      await vi.waitFor(() => expect(got.bodies()).toEqual(["5", "5", "3", "0"]), eventually);
    });
  });
};
