import * as fc from "fast-check";
import { describe, expect, onTestFinished, test } from "vitest";
import {
  directUnitOfWork,
  encode,
  Journal,
  type JournalEntry,
  MessagingError,
  noteSends,
  type ReceiveOperation,
  startConsumers,
} from "#messaging";
import { createFakeBroker } from "./fake-broker.js";
import { goodAction, type PaymentHandlers, paymentContract, sendOperation } from "./payment-contract.js";
import { openAsking, openForeignResponder, outcomeOf } from "./requests/stage.js";

const trace = "0af7651916cd43dd8448eb211c80319c";
const traceparent = `00-${trace}-b7ad6b7169203331-01`;
const log = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} };
const result = () => encode(sendOperation(), "PaymentResult", { orderId: "o", status: "charged" }, { messageId: "m-1" }, { appId: "a" });

/** Every entry of a journal, the oldest first. */
const all = (journal: Journal): readonly JournalEntry[] => journal.latest(1_000);

describe("a journal", () => {
  test("keeps the latest entries, in order, as many as it was told to", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 20 }),
        fc.integer({ min: 0, max: 60 }),
        fc.integer({ min: 1, max: 30 }),
        (capacity, made, limit) => {
          const journal = new Journal(capacity);
          for (let at = 0; at < made; at++) journal.sent(result());
          const kept = Math.min(capacity, made, limit);
          expect(journal.latest(limit).map(({ number }) => number)).toEqual(Array.from({ length: kept }, (_, at) => made - kept + at + 1));
          expect(journal.noted).toBe(made);
        },
      ),
    );
  });

  test("is refused without room for one entry", () => {
    expect(() => new Journal(0)).toThrow(RangeError);
  });

  test("leaves out ids that are empty, and a trace that is none", () => {
    const journal = new Journal(10);
    journal.sent({ ...result(), messageId: "", headers: { traceparent: "00-nonsense" } });
    expect(all(journal)).toMatchObject([{ messageId: undefined, traceparent: undefined }]);
  });

  test("finds by message id, correlation id and trace id, and not by what is none of them", () => {
    const journal = new Journal(10);
    const message = { ...result(), correlationId: "c-1", headers: { traceparent } };
    journal.sent(message);
    journal.sent({ ...message, messageId: "m-2", correlationId: "c-2", headers: {} });
    const found = (id: string) => journal.latest(10, new Set([id])).map(({ messageId }) => messageId);
    expect([found("m-1"), found("c-1"), found(trace), found("c-2"), found("PaymentResult"), found("")]).toEqual([
      ["m-1"],
      ["m-1"],
      ["m-1"],
      ["m-2"],
      [],
      [],
    ]);
  });

  test("holds no payload and no header but the trace", () => {
    const journal = new Journal(10);
    journal.sent({ ...result(), body: Buffer.from("secret-1"), headers: { traceparent, card: "secret-2" } });
    expect(JSON.stringify(all(journal))).not.toContain("secret");
  });

  test("leaves out ids that are longer than AMQP allows", () => {
    const journal = new Journal(10);
    journal.sent({ ...result(), messageId: "x".repeat(300) });
    expect(all(journal)[0]?.messageId).toBeUndefined();
  });
});

describe("a send", () => {
  test("is noted before it is confirmed, and then as confirmed", async () => {
    const journal = new Journal(10);
    const broker = createFakeBroker();
    let confirm: () => void = () => undefined;
    broker.onPublish = () => new Promise((resolve) => (confirm = resolve));
    const sending = noteSends(broker, journal).publish(result());
    expect(all(journal)).toMatchObject([{ event: "sent", exchange: "order-result-exchange", messageId: "m-1", outcome: undefined }]);
    confirm();
    await sending;
    expect(all(journal)).toMatchObject([{ outcome: "confirmed", ms: expect.any(Number) }]);
  });

  test("that the broker refuses is noted as failed, with the code", async () => {
    const journal = new Journal(10);
    const broker = createFakeBroker();
    broker.onPublish = () => {
      throw new MessagingError("unroutable", "no queue");
    };
    await expect(noteSends(broker, journal).publish(result())).rejects.toThrow("no queue");
    expect(all(journal)).toMatchObject([{ outcome: "failed", code: "unroutable" }]);
  });
});

