/** What RabbitMQ says no to, and what becomes of everything else. */
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { openRabbit } from "#messaging";
import { openTestBroker, type TestBroker } from "../../support/broker.js";
import { ackAll, binding, exchange, inbox, message, queue, topology, unique } from "../broker-fixtures.js";
import { dropBoth, eventually, numbered, opener, outcome, recordingLog } from "./rabbit-stage.js";

let rabbit: TestBroker;
const open = opener();

beforeAll(async () => {
  rabbit = await openTestBroker();
});
afterAll(() => rabbit.close());

const urlWith = (change: (url: URL) => void): string => {
  const url = new URL(rabbit.url);
  change(url);
  return url.href;
};

test("a wrong password rejects ready, and every attempt is in the log", async () => {
  const log = recordingLog();
  const broker = open(
    urlWith((url) => {
      url.password = "s3cret";
    }),
    { log },
  );
  await expect(broker.ready()).rejects.toMatchObject({ code: "rejected", message: expect.stringMatching(/refuses the user "\w+"/) });
  expect(JSON.stringify(log.lines)).not.toContain("s3cret");
  await vi.waitFor(() => expect(log.lines.filter(({ level }) => level === "warn").length).toBeGreaterThan(2), eventually);
});

test("a virtual host that does not exist rejects ready and is named", async () => {
  const broker = open(
    urlWith((url) => {
      url.pathname = "/no%20such";
    }),
  );
  await expect(broker.ready()).rejects.toMatchObject({ code: "rejected", message: expect.stringContaining('virtual host "no such"') });
});

test("credentials outside ASCII are sent as they are", async () => {
  await rabbit.request("PUT", "/api/users/us%C3%A9r", { password: "pä ss:/@", tags: "" });
  await rabbit.request("PUT", `/api/permissions/${encodeURIComponent(rabbit.vhost)}/us%C3%A9r`, {
    configure: ".*",
    write: ".*",
    read: ".*",
  });
  const broker = open(
    urlWith((url) => {
      url.username = "usér";
      url.password = encodeURIComponent("pä ss:/@");
    }),
  );
  await broker.ready();
  await broker.close();
  await rabbit.request("DELETE", "/api/users/us%C3%A9r");
});

test.each([
  [{ url: "http://somewhere" }, "amqp://user:password@host:5672/vhost"],
  [{ url: "nonsense" }, "amqp://user:password@host:5672/vhost"],
  [{ maxInFlight: 0 }, "maxInFlight"],
  [{ publishTimeoutMs: 1.5 }, "publishTimeoutMs"],
])("the options %j are refused at the door", (options, text) => {
  expect(() => openRabbit({ url: "amqp://localhost", name: "x", ...options })).toThrow(text);
});

test("a message without permission for its exchange fails alone", async () => {
  const user = unique("user");
  await rabbit.request("PUT", `/api/users/${user}`, { password: "x", tags: "" });
  await rabbit.request("PUT", `/api/permissions/${encodeURIComponent(rabbit.vhost)}/${user}`, {
    configure: ".*",
    write: "^(open|amq.default)",
    read: ".*",
  });
  const broker = open(
    urlWith((url) => {
      url.username = user;
      url.password = "x";
    }),
  );
  const to = unique("open");
  await broker.declare(topology({ queues: [queue(to)] }));
  const shut = unique("shut");
  const channel = await rabbit.channel();
  await channel.assertExchange(shut, "fanout");
  await channel.close();
  const results = await Promise.all(
    [...numbered(to, 50), message({ exchange: shut }), ...numbered(to, 50)].map((next) => outcome(broker.publish(next))),
  );
  expect(results.flatMap((result, at) => (result === "resolved" ? [] : [[at, result]]))).toEqual([[50, "unavailable"]]);
  await broker.close();
  await rabbit.request("DELETE", `/api/users/${user}`);
});

