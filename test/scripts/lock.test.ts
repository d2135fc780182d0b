import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { tryLock, withLock } from "../../scripts/setup/lock.mjs";
import { takeSlot } from "../../scripts/setup/slots.mjs";
import { temporaryFolder } from "../support/folder.js";
import { runScript } from "../support/processes.js";

const lockModule = new URL("../../scripts/setup/lock.mjs", import.meta.url).href;
const holder = (file: string): string =>
  `import { tryLock } from ${JSON.stringify(lockModule)};
   console.log(tryLock(${JSON.stringify(file)}) === undefined ? "refused" : "held");
   setInterval(() => {}, 1000);`;

test("a lock is held until it is given back", () => {
  const file = join(temporaryFolder(), "deep", "lock");
  const unlock = tryLock(file);
  expect(tryLock(file)).toBeUndefined();
  unlock?.();
  expect(tryLock(file)).toBeTypeOf("function");
});

test("another process's lock holds while it lives, and no longer", async () => {
  const file = join(temporaryFolder(), "lock");
  const other = runScript(["--input-type=module", "-e", holder(file)]);
  await other.line(/held/);
  expect(tryLock(file)).toBeUndefined();
  other.child.kill("SIGKILL");
  await other.ended;
  expect(tryLock(file)).toBeTypeOf("function");
});

test("of many processes that find a dead one's lock, one gets it", async () => {
  const file = join(temporaryFolder(), "lock");
  writeFileSync(file, "999999999 1");
  const contenders = Array.from({ length: 6 }, () => runScript(["--input-type=module", "-e", holder(file)]));
  const answers = await Promise.all(contenders.map((contender) => contender.line(/held|refused/)));
  for (const { child } of contenders) child.kill("SIGKILL");
  expect(answers.filter((answer) => answer === "held")).toHaveLength(1);
});

test("a process that got a dead one's number does not hold its lock", () => {
  const file = join(temporaryFolder(), "lock");
  writeFileSync(file, `${process.pid} 12345-another-start`);
  expect(tryLock(file)).toBeTypeOf("function");
});

test("work under one lock is done one after the other, failures included", async () => {
  const file = join(temporaryFolder(), "lock");
  const seen: string[] = [];
  const work = (name: string) => async (): Promise<void> => {
    seen.push(`${name} begins`);
    await new Promise((resolve) => setImmediate(resolve));
    seen.push(`${name} ends`);
    if (name === "a") throw new Error("no");
  };
  await Promise.allSettled([withLock(file, work("a")), withLock(file, work("b"))]);
  expect(seen).toEqual(["a begins", "a ends", "b begins", "b ends"]);
  expect(existsSync(file)).toBe(false);
});

test("each run gets a slot of its own, and a slot that was given back is used again", () => {
  const folder = temporaryFolder();
  mkdirSync(folder, { recursive: true });
  const first = takeSlot(folder);
  const second = takeSlot(folder);
  expect([first.number, second.number]).toEqual([1, 2]);
  first.release();
  expect(takeSlot(folder).number).toBe(1);
});
