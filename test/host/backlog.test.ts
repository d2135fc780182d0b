import { describe, expect, test } from "vitest";
import { Backlog, type Sighting } from "../../src/host/backlog.js";

const at = (seconds: number, depth: number, more: Partial<Sighting> = {}): Sighting => ({
  at: seconds * 1_000,
  depth,
  delivered: 0,
  settled: 0,
  handled: 0,
  ...more,
});
/** So many were handled, and so many more are held. */
const done = (handled: number, held = 0): Partial<Sighting> => ({ delivered: handled + held, settled: handled, handled });

/** What is told of sightings; the first is that before the first delivery. */
const told = (first: Sighting, ...later: readonly Sighting[]): (string | undefined)[] => {
  const backlog = new Backlog("orders", first);
  return [backlog.begins(), ...later.map((sighting) => backlog.see(sighting))].map((line) => line?.text);
};

describe("a backlog", () => {
  test("is told of when it is found, at every tenth, and when it is gone", () => {
    expect(
      told(at(0, 1_000), at(0.1, 850, done(50, 100)), at(0.2, 750, done(150, 100)), at(0.3, 720, done(180, 100)), at(1, 0, done(1_000))),
    ).toEqual([
      "Backlog of orders: 1000 messages wait",
      undefined,
      "Backlog of orders: 15 % done, 850 remaining, 750 per second",
      undefined,
      "Backlog of orders is drained: 1000 messages in 1.0 s",
    ]);
  });

  test("is told of after five seconds though nothing moves", () => {
    expect(told(at(0, 1_000), at(4.9, 900, done(0, 100)), at(5, 900, done(0, 100)), at(9, 900, done(0, 100)))).toEqual([
      "Backlog of orders: 1000 messages wait",
      undefined,
      "Backlog of orders: 0 % done, 1000 remaining, 0 per second",
      undefined,
    ]);
  });

  test("is not gone while something of it is held", () => {
    expect(told(at(0, 1_000), at(1, 0, done(990, 10)), at(1.1, 0, done(1_000))).slice(1)).toEqual([
      "Backlog of orders: 99 % done, 10 remaining, 990 per second",
      "Backlog of orders is drained: 1000 messages in 1.1 s",
    ]);
  });

  test("is gone though new messages keep coming, once the queue has been empty", () => {
    expect(told(at(0, 1_000), at(1, 0, done(1_000, 50)), at(2, 0, done(1_900, 50))).at(-1)).toBe(
      "Backlog of orders is drained: 1900 messages in 2.0 s",
    );
  });

  test("that others drain as well is counted by what is left", () => {
    expect(told(at(0, 1_000), at(1, 400, done(200, 100)), at(2, 0, done(400))).slice(1)).toEqual([
      "Backlog of orders: 50 % done, 500 remaining, 500 per second",
      "Backlog of orders is drained: 1000 messages in 2.0 s",
    ]);
  });

  test("found again after a lost connection does not count what was held then", () => {
    const first = { delivered: 500, settled: 400, handled: 400 };
    // The hundred end as given back or done; each of them comes again.
    expect(
      told(
        at(0, 1_000, first),
        at(1, 400, { delivered: 1_100, settled: 1_000, handled: 900 }),
        at(2, 0, { delivered: 1_500, settled: 1_500, handled: 1_450 }),
      ).slice(1),
    ).toEqual(["Backlog of orders: 50 % done, 500 remaining, 500 per second", "Backlog of orders is drained: 1000 messages in 2.0 s"]);
  });
});
