/** Pages that follow the portal, all at once. */
import { expect, onTestFinished, test } from "vitest";
import { openStage } from "./stage.js";

test("as many as 200 may, without a word of leaking memory; one more is told so, until another is closed", async () => {
  const warnings: string[] = [];
  const hear = ({ message }: Error): void => void warnings.push(message);
  process.on("warning", hear);
  onTestFinished(() => void process.off("warning", hear));
  const { port } = await openStage({ log: { debug: () => undefined, error: () => undefined } });
  const follow = async () => {
    const end = new AbortController();
    onTestFinished(() => end.abort());
    const { status } = await fetch(`http://127.0.0.1:${port}/api/now`, { signal: end.signal });
    return { status, end };
  };
  const [first, ...others] = await Promise.all(Array.from({ length: 200 }, follow));
  expect(new Set(others.map(({ status }) => status))).toEqual(new Set([200]));
  expect((await follow()).status).toBe(503);
  first?.end.abort();
  await expect.poll(async () => (await follow()).status).toBe(200);
  expect(warnings.filter((warning) => warning.includes("listeners"))).toEqual([]);
});

test("one that is only asked for its head has no events, and ends", async () => {
  const { port } = await openStage();
  const response = await fetch(`http://127.0.0.1:${port}/api/now`, { method: "HEAD" });
  expect([response.status, await response.text()]).toEqual([200, ""]);
});
