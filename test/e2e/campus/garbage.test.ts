import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { inventory } from "#generated/campus/inventory/index.js";
import { notification } from "#generated/campus/notification/index.js";
import { order } from "#generated/campus/order/index.js";
import { openTestBroker, type TestBroker } from "../../support/broker.js";
import { garbageBeside } from "../../support/garbage.js";
import { applications, type CampusSystem, placed, startCampusSystem, until } from "./campus-stage.js";

let broker: TestBroker;
let system: CampusSystem;
let pids: (number | undefined)[];

beforeAll(async () => {
  broker = await openTestBroker();
  system = await startCampusSystem(broker.url);
  pids = applications.map((name) => system.pid(name));
});
afterAll(async () => {
  await system.close();
  await broker.close();
});

const queues = [order, inventory, notification].flatMap(({ receives }) => receives.map(({ queue }) => queue));
const garbage = garbageBeside(placed("ORD-20240218-garbage0"), /order_id|required|must|message/);

describe.each(queues)("queue %s", (queue) => {
  test.each(garbage)("dead-letters $what with the reason", { timeout: 60_000 }, async ({ body, properties, reason }) => {
    await broker.send("", queue, body, { persistent: true, ...properties });
    await until(
      () => broker.depth("dlq"),
      (depth) => depth === 1,
    );
    const [dead] = await broker.take("dlq");
    expect(dead?.headers).toMatchObject({ "x-failure-code": "invalid", "x-failure-reason": expect.stringMatching(reason) });
    expect(dead?.body.equals(Buffer.from(body))).toBe(true);
  });
});

test("after all of it no service has died and orders still go through", async () => {
  expect(queues).toHaveLength(4);
  expect(applications.map((name) => system.pid(name))).toEqual(pids);
  expect(applications.map((name) => system.isRunning(name))).toEqual([true, true, true]);
  const { order_id } = await system.place();
  expect(await system.settled(order_id)).toMatchObject({ status: "reserved" });
});
