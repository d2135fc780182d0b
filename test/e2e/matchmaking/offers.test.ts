import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { openTestBroker, type TestBroker } from "../../support/broker.js";
import { deadLetters, type MatchmakingSystem, type Notification, queues, startMatchmakingSystem, until } from "./matchmaking-stage.js";

const [queue, newOffers] = queues;
let broker: TestBroker;
let system: MatchmakingSystem;

/** The reference's variables, with a user made for this run; the services are started with no `RABBITMQ_URL`. */
const user = `swappo_user_${randomUUID()}`;
const password = "swappo_pass";

const named = (parts: Readonly<Record<string, string>>): object =>
  Object.fromEntries(Object.entries(parts).map(([name, value]) => [`RABBITMQ_${name}`, value]));

beforeAll(async () => {
  broker = await openTestBroker();
  await broker.request("PUT", `/api/users/${user}`, { password, tags: "" });
  await broker.request("PUT", `/api/permissions/${broker.vhost}/${user}`, { configure: ".*", write: ".*", read: ".*" });
  const { hostname, port } = new URL(broker.url);
  // Not stubbed: stubs are undone before each test, and services are started again in some.
  Object.assign(process.env, named({ HOST: hostname, PORT: port, USER: user, PASSWORD: password, VHOST: broker.vhost }));
  system = await startMatchmakingSystem("");
});
afterAll(async () => {
  for (const name of Object.keys(named({ HOST: "", PORT: "", USER: "", PASSWORD: "", VHOST: "" })))
    Reflect.deleteProperty(process.env, name);
  await system.close();
  await broker.request("DELETE", `/api/users/${user}`);
  await broker.close();
});

const toldSo = (user: string, count: number): Promise<Notification[]> =>
  until(
    () => system.told(user),
    (all) => all.length >= count,
  );
const dead = (count: number): Promise<unknown> =>
  until(
    () => broker.depth(deadLetters),
    (depth) => depth === count,
  );
/** A message of the reference's publisher: the body and nothing else. */
const foreign = { type: "trade_offer_accepted", title: "Trade Offer Accepted! ", body: "Your trade offer has been accepted." };

describe("on the wire", () => {
  test("services connect as RABBITMQ_HOST, RABBITMQ_PORT, RABBITMQ_USER and RABBITMQ_PASSWORD say", async () => {
    const connections = await until(
      () => broker.request<{ user: string; user_provided_name?: string }[]>("GET", `/api/vhosts/${broker.vhost}/connections`),
      (all) => all.filter((each) => each.user_provided_name !== undefined).length >= 2,
    );
    const ours = connections.filter((each) => each.user_provided_name?.startsWith("matchmaking/"));
    expect(new Set(ours.map((each) => each.user))).toEqual(new Set([user]));
  });

  test("the queue is durable and classic, with priorities, a time to live and a way for the dead", async () => {
    const found = (await broker.queues()).find(({ name }) => name === queue);
    expect(found).toMatchObject({ durable: true, exclusive: false, auto_delete: false });
    expect(found?.arguments).toEqual({
      "x-queue-type": "classic",
      "x-max-priority": 10,
      "x-message-ttl": 7 * 86_400_000,
      "x-dead-letter-exchange": "",
      "x-dead-letter-routing-key": deadLetters,
    });
  });

  test("an acceptance is the reference's event, persistent, before what is less urgent, and new offers are elsewhere", async () => {
    await system.stop("notifications");
    const offers = [];
    for (const at of [1, 2, 3]) offers.push(await system.offer(`wire-${at}`, "user123"));
    const [first, second, third] = offers;
    if (!first || !second || !third) throw new Error("three offers were made");
    await system.decide("user123", first, "reject");
    await system.decide("wire-2", second, "cancel");
    await system.decide("user123", third, "accept");
    await until(
      () => Promise.all(queues.map((name) => broker.depth(name))),
      (depths) => depths.join() === "3,3",
    );
    const taken = await broker.take(queue);
    expect(taken.map(({ properties }) => properties.priority)).toEqual([9, 5, 5]);
    expect(JSON.parse(taken[0]?.body.toString() ?? "")).toEqual({
      user_id: "wire-3",
      type: "trade_offer_accepted",
      title: "Trade Offer Accepted!",
      body: "Your trade offer has been accepted.",
      related_user_id: "user123",
    });
    for (const { exchange, routingKey, properties } of taken)
      expect([exchange, routingKey, properties.deliveryMode, properties.contentType]).toEqual(["", queue, 2, "application/json"]);
    const received = await broker.take(newOffers);
    expect(received.map(({ body }) => (JSON.parse(body.toString()) as Notification).type)).toEqual(Array(3).fill("trade_offer_received"));
    await system.start("notifications");
  });

  test("one message is held at a time", async () => {
    const consumers = await until(
      () =>
        broker.request<{ queue: { name: string }; prefetch_count: number; ack_required: boolean }[]>(
          "GET",
          `/api/consumers/${broker.vhost}`,
        ),
      (all) => all.length === 2,
    );
    for (const name of queues)
      expect(consumers.find((each) => each.queue.name === name)).toMatchObject({ prefetch_count: 1, ack_required: true });
  });

  test("what the reference's publisher sends is kept as it is", async () => {
    await broker.send("", queue, JSON.stringify({ user_id: "user456", ...foreign, related_user_id: "user123" }));
    expect(await toldSo("user456", 1)).toMatchObject([{ user_id: "user456", ...foreign, related_user_id: "user123" }]);
  });

  test("what is published twice under one message id is one notification, in whichever queue", async () => {
    const messageId = "the-same";
    for (const name of [queue, queue, newOffers]) {
      const type = name === newOffers ? { type: "trade_offer_received", related_user_id: "user123" } : {};
      await broker.send("", name, JSON.stringify({ user_id: "twice", ...foreign, ...type }), { messageId });
    }
    await broker.send("", queue, JSON.stringify({ user_id: "twice", ...foreign, body: "The last." }));
    const told = await until(
      () => system.told("twice"),
      (all) => all.some(({ body }) => body === "The last."),
    );
    await until(
      () => Promise.all(queues.map((name) => broker.depth(name))),
      (depths) => depths.every((depth) => depth === 0),
    );
    expect(told).toHaveLength(2);
  });
});