describe("a delivery", () => {
  const handle = async (onPaymentAction: PaymentHandlers["onPaymentAction"], operation: Partial<ReceiveOperation> = {}) => {
    const journal = new Journal(10);
    const broker = createFakeBroker();
    const contract = paymentContract({ idempotencyKey: "$message.payload#/orderId", ...operation });
    const handlers = () => ({ onPaymentAction });
    const consumers = await startConsumers({
      broker,
      contract,
      handlers,
      unit: directUnitOfWork(broker),
      log,
      journal,
      backoff: { firstMs: 1 },
    });
    onTestFinished(() => consumers.stop({ graceMs: 0 }));
    const deliver = async (body: object | string, headers = {}) => {
      const settlement = broker.deliver("payment-queue", {
        body,
        messageId: "m-1",
        type: "OrderAction",
        headers: { traceparent, ...headers },
      });
      await expect.poll(() => settlement).toHaveLength(1);
    };
    return { journal, deliver };
  };

  test("is noted with its operation, queue, trace, key and outcome", async () => {
    const { journal, deliver } = await handle(async () => {});
    await deliver(goodAction);
    expect(all(journal)).toMatchObject([
      {
        event: "received",
        operation: "paymentAction",
        queue: "payment-queue",
        exchange: "order-action-exchange",
        routingKey: "payment-action-queue",
        type: "OrderAction",
        messageId: "m-1",
        traceparent,
        key: "o-1",
        attempt: 1,
        outcome: "done",
        ms: expect.any(Number),
      },
    ]);
    expect(journal.latest(10, new Set(["o-1"]))).toHaveLength(1);
  });

  test("is noted while it is handled", async () => {
    let seen: readonly JournalEntry[] = [];
    const { journal, deliver } = await handle(async () => {
      seen = all(journal).map((entry) => ({ ...entry }));
    });
    await deliver(goodAction);
    expect(seen).toMatchObject([{ event: "received", key: "o-1", outcome: undefined }]);
  });

  test("that fails is noted with the code and the queue that it waits in, and the attempts made", async () => {
    const { journal, deliver } = await handle(() => Promise.reject(new MessagingError("unavailable", "later")));
    await deliver(goodAction, {
      "x-attempts": 1,
      "x-attempts-queue": "payment-queue",
      "x-original-exchange": "first",
      "x-original-routing-key": "key",
    });
    expect(all(journal)).toMatchObject([
      { outcome: "retried", code: "unavailable", target: "payment-queue.wait.2000", attempt: 2, exchange: "first", routingKey: "key" },
    ]);
  });

  test("that is invalid is noted as dead-lettered", async () => {
    const { journal, deliver } = await handle(async () => {});
    await deliver("hello");
    expect(all(journal)).toMatchObject([{ outcome: "dead-lettered", code: "invalid", target: "dlx-payment-queue", key: undefined }]);
  });
});

describe("a request", () => {
  const ask = async () => {
    const journal = new Journal(10);
    const asking = await openAsking({ journal });
    return { journal, ...asking, responder: await openForeignResponder(asking.broker) };
  };

  test("is noted with its answer, under one correlation id", async () => {
    const { journal, balance, responder } = await ask();
    const asked = balance(1);
    await responder.answer(await responder.request());
    await asked;
    const [request, answer] = all(journal);
    expect([request, answer]).toMatchObject([
      { event: "sent", operation: "requestBalance", outcome: "answered" },
      { event: "received", operation: "requestBalance", outcome: "done" },
    ]);
    expect(answer?.correlationId).toBe(request?.correlationId);
  });

  test("that is not answered in time is noted as failed", async () => {
    const { journal, balance } = await ask();
    expect(await outcomeOf(balance(1, { timeoutMs: 20 }))).toBe("timeout");
    expect(all(journal)).toMatchObject([{ event: "sent", outcome: "failed", code: "timeout" }]);
  });

  test("whose answer comes twice has the second one noted as dead-lettered", async () => {
    const { journal, balance, responder } = await ask();
    const asked = balance(1);
    const request = await responder.request();
    await responder.answer(request);
    await asked;
    await responder.answer(request);
    await expect.poll(() => all(journal)[2]).toMatchObject({ outcome: "dead-lettered", code: "duplicate" });
  });
});
