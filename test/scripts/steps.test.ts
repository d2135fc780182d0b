import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { createSteps } from "../../scripts/setup/steps.mjs";

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

const recorder = (isTTY = false) => {
  const written: string[] = [];
  return { isTTY, write: (text: string) => written.push(text), text: () => written.join("") };
};
const after = (ms: number) => () => new Promise<void>((resolve) => setTimeout(resolve, ms));

test("a short step is one line with its time", async () => {
  const output = recorder();
  const done = createSteps(output).run("Building", after(300));
  await vi.advanceTimersByTimeAsync(300);
  await done;
  expect(output.text()).toBe("✓ Building (0.3 s)\n");
});

test("a step may say what came of it", async () => {
  const output = recorder();
  await createSteps(output).run("Starting", async (step) => step.note("on port 1"));
  expect(output.text()).toBe("✓ Starting: on port 1 (0.0 s)\n");
});

test("a step longer than a second says that it is at work, and again every ten", async () => {
  const output = recorder();
  const done = createSteps(output).run("Installing", after(12_000));
  await vi.advanceTimersByTimeAsync(12_000);
  await done;
  expect(output.text()).toBe("… Installing (1 s)\n… Installing (11 s)\n✓ Installing (12.0 s)\n");
});

test("on a terminal the seconds are counted on one line, which the result replaces", async () => {
  const output = recorder(true);
  const done = createSteps(output).run("Installing", after(2100));
  await vi.advanceTimersByTimeAsync(2100);
  await done;
  expect(output.text()).toContain("… Installing (1 s)");
  expect(output.text()).toContain("… Installing (2 s)");
  expect(output.text().split("\r\u001b[K").at(-1)).toBe("✓ Installing (2.1 s)\n");
});

test("a step that fails is marked and its error passed on", async () => {
  const output = recorder();
  const failing = createSteps(output).run("Building", async () => {
    throw new Error("no disk");
  });
  await expect(failing).rejects.toThrow("no disk");
  expect(output.text()).toBe("✗ Building (0.0 s)\n");
});

test("nothing keeps ticking after the last step", async () => {
  const steps = createSteps(recorder(true));
  await steps.run("Building", async () => {});
  expect(vi.getTimerCount()).toBe(0);
});
