import { afterAll, beforeAll, expect, onTestFinished, test } from "vitest";
import { openTestBroker, type TestBroker } from "../../support/broker.js";
import type { EventClient } from "../../support/event-source.js";
import type { Instance } from "../../support/instance.js";
import { type MatchmakingSystem, metric, startMatchmakingSystem, until } from "./matchmaking-stage.js";

let broker: TestBroker;
let system: MatchmakingSystem;
let instances: readonly Instance[];

beforeAll(async () => {
  broker = await openTestBroker();
  system = await startMatchmakingSystem(broker.url);
  const other = await system.another("notifications");
  await other.start();
  instances = [system.instance("notifications"), other];
});
afterAll(async () => {
  await system.close();
  await broker.close();
});

const follow = async (user: string, options: Parameters<MatchmakingSystem["follow"]>[1]): Promise<EventClient> => {
  const client = await system.follow(user, options);
  onTestFinished(() => client.close());
  return client;
};
const ids = (client: EventClient): (string | undefined)[] => client.events.map(({ id }) => id);
const got = (client: EventClient, count: number): Promise<unknown> =>
  until(
    async () => client.events.length,
    (length) => length >= count,
  );
const offers = async (to: string, count: number): Promise<void> => {
  for (let at = 0; at < count; at++) await system.offer("somebody", to);
};

test("clients of either process get what either of them saved, each user his own, in order", { timeout: 60_000 }, async () => {
  const clients = await Promise.all(instances.map((instance) => follow("ann", { instance })));
  const bob = await follow("bob", {});
  await offers("ann", 20);
  await offers("bob", 1);
  for (const client of clients) await got(client, 20);
  await got(bob, 1);
  const told = await system.told("ann");
  for (const client of clients) expect(client.events.map(({ data }) => data)).toEqual(told);
  expect(bob.events).toMatchObject([{ event: "trade_offer_received", data: { user_id: "bob" } }]);
  const savedBy = await Promise.all(instances.map((instance) => metric(instance, "warren_consumed_total", /outcome="done"/)));
  expect(savedBy.every((count) => count > 0)).toBe(true);
});

test("a process that stops ends its clients' streams, and they go on with another where they were", { timeout: 60_000 }, async () => {
  const [, other] = instances;
  const client = await follow("carl", { ...(other && { instance: other }) });
  await offers("carl", 3);
  await got(client, 3);
  const began = performance.now();
  expect(await other?.stop()).toBe(0);
  await client.ended;
  // At once: not when the grace of eight seconds was over.
  expect(performance.now() - began).toBeLessThan(4_000);
  await offers("carl", 3);
  const after = ids(client).at(-1);
  const again = await follow("carl", { ...(after !== undefined && { after }) });
  await got(again, 3);
  await offers("carl", 1);
  await got(again, 4);
  expect([...ids(client), ...ids(again)]).toEqual((await system.told("carl")).map(({ id }) => String(id)));
  await other?.start();
});

test("without the id of a last event, a stream begins with what comes next", { timeout: 60_000 }, async () => {
  await offers("dora", 2);
  await until(
    () => system.told("dora"),
    (all) => all.length === 2,
  );
  const client = await follow("dora", {});
  await offers("dora", 1);
  await got(client, 1);
  expect(ids(client)).toEqual((await system.told("dora")).slice(2).map(({ id }) => String(id)));
});
