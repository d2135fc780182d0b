/** Requests without confirms: what becomes of them on the way to the broker. */
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { openTestBroker, type TestBroker } from "../../support/broker.js";
import { message } from "../broker-fixtures.js";
import { eventually, opener } from "./rabbit-stage.js";

let rabbit: TestBroker;

beforeAll(async () => {
  rabbit = await openTestBroker();
});
afterAll(() => rabbit.close());

const open = opener();
const plain = { durable: true, exclusive: false, autoDelete: false, arguments: {} };

/** A handle that is up, and a durable queue of this name. */
const ready = async (name: string) => {
  const broker = open(rabbit.url);
  await broker.declare({ exchanges: [], bindings: [], queues: [{ ...plain, name }] });
  await broker.ready();
  const failures: string[] = [];
  const request = (id: string, to: { readonly exchange?: string; readonly routingKey?: string } = {}) =>
    broker.request?.(message({ routingKey: name, messageId: id, persistent: false, ...to }), ({ code }) => failures.push(`${id} ${code}`));
  return { broker, request, failures };
};

const idsIn = async (queue: string) => (await rabbit.take(queue)).map(({ properties }) => String(properties.messageId)).sort();

test("a request is in its queue without a confirm", async () => {
  const { broker, request, failures } = await ready("asked");
  request("r-1");
  await vi.waitFor(async () => expect(await broker.depth("asked")).toBe(1), eventually);
  expect(failures).toEqual([]);
});

test("a request that no queue takes fails as unroutable, the others do not", async () => {
  const { broker, request, failures } = await ready("taken");
  for (let at = 0; at < 100; at++) request(`r-${at}`, at === 50 ? { routingKey: "no-such-queue" } : {});
  await vi.waitFor(() => expect(failures).toEqual(["r-50 unroutable"]), eventually);
  await vi.waitFor(async () => expect(await broker.depth("taken")).toBe(99), eventually);
  expect(broker.counters?.returned).toBe(1);
});

test("a request to an exchange that is not there fails as unroutable, and the others arrive", async () => {
  const { request, failures } = await ready("beside");
  request("r-1");
  request("r-2", { exchange: "no-such-exchange" });
  request("r-3");
  await vi.waitFor(() => expect(failures).toEqual(["r-2 unroutable"]), eventually);
  const arrived = new Set<string>();
  await vi.waitFor(async () => {
    for (const id of await idsIn("beside")) arrived.add(id);
    expect(arrived).toEqual(new Set(["r-1", "r-3"]));
  }, eventually);
});

test("requests that wait when their connection is cut leave again, under their message id", async () => {
  const { broker, request, failures } = await ready("again");
  request("r-1");
  const withdraw = request("r-2");
  await vi.waitFor(async () => expect(await broker.depth("again")).toBe(2), eventually);
  withdraw?.();
  await vi.waitFor(async () => {
    await rabbit.dropConnections();
    expect(broker.counters?.resent).toBeGreaterThan(0);
  }, eventually);
  await vi.waitFor(async () => expect(await broker.depth("again")).toBeGreaterThan(2), eventually);
  const again = await idsIn("again");
  expect(again.filter((id) => id === "r-2")).toEqual(["r-2"]);
  expect(again.filter((id) => id === "r-1").length).toBeGreaterThan(1);
  expect(failures).toEqual([]);
});

test("a property that AMQP cannot carry fails its request alone, after the call", async () => {
  const { broker, request, failures } = await ready("fitting");
  broker.request?.(message({ routingKey: "fitting", messageId: "x".repeat(300) }), ({ code }) => failures.push(code));
  expect(failures).toEqual([]);
  request("r-1");
  await vi.waitFor(() => expect(failures).toEqual(["invalid"]), eventually);
  await vi.waitFor(async () => expect(await broker.depth("fitting")).toBe(1), eventually);
});

test("what waits when the handle is closed fails as unavailable, and so does what comes later", async () => {
  const { broker, request, failures } = await ready("closing");
  request("r-1");
  await broker.close();
  request("r-2");
  await vi.waitFor(() => expect(failures).toEqual(["r-1 unavailable", "r-2 unavailable"]), eventually);
});
