import { describe, expect, test, vi } from "vitest";
import { ackAll, binding, exchange, inbox, message, queue, topology, unique } from "../broker-fixtures.js";
import { code, eventually, type Spec } from "./stage.js";

export const declaringSpec = (spec: Spec): void => {
  describe("declaring", () => {
    test("the same twice changes nothing", async () => {
      const parts = topology({ exchanges: [exchange(unique("exchange"), "topic")], queues: [queue(unique("queue"))] });
      await spec.broker().declare(parts);
      await spec.broker().declare(parts);
    });

    test("a queue that exists otherwise is refused by name, and what else is in use goes on", async () => {
      const to = await spec.newQueue();
      const got = inbox(ackAll);
      await spec.broker().consume(to, { prefetch: 1 }, got.on);
      const declared = spec.broker().declare(topology({ queues: [queue(to, { "x-max-length": 3 })] }));
      await expect(declared).rejects.toMatchObject({ code: "invalid", message: expect.stringContaining(`queue "${to}"`) });
      await spec.send(to, "a");
      await vi.waitFor(() => expect(got.bodies()).toEqual(["a"]), eventually);
    });

    test("an exchange that exists otherwise is refused by name", async () => {
      const from = unique("exchange");
      await spec.broker().declare(topology({ exchanges: [exchange(from, "topic")] }));
      const declared = spec.broker().declare(topology({ exchanges: [exchange(from, "direct")] }));
      await expect(declared).rejects.toMatchObject({ code: "invalid", message: expect.stringContaining(`exchange "${from}"`) });
    });

    test("what belongs to others is declared and bound where it is missing", async () => {
      const [from, to] = [unique("exchange"), unique("queue")];
      const parts = { exchanges: [exchange(from, "fanout")], queues: [queue(to)], bindings: [binding(from, to)] };
      await spec.broker().declare(topology({ ...parts, foreign: { exchanges: [from], queues: [to] } }));
      await spec.broker().publish(message({ exchange: from }));
      await spec.depth(to, 1);
    });

    test("what belongs to others and is there is left as it is, unbound too", async () => {
      const [from, to] = [unique("exchange"), unique("queue")];
      await spec.broker().declare(topology({ exchanges: [exchange(from, "topic")], queues: [queue(to)] }));
      const otherwise = {
        exchanges: [exchange(from, "fanout")],
        queues: [queue(to, { "x-max-length": 3 })],
        bindings: [binding(from, to)],
      };
      await spec.broker().declare(topology({ ...otherwise, foreign: { exchanges: [from], queues: [to] } }));
      expect(await code(spec.broker().publish(message({ exchange: from, routingKey: "a" })))).toBe("unroutable");
    });

    test("a binding to an exchange that does not exist is refused", async () => {
      const to = await spec.newQueue();
      const declared = spec.broker().declare(topology({ bindings: [binding(unique("missing"), to)] }));
      await expect(declared).rejects.toMatchObject({ code: "invalid", message: expect.stringContaining("NOT_FOUND") });
    });

    test("an exclusive queue is for its owner alone", async () => {
      const mine = unique("queue");
      await spec
        .broker()
        .declare(topology({ queues: [{ name: mine, durable: false, exclusive: true, autoDelete: false, arguments: {} }] }));
      await spec.send(mine, "a");
      const other = spec.stage().open();
      expect(await code(other.consume(mine, { prefetch: 1 }, ackAll))).toBe("invalid");
    });

    test("depth tells how many messages are ready, and nothing of a queue that is not there", async () => {
      const to = await spec.newQueue();
      await spec.send(to, "a");
      await spec.send(to, "b");
      await spec.depth(to, 2);
      expect(await spec.broker().depth(unique("missing"))).toBeUndefined();
    });
  });
};
