import { getEventListeners } from "node:events";
import { setImmediate as nextTurn } from "node:timers/promises";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { describe, expect, test, vi } from "vitest";
import { openMemoryBroker, startRequests } from "#messaging";
import { message } from "../broker-fixtures.js";
import { recordingLog } from "../rabbitmq/rabbit-stage.js";
import { askingContract, balanceOf, requestOperation } from "./balance-contract.js";
import { openAsking, openDeadLetters, openForeignResponder, outcomeOf, soon } from "./stage.js";

const stage = async (options: Parameters<typeof openAsking>[0] = {}) => {
  const asking = await openAsking(options);
  return { ...asking, responder: await openForeignResponder(asking.broker) };
};
setFlagsFromString("--expose-gc");
const collectGarbage = runInNewContext("gc") as () => void;
const many = <T>(count: number, make: (at: number) => T): T[] => Array.from({ length: count }, (_, at) => make(at));

describe("so many requests are unanswered at a time, and", () => {
  test("100 of them where the contract says nothing else: the next leaves when one is answered", async () => {
    const { responder, balance, meter } = await stage();
    const asked = many(101, (at) => outcomeOf(balance(at)));
    await responder.request(99);
    expect([meter.inFlight, meter.waiting]).toEqual([100, 1]);
    expect(responder.requests).toHaveLength(100);
    await responder.answer(await responder.request(50));
    await responder.request(100);
    expect(await asked[50]).toBe("answered");
    expect([meter.inFlight, meter.waiting]).toEqual([100, 0]);
  });

  test("the others wait in the order of their calls", async () => {
    const { responder, balance } = await stage({ operation: { maxInFlight: 1 } });
    const asked = many(20, (at) => balance(at));
    for (let at = 0; at < 20; at++) await responder.answer(await responder.request(at));
    expect((await Promise.all(asked)).map(({ payload }) => payload.user_id)).toEqual(many(20, (at) => at));
    expect(responder.requests.map(({ body }) => (JSON.parse(body.toString()) as { user_id: number }).user_id)).toEqual(
      many(20, (at) => at),
    );
  });

  test("one more than may wait is refused at once", async () => {
    const { balance, meter } = await stage({ operation: { maxInFlight: 2, maxWaiting: 3 } });
    void many(5, (at) => outcomeOf(balance(at)));
    await expect(balance(5)).rejects.toMatchObject({ code: "unavailable", message: "3 requests of operation requestBalance already wait" });
    expect([meter.inFlight, meter.waiting]).toEqual([2, 3]);
  });

  test("none waits where the contract allows none", async () => {
    const { responder, balance } = await stage({ operation: { maxInFlight: 1, maxWaiting: 0 } });
    const first = outcomeOf(balance(1));
    expect(await outcomeOf(balance(2))).toBe("unavailable");
    await responder.answer(await responder.request());
    expect(await first).toBe("answered");
    void outcomeOf(balance(3));
    await responder.request(1);
  });

  test("each operation has places of its own", async () => {
    const broker = openMemoryBroker();
    const full = await stage({ broker, instance: "one", operation: { maxInFlight: 1, maxWaiting: 0 } });
    const other = await openAsking({ broker: broker.server.open(), instance: "two", operation: { maxInFlight: 1, maxWaiting: 0 } });
    void outcomeOf(full.balance(1));
    expect(await outcomeOf(full.balance(2))).toBe("unavailable");
    void outcomeOf(other.balance(3));
    await full.responder.request(1);
  });

  test("a request that failed makes room", async () => {
    const { responder, balance } = await stage({ operation: { maxInFlight: 1 } });
    expect(await outcomeOf(balance(1, { timeoutMs: 5 }))).toBe("timeout");
    const next = outcomeOf(balance(2));
    await responder.answer(await responder.request(1));
    expect(await next).toBe("answered");
  });
});

describe("time runs from the call on:", () => {
  test("a request that is not answered in time rejects", async () => {
    const { balance, meter, requests } = await stage();
    await expect(balance(1, { timeoutMs: 20 })).rejects.toMatchObject({
      code: "timeout",
      message: "operation requestBalance was not answered within 20 ms",
    });
    expect([...meter.failures]).toEqual([["timeout", 1]]);
    expect(requests.inFlight).toBe(0);
  });

  test("one that still waits rejects too, and is never sent", async () => {
    const { responder, balance, meter } = await stage({ operation: { maxInFlight: 1 } });
    const first = outcomeOf(balance(1));
    expect(await outcomeOf(balance(2, { timeoutMs: 20 }))).toBe("timeout");
    expect(meter.waiting).toBe(0);
    await responder.answer(await responder.request());
    expect(await first).toBe("answered");
    const last = outcomeOf(balance(3));
    await responder.answer(await responder.request(1));
    expect(await last).toBe("answered");
    expect(responder.requests).toHaveLength(2);
  });

  test("a shorter time that is asked for later ends earlier", async () => {
    const { balance } = await stage();
    const ended: number[] = [];
    await Promise.all([150, 20, 80].map((timeoutMs) => outcomeOf(balance(1, { timeoutMs })).then(() => ended.push(timeoutMs))));
    expect(ended).toEqual([20, 80, 150]);
  });

  test("the contract's, where the caller names none", async () => {
    const { balance } = await stage({ operation: { timeoutMs: 20 } });
    expect(await outcomeOf(balance(1))).toBe("timeout");
  });
});

