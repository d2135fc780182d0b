/** What every implementation of the broker port does. One list of sentences; a real broker has the last word. */
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { type Broker, MessagingError } from "#messaging";
import { ackAll, binding, exchange, inbox, message, queue, topology, unique } from "./broker-fixtures.js";

/** A broker that runs, and what a test may do to it from outside. */
export interface Stage {
  /** Another handle. The stage closes it. */
  open(options?: { readonly publishTimeoutMs?: number }): Broker;
  /** Keeps every handle from the broker until `back`. */
  away(): void;
  back(): void;
  deleteQueue(name: string): Promise<void>;
  close(): Promise<void>;
}

const code = (promise: Promise<unknown>): Promise<unknown> =>
  promise.then(
    () => "resolved",
    (error: unknown) => (error instanceof MessagingError ? error.code : error),
  );

const eventually = { timeout: 15_000, interval: 10 };

export const brokerSpec = (name: string, openStage: () => Promise<Stage>): void => {
  describe(`a broker ${name}`, () => {
    let stage: Stage;
    let broker: Broker;

    beforeAll(async () => {
      stage = await openStage();
      broker = stage.open();
      await broker.ready();
    });
    afterAll(() => stage?.close());

    /** A queue of its own, with a dead-letter queue where wanted. */
    const newQueue = async (args: Parameters<typeof queue>[1] = {}): Promise<string> => {
      const name = unique("queue");
      await broker.declare(topology({ queues: [queue(name, args)] }));
      return name;
    };
    const deadLetteredTo = (name: string) => ({ "x-dead-letter-exchange": "", "x-dead-letter-routing-key": name });
    const send = (to: string, body: string, from: Broker = broker): Promise<void> =>
      from.publish(message({ routingKey: to, body: Buffer.from(body) }));
    const depth = (name: string, is: number): Promise<void> =>
      vi.waitFor(async () => expect(await broker.depth(name)).toBe(is), eventually);

    describe("routing", () => {
      /** Binds queues `a`, `b`, … to a fresh exchange and tells which of them a message reaches. */
      const reached = async (type: "direct" | "topic" | "fanout" | "headers", bindings: Record<string, object | string>, sent: object) => {
        const from = unique("exchange");
        const names = Object.fromEntries(Object.keys(bindings).map((key) => [key, unique(key)]));
        await broker.declare(
          topology({
            exchanges: [exchange(from, type)],
            queues: Object.values(names).map((name) => queue(name)),
            bindings: Object.entries(bindings).map(([key, rule]) =>
              typeof rule === "string" ? binding(from, names[key] ?? "", rule) : binding(from, names[key] ?? "", "", { ...rule }),
            ),
          }),
        );
        await broker.publish(message({ exchange: from, ...sent }));
        const depths = await Promise.all(Object.entries(names).map(async ([key, name]) => [key, await broker.depth(name)] as const));
        return depths.flatMap(([key, ready]) => (ready === 1 ? [key] : []));
      };

      test.each([
        ["a direct exchange compares the key", "direct", { a: "red", b: "redder" }, { routingKey: "red" }, ["a"]],
        ["a fanout exchange asks nothing", "fanout", { a: "red", b: "" }, { routingKey: "blue" }, ["a", "b"]],
        ["in a topic, * is one word", "topic", { a: "order.*", b: "order.*.x", c: "*" }, { routingKey: "order.done" }, ["a"]],
        [
          "in a topic, # is any number of words",
          "topic",
          { a: "#", b: "order.#", c: "order.#.late", d: "#.x" },
          { routingKey: "order.late" },
          ["a", "b", "c"],
        ],
        ["headers match all by default", "headers", { a: { x: 1, y: "2" }, b: { x: 1, z: 3 } }, { headers: { x: 1, y: "2" } }, ["a"]],
        [
          "headers match any where told",
          "headers",
          { a: { "x-match": "any", x: 1, z: 3 }, b: { "x-match": "any", z: 3 } },
          { headers: { x: 1 } },
          ["a"],
        ],
        [
          "CC and BCC are further keys",
          "direct",
          { a: "one", b: "two", c: "three" },
          { routingKey: "one", cc: ["two"], bcc: ["three"] },
          ["a", "b", "c"],
        ],
      ] as const)("%s", async (_, type, bindings, sent, queues) => {
        await vi.waitFor(async () => expect(await reached(type, bindings, sent)).toEqual(queues), eventually);
      });

      test("what no binding takes goes to the alternate exchange", async () => {
        const [from, other, target] = [unique("exchange"), unique("exchange"), unique("queue")];
        await broker.declare(
          topology({
            exchanges: [exchange(from, "direct", { "alternate-exchange": other }), exchange(other, "fanout")],
            queues: [queue(target)],
            bindings: [binding(other, target)],
          }),
        );
        await broker.publish(message({ exchange: from, routingKey: "unknown" }));
        await depth(target, 1);
      });
    });

    describe("publishing", () => {
      test("everything that was sent arrives, to the byte", async () => {
        const to = await newQueue();
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
        await broker.consume(to, { prefetch: 1 }, got.on);
        await broker.publish(message({ routingKey: to, body, ...properties, ...more, headers }));
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
        const to = await newQueue();
        const got = inbox(ackAll);
        await broker.consume(to, { prefetch: 1 }, got.on);
        await send(to, "");
        await vi.waitFor(() => expect(got.bodies()).toEqual([""]), eventually);
      });

      test("a mandatory message that reaches no queue rejects, and only that one", async () => {
        const to = await newQueue();
        const results = await Promise.all(Array.from({ length: 60 }, (_, at) => code(send(at % 3 === 0 ? "nobody" : to, `m${at}`))));
        expect(results).toEqual(results.map((_, at) => (at % 3 === 0 ? "unroutable" : "resolved")));
        await depth(to, 40);
      });

      test("a message that is not mandatory may reach no queue", async () => {
        await broker.publish(message({ routingKey: "nobody", mandatory: false }));
      });

      test("twins are told apart: the same message, once with and once without a way to go", async () => {
        const to = await newQueue();
        const twin = (routingKey: string) => code(broker.publish(message({ routingKey, messageId: "twin" })));
        expect(await Promise.all([twin(to), twin("nobody"), twin(to), twin("nobody")])).toEqual([
          "resolved",
          "unroutable",
          "resolved",
          "unroutable",
        ]);
      });

      test("an exchange that does not exist rejects its messages; those on their way with them arrive", async () => {
        const to = await newQueue();
        const lost = unique("missing");
        const sends = Array.from({ length: 100 }, (_, at) =>
          code(at === 40 || at === 41 ? broker.publish(message({ exchange: lost })) : send(to, `m${at}`)),
        );
        const results = await Promise.all(sends);
        expect(results.flatMap((result, at) => (result === "resolved" ? [] : [[at, result]]))).toEqual([
          [40, "unroutable"],
          [41, "unroutable"],
        ]);
        const got = inbox(ackAll);
        await broker.consume(to, { prefetch: 0 }, got.on);
        await vi.waitFor(() => expect(new Set(got.bodies()).size).toBe(98), eventually);
      });

      test("one publisher's messages stay in order", async () => {
        const to = await newQueue();
        const bodies = Array.from({ length: 1_000 }, (_, at) => `${at}`);
        const got = inbox(ackAll);
        await broker.consume(to, { prefetch: 50 }, got.on);
        await Promise.all(bodies.map((body) => send(to, body)));
        await vi.waitFor(() => expect(got.deliveries).toHaveLength(1_000), eventually);
        expect(got.bodies()).toEqual(bodies);
      });

      test("with priorities, the more urgent comes first", async () => {
        const to = unique("queue");
        await broker.declare(topology({ queues: [{ ...queue(to), arguments: { "x-max-priority": 5 } }] }));
        for (const priority of [0, 5, 3, 5]) await broker.publish(message({ routingKey: to, body: Buffer.from(`${priority}`), priority }));
        const got = inbox(ackAll);
        await broker.consume(to, { prefetch: 1 }, got.on);
        await vi.waitFor(() => expect(got.bodies()).toEqual(["5", "5", "3", "0"]), eventually);
      });
    });

    describe("consuming", () => {
      test("no more than the prefetch is handed out at once", async () => {
        const to = await newQueue();
        const got = inbox();
        await broker.consume(to, { prefetch: 3 }, got.on);
        await Promise.all(["a", "b", "c", "d", "e"].map((body) => send(to, body)));
        await vi.waitFor(() => expect(got.bodies()).toEqual(["a", "b", "c"]), eventually);
        await depth(to, 2);
        got.deliveries[1]?.ack();
        await vi.waitFor(() => expect(got.bodies()).toEqual(["a", "b", "c", "d"]), eventually);
        for (const delivery of [...got.deliveries]) delivery.ack();
        await vi.waitFor(() => expect(got.deliveries).toHaveLength(5), eventually);
      });

      test("two consumers of a queue share its messages", async () => {
        const to = await newQueue();
        const [one, two] = [inbox(ackAll), inbox(ackAll)];
        await broker.consume(to, { prefetch: 1 }, one.on);
        await stage.open().consume(to, { prefetch: 1 }, two.on);
        await vi.waitFor(async () => {
          await Promise.all(Array.from({ length: 20 }, (_, at) => send(to, `${at}`)));
          expect(Math.min(one.deliveries.length, two.deliveries.length)).toBeGreaterThan(0);
        }, eventually);
        await vi.waitFor(() => expect((one.deliveries.length + two.deliveries.length) % 20).toBe(0), eventually);
      });

      test("what was acked is gone; what was not comes back when its consumer goes, marked as redelivered", async () => {
        const to = await newQueue();
        const first = stage.open();
        const got = inbox();
        await first.consume(to, { prefetch: 10 }, got.on);
        await Promise.all(["a", "b", "c", "d"].map((body) => send(to, body)));
        await vi.waitFor(() => expect(got.deliveries).toHaveLength(4), eventually);
        got.deliveries[3]?.ack();
        got.deliveries[0]?.ack();
        await first.close();
        const again = inbox(ackAll);
        await broker.consume(to, { prefetch: 10 }, again.on);
        await vi.waitFor(() => expect(again.bodies()).toEqual(["b", "c"]), eventually);
        expect(again.deliveries.map(({ redelivered }) => redelivered)).toEqual([true, true]);
      });

      test("a delivery settled twice is settled once", async () => {
        const to = await newQueue();
        const got = inbox((delivery) => {
          delivery.ack();
          delivery.nack(true);
          delivery.ack();
        });
        await broker.consume(to, { prefetch: 1 }, got.on);
        await send(to, "a");
        await send(to, "b");
        await vi.waitFor(() => expect(got.bodies()).toEqual(["a", "b"]), eventually);
      });

      test("a message put back is delivered again", async () => {
        const to = await newQueue();
        const got = inbox((delivery) => (delivery.redelivered ? delivery.ack() : delivery.nack(true)));
        await broker.consume(to, { prefetch: 1 }, got.on);
        await send(to, "a");
        await vi.waitFor(() => expect(got.deliveries.map(({ redelivered }) => redelivered)).toEqual([false, true]), eventually);
        await depth(to, 0);
      });

      test("a callback that throws does not end the consumer", async () => {
        const to = await newQueue();
        const got = inbox((delivery) => {
          if (!delivery.redelivered) throw new Error("not at first");
          delivery.ack();
        });
        await broker.consume(to, { prefetch: 1 }, got.on);
        await send(to, "a");
        await vi.waitFor(() => expect(got.bodies()).toEqual(["a", "a"]), eventually);
      });

      test("cancelled, it gets nothing more, and may still ack what it has", async () => {
        const to = await newQueue();
        const got = inbox();
        const subscription = await broker.consume(to, { prefetch: 2 }, got.on);
        await Promise.all(["a", "b", "c"].map((body) => send(to, body)));
        await vi.waitFor(() => expect(got.deliveries).toHaveLength(2), eventually);
        await subscription.cancel();
        for (const delivery of got.deliveries) delivery.ack();
        await send(to, "d");
        const rest = inbox(ackAll);
        await broker.consume(to, { prefetch: 10 }, rest.on);
        await vi.waitFor(() => expect(rest.bodies()).toEqual(["c", "d"]), eventually);
        expect(got.bodies()).toEqual(["a", "b"]);
      });

      test("a queue that does not exist cannot be consumed", async () => {
        expect(await code(broker.consume(unique("missing"), { prefetch: 1 }, ackAll))).toBe("invalid");
      });

      test("a consumer comes back when its queue was deleted", async () => {
        const to = await newQueue();
        const got = inbox(ackAll);
        await broker.consume(to, { prefetch: 1 }, got.on);
        await stage.deleteQueue(to);
        await vi.waitFor(() => send(to, "after"), eventually);
        await vi.waitFor(() => expect(got.bodies()).toContain("after"), eventually);
      });
    });

    describe("dead letters", () => {
      test("a rejected message goes to the dead-letter route and tells where it died", async () => {
        const graves = await newQueue();
        const to = await newQueue(deadLetteredTo(graves));
        const got = inbox(ackAll);
        await broker.consume(to, { prefetch: 1 }, (delivery) => delivery.nack(false));
        await broker.consume(graves, { prefetch: 1 }, got.on);
        await broker.publish(message({ routingKey: to, body: Buffer.from("a"), messageId: "m-7", headers: { mine: 1 } }));
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
        const after = await newQueue();
        const wait = await newQueue({ "x-message-ttl": 30, ...deadLetteredTo(after) });
        const got = inbox(ackAll);
        await broker.consume(after, { prefetch: 5 }, got.on);
        await send(wait, "a");
        await send(wait, "b");
        await vi.waitFor(() => expect(got.bodies()).toEqual(["a", "b"]), eventually);
        expect(got.deliveries[0]?.headers).toMatchObject({ "x-first-death-queue": wait, "x-first-death-reason": "expired" });
      });

      test("a message's own time to live counts where it is the shorter", async () => {
        const after = await newQueue();
        const wait = await newQueue({ "x-message-ttl": 60_000, ...deadLetteredTo(after) });
        const got = inbox(ackAll);
        await broker.consume(after, { prefetch: 5 }, got.on);
        await broker.publish(message({ routingKey: wait, expirationMs: 20 }));
        await vi.waitFor(() => expect(got.deliveries).toHaveLength(1), eventually);
        expect(got.deliveries[0]?.expiration).toBeUndefined();
      });

      test("a second death is counted first, the first is remembered", async () => {
        const graves = await newQueue();
        const middle = await newQueue(deadLetteredTo(graves));
        const wait = await newQueue({ "x-message-ttl": 10, ...deadLetteredTo(middle) });
        const got = inbox(ackAll);
        await broker.consume(middle, { prefetch: 1 }, (delivery) => delivery.nack(false));
        await broker.consume(graves, { prefetch: 1 }, got.on);
        await send(wait, "a");
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
        const graves = await newQueue();
        const to = await newQueue({ "x-delivery-limit": 2, ...deadLetteredTo(graves) });
        const tries = inbox((delivery) => delivery.nack(true));
        const got = inbox(ackAll);
        await broker.consume(to, { prefetch: 1 }, tries.on);
        await broker.consume(graves, { prefetch: 1 }, got.on);
        await send(to, "a");
        await vi.waitFor(() => expect(got.deliveries).toHaveLength(1), eventually);
        expect(tries.deliveries).toHaveLength(3);
        expect(got.deliveries[0]?.headers).toMatchObject({ "x-first-death-reason": "delivery_limit" });
      });

      test("without a dead-letter route a rejected message is gone", async () => {
        const to = await newQueue();
        const got = inbox((delivery) => delivery.nack(false));
        await broker.consume(to, { prefetch: 1 }, got.on);
        await send(to, "a");
        await vi.waitFor(() => expect(got.deliveries).toHaveLength(1), eventually);
        await depth(to, 0);
      });
    });

    describe("declaring", () => {
      test("the same twice changes nothing", async () => {
        const parts = topology({ exchanges: [exchange(unique("exchange"), "topic")], queues: [queue(unique("queue"))] });
        await broker.declare(parts);
        await broker.declare(parts);
      });

      test("a queue that exists otherwise is refused by name, and what else is in use goes on", async () => {
        const to = await newQueue();
        const got = inbox(ackAll);
        await broker.consume(to, { prefetch: 1 }, got.on);
        const declared = broker.declare(topology({ queues: [queue(to, { "x-max-length": 3 })] }));
        await expect(declared).rejects.toMatchObject({ code: "invalid", message: expect.stringContaining(`queue "${to}"`) });
        await send(to, "a");
        await vi.waitFor(() => expect(got.bodies()).toEqual(["a"]), eventually);
      });

      test("an exchange that exists otherwise is refused by name", async () => {
        const from = unique("exchange");
        await broker.declare(topology({ exchanges: [exchange(from, "topic")] }));
        const declared = broker.declare(topology({ exchanges: [exchange(from, "direct")] }));
        await expect(declared).rejects.toMatchObject({ code: "invalid", message: expect.stringContaining(`exchange "${from}"`) });
      });

      test("a binding to an exchange that does not exist is refused", async () => {
        const to = await newQueue();
        const declared = broker.declare(topology({ bindings: [binding(unique("missing"), to)] }));
        await expect(declared).rejects.toMatchObject({ code: "invalid", message: expect.stringContaining("NOT_FOUND") });
      });

      test("an exclusive queue is for its owner alone", async () => {
        const mine = unique("queue");
        await broker.declare(topology({ queues: [{ name: mine, durable: false, exclusive: true, autoDelete: false, arguments: {} }] }));
        await send(mine, "a");
        const other = stage.open();
        expect(await code(other.consume(mine, { prefetch: 1 }, ackAll))).toBe("invalid");
      });

      test("depth tells how many messages are ready, and nothing of a queue that is not there", async () => {
        const to = await newQueue();
        await send(to, "a");
        await send(to, "b");
        await depth(to, 2);
        expect(await broker.depth(unique("missing"))).toBeUndefined();
      });
    });

    describe("an outage", () => {
      test("what is published meanwhile arrives afterwards, consumers go on, and late acks are counted", async () => {
        const other = stage.open();
        const to = await newQueue();
        await other.declare(topology({ queues: [queue(to)] }));
        const got = inbox();
        await other.consume(to, { prefetch: 10 }, got.on);
        await send(to, "before", other);
        await vi.waitFor(() => expect(got.deliveries).toHaveLength(1), eventually);
        stage.away();
        await vi.waitFor(() => expect(other.state).toBe("down"), eventually);
        const sent = Promise.all(["one", "two"].map((body) => send(to, body, other)));
        expect(other.counters?.waiting).toBe(2);
        expect(await code(other.depth(to))).toBe("unavailable");
        stage.back();
        await sent;
        await other.ready();
        expect(other.state).toBe("up");
        await vi.waitFor(() => expect(got.bodies().sort()).toEqual(["before", "before", "one", "two"]), eventually);
        const [early] = got.deliveries;
        early?.ack();
        expect(other.counters?.staleAcks).toBe(1);
        for (const delivery of got.deliveries.slice(1)) delivery.ack();
        await other.close();
        await vi.waitFor(() => broker.ready(), eventually);
        await depth(to, 0);
      });

      test("a publish that waited too long is told so", async () => {
        const other = stage.open({ publishTimeoutMs: 80 });
        await other.ready();
        stage.away();
        await vi.waitFor(() => expect(other.state).toBe("down"), eventually);
        await expect(send("anywhere", "a", other)).rejects.toMatchObject({ code: "unavailable" });
        await expect(other.ready(AbortSignal.timeout(10))).rejects.toMatchObject({ code: "unavailable" });
        stage.back();
        await other.ready();
      });

      test("whoever waits is told when the handle is closed", async () => {
        const other = stage.open();
        await other.ready();
        stage.away();
        await vi.waitFor(() => expect(other.state).toBe("down"), eventually);
        const waiting = [code(send("anywhere", "a", other)), code(other.ready()), code(other.declare(topology({})))];
        await other.close();
        stage.back();
        expect(await Promise.all(waiting)).toEqual(["unavailable", "unavailable", "unavailable"]);
      });
    });

    describe("closed", () => {
      test("acks given just before count", async () => {
        const to = await newQueue();
        const other = stage.open();
        const got = inbox();
        const subscription = await other.consume(to, { prefetch: 500 }, got.on);
        await Promise.all(Array.from({ length: 300 }, (_, at) => send(to, `${at}`)));
        await vi.waitFor(() => expect(got.deliveries).toHaveLength(300), eventually);
        await subscription.cancel();
        for (const delivery of got.deliveries) delivery.ack();
        await other.close();
        expect(other.counters?.staleAcks).toBe(0);
        await depth(to, 0);
      });

      test("publishes under way are waited for", async () => {
        const to = await newQueue();
        const other = stage.open();
        await other.ready();
        const sent = Promise.all(Array.from({ length: 200 }, (_, at) => send(to, `${at}`, other)));
        await other.close();
        await sent;
        await depth(to, 200);
      });

      test("it says so, and closes once", async () => {
        const other = stage.open();
        await other.ready();
        await Promise.all([other.close(), other.close()]);
        expect(other.state).toBe("closed");
        const calls = [
          send("anywhere", "a", other),
          other.ready(),
          other.consume("anywhere", { prefetch: 1 }, ackAll),
          other.depth("anywhere"),
        ];
        expect(await Promise.all(calls.map(code))).toEqual(["unavailable", "unavailable", "unavailable", "unavailable"]);
      });
    });
  });
};
