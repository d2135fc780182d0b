import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { order } from "#generated/orders/order/index.js";
import { payment } from "#generated/orders/payment/index.js";
import { product } from "#generated/orders/product/index.js";
import { openTestBroker, type TestBroker } from "../../support/broker.js";
import { garbageBeside } from "../../support/garbage.js";
import { applications, type OrdersSystem, sample, startOrdersSystem, until } from "../../support/orders-system.js";

let broker: TestBroker;
let system: OrdersSystem;
let pids: (number | undefined)[];

beforeAll(async () => {
  broker = await openTestBroker();
  system = await startOrdersSystem(broker.url);
  pids = applications.map((name) => system.pid(name));
});
afterAll(async () => {
  await system.close();
  await broker.close();
});

const receives = [order, product, payment].flatMap((contract) => contract.receives);
const queues = receives.map(({ queue }) => queue);
const action = {
  orderId: "ae5e5918-facb-40e5-bbdf-3525cedaaa7e",
  customerId: sample.customerId,
  cardId: sample.cardId,
  itemId: sample.itemId,
  price: "1.00",
};

/** Where garbage of a queue ends: a dead-letter queue that another application reads passes it on to its own. */
function lastStop(queue: string): string {
  const next = receives.find((operation) => operation.queue === queue)?.deadLetterQueue ?? queue;
  return queues.includes(next) ? lastStop(next) : next;
}

const garbage = garbageBeside(action, /orderId|required|must/);

describe.each(queues)("queue %s", (queue) => {
  test.each(garbage)("dead-letters $what with the reason", { timeout: 60_000 }, async ({ body, properties, reason }) => {
    const end = lastStop(queue);
    await broker.send("", queue, body, { persistent: true, ...properties });
    await until(
      () => broker.depth(end),
      (depth) => depth === 1,
    );
    const [dead] = await broker.take(end);
    expect(dead?.headers).toMatchObject({ "x-failure-code": "invalid", "x-failure-reason": expect.stringMatching(reason) });
    expect(dead?.body.equals(Buffer.from(body))).toBe(true);
  });
});

test("a message from a foreign client without id, type, content type and headers is handled", async () => {
  const foreign = { ...action, orderId: "0b9bd6a4-4df5-4a36-a9a5-7a7d1bd5b1f0" };
  await broker.send("order-action-exchange", "payment-action-queue", JSON.stringify(foreign), {});
  const charge = await until(
    () => fetch(`${system.url("payment")}/charges/${foreign.orderId}`).then((response) => response.status),
    (status) => status === 200,
  );
  expect(charge).toBe(200);
});

test("after all of it no service has died and orders still go through", async () => {
  expect(applications.map((name) => system.isRunning(name))).toEqual([true, true, true]);
  expect(applications.map((name) => system.pid(name))).toEqual(pids);
  const { id } = await system.place();
  expect(await system.settled(id)).toMatchObject({ status: "completed" });
});