describe("a signal gives a request up, with its reason,", () => {
  const reason = new Error("the client has gone");

  test("before it is made: nothing is sent", async () => {
    const { responder, balance, meter } = await stage();
    expect(await outcomeOf(balance(1, { signal: AbortSignal.abort(reason) }))).toBe(reason);
    void outcomeOf(balance(2));
    await responder.request();
    expect(responder.requests).toHaveLength(1);
    expect([...meter.failures]).toEqual([["aborted", 1]]);
  });

  test("while it waits: it is never sent", async () => {
    const { responder, balance, meter } = await stage({ operation: { maxInFlight: 1 } });
    const first = outcomeOf(balance(1));
    const giveUp = new AbortController();
    const second = outcomeOf(balance(2, { signal: giveUp.signal }));
    const third = outcomeOf(balance(3));
    giveUp.abort(reason);
    expect(await second).toBe(reason);
    expect([meter.inFlight, meter.waiting]).toEqual([1, 1]);
    await responder.answer(await responder.request());
    await responder.answer(await responder.request(1));
    expect(await Promise.all([first, third])).toEqual(["answered", "answered"]);
    expect(responder.requests).toHaveLength(2);
  });

  test("while its answer is awaited: the next takes its place", async () => {
    const { responder, balance } = await stage({ operation: { maxInFlight: 1 } });
    const giveUp = new AbortController();
    const first = outcomeOf(balance(1, { signal: giveUp.signal }));
    const second = outcomeOf(balance(2));
    await responder.request();
    giveUp.abort(reason);
    expect(await first).toBe(reason);
    await responder.answer(await responder.request(1));
    expect(await second).toBe("answered");
  });

  test("and not after its end", async () => {
    const { responder, balance } = await stage();
    const giveUp = new AbortController();
    const asked = outcomeOf(balance(1, { signal: giveUp.signal }));
    await responder.answer(await responder.request());
    expect(await asked).toBe("answered");
    expect(getEventListeners(giveUp.signal, "abort")).toHaveLength(0);
    giveUp.abort(reason);
  });

  test("and all the requests that share it", async () => {
    const { balance, requests } = await stage({ operation: { maxInFlight: 5 } });
    const giveUp = new AbortController();
    const asked = many(50, (at) => outcomeOf(balance(at, { signal: giveUp.signal })));
    expect(getEventListeners(giveUp.signal, "abort")).toHaveLength(1);
    giveUp.abort(reason);
    expect(await Promise.all(asked)).toEqual(many(50, () => reason));
    expect(getEventListeners(giveUp.signal, "abort")).toHaveLength(0);
    expect(requests.inFlight).toBe(0);
  });

  test("and those that share it, but for the ones that have ended", async () => {
    const { responder, balance } = await stage();
    const giveUp = new AbortController();
    const [first, second] = many(2, (at) => outcomeOf(balance(at, { signal: giveUp.signal })));
    await responder.answer(await responder.request());
    expect(await first).toBe("answered");
    giveUp.abort(reason);
    expect(await second).toBe(reason);
  });

  test("be it an error or not", async () => {
    const { balance } = await stage();
    expect(await outcomeOf(balance(1, { signal: AbortSignal.abort("bye") }))).toBe("bye");
  });
});

test("requests that are given up while they wait are let go of, however long the line stands still", async () => {
  const { balance, meter } = await stage({ operation: { maxInFlight: 1, timeoutMs: 60_000 } });
  void outcomeOf(balance(0));
  const held: WeakRef<() => void>[] = [];
  for (let at = 0; at < 2_000; at++) {
    const giveUp = new AbortController();
    const onPublished = () => giveUp.abort();
    held.push(new WeakRef(onPublished));
    const asked = outcomeOf(balance(at, { signal: giveUp.signal, onPublished }));
    giveUp.abort();
    await asked;
  }
  expect(meter.waiting).toBe(0);
  // What a WeakRef was made for is kept until the turn ends.
  await nextTurn();
  collectGarbage();
  expect(held.filter((ref) => ref.deref() !== undefined).length).toBeLessThan(200);
});

describe("while the broker is away", () => {
  test("a request is unavailable at once", async () => {
    const { broker, balance } = await stage();
    broker.server.stop();
    await expect(balance(1)).rejects.toMatchObject({ code: "unavailable", message: "the broker is away" });
    broker.server.start();
  });

  test("those that wait become so soon, and need not wait for their time", async () => {
    const { broker, responder, balance } = await stage({ operation: { maxInFlight: 1, timeoutMs: 60_000 } });
    void outcomeOf(balance(1));
    const waiting = many(1_000, (at) => outcomeOf(balance(at)));
    await responder.request();
    broker.server.stop();
    expect(new Set(await Promise.all(waiting))).toEqual(new Set(["unavailable"]));
    broker.server.start();
  });

  test("those that were sent go on waiting: an answer that comes after the outage is taken", async () => {
    const { broker, responder, balance } = await stage();
    const asked = outcomeOf(balance(1));
    const request = await responder.request();
    broker.server.stop();
    broker.server.start();
    await responder.answer(request);
    expect(await asked).toBe("answered");
  });

  test("the reply queue that was deleted is there again for later answers", async () => {
    const { broker, responder, balance } = await stage();
    const lost = outcomeOf(balance(1, { timeoutMs: 50 }));
    await responder.request();
    broker.server.deleteQueue("balance.response.portfolio.i1");
    expect(await lost).toBe("timeout");
    const asked = outcomeOf(balance(2));
    await responder.answer(await responder.request(1));
    expect(await asked).toBe("answered");
  });
});

