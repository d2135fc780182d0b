/** Whatever happens in whatever order: every request ends once, with its own answer or one reason, and nothing is left behind. */
import { getEventListeners } from "node:events";
import * as fc from "fast-check";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { type Broker, createMetrics, MessagingError, type OutgoingMessage, startRequests } from "#messaging";
import { createFakeBroker, type Settlement } from "../fake-broker.js";
import { recordingLog } from "../rabbitmq/rabbit-stage.js";
import { askingContract, type BalanceAnswer, balanceOf, requestOperation } from "./balance-contract.js";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const [maxInFlight, maxWaiting] = [2, 3];
const replyQueue = "balance.response.portfolio.i1";

/** A publish of a request, to be confirmed or refused later. */
interface Sent {
  readonly message: OutgoingMessage;
  readonly confirm: () => void;
  readonly refuse: (error: Error) => void;
}

const open = async () => {
  const sent: Sent[] = [];
  const letters: OutgoingMessage[] = [];
  const up: { state: Broker["state"] } = { state: "up" };
  const broker = Object.assign(createFakeBroker(), up);
  broker.onPublish = (message) => {
    if (message.exchange === "") return void letters.push(message);
    return new Promise<void>((confirm, refuse) => sent.push({ message, confirm, refuse }));
  };
  const operation = requestOperation({ timeoutMs: 100, maxInFlight, maxWaiting });
  const metrics = createMetrics();
  const requests = startRequests({ broker, contract: askingContract(operation), instance: "i1", log: recordingLog(), metrics });
  await requests.ready;
  return { broker, sent, letters, operation, requests, meter: metrics.request(operation.id) };
};

type World = Awaited<ReturnType<typeof open>> & {
  readonly ends: { readonly call: number; readonly user: number; readonly end: BalanceAnswer | Error }[];
  readonly signals: AbortController[];
  readonly settlements: Settlement[][];
  asked: number;
  stopped: Promise<void> | undefined;
};
interface Step {
  readonly name: string;
  run(world: World): unknown;
}
const step = (name: string, run: Step["run"]): Step => ({ name, run: (world) => run(world), toString: () => name }) as Step;
/** One of a list, by a number of any size. */
const pick = <T>(list: readonly T[], at: number): T | undefined => list[at % Math.max(1, list.length)];

const ask = (world: World, more: object, about?: number): void => {
  const call = world.asked++;
  const user = about ?? call;
  balanceOf(world.requests.ask, world.operation, user, more).then(
    (end) => world.ends.push({ call, user, end }),
    (end: unknown) => world.ends.push({ call, user, end: asError(end) }),
  );
};
const asError = (end: unknown): Error => (end instanceof Error ? end : new Error(String(end)));

const answer = (world: World, at: number, more: object = {}): void => {
  const message = pick(world.sent, at)?.message;
  if (!message) return;
  const { user_id } = JSON.parse(message.body.toString()) as { user_id: number };
  const body = { correlation_id: message.correlationId, user_id, balance: "1.00" };
  world.settlements.push(world.broker.deliver(replyQueue, { correlationId: message.correlationId, body, ...more }));
};

