/** Requests and answers on a real broker. */
import { setImmediate } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, onTestFinished, test, vi } from "vitest";
import { type Broker, createMetrics, directUnitOfWork, startConsumers, startRequests } from "#messaging";
import { openTestBroker, type PrivateBroker, startPrivateBroker, type TestBroker } from "../../support/broker.js";
import { dropBoth, eventually, opener, recordingLog } from "../rabbitmq/rabbit-stage.js";
import { answeringContract, askingContract, balanceOf, type OnRequest, requestOperation } from "./balance-contract.js";
import { outcomeOf } from "./stage.js";

let rabbit: TestBroker;
let node: PrivateBroker;
const open = opener();

beforeAll(async () => {
  [rabbit, node] = await Promise.all([openTestBroker(), startPrivateBroker()]);
});
afterAll(async () => {
  await Promise.all([rabbit.close(), node.close()]);
});

const silent = recordingLog();
const rich: OnRequest = async ({ payload: { user_id } }) => ({ user_id, balance: `${user_id}.00` });

const startAnswering = async (url: string, handler: OnRequest = rich) => {
  const broker = open(url);
  const unit = directUnitOfWork(broker);
  const consumers = await startConsumers({ broker, contract: answeringContract(), handlers: () => handler, unit, log: silent });
  onTestFinished(() => consumers.stop({ graceMs: 0 }));
  return consumers;
};

const startAsking = async (url: string, instance: string, broker: Broker = open(url)) => {
  const operation = requestOperation();
  const metrics = createMetrics();
  const requests = startRequests({ broker, contract: askingContract(operation), instance, log: silent, metrics });
  await requests.ready;
  onTestFinished(() => requests.stop({ graceMs: 0 }));
  const balance = (user: number, options = {}) => balanceOf(requests.ask, operation, user, options);
  return { broker, requests, balance, meter: metrics.request(operation.id), queue: `balance.response.portfolio.${instance}` };
};

/** The machine may be busy. */
const patient = { timeoutMs: 18_000 };
/** The letter with this correlation id, once it is there. */
const letterIn = (queue: string, correlationId: string) =>
  vi.waitFor(async () => {
    const letter = (await rabbit.take(queue)).find(({ properties }) => properties.correlationId === correlationId);
    if (!letter) throw new Error(`${correlationId} is not in ${queue}`);
    return letter;
  }, eventually);
const users = (count: number) => Array.from({ length: count }, (_, user) => user);

