import { setImmediate as turn } from "node:timers/promises";
import { expect, onTestFinished, test, vi } from "vitest";
import { type FailureCode, MessagingError, type OutgoingMessage } from "#messaging";
import { type Relay, type RelayOptions, startRelay } from "#persistence";
import { type CounterStore, counterStore, message, outboxOf } from "./counter-store.js";
import { gate } from "./gate.js";

const log = () => ({ debug: vi.fn(), info: vi.fn(), warn: vi.fn(), error: vi.fn() });

function relayOf(store: CounterStore, publish: RelayOptions["publish"], options: Partial<RelayOptions> = {}): Relay {
  const relay = startRelay({ store, publish, log: log(), retryMs: 2, maxRetryMs: 10, ...options });
  onTestFinished(() => relay.stop());
  return relay;
}

const send = (store: CounterStore, ...messages: OutgoingMessage[]) =>
  store.perform({
    run: async ({ enqueue }) => {
      for (const each of messages) enqueue(each);
    },
  });

const numbered = (count: number, prefix = "m") => Array.from({ length: count }, (_, n) => message(`${prefix}${n}`));

/** A broker that takes everything and remembers it. */
function taking() {
  const taken: OutgoingMessage[] = [];
  const publish = async (each: OutgoingMessage) => {
    await turn();
    taken.push(each);
  };
  return { publish, ids: () => taken.map((each) => each.messageId), taken };
}

test("a committed message is published as it was given and then deleted", async () => {
  const store = await counterStore();
  const broker = taking();
  const relay = relayOf(store, broker.publish);
  const full = message("m1", { headers: { a: 1, b: ["x"] }, priority: 3, cc: ["k"], expirationMs: 50, body: Buffer.from([0, 255, 10]) });
  await send(store, full);
  await relay.flush();
  expect(broker.taken).toEqual([full]);
  expect(await outboxOf(store)).toEqual([]);
  expect(relay).toMatchObject({ pending: 0, published: 1, failed: 0 });
});

test("what an earlier run left behind is sent first, read back exactly as it was", async () => {
  const store = await counterStore();
  const full = message("left", { headers: { a: 1 }, correlationId: "c", body: Buffer.from([0, 255, 10]), orderingKey: "o" });
  await send(store, full);
  const broker = taking();
  const relay = relayOf(store, broker.publish);
  await send(store, message("new"));
  await relay.flush();
  expect(broker.taken).toEqual([full, message("new")]);
});

test("a relay sends its own application's messages and leaves another's alone", async () => {
  const { temporaryFolder } = await import("./counter-store.js");
  const url = `${temporaryFolder()}/shared.db`;
  const [api, worker] = [await counterStore({ url, owner: "users/api" }), await counterStore({ url, owner: "users/worker" })];
  await send(api, message("of the api"));
  await send(worker, message("of the worker"));
  const broker = taking();
  await relayOf(worker, broker.publish).flush();
  expect(broker.ids()).toEqual(["of the worker"]);
  expect(await outboxOf(api)).toEqual(["of the api"]);
});

test("publishes are pipelined up to the bound", async () => {
  const store = await counterStore();
  let most = 0;
  let under = 0;
  const publish = async () => {
    most = Math.max(most, ++under);
    await turn();
    under--;
  };
  const relay = relayOf(store, publish, { maxInFlight: 7 });
  await send(store, ...numbered(50));
  await relay.flush();
  expect(most).toBe(7);
});

test("of one ordering key the next message leaves only after the one before is confirmed", async () => {
  const store = await counterStore();
  const first = gate();
  const started: (string | undefined)[] = [];
  const relay = relayOf(store, async ({ messageId }) => {
    started.push(messageId);
    if (messageId === "a1") await first.opened;
  });
  await send(store, message("a1", { orderingKey: "a" }), message("a2", { orderingKey: "a" }), message("b1", { orderingKey: "b" }));
  await expect.poll(() => started).toContain("b1");
  expect(started).toEqual(["a1", "b1"]);
  first.open();
  await relay.flush();
  expect(started).toEqual(["a1", "b1", "a2"]);
});

test("a broker that is away is tried again until everything has left, the log naming it once", async () => {
  const store = await counterStore();
  const broker = taking();
  const warnings = log();
  let failures = 0;
  const publish = async (each: OutgoingMessage) => {
    if (failures++ < 20) throw new MessagingError("unavailable", "no connection");
    await broker.publish(each);
  };
  const relay = relayOf(store, publish, { log: warnings, maxInFlight: 4 });
  await send(store, ...numbered(10));
  await relay.flush();
  expect(broker.ids().sort()).toEqual(numbered(10).map((each) => each.messageId));
  expect(warnings.warn).toHaveBeenCalledTimes(1);
});

