/** What a hostile or careless client can put on a queue, against real RabbitMQ: moved with a reason or handled; then life goes on. */
import type { Options } from "amqplib";
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from "vitest";
import { directUnitOfWork, MessagingError, openRabbit, startConsumers } from "#messaging";
import { openTestBroker, type TestBroker } from "../support/broker.js";
import { goodAction, type PaymentHandlers, paymentContract } from "./payment-contract.js";

const log = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} };
const handler = vi.fn<PaymentHandlers["onPaymentAction"]>();
let rabbit: TestBroker;
/** In the order of closing; empty where `beforeAll` failed early. */
const closing: (() => Promise<unknown>)[] = [];

beforeAll(async () => {
  rabbit = await openTestBroker();
  closing.unshift(() => rabbit.close());
  const broker = openRabbit({ url: rabbit.url, name: "garbage", log });
  closing.unshift(() => broker.close());
  const consumers = await startConsumers({
    broker,
    contract: paymentContract({ retryDelaysMs: [50] }),
    handlers: () => ({ onPaymentAction: handler }),
    unit: directUnitOfWork(broker),
    log,
  });
  closing.unshift(() => consumers.stop());
});

afterAll(async () => {
  for (const close of closing) await close();
});

beforeEach(() => {
  handler.mockReset();
  handler.mockResolvedValue();
});

const send = (body: string | Buffer, properties?: Options.Publish) => rabbit.send("", "payment-queue", body, properties);

const deadLetter = async () =>
  vi.waitFor(
    async () => {
      const [dead] = await rabbit.take("dlx-payment-queue", 1);
      if (!dead) throw new Error("nothing is in the dead-letter queue yet");
      return dead;
    },
    { timeout: 15_000, interval: 50 },
  );

const goodMessageIsHandled = async () => {
  const before = handler.mock.calls.length;
  await send(JSON.stringify(goodAction));
  await vi.waitFor(() => expect(handler.mock.calls.length).toBe(before + 1), { timeout: 10_000 });
};

describe("garbage is dead-lettered with the reason, and the next good message is handled:", () => {
  test.each<[string, string | Buffer, Options.Publish, string]>([
    ["not JSON", "hello", {}, "body is not JSON"],
    ["nothing", "", {}, "body is empty"],
    ["bytes that are no text", Buffer.from([0xff, 0xfe, 0x00]), {}, "body is not UTF-8"],
    ["the wrong schema", '{"orderId":5}', {}, "/orderId must be string"],
    ["20 MB", Buffer.alloc(20_000_000, 0x20), {}, "20000000 bytes"],
    ["10,000 levels", "[".repeat(10_000) + "]".repeat(10_000), {}, "deeper than 64"],
    ["__proto__", '{"orderId":"o","price":"1.00","__proto__":{"admin":true}}', {}, "forbidden key /__proto__"],
    ["another content type", JSON.stringify(goodAction), { contentType: "application/xml" }, "application/xml"],
    ["a compressed body", JSON.stringify(goodAction), { contentEncoding: "gzip" }, "gzip"],
    ["an unknown type", JSON.stringify(goodAction), { type: "Rubbish" }, "OrderAction"],
  ])("%s", async (_, body, properties, reason) => {
    await send(body, { ...properties, messageId: "m-1", headers: { shade: "blue" } });
    const dead = await deadLetter();
    expect(dead.headers["x-failure-code"]).toBe("invalid");
    expect(dead.headers["x-failure-reason"]).toContain(reason);
    expect(dead.headers.shade).toBe("blue");
    expect(dead.properties).toMatchObject({ messageId: "m-1", deliveryMode: 2 });
    expect(dead.body.equals(Buffer.from(body))).toBe(true);
    expect(handler).not.toHaveBeenCalled();
    await goodMessageIsHandled();
  });
});

test("a message without id, type, content type and headers is handled", async () => {
  await send(JSON.stringify(goodAction));
  await expect.poll(() => handler).toHaveBeenCalledTimes(1);
});

