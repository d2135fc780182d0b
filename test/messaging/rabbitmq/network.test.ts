/** What a network does to two connections. */
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import type { Broker } from "#messaging";
import { openTestBroker, type TestBroker } from "../../support/broker.js";
import { ackAll, inbox, message, queue, topology, unique } from "../broker-fixtures.js";
import { dropBoth, eventually, numbered, opener, outcome, recordingLog } from "./rabbit-stage.js";
import { startTcpProxy, type TcpProxy } from "./tcp-proxy.js";

let rabbit: TestBroker;
const proxies: TcpProxy[] = [];
const open = opener();

beforeAll(async () => {
  rabbit = await openTestBroker();
});
afterAll(async () => {
  await Promise.all(proxies.map((proxy) => proxy.close()));
  await rabbit.close();
});

const newProxy = async (): Promise<TcpProxy> => {
  const proxy = await startTcpProxy(rabbit.url);
  proxies.push(proxy);
  return proxy;
};

/** Cuts both connections of a handle. It may be back before anybody sees it down, so the losses are counted. */
const cutOnce = async (proxy: TcpProxy, broker: Broker): Promise<void> => {
  const before = broker.counters?.lostConnections ?? 0;
  proxy.cut();
  await vi.waitFor(() => expect(broker.counters?.lostConnections).toBeGreaterThan(before + 1), eventually);
};

/** Keeps 2,000 publishes under way while something happens. Tells which bodies were confirmed, and how many were refused. */
const pour = async (broker: Broker, to: string, happening: (confirmed: Set<string>) => Promise<void>) => {
  const confirmed = new Set<string>();
  let refused = 0;
  let next = 0;
  let pouring = true;
  const publishOn = async (): Promise<void> => {
    while (pouring) {
      const body = `${next++}`;
      const answer = await outcome(broker.publish(message({ routingKey: to, body: Buffer.from(body), messageId: body })));
      if (answer === "resolved") confirmed.add(body);
      else refused++;
    }
  };
  const publishers = Array.from({ length: 2_000 }, publishOn);
  await happening(confirmed);
  pouring = false;
  await Promise.all(publishers);
  return { confirmed, refused };
};

/** Every body that is in a queue, by emptying it. */
const emptied = async (to: string): Promise<Set<string>> => {
  const reader = open(rabbit.url);
  const got = inbox(ackAll);
  await reader.consume(to, { prefetch: 1_000 }, got.on);
  // An empty queue does not mean that all has arrived here; that its last message has, does.
  await reader.publish(message({ routingKey: to, body: Buffer.from("the last") }));
  await vi.waitFor(() => expect(got.deliveries.at(-1)?.body.toString()).toBe("the last"), eventually);
  await reader.close();
  return new Set(got.bodies());
};

test("the network is cut three times while 2,000 publishes are under way: all are answered, and no confirmed one is lost", async () => {
  const proxy = await newProxy();
  const broker = open(proxy.url);
  const to = unique("queue");
  await broker.declare(topology({ queues: [queue(to)] }));
  await broker.ready();
  const { confirmed, refused } = await pour(broker, to, async (confirmed) => {
    for (let cut = 0; cut < 3; cut++) {
      const before = confirmed.size;
      await vi.waitFor(() => expect(confirmed.size).toBeGreaterThan(before), eventually);
      await cutOnce(proxy, broker);
      await broker.ready();
    }
  });
  const arrived = await emptied(to);
  expect([...confirmed].filter((body) => !arrived.has(body))).toEqual([]);
  expect(refused).toBe(0);
  expect(broker.counters?.resent).toBeGreaterThan(0);
}, 60_000);

test("an operator closes the connections while 2,000 publishes are under way: the same", async () => {
  const broker = open(rabbit.url);
  const to = unique("queue");
  await broker.declare(topology({ queues: [queue(to)] }));
  await broker.ready();
  const { confirmed, refused } = await pour(broker, to, () => dropBoth(rabbit, broker));
  const arrived = await emptied(to);
  expect([...confirmed].filter((body) => !arrived.has(body))).toEqual([]);
  expect(refused).toBe(0);
}, 60_000);

