import { afterAll, beforeAll, expect, test } from "vitest";
import { type PrivateBroker, startPrivateBroker } from "../../support/broker.js";
import {
  deadLetters,
  type MatchmakingSystem,
  type Notification,
  queues,
  repeat,
  startMatchmakingSystem,
  until,
} from "./matchmaking-stage.js";

const count = 5_000;
const users = 50;

let broker: PrivateBroker;
let system: MatchmakingSystem;

beforeAll(async () => {
  broker = await startPrivateBroker();
  system = await startMatchmakingSystem(broker.url);
  await broker.writeDeclarations();
}, 60_000);
afterAll(async () => {
  await system.close();
  await broker.close();
});

test(`of ${count} notifications sent while the broker is killed and restarted, none is lost and none comes twice`, {
  timeout: 180_000,
}, async () => {
  let offered = 0;
  const offering = repeat(count, 32, async (at) => {
    await system.offer("ann", `user-${at % users}`, String(at));
    offered++;
  });
  await until(
    async () => offered,
    (so) => so > count / 4,
    60_000,
  );
  await broker.kill();
  await until(
    async () => offered,
    (so) => so > count / 2,
    60_000,
  );
  await broker.restart();
  await offering;
  const told: Notification[] = [];
  // One after the other: whoever asks for all at once keeps the process from its messages.
  for (let at = 0; at < users; at++) {
    const all = await until(
      () => system.told(`user-${at}`),
      ({ length }) => length >= count / users,
      90_000,
    );
    told.push(...all);
  }
  const items = told.map(({ body }) => Number(/offers (\d+) for/.exec(body)?.[1]));
  expect(items.sort((one, other) => one - other)).toEqual(Array.from({ length: count }, (_, at) => at));
  expect(await Promise.all([...queues, deadLetters].map((name) => broker.depth(name)))).toEqual([0, 0, 0]);
});