test("a property that AMQP cannot hold is invalid, and nothing else is disturbed", async () => {
  const broker = open(rabbit.url);
  const to = unique("queue");
  await broker.declare(topology({ queues: [queue(to)] }));
  await expect(broker.publish(message({ routingKey: to, messageId: "x".repeat(256) }))).rejects.toMatchObject({ code: "invalid" });
  await expect(broker.publish(message({ routingKey: to, headers: { big: "x".repeat(100_000) } }))).rejects.toMatchObject({
    code: "invalid",
  });
  await broker.publish(message({ routingKey: to }));
  expect(await rabbit.depth(to)).toBe(1);
});

test("a queue that is full refuses the message (nack)", async () => {
  const broker = open(rabbit.url);
  const to = unique("queue");
  await broker.declare(topology({ queues: [{ ...queue(to), arguments: { "x-max-length": 2, "x-overflow": "reject-publish" } }] }));
  const results: string[] = [];
  for (const next of numbered(to, 4)) results.push(await outcome(broker.publish(next)));
  expect(results).toEqual(["resolved", "resolved", "unavailable", "unavailable"]);
});

test("past the bound of messages in flight publishes wait; past the bound of waiting ones they fail at once", async () => {
  const broker = open(rabbit.url, { maxInFlight: 10, maxWaiting: 100 });
  const to = unique("queue");
  await broker.declare(topology({ queues: [queue(to)] }));
  await broker.ready();
  const sent = numbered(to, 200).map((next) => outcome(broker.publish(next)));
  expect(broker.counters).toMatchObject({ inFlight: 10, waiting: 100 });
  const results = await Promise.all(sent);
  expect(results.filter((result) => result === "resolved")).toHaveLength(110);
  expect(results.filter((result) => result === "unavailable")).toHaveLength(90);
  await vi.waitFor(async () => expect(await rabbit.depth(to)).toBe(110), eventually);
});

test("large messages push back through TCP and all arrive", async () => {
  const broker = open(rabbit.url);
  const to = unique("queue");
  await broker.declare(topology({ queues: [{ ...queue(to), arguments: {} }] }));
  const body = Buffer.alloc(300_000, 7);
  await Promise.all(numbered(to, 120).map((next) => broker.publish({ ...next, body })));
  const got = inbox(ackAll);
  await broker.consume(to, { prefetch: 20 }, got.on);
  await vi.waitFor(() => expect(got.deliveries).toHaveLength(120), eventually);
  expect(got.deliveries.every((delivery) => delivery.body.equals(body))).toBe(true);
});

test("after a reconnect everything declared is there again, before anything is consumed or published", async () => {
  const broker = open(rabbit.url);
  const [from, to] = [unique("exchange"), unique("queue")];
  const lasting = { durable: false, autoDelete: false, arguments: {} };
  await broker.declare(
    topology({
      exchanges: [{ name: from, type: "topic", ...lasting }],
      queues: [{ name: to, exclusive: true, ...lasting }],
      bindings: [binding(from, to, "#")],
    }),
  );
  const got = inbox(ackAll);
  await broker.consume(to, { prefetch: 1 }, got.on);
  await dropBoth(rabbit, broker);
  await broker.publish(message({ exchange: from, routingKey: "a.b" }));
  await vi.waitFor(() => expect(got.deliveries).toHaveLength(1), eventually);
});

test("a topology that changed under us is said to be refused, and the rest goes on", async () => {
  const log = recordingLog();
  const broker = open(rabbit.url, { log });
  const [changed, other] = [unique("exchange"), unique("queue")];
  await broker.declare(topology({ exchanges: [exchange(changed, "topic")] }));
  await broker.declare(topology({ queues: [queue(other)] }));
  const channel = await rabbit.channel();
  await channel.deleteExchange(changed);
  await channel.assertExchange(changed, "direct");
  await channel.close();
  await dropBoth(rabbit, broker);
  await vi.waitFor(
    () => expect(log.lines.some(({ level, text }) => level === "error" && text.includes(`exchange "${changed}"`))).toBe(true),
    eventually,
  );
  await broker.publish(message({ routingKey: other }));
});