test("a consumer whose connection is cut again and again handles every message", async () => {
  const proxy = await newProxy();
  const [publisher, consumer] = [open(rabbit.url), open(proxy.url)];
  const to = unique("queue");
  await publisher.declare(topology({ queues: [queue(to, { "x-delivery-limit": 1_000 })] }));
  const got = inbox();
  await consumer.consume(to, { prefetch: 20 }, (delivery) => {
    got.on(delivery);
    setImmediate(() => delivery.ack());
    if (got.deliveries.length % 60 === 0) proxy.cut();
  });
  await Promise.all(numbered(to, 300).map((next) => publisher.publish(next)));
  await vi.waitFor(() => expect(new Set(got.bodies()).size).toBe(300), eventually);
  await vi.waitFor(async () => expect(await rabbit.depth(to)).toBe(0), eventually);
  expect(consumer.counters?.lostConnections).toBeGreaterThan(2);
}, 30_000);

test("a socket that dies anywhere in the handshake is tried again, and crashes nothing", async () => {
  const bytes = [1, 8, 300, 400, 480, 500, 520, 540, 560, 580, 600, 640];
  await Promise.all(
    bytes.map(async (limit) => {
      const proxy = await newProxy();
      proxy.cutAfter(limit);
      const broker = open(proxy.url);
      // The last of them let the handshake through and cut what comes later.
      await vi.waitFor(() => expect(proxy.accepted > 3 || broker.state === "up").toBe(true), eventually);
      proxy.cutAfter(undefined);
      await broker.ready();
      await broker.close();
    }),
  );
}, 30_000);

test("a network that swallows everything is noticed by its silence", async () => {
  const proxy = await newProxy();
  const log = recordingLog();
  const broker = open(proxy.url, { heartbeatSeconds: 1, log });
  await broker.ready();
  proxy.stall();
  await vi.waitFor(() => expect(broker.state).toBe("down"), eventually);
  expect(log.lines.some(({ level, text }) => level === "warn" && text.includes("Heartbeat timeout"))).toBe(true);
  await broker.close();
});

test("a peer that accepts and never speaks does not hold an attempt for ever", async () => {
  const proxy = await newProxy();
  proxy.stall();
  const log = recordingLog();
  const broker = open(proxy.url, { connectTimeoutMs: 200, log });
  await vi.waitFor(() => expect(log.lines.length).toBeGreaterThan(2), eventually);
  expect(log.lines[0]?.text).toContain("ETIMEDOUT");
  await broker.close();
});

test("every change of either connection is told, with the reason", async () => {
  const proxy = await newProxy();
  const changes: string[] = [];
  const broker = open(proxy.url, {
    onState: ({ state, connection, reason }) =>
      changes.push(`${state} ${connection ?? ""} ${reason === undefined ? "" : "because"}`.trim()),
  });
  expect(broker.state).toBe("connecting");
  await broker.ready();
  await cutOnce(proxy, broker);
  await broker.ready();
  await broker.close();
  expect(changes.slice(0, 2).sort()).toEqual(
    [expect.stringMatching(/^connecting (consuming|publishing)$/), expect.stringMatching(/^up /)].sort(),
  );
  expect(changes.filter((change) => /^down \w+ because$/.test(change)).length).toBeGreaterThanOrEqual(2);
  expect(changes.at(-1)).toBe("closed");
});

test("a handle can be closed at any moment of a reconnect and leaves nothing behind", async () => {
  const proxy = await newProxy();
  const resources = (): number => process.getActiveResourcesInfo().filter((name) => name === "Timeout" || name === "TCPSocketWrap").length;
  // Two timers are those of the waiting below.
  const before = resources() + 2;
  const handles = await Promise.all(
    Array.from({ length: 12 }, async () => {
      const broker = open(proxy.url);
      await broker.ready();
      return broker;
    }),
  );
  proxy.refuse();
  proxy.cut();
  const waiting = handles.map((broker) => outcome(broker.publish(message({ routingKey: "anywhere" }))));
  proxy.accept();
  for (const broker of handles) {
    await new Promise((resolve) => setImmediate(resolve));
    void broker.close();
  }
  await Promise.all(handles.map((broker) => broker.close()));
  expect(new Set(await Promise.all(waiting)).size).toBeGreaterThan(0);
  expect(handles.map(({ state }) => state)).toEqual(handles.map(() => "closed"));
  await proxy.close();
  proxies.splice(proxies.indexOf(proxy), 1);
  await vi.waitFor(() => expect(resources()).toBeLessThanOrEqual(before), eventually);
});