test.each<FailureCode>(["unroutable", "invalid", "bug"])(
  "a message refused as %s stays, is named in the log once, and the others go on",
  async (code) => {
    const store = await counterStore();
    const broker = taking();
    const warnings = log();
    let refusals = 0;
    const publish = async (each: OutgoingMessage) => {
      if (each.messageId !== "refused") return broker.publish(each);
      refusals++;
      throw new MessagingError(code, "refused");
    };
    relayOf(store, publish, { log: warnings });
    await send(store, message("refused", { routingKey: "nowhere" }), ...numbered(5));
    await expect.poll(() => refusals).toBeGreaterThan(2);
    await store.outbox.settled();
    expect(broker.ids()).toHaveLength(5);
    expect(await outboxOf(store)).toEqual(["refused"]);
    expect(warnings.warn).toHaveBeenCalledTimes(1);
    expect(warnings.warn).toHaveBeenCalledWith(expect.objectContaining({ exchange: "orders", routingKey: "nowhere" }), expect.any(String));
  },
);

test("once a missing route is there, everything that waited for it leaves in order of its key", async () => {
  const store = await counterStore();
  const broker = taking();
  let bound = false;
  let refusals = 0;
  const publish = async (each: OutgoingMessage) => {
    if (bound) return broker.publish(each);
    refusals++;
    throw new MessagingError("unroutable", "no queue");
  };
  const relay = relayOf(store, publish);
  await send(store, ...numbered(20).map((each) => ({ ...each, orderingKey: "k" })), ...numbered(20, "free"));
  await expect.poll(() => refusals).toBeGreaterThan(25);
  bound = true;
  await relay.flush();
  expect(broker.ids().filter((id) => id?.startsWith("m"))).toEqual(numbered(20).map((each) => each.messageId));
  expect(broker.ids()).toHaveLength(40);
});

test("a backlog larger than memory waits in the database and leaves completely, also beside refused messages", async () => {
  const store = await counterStore();
  const broker = taking();
  const warnings = log();
  const publish = async (each: OutgoingMessage) => {
    if (each.routingKey === "nowhere") throw new MessagingError("unroutable", "no queue");
    await broker.publish(each);
  };
  await send(store, ...numbered(30, "refused").map((each) => ({ ...each, routingKey: "nowhere" })), ...numbered(700));
  relayOf(store, publish, { maxBuffered: 20, maxInFlight: 5, log: warnings });
  for (let n = 0; n < 20; n++) await send(store, ...numbered(10, `late${n}-`));
  await expect.poll(() => broker.taken).toHaveLength(900);
  expect(new Set(broker.ids()).size).toBe(900);
  await store.outbox.settled();
  expect(await outboxOf(store)).toHaveLength(30);
});

test("the age of the oldest message and the number that wait are known", async () => {
  const store = await counterStore();
  const held = gate();
  const relay = relayOf(store, () => held.opened);
  expect(relay).toMatchObject({ pending: 0, oldestAgeMs: 0 });
  await send(store, ...numbered(3));
  await expect.poll(() => relay.oldestAgeMs).toBeGreaterThan(1);
  expect(relay.pending).toBe(3);
  held.open();
  await relay.flush();
  expect(relay).toMatchObject({ pending: 0, oldestAgeMs: 0 });
});

test("a flush whose signal aborts rejects and says how many are left", async () => {
  const store = await counterStore();
  const held = gate();
  const relay = relayOf(store, () => held.opened);
  await send(store, ...numbered(2));
  await expect(relay.flush(AbortSignal.timeout(10))).rejects.toThrow("2 messages are still in the outbox");
  held.open();
});

test("a flush waits for what was committed before it, not for what comes after", async () => {
  const store = await counterStore();
  const held = gate();
  const relay = relayOf(store, ({ messageId }) => (messageId === "after" ? held.opened : Promise.resolve()));
  await send(store, message("before"));
  const flushed = relay.flush();
  await send(store, message("after"));
  await flushed;
  expect(await outboxOf(store)).toEqual(["after"]);
  held.open();
});

test("a flush of a relay that is stopped rejects", async () => {
  const store = await counterStore();
  const held = gate();
  const relay = relayOf(store, () => held.opened);
  await send(store, message("m1"));
  const flushing = relay.flush();
  const stopping = relay.stop();
  await expect(flushing).rejects.toMatchObject({ code: "timeout" });
  await expect(relay.flush()).rejects.toMatchObject({ code: "timeout" });
  held.open();
  await stopping;
});

test("a stopped relay publishes nothing more; what is left is the next one's", async () => {
  const store = await counterStore();
  const broker = taking();
  const relay = relayOf(store, broker.publish);
  await send(store, message("one"));
  await relay.stop();
  await send(store, message("two"));
  expect(broker.ids()).toEqual(["one"]);
  await relayOf(store, broker.publish).flush();
  expect(broker.ids()).toEqual(["one", "two"]);
});

test("confirmed rows are deleted soon although no work comes", async () => {
  const store = await counterStore();
  const relay = relayOf(store, async () => undefined);
  await send(store, ...numbered(3));
  await expect.poll(() => outboxOf(store)).toEqual([]);
  expect(relay.pending).toBe(0);
});
