import { describe, expect, test } from "vitest";
import type { Delivery } from "#messaging";
import { isWorn, renewalOf, replayOf } from "../../src/dead-letters/copies.js";
import { letterOf } from "../../src/dead-letters/letter.js";

const delivery = (headers: Readonly<Record<string, unknown>>, over: Partial<Delivery> = {}): Delivery => ({
  body: Buffer.from("{}"),
  queue: "work.dlq",
  exchange: "",
  routingKey: "work.dlq",
  redelivered: false,
  headers,
  ack: () => undefined,
  nack: () => undefined,
  ...over,
});

const death = (queue: string, reason: string, over: object = {}) => ({
  queue,
  reason,
  count: 1,
  exchange: "shop",
  "routing-keys": ["sale"],
  time: { "!": "timestamp", value: 1_700_000_000 },
  ...over,
});

/** [what the headers tell, the headers, where it came from] */
const origins: readonly (readonly [string, Readonly<Record<string, unknown>>, string | undefined])[] = [
  ["the queue it failed in", { "x-failure-queue": "work" }, "work"],
  ["the queue the broker took it from", { "x-death": [death("work", "rejected")] }, "work"],
  ["the latest death, not an older failure", { "x-failure-queue": "before", "x-death": [death("work", "delivery_limit")] }, "work"],
  ["no delay queue", { "x-death": [death("work.wait.500", "expired"), death("work", "rejected")] }, "work"],
  ["no queue in which dead letters rest", { "x-death": [death("resting", "expired")], "x-failure-queue": "work" }, "work"],
  ["not the queue it is in", { "x-death": [death("work.dlq", "expired"), death("work", "rejected")] }, "work"],
  ["where a renewed one had died", { "x-died-queue": "work", "x-died-reason": "rejected" }, "work"],
  ["the queue it was published to", { "x-original-exchange": "", "x-original-routing-key": "work" }, "work"],
  ["nothing", { "x-original-exchange": "shop", "x-original-routing-key": "work" }, undefined],
  ["what nobody can read", { "x-failure-queue": 7, "x-death": [7, { queue: 1 }] }, undefined],
];
describe("a letter's origin is", () => {
  for (const [about, headers, origin] of origins)
    test(about, () => expect(letterOf(delivery(headers), (queue) => queue === "resting").origin).toBe(origin));
});

test("the broker's notes are told with queue, reason, count and time", () => {
  const { deaths, at, published } = letterOf(delivery({ "x-death": [death("work", "delivery_limit", { count: 20 })] }));
  expect(deaths).toEqual([
    { queue: "work", reason: "delivery_limit", count: 20, exchange: "shop", routingKeys: ["sale"], at: "2023-11-14T22:13:20.000Z" },
  ]);
  expect([at, published]).toEqual(["2023-11-14T22:13:20.000Z", { exchange: "shop", routingKey: "sale" }]);
});

test("a replay leaves the broker's notes and the expiration behind, and tells what came before them", () => {
  const headers = { tenant: "n", "x-death": [death("work", "delivery_limit"), death("offers", "expired")], "x-delivery-count": 20 };
  expect(replayOf(delivery(headers, { expiration: "5" }), "work")).toMatchObject({
    exchange: "",
    routingKey: "work",
    mandatory: true,
    persistent: true,
  });
  expect(replayOf(delivery(headers), "work").headers).toEqual({
    tenant: "n",
    "x-attempts-queue": "work",
    "x-original-exchange": "shop",
    "x-original-routing-key": "sale",
    "x-died-queue": "offers",
    "x-died-reason": "expired",
  });
});

test("a letter that goes to the end of its queue still says where it came from", () => {
  const renewed = renewalOf(delivery({ "x-death": [death("work", "rejected")], "x-delivery-count": 12 }));
  expect(renewed.routingKey).toBe("work.dlq");
  expect(letterOf(delivery(renewed.headers))).toMatchObject({ origin: "work", published: { exchange: "shop", routingKey: "sale" } });
});

test("half of the returns that a quorum queue allows are spent on looking, no more", () => {
  const returned = (times: unknown) => delivery({ "x-delivery-count": times });
  expect([9, 10, "10"].map((times) => isWorn(returned(times), undefined))).toEqual([false, true, false]);
  expect([0, 1].map((times) => isWorn(returned(times), 2))).toEqual([false, true]);
  expect(isWorn(delivery({}), 1)).toBe(false);
});