describe("on RabbitMQ", () => {
  test("two instances that ask at once get each its own answers", async () => {
    await startAnswering(rabbit.url);
    const [one, two] = await Promise.all([startAsking(rabbit.url, "one"), startAsking(rabbit.url, "two")]);
    const asked = users(600).map((user) => (user % 2 === 0 ? one : two).balance(user, patient));
    expect((await Promise.all(asked)).map(({ payload }) => payload.balance)).toEqual(users(600).map((user) => `${user}.00`));
    for (const { meter, requests } of [one, two]) {
      expect(meter.strays).toEqual({ unmatched: 0, duplicate: 0, late: 0, invalid: 0 });
      expect(requests.inFlight).toBe(0);
    }
  });

  test("an answer that nobody waits for goes to the dead-letter queue with the reason", async () => {
    const { queue } = await startAsking(rabbit.url, "stray");
    const body = JSON.stringify({ correlation_id: "unknown", user_id: 1, balance: "1.00" });
    await rabbit.send("balance.response.exchange", queue, body, { correlationId: "unknown" });
    const letter = await letterIn("balance.response.dlq", "unknown");
    expect(letter.body.toString()).toBe(body);
    expect(letter.headers).toMatchObject({ "x-failure-code": "rejected", "x-failure-queue": queue });
  });

  test("a foreign client may answer: any library that copies the correlation id", async () => {
    const { balance } = await startAsking(rabbit.url, "foreign");
    const channel = await rabbit.channel();
    await channel.assertQueue("foreign-requests");
    await channel.bindQueue("foreign-requests", "balance.request.exchange", "balance.request");
    await channel.consume("foreign-requests", (request) => {
      if (!request) return;
      const { replyTo, correlationId } = request.properties as { replyTo: string; correlationId: string };
      const body = Buffer.from(JSON.stringify({ correlation_id: correlationId, user_id: 7, balance: "7.00" }));
      channel.publish("balance.response.exchange", replyTo, body, { correlationId });
    });
    expect((await balance(7, patient)).payload).toMatchObject({ balance: "7.00" });
    await channel.close();
  });

  test("a reply queue that is deleted under requests is there again for the next", async () => {
    const calls: number[] = [];
    await startAnswering(rabbit.url, async (request, context) => {
      calls.push(request.payload.user_id);
      return rich(request, context);
    });
    const { balance, queue } = await startAsking(rabbit.url, "deleted");
    await balance(1, patient);
    await rabbit.request("DELETE", `/api/queues/${encodeURIComponent(rabbit.vhost)}/${encodeURIComponent(queue)}`);
    await vi.waitFor(async () => expect(await outcomeOf(balance(2, { timeoutMs: 200 }))).toBe("answered"), eventually);
    expect(calls).toContain(2);
  });

  test("connections that are cut under requests lose none: each is answered or times out, and the next are answered", async () => {
    await startAnswering(rabbit.url);
    const { broker, balance, requests } = await startAsking(rabbit.url, "cut");
    const asked = users(1_000).map((user) => outcomeOf(balance(user, { timeoutMs: 15_000 })));
    await dropBoth(rabbit, broker);
    const outcomes = new Set(await Promise.all(asked));
    expect([...outcomes].filter((outcome) => outcome !== "answered" && outcome !== "timeout" && outcome !== "unavailable")).toEqual([]);
    await vi.waitFor(async () => expect(await outcomeOf(balance(1, { timeoutMs: 1_000 }))).toBe("answered"), eventually);
    expect(requests.inFlight).toBe(0);
  }, 60_000);

  test("an answer goes to the address of a requester that is there, or its request is a dead letter", async () => {
    await startAnswering(rabbit.url);
    const body = JSON.stringify({ correlation_id: "c", user_id: 1, timestamp: "2025-11-13T10:30:00Z" });
    await rabbit.send("balance.request.exchange", "balance.request", body, { replyTo: "balance.response.gone", correlationId: "c" });
    const letter = await letterIn("balance.request.dlq", "c");
    expect(letter.headers).toMatchObject({
      "x-failure-code": "rejected",
      "x-failure-reason": "nobody listens at the request's reply address",
      "x-attempts": 1,
    });
  });

  test("what nobody answers is unroutable at once, not after its time", async () => {
    const { broker, queue } = await startAsking(rabbit.url, "lonely");
    const operation = requestOperation({ routingKey: "nobody" });
    const requests = startRequests({ broker, contract: askingContract(operation), instance: "lonely", log: silent });
    await requests.ready;
    expect(queue).toBe("balance.response.portfolio.lonely");
    expect(await outcomeOf(balanceOf(requests.ask, operation, 1))).toBe("unroutable");
    await requests.stop();
  });
});

test("the node is killed and started again under requests: each ends once, and the next are answered", async () => {
  await startAnswering(node.url);
  const { broker, balance, requests, meter } = await startAsking(node.url, "killed");
  await balance(0, patient);
  let ended = 0;
  const outcomes = new Map<unknown, number>();
  const asked = users(1_000).map(async (user) => {
    const outcome = await outcomeOf(balance(user, { timeoutMs: 3_000 }));
    outcomes.set(outcome, (outcomes.get(outcome) ?? 0) + 1);
    ended++;
  });
  await vi.waitFor(() => expect(ended).toBeGreaterThan(100), eventually);
  await node.kill();
  await vi.waitFor(() => expect(broker.state).toBe("down"), eventually);
  expect(await Promise.race([outcomeOf(balance(1)), setImmediate("waits")])).toBe("unavailable");
  await Promise.all(asked);
  expect(ended).toBe(1_000);
  expect([...outcomes.keys()].filter((outcome) => !["answered", "timeout", "unavailable"].includes(String(outcome)))).toEqual([]);
  expect([requests.inFlight, meter.inFlight, meter.waiting]).toEqual([0, 0, 0]);
  await node.restart();
  await vi.waitFor(async () => expect(await outcomeOf(balance(1, { timeoutMs: 1_000 }))).toBe("answered"), eventually);
}, 90_000);
