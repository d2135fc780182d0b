import { afterEach, expect, test, vi } from "vitest";
import { Removals } from "../../src/persistence/removals.js";

afterEach(() => vi.useRealTimers());

test("deletions that fail in a row are tried ever more slowly, and quickly again once one went through", () => {
  vi.useFakeTimers();
  const tries: number[] = [];
  const began = Date.now();
  const removals = new Removals(
    () => {
      tries.push(Date.now() - began);
      if (tries.length < 5) removals.failed();
      else removals.committed(removals.next(), 1);
    },
    () => undefined,
  );
  removals.add(1);
  vi.advanceTimersByTime(10_000);
  expect(tries).toEqual([100, 200, 400, 800, 1600]);
  removals.add(2);
  vi.advanceTimersByTime(100);
  expect(tries).toHaveLength(6);
});
