/** One poll for all who watch, and none without them. */
import { setImmediate, setTimeout } from "node:timers/promises";
import { expect, test } from "vitest";
import { createPoll } from "../../../../src/portal/live/watch/poll.js";

interface Value {
  readonly number: number;
}

/** Reads that end when the test says so. */
function playedReads() {
  const open: (() => void)[] = [];
  let begun = 0;
  const read = async (): Promise<Value> => {
    const number = ++begun;
    await new Promise<void>((resolve) => open.push(resolve));
    return { number };
  };
  return { read, begun: () => begun, finish: () => open.shift()?.() };
}

const watcherOf = (poll: ReturnType<typeof createPoll<Value>>) => {
  const end = new AbortController();
  const values = poll.watch(end.signal)[Symbol.asyncIterator]();
  return { next: async () => (await values.next()).value as Value | undefined, end: () => end.abort() };
};

test("nothing is read until somebody watches; what is read, all who watch are told", async () => {
  const { read, begun, finish } = playedReads();
  const poll = createPoll(read, 0);
  await setImmediate();
  expect(begun()).toBe(0);
  const [one, other] = [watcherOf(poll), watcherOf(poll)];
  const told = Promise.all([one.next(), other.next()]);
  finish();
  expect(await told).toEqual([{ number: 1 }, { number: 1 }]);
  one.end();
  other.end();
});

test("who comes later is told the newest value at once", async () => {
  const { read, begun, finish } = playedReads();
  const poll = createPoll(read, 0);
  const first = watcherOf(poll);
  const told = first.next();
  finish();
  await told;
  const late = watcherOf(poll);
  expect(await late.next()).toEqual({ number: 1 });
  expect(begun()).toBeLessThanOrEqual(2);
  first.end();
  late.end();
});

test("who is slow is told the newest value, not those in between", async () => {
  const { read, begun, finish } = playedReads();
  const poll = createPoll(read, 0);
  const slow = watcherOf(poll);
  const told = slow.next();
  finish();
  await told;
  for (const number of [2, 3, 4]) {
    await expect.poll(begun).toBe(number);
    finish();
  }
  await expect.poll(begun).toBe(5);
  expect(await slow.next()).toEqual({ number: 4 });
  slow.end();
});

test("reading ends with the last who watches, and begins anew with the next", async () => {
  const { read, begun, finish } = playedReads();
  const poll = createPoll(read, 0);
  const watcher = watcherOf(poll);
  const told = watcher.next();
  finish();
  await told;
  const last = watcher.next();
  watcher.end();
  expect(await last).toBeUndefined();
  // A second read may be under way, and the poll's own timer, which is as long as these, may run.
  for (let turn = 0; turn < 3; turn++) {
    finish();
    await setTimeout(0);
  }
  const before = begun();
  for (let turn = 0; turn < 20; turn++) await setTimeout(0);
  expect(begun()).toBe(before);
  const next = watcherOf(poll);
  const again = next.next();
  await expect.poll(begun).toBe(before + 1);
  finish();
  expect(await again).toEqual({ number: before + 1 });
  next.end();
});
