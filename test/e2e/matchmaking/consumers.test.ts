import { setTimeout as pause } from "node:timers/promises";
import Database from "better-sqlite3";
import { afterAll, beforeAll, expect, test } from "vitest";
import { openTestBroker, type TestBroker } from "../../support/broker.js";
import type { Instance } from "../../support/instance.js";
import { deadLetters, type MatchmakingSystem, metric, queues, repeat, startMatchmakingSystem, until } from "./matchmaking-stage.js";

let broker: TestBroker;
let system: MatchmakingSystem;

beforeAll(async () => {
  broker = await openTestBroker();
  system = await startMatchmakingSystem(broker.url);
});
afterAll(async () => {
  await system.close();
  await broker.close();
});

const depths = (): Promise<(number | undefined)[]> => Promise.all([...queues, deadLetters].map((name) => broker.depth(name)));
/** Another process that writes to the notifications and does not come to an end. */
const lock = (): { release: () => void } => {
  const other = new Database(system.database("notifications"));
  other.pragma("busy_timeout = 10000");
  other.exec("begin immediate");
  return { release: () => other.exec("rollback").close() };
};
const unacked = (): Promise<number> =>
  system.instance("notifications").isRunning() ? metric(system.instance("notifications"), "warren_in_flight", /./) : Promise.resolve(0);
const bodies = async (user: string): Promise<number[]> =>
  (await system.told(user)).map(({ body }) => Number(/offers (\d+) for/.exec(body)?.[1]));
const upTo = (count: number): number[] => Array.from({ length: count }, (_, at) => at);

test("a consumer killed with a message in its hands loses nothing: it comes again, and is saved once", { timeout: 60_000 }, async () => {
  const { release } = lock();
  await system.offer("ann", "bob", "0");
  await until(unacked, (count) => count === 1);
  expect(await broker.depth(queues[1])).toBe(0);
  await system.kill("notifications");
  release();
  await until(
    () => broker.depth(queues[1]),
    (depth) => depth === 1,
  );
  await system.start("notifications");
  await until(
    () => system.told("bob"),
    (all) => all.length === 1,
  );
  expect(await metric(system.instance("notifications"), "warren_redelivered_total", /newOffer/)).toBe(1);
  expect(await depths()).toEqual([0, 0, 0]);
});

test("while the database is slow, messages wait in the queue and not in memory, and none is lost", { timeout: 60_000 }, async () => {
  const count = 300;
  const { release } = lock();
  await repeat(count, 16, (at) => system.offer("ann", "carl", String(at)));
  await until(
    () => broker.depth(queues[1]),
    (depth) => depth === count - 1,
  );
  expect(await unacked()).toBe(1);
  release();
  // From here on it is merely slow: somebody else has it every other moment.
  const fast = new AbortController();
  const slowing = (async () => {
    while (!fast.signal.aborted) {
      const held = lock();
      await pause(20);
      held.release();
      await pause(20);
    }
  })();
  await until(
    () => bodies("carl"),
    (all) => all.length === count,
    40_000,
  );
  fast.abort();
  await slowing;
  expect((await bodies("carl")).sort((one, other) => one - other)).toEqual(upTo(count));
  expect(await depths()).toEqual([0, 0, 0]);
});

test("three processes side by side, one of them killed, save each notification once, and keep every user's order", {
  timeout: 90_000,
}, async () => {
  const [users, each] = [20, 50];
  const instances: Instance[] = [
    system.instance("notifications"),
    await system.another("notifications"),
    await system.another("notifications"),
  ];
  await Promise.all(instances.slice(1).map((instance) => instance.start()));
  const receiver = (at: number): string => `side-${at}`;
  // Each user's offers one after the other, the users side by side.
  const offering = repeat(users, users, async (user) => {
    for (const at of upTo(each)) await system.offer("ann", receiver(user), String(at));
  });
  await until(
    () => system.told(receiver(0)),
    (all) => all.length > 5,
  );
  await instances[2]?.kill();
  await offering;
  for (const user of upTo(users)) {
    const told = await until(
      () => bodies(receiver(user)),
      (all) => all.length >= each,
    );
    expect(told).toEqual(upTo(each));
  }
  for (const instance of instances.slice(0, 2))
    expect(await metric(instance, "warren_consumed_total", /outcome="done"/)).toBeGreaterThan(0);
  expect(await depths()).toEqual([0, 0, 0]);
});
