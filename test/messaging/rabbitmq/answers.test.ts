import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import type { Delivery } from "#messaging";
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
const queuesOf = (...names: string[]) => ({ exchanges: [], bindings: [], queues: names.map((name) => ({ ...plain, name })) });

const unexpected = (): void => expect.unreachable("the answer came back");

/** A handle that consumes `name` with answers, the first request it was delivered, and the queue `<name>.answers`. */
async function asked(name: string, prefetch = 10): Promise<{ request: Delivery; broker: ReturnType<typeof open>; answers: string }> {
  const broker = open(rabbit.url);
  const answers = `${name}.answers`;
  await broker.declare(queuesOf(name, answers));
  const deliveries: Delivery[] = [];
  await broker.consume(name, { prefetch, answers: true }, (delivery) => deliveries.push(delivery));
  await broker.publish(message({ routingKey: name, body: Buffer.from("?"), messageId: "r-1" }));
  const request = await vi.waitFor(() => {
    const [first] = deliveries;
    if (first === undefined) throw new Error("nothing was delivered");
    return first;
  }, eventually);
  return { request, broker, answers };
}

describe("an answer on the channel of its request", () => {
  test("is in its queue, and the request is done", async () => {
    const { request, broker, answers } = await asked("prompt");
    expect(request.answer?.(message({ routingKey: answers, body: Buffer.from("!"), messageId: "a-1" }), unexpected)).toBe(true);
    request.ack();
    await vi.waitFor(async () => expect(await broker.depth(answers)).toBe(1), eventually);
    expect(await broker.depth("prompt")).toBe(0);
  });

  test("comes back where no queue takes it", async () => {
    const { request } = await asked("nowhere");
    const returned: string[] = [];
    request.answer?.(message({ routingKey: "no-such-queue", messageId: "a-1" }), ({ code }) => returned.push(code));
    request.ack();
    await vi.waitFor(() => expect(returned).toEqual(["unroutable"]), eventually);
  });

  test("that came back is told from those that did not, among hundreds", async () => {
    const { request, broker, answers } = await asked("mixed");
    const returned: number[] = [];
    for (let at = 0; at < 500; at++) {
      const routingKey = at % 100 === 7 ? "no-such-queue" : answers;
      request.answer?.(message({ routingKey, messageId: `a-${at}` }), () => returned.push(at));
    }
    request.ack();
    await vi.waitFor(() => expect(returned).toEqual([7, 107, 207, 307, 407]), eventually);
    await vi.waitFor(async () => expect(await broker.depth(answers)).toBe(495), eventually);
  });

  test("cannot be sent where its connection was cut", async () => {
    const { request, broker, answers } = await asked("cut");
    await vi.waitFor(async () => {
      await rabbit.dropConnections();
      expect(request.stale).toBe(true);
    }, eventually);
    expect(request.answer?.(message({ routingKey: answers, messageId: "a-1" }), unexpected)).toBe(false);
    request.ack();
    await broker.ready(AbortSignal.timeout(15_000));
    expect(await broker.depth(answers)).toBe(0);
  });

  test("is heard of before a cancelled consumer has drained", async () => {
    const broker = open(rabbit.url);
    await broker.declare(queuesOf("leaving"));
    const returned: string[] = [];
    let deliver: (delivery: Delivery) => void = () => undefined;
    const delivered = new Promise<Delivery>((resolve) => (deliver = resolve));
    const subscription = await broker.consume("leaving", { prefetch: 1, answers: true }, (delivery) => deliver(delivery));
    await broker.publish(message({ routingKey: "leaving", messageId: "r-1" }));
    const request = await delivered;
    await subscription.cancel();
    request.answer?.(message({ routingKey: "no-such-queue", messageId: "a-1" }), ({ code }) => returned.push(code));
    request.ack();
    await subscription.drained?.();
    expect(returned).toEqual(["unroutable"]);
  });
});

test("a delivery of an exclusive queue has no channel to answer on", async () => {
  const broker = open(rabbit.url);
  await broker.declare({ exchanges: [], bindings: [], queues: [{ ...plain, durable: false, name: "mine", exclusive: true }] });
  const deliveries: Delivery[] = [];
  await broker.consume("mine", { prefetch: 1, answers: true }, (delivery) => deliveries.push(delivery));
  await broker.publish(message({ routingKey: "mine", messageId: "r-1" }));
  await vi.waitFor(() => expect(deliveries).toHaveLength(1), eventually);
  expect(deliveries[0]?.answer?.(message({ routingKey: "mine", messageId: "a-1" }), unexpected)).toBe(false);
  deliveries[0]?.ack();
});