describe("a trade offer", () => {
  test("is made, accepted and told of on both sides, counted and ticked off", async () => {
    const offer = await system.offer("ann", "bob");
    expect(await toldSo("bob", 1)).toMatchObject([{ type: "trade_offer_received", related_user_id: "ann" }]);
    expect(await system.decide("bob", offer, "accept")).toBe(200);
    const [accepted] = await toldSo("ann", 1);
    expect(accepted).toMatchObject({ type: "trade_offer_accepted", related_user_id: "bob" });

    const unread = async (): Promise<unknown> => (await system.ask("ann", "ann", "/unread-count")).json();
    expect(await unread()).toEqual({ unread: 1 });
    const read = await system.ask("ann", "ann", `/${accepted?.id}/read`, "POST");
    expect(await read.json()).toMatchObject({ id: accepted?.id, read_at: expect.any(String) });
    expect(await unread()).toEqual({ unread: 0 });
  });

  test("accepted twenty times at once is accepted once, and told of once", async () => {
    const offer = await system.offer("carl", "dora");
    const statuses = await Promise.all(Array.from({ length: 20 }, () => system.decide("dora", offer, "accept")));
    expect(statuses.sort()).toEqual([200, ...Array<number>(19).fill(409)]);
    expect(await system.decide("dora", offer, "reject")).toBe(409);
    expect(await system.decide("carl", offer, "cancel")).toBe(409);
    // What comes after it in the same queue has come: nothing else is under way.
    await system.decide("dora", await system.offer("carl", "dora"), "reject");
    expect((await toldSo("carl", 2)).map(({ type }) => type)).toEqual(["trade_offer_accepted", "trade_offer_rejected"]);
  });
});

describe("somebody else", () => {
  test("gets, counts, ticks off and follows no notifications but his own", async () => {
    const offer = await system.offer("eve", "fred");
    const [own] = await toldSo("fred", 1);
    for (const [path, method] of [
      ["", "GET"],
      ["/unread-count", "GET"],
      ["/live", "GET"],
      [`/${own?.id}/read`, "POST"],
    ] as const) {
      const refused = await system.ask("eve", "fred", path, method);
      expect([path, refused.status]).toEqual([path, 403]);
      expect(await refused.text()).not.toContain(offer.offer_id);
      expect([path, (await system.ask(undefined, "fred", path, method)).status]).toEqual([path, 401]);
    }
    // By an address of his own, somebody else's notification is none.
    expect((await system.ask("eve", "eve", `/${own?.id}/read`, "POST")).status).toBe(404);
    expect(await system.told("fred")).toEqual([own]);
  });

  test("decides on no offer, and reads none", async () => {
    const offer = await system.offer("gina", "hans");
    for (const what of ["accept", "reject", "cancel"]) expect(await system.decide("eve", offer, what)).toBe(403);
    expect(await system.decide("gina", offer, "accept")).toBe(403);
    const headers = { "x-user-id": "eve" };
    expect((await fetch(`${system.url("matchmaking")}/trade-offers/${offer.offer_id}`, { headers })).status).toBe(403);
  });
});

describe("garbage", () => {
  test.each([
    ["no JSON", "{cut off", /JSON/],
    ["no notification", JSON.stringify({ user_id: "mallory" }), /type/],
    ["an unknown type", JSON.stringify({ user_id: "mallory", ...foreign, type: "party" }), /type/],
  ])("that is %s goes to the dead letters with the reason, and the next message is kept", async (_, body, reason) => {
    await broker.take(deadLetters);
    const user = `after-${reason.source}-${body.length}`;
    await broker.send("", queue, body);
    await broker.send("", queue, JSON.stringify({ user_id: user, ...foreign }));
    await toldSo(user, 1);
    await dead(1);
    const [letter] = await broker.take(deadLetters);
    expect(letter?.body.toString()).toBe(body);
    expect(letter?.headers).toMatchObject({
      "x-failure-code": "invalid",
      "x-failure-reason": expect.stringMatching(reason),
      "x-failure-queue": queue,
    });
  });

  test("does not include what got too old in the queue, which lies there as expired", async () => {
    await system.stop("notifications");
    await broker.send("", queue, JSON.stringify({ user_id: "late", ...foreign }), { expiration: "1" });
    await dead(1);
    const [letter] = await broker.take(deadLetters);
    expect(letter?.headers).toMatchObject({ "x-first-death-reason": "expired", "x-first-death-queue": queue });
    await system.start("notifications");
    expect(await system.told("late")).toEqual([]);
  });
});
