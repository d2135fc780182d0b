import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { createTail, type TailWatch } from "#http";

/** A log in memory: who got something, in order. */
let log: string[];
let looks: number;
let fails: boolean;

beforeEach(() => {
  [log, looks, fails] = [[], 0, false];
  vi.useFakeTimers();
});
afterEach(() => {
  expect(vi.getTimerCount()).toBe(0);
  vi.useRealTimers();
});

const tailOf = () =>
  createTail({
    everyMs: 100,
    latest: async () => log.length,
    since: async (position) => {
      looks++;
      if (fails) throw new Error("the database is away");
      const news = new Map(log.map((topic, at) => [topic, at + 1] as const).filter(([, at]) => at > position));
      return [...news].map(([topic, at]) => ({ topic, position: at }));
    },
  });

const never = new AbortController().signal;
const told = (watch: TailWatch, signal = never) => {
  const listener = vi.fn();
  void watch.changed(signal).then(listener);
  return listener;
};
/** The first look only finds out how far the log is, and has everybody read once more. */
const settled = async (watch: TailWatch): Promise<void> => {
  const first = watch.changed(never);
  await vi.advanceTimersByTimeAsync(100);
  await first;
};

test("those who watch a topic are told of what comes to it, by one look for all", async () => {
  const tail = tailOf();
  const watches = ["ann", "ann", "bob"].map((topic) => tail.watch(topic));
  const [first, second, other] = watches;
  if (!first || !second || !other) throw new Error("three watches");
  const before = [first, second, other].map((watch) => watch.changed(never));
  await vi.advanceTimersByTimeAsync(100);
  await Promise.all(before);
  const listeners = [first, second, other].map((watch) => told(watch));
  log.push("ann");
  await vi.advanceTimersByTimeAsync(100);
  expect(listeners.map((listener) => listener.mock.calls.length)).toEqual([1, 1, 0]);
  expect(looks).toBe(1);
  for (const watch of watches) watch.end();
});

test("what came between the last reading and the wait is told at once", async () => {
  const watch = tailOf().watch("ann");
  await settled(watch);
  log.push("ann");
  await vi.advanceTimersByTimeAsync(100);
  const listener = told(watch);
  await vi.advanceTimersByTimeAsync(0);
  expect(listener).toHaveBeenCalledOnce();
  watch.end();
});

test("what came before the first look is not missed: everybody reads once more after it", async () => {
  const watch = tailOf().watch("ann");
  log.push("ann");
  await settled(watch);
  watch.end();
});

test("a look that fails loses nothing", async () => {
  const watch = tailOf().watch("ann");
  await settled(watch);
  fails = true;
  log.push("ann");
  const listener = told(watch);
  await vi.advanceTimersByTimeAsync(300);
  expect(listener).not.toHaveBeenCalled();
  fails = false;
  await vi.advanceTimersByTimeAsync(100);
  expect(listener).toHaveBeenCalledOnce();
  watch.end();
});

test("whoever waits is let go when his signal aborts", async () => {
  const watch = tailOf().watch("ann");
  await settled(watch);
  const client = new AbortController();
  const listener = told(watch, client.signal);
  client.abort();
  await vi.advanceTimersByTimeAsync(0);
  expect(listener).toHaveBeenCalledOnce();
  await watch.changed(client.signal);
  watch.end();
});

test("nobody looks while nobody watches", async () => {
  const tail = tailOf();
  const watch = tail.watch("ann");
  await settled(watch);
  watch.end();
  await vi.advanceTimersByTimeAsync(1_000);
  expect(looks).toBe(0);
});
