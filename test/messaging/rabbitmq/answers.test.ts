import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import type { Delivery } from "#messaging";
import { openTestBroker, type TestBroker } from "../../support/broker.js";
import { message } from "../broker-fixtures.js";
import { eventually, opener, outcome } from "./rabbit-stage.js";

let rabbit: TestBroker;

beforeAll(async () => {
  rabbit = await openTestBroker();
});
afterAll(() => rabbit.close());

const open = opener();
const plain = { durable: true, exclusive: false, autoDelete: false, arguments: {} };
const queuesOf = (...names: string[]) => ({ exchanges: [], bindings: [], queues: names.map((name) => ({ ...plain, name })) });

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
  test("is in its queue when it is confirmed, and the request is done", async () => {
    const { request, broker, answers } = await asked("prompt");
    const confirmed = request.answer?.(message({ routingKey: answers, body: Buffer.from("!"), messageId: "a-1" }));
    request.ack();
    await confirmed;
    await vi.waitFor(async () => expect(await broker.depth(answers)).toBe(1), eventually);
    expect(await broker.depth("prompt")).toBe(0);
  });

  test("rejects with unroutable where no queue takes it", async () => {
    const { request } = await asked("nowhere");
    const confirmed = request.answer?.(message({ routingKey: "no-such-queue", messageId: "a-1" }));
    request.ack();
    expect(await outcome(confirmed ?? Promise.resolve())).toBe("unroutable");
  });

  test("cannot be sent where its connection was cut", async () => {
    const { request, broker, answers } = await asked("cut");
    await vi.waitFor(async () => {
      await rabbit.dropConnections();
      expect(request.stale).toBe(true);
    }, eventually);
    expect(request.answer?.(message({ routingKey: answers, messageId: "a-1" }))).toBeUndefined();
    request.ack();
    await broker.ready(AbortSignal.timeout(15_000));
    expect(await broker.depth(answers)).toBe(0);
  });

  test("many at once are all confirmed", async () => {
    const { request, broker, answers } = await asked("many");
    const sent = Array.from({ length: 1000 }, (_, at) => request.answer?.(message({ routingKey: answers, messageId: `a-${at}` })));
    request.ack();
    await Promise.all(sent.map((answer) => answer ?? Promise.reject(new Error("there was no room for it"))));
    await vi.waitFor(async () => expect(await broker.depth(answers)).toBe(1000), eventually);
  });

  test("is confirmed although its consumer is cancelled meanwhile", async () => {
    const broker = open(rabbit.url);
    await broker.declare(queuesOf("leaving", "leaving.answers"));
    const outcomes: Promise<string>[] = [];
    const subscription = await broker.consume("leaving", { prefetch: 1, answers: true }, (delivery) => {
      outcomes.push(
        outcome(delivery.answer?.(message({ routingKey: "leaving.answers", messageId: "a-1" })) ?? Promise.reject(new Error("not sent"))),
      );
      delivery.ack();
    });
    await broker.publish(message({ routingKey: "leaving", messageId: "r-1" }));
    await vi.waitFor(() => expect(outcomes).toHaveLength(1), eventually);
    await subscription.cancel();
    expect(await outcomes[0]).toBe("resolved");
  });
});

test("a delivery of an exclusive queue has no channel to answer on", async () => {
  const broker = open(rabbit.url);
  await broker.declare({ exchanges: [], bindings: [], queues: [{ ...plain, durable: false, name: "mine", exclusive: true }] });
  const deliveries: Delivery[] = [];
  await broker.consume("mine", { prefetch: 1, answers: true }, (delivery) => deliveries.push(delivery));
  await broker.publish(message({ routingKey: "mine", messageId: "r-1" }));
  await vi.waitFor(() => expect(deliveries).toHaveLength(1), eventually);
  expect(deliveries[0]?.answer?.(message({ routingKey: "mine", messageId: "a-1" }))).toBeUndefined();
  deliveries[0]?.ack();
});
