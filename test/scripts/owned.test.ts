import { once } from "node:events";
import { text } from "node:stream/consumers";
import { expect, test, vi } from "vitest";
import { spawnOwned, stopOwned } from "../../scripts/setup/owned.mjs";
import { isAlive } from "../support/processes.js";

test("what a process leaves behind ends with it", async () => {
  const child = spawnOwned("sh", ["-c", "sleep 1000 >/dev/null & echo $!"], { stdio: ["ignore", "pipe", "inherit"] });
  if (child.stdout === null) throw new Error("its output is not read");
  const left = Number(await text(child.stdout));
  await stopOwned(child);
  expect(left).toBeGreaterThan(0);
  expect(isAlive(left)).toBe(false);
});

test("one that ended long ago is not signalled when it is stopped: its number may be another's", async () => {
  const child = spawnOwned("true", []);
  await once(child, "exit");
  await stopOwned(child);
  const kill = vi.spyOn(process, "kill");
  await stopOwned(child);
  expect(kill).not.toHaveBeenCalled();
});