test("a dead letter outlives the expiration its message had", async () => {
  await send("garbage", { expiration: "60000" });
  const dead = await deadLetter();
  expect(dead.properties.expiration).toBeUndefined();
});

describe("hostile headers", () => {
  test("cannot route copies of a dead letter elsewhere", async () => {
    // The broker honours these on the sender's own publish, too: the target exists only after that.
    await send("garbage", { headers: { CC: ["victim"] } });
    const dead = await deadLetter();
    expect(dead.headers).not.toHaveProperty("CC");
    await goodMessageIsHandled();
  });

  test.each<[string, Record<string, unknown>]>([
    ["every AMQP type", everyType()],
    ["60 kB of text", { long: "x".repeat(60_000) }],
    ["attempts beyond counting", { "x-attempts": 2 ** 52, "x-attempts-queue": "payment-queue" }],
    ["false notes of a death", { "x-death": [7, { queue: 5 }, null], "x-first-death-queue": true }],
    ["a table that names no type", { odd: { inner: { "!": "timestamp", value: 5 }, list: [{ "!": "timestamp", value: 1 }] } }],
    ["a trace that is none", { traceparent: "00-zz", tracestate: "\n" }],
  ])("of the kind '%s' do not keep a message from its dead-letter queue", async (_, headers) => {
    await send("garbage", { headers });
    expect((await deadLetter()).headers["x-failure-code"]).toBe("invalid");
    await goodMessageIsHandled();
  });

  test.each<[string, Record<string, unknown>]>([
    ["every AMQP type", everyType()],
    ["false notes of a death", { "x-death": [7], "x-first-death-queue": true }],
  ])("of the kind '%s' do not keep a good message from its handler", async (_, headers) => {
    await send(JSON.stringify(goodAction), { headers });
    await expect.poll(() => handler).toHaveBeenCalledTimes(1);
  });
});

test("a message that fails once is handled with its second attempt, and shows where it was first sent", async () => {
  handler.mockRejectedValueOnce(new MessagingError("unavailable", "not now"));
  await rabbit.send("order-action-exchange", "payment-action-queue", JSON.stringify(goodAction), { messageId: "again" });
  await vi.waitFor(() => expect(handler).toHaveBeenCalledTimes(2), { timeout: 10_000 });
  const [message, context] = handler.mock.calls[1] ?? [];
  expect(context?.attempt).toBe(2);
  expect(message).toMatchObject({ id: "again", exchange: "order-action-exchange", routingKey: "payment-action-queue" });
  expect(message?.died).toBeUndefined();
});

test("a message that keeps failing ends in the dead-letter queue after its last attempt", async () => {
  handler.mockRejectedValue(new Error("broken for good"));
  await send(JSON.stringify(goodAction), { messageId: "poison" });
  const dead = await deadLetter();
  expect(handler).toHaveBeenCalledTimes(2);
  expect(dead.headers).toMatchObject({ "x-attempts": 2, "x-failure-code": "bug", "x-failure-reason": "broken for good" });
  expect(dead.headers).not.toHaveProperty("x-death");
});

test("where the dead-letter queue is missing, the message waits and is moved once the queue is back", async () => {
  const channel = await rabbit.channel();
  await channel.deleteQueue("dlx-payment-queue");
  await send("garbage");
  await goodMessageIsHandled();
  await channel.assertQueue("dlx-payment-queue", { durable: true, arguments: { "x-queue-type": "quorum" } });
  await channel.close();
  expect((await deadLetter()).body.toString()).toBe("garbage");
});

function everyType(): Record<string, unknown> {
  return {
    text: "é",
    bytes: Buffer.from([1, 2, 3]),
    yes: true,
    nothing: null,
    whole: 7,
    huge: { "!": "int64", value: Number.MAX_SAFE_INTEGER + 1 },
    double: { "!": "double", value: 1e300 },
    float: { "!": "float", value: 1.5 },
    time: { "!": "timestamp", value: 1_700_000_000 },
    decimal: { "!": "decimal", value: { digits: 1234, places: 2 } },
    list: [1, "a", [true, null]],
    table: { a: { b: { c: 1 } } },
  };
}