const number = fc.nat(20);
const steps: fc.Arbitrary<Step> = fc.oneof(
  { weight: 6, arbitrary: fc.constant(step("ask", (world) => ask(world, {}))) },
  {
    weight: 2,
    arbitrary: fc.integer({ min: 1, max: 150 }).map((timeoutMs) => step(`ask for ${timeoutMs} ms`, (world) => ask(world, { timeoutMs }))),
  },
  {
    weight: 2,
    arbitrary: fc.constant(
      step("ask with a signal of its own", (world) => {
        const controller = new AbortController();
        world.signals.push(controller);
        ask(world, { signal: controller.signal });
      }),
    ),
  },
  number.map((at) =>
    step(`ask with signal ${at}`, (world) => ask(world, { signal: (pick(world.signals, at) ?? new AbortController()).signal })),
  ),
  // One id, one question: an answer to it answers whoever asks it now.
  fc.nat(3).map((id) => step(`ask as c-${id}`, (world) => ask(world, { correlationId: `c-${id}` }, 1_000 + id))),
  { weight: 3, arbitrary: number.map((at) => step(`confirm ${at}`, (world) => pick(world.sent, at)?.confirm())) },
  number.map((at) => step(`refuse ${at}`, (world) => pick(world.sent, at)?.refuse(new MessagingError("unroutable", "nobody")))),
  { weight: 6, arbitrary: number.map((at) => step(`answer ${at}`, (world) => answer(world, at))) },
  number.map((at) => step(`answer ${at} again by the broker`, (world) => answer(world, at, { redelivered: true }))),
  number.map((at) => step(`answer ${at} with garbage`, (world) => answer(world, at, { body: "garbage" }))),
  number.map((at) =>
    step(`answer ${at} in another's name`, (world) =>
      answer(world, at, { correlationId: pick(world.sent, at + 1)?.message.correlationId }),
    ),
  ),
  fc.constant(
    step("answer nobody", (world) => void world.settlements.push(world.broker.deliver(replyQueue, { body: "{}", correlationId: "?" }))),
  ),
  number.map((at) => step(`abort ${at}`, (world) => pick(world.signals, at)?.abort(new Error("given up")))),
  { weight: 2, arbitrary: fc.integer({ min: 1, max: 120 }).map((ms) => step(`${ms} ms pass`, () => vi.advanceTimersByTimeAsync(ms))) },
  fc.constant(step("the broker goes", (world) => (world.broker.state = "down"))),
  fc.constant(step("the broker comes", (world) => (world.broker.state = "up"))),
  fc.nat(50).map((graceMs) =>
    step(`stop within ${graceMs} ms`, (world) => {
      // Not waited for: time stands still here.
      world.stopped ??= world.requests.stop({ graceMs });
    }),
  ),
);

test("every request ends once, in bounds all along, and leaves nothing", async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(steps, { maxLength: 60 }), async (script) => {
      const world: World = { ...(await open()), ends: [], signals: [], settlements: [], asked: 0, stopped: undefined };
      for (const next of script) {
        await next.run(world);
        expect(world.meter.inFlight).toBeLessThanOrEqual(maxInFlight);
        expect(world.meter.waiting).toBeLessThanOrEqual(maxWaiting);
        expect(world.requests.inFlight).toBe(world.meter.inFlight + world.meter.waiting);
      }
      await vi.advanceTimersByTimeAsync(10_000);
      const stopped = world.stopped ?? world.requests.stop();
      await vi.advanceTimersByTimeAsync(10_000);
      await stopped;
      expectNothingLeft(world);
    }),
    { numRuns: 300 },
  );
}, 60_000);

const expectNothingLeft = ({ ends, asked, requests, meter, signals, settlements, letters }: World): void => {
  expect(ends.map(({ call }) => call).toSorted((one, other) => one - other)).toEqual(Array.from({ length: asked }, (_, call) => call));
  for (const { user, end } of ends) if (!(end instanceof Error)) expect(end.payload.user_id).toBe(user);
  const answered = ends.filter(({ end }) => !(end instanceof Error)).length;
  expect([meter.asked, meter.answered]).toEqual([asked, answered]);
  expect(sum(meter.failures.values())).toBe(asked - answered);
  expect([requests.inFlight, meter.inFlight, meter.waiting]).toEqual([0, 0, 0]);
  expect(signals.flatMap(({ signal }) => getEventListeners(signal, "abort"))).toEqual([]);
  expect(settlements.filter((settlement) => settlement.join() !== "acked")).toEqual([]);
  expect(letters).toHaveLength(sum(Object.values(meter.strays)));
  expect(vi.getTimerCount()).toBe(0);
};

const sum = (counts: Iterable<number>): number => [...counts].reduce((total, count) => total + count, 0);