describe("stopping", () => {
  test("waits for answers within the grace, those of waiting requests too, and takes no new ones", async () => {
    const { responder, balance, requests } = await stage({ operation: { maxInFlight: 1 } });
    const asked = many(3, (at) => outcomeOf(balance(at)));
    const stopped = requests.stop({ graceMs: 5_000 });
    await expect(balance(9)).rejects.toMatchObject({ code: "unavailable", message: "the service is stopping" });
    for (let at = 0; at < 3; at++) await responder.answer(await responder.request(at));
    expect(await Promise.all(asked)).toEqual(many(3, () => "answered"));
    await stopped;
  });

  test("refuses what is left after the grace", async () => {
    const { balance, requests, meter } = await stage({ operation: { maxInFlight: 2 } });
    const asked = many(5, (at) => outcomeOf(balance(at)));
    await requests.stop({ graceMs: 10 });
    expect(await Promise.all(asked)).toEqual(many(5, () => "unavailable"));
    expect([requests.inFlight, meter.inFlight, meter.waiting]).toEqual([0, 0, 0]);
  });

  test("leaves the answers that still come to the broker: they expire to the dead-letter queue", async () => {
    const { broker, responder, balance, requests } = await stage();
    const asked = outcomeOf(balance(1));
    const request = await responder.request();
    await requests.stop({ graceMs: 0 });
    expect(await asked).toBe("unavailable");
    await responder.answer(request);
    expect(await broker.depth("balance.response.portfolio.i1")).toBe(1);
  });

  test("twice is stopping once", async () => {
    const { requests } = await stage();
    expect(requests.stop()).toBe(requests.stop({ graceMs: 0 }));
  });

  test("while the broker is away ends as soon", async () => {
    const { broker, requests, balance } = await stage();
    const asked = outcomeOf(balance(1));
    broker.server.stop();
    await requests.stop({ graceMs: 20 });
    expect(await asked).toBe("unavailable");
    broker.server.start();
  });

  test("before it was ready consumes nothing, and takes no requests", async () => {
    const broker = openMemoryBroker();
    broker.server.stop();
    const operation = requestOperation();
    const requests = startRequests({ broker, contract: askingContract(operation), instance: "i1", log: recordingLog() });
    await requests.stop();
    broker.server.start();
    await requests.ready;
    await broker.publish(message({ routingKey: "balance.response.portfolio.i1" }));
    expect(await broker.depth("balance.response.portfolio.i1")).toBe(1);
    await expect(balanceOf(requests.ask, operation, 1)).rejects.toMatchObject({ message: "the service is stopping" });
    await broker.close();
  });
});

test("fifty thousand requests leave no entry, no listener and no timer", async () => {
  const { broker, responder, balance, requests, meter } = await stage({ operation: { maxWaiting: 50_000 } });
  const dead = await openDeadLetters(broker);
  const timers = () => process.getActiveResourcesInfo().filter((kind) => kind === "Timeout").length;
  const before = timers();
  const { signal } = new AbortController();
  let answered = 0;
  const pump = setInterval(() => {
    for (const request of responder.requests.splice(0)) void responder.answer(request).then(() => answered++);
  }, 1);
  const asked = many(50_000, (at) =>
    outcomeOf(balance(at, at % 3 === 0 ? { signal } : at % 1_000 === 1 ? { timeoutMs: 1 } : { timeoutMs: 60_000 })),
  );
  const outcomes = await Promise.all(asked);
  await vi.waitFor(() => expect(responder.requests).toEqual([]), soon);
  clearInterval(pump);
  expect(new Set(outcomes)).toEqual(new Set(["answered", "timeout"]));
  expect(meter.asked).toBe(50_000);
  expect(meter.answered + (meter.failures.get("timeout") ?? 0)).toBe(50_000);
  expect([requests.inFlight, meter.inFlight, meter.waiting]).toEqual([0, 0, 0]);
  expect(getEventListeners(signal, "abort")).toHaveLength(0);
  expect(meter.strays).toMatchObject({ unmatched: 0, duplicate: 0, invalid: 0 });
  expect(dead.letters.length).toBeLessThanOrEqual(meter.strays.late);
  expect(timers()).toBeLessThanOrEqual(before + 1);
  await requests.stop();
  expect(timers()).toBeLessThanOrEqual(before);
  expect(answered).toBeGreaterThan(0);
}, 60_000);
