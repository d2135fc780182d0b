import { afterAll, beforeAll, expect, test } from "vitest";
import { openTestBroker, type TestBroker } from "../support/broker.js";

let broker: TestBroker;
beforeAll(async () => {
  broker = await openTestBroker();
});
afterAll(async () => broker.close());

test("a test file gets an empty virtual host of its own", async () => {
  const other = await openTestBroker();
  expect(await broker.queues()).toEqual([]);
  expect(other.vhost).not.toBe(broker.vhost);
  await other.close();
});

test("what is sent can be counted, looked at and taken", async () => {
  const channel = await broker.channel();
  await channel.assertQueue("letters", { durable: true });
  await channel.close();
  await broker.send("", "letters", "not JSON", { headers: { colour: "red" } });
  expect(await broker.depth("letters")).toBe(1);
  expect(await broker.peek("letters")).toMatchObject([{ payload: "not JSON", properties: { headers: { colour: "red" } } }]);
  expect(await broker.take("letters")).toMatchObject([{ headers: { colour: "red" } }]);
  expect(await broker.depth("letters")).toBe(0);
});

test("a queue that is not there has no depth", async () => {
  expect(await broker.depth("nowhere")).toBeUndefined();
});

test("a message that no queue would get is refused", async () => {
  await expect(broker.send("", "nowhere", "x")).rejects.toThrow("No queue is bound");
});

test("connections can be cut", async () => {
  const channel = await broker.channel();
  const closed = new Promise((resolve) => channel.once("close", resolve));
  await expect.poll(() => broker.dropConnections(), { timeout: 10_000 }).toBeGreaterThan(0);
  await closed;
  expect(await broker.depth("nowhere")).toBeUndefined();
});
