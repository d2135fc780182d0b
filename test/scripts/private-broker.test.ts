import { existsSync } from "node:fs";
import { createServer } from "node:net";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type PrivateBroker, startPrivateBroker } from "../support/broker.js";
import { family, isAlive, runScript } from "../support/processes.js";

const started = /^\{.*\}$/;

test("kill -9 of whoever started a broker leaves no process and no data behind", async () => {
  const starter = runScript(["test/support/node-holder.mjs"]);
  const { folder } = JSON.parse(await starter.line(started)) as { folder: string };
  const processes = family(starter.child.pid ?? 0);
  expect(processes.length).toBeGreaterThan(3); // the starter, its keeper, epmd and the Erlang machine at least
  starter.child.kill("SIGKILL");
  await expect.poll(() => processes.filter(isAlive), { timeout: 20_000 }).toEqual([]);
  expect(existsSync(folder)).toBe(false);
}, 120_000);

describe("two brokers at once, while something else holds the standard port", () => {
  let first: PrivateBroker;
  let second: PrivateBroker;
  const other = createServer();

  beforeAll(async () => {
    // Fails where a RabbitMQ of this machine holds the port already, which is as good.
    await new Promise<void>((resolve) => other.once("error", () => resolve()).listen(5672, "127.0.0.1", resolve));
    [first, second] = await Promise.all([startPrivateBroker(), startPrivateBroker()]);
  }, 120_000);

  afterAll(async () => {
    await Promise.all([first.close(), second.close()]);
    other.close();
  });

  test("each has its own port and its own queues", async () => {
    const channel = await first.channel();
    await channel.assertQueue("only-here", { durable: true });
    await channel.close();
    expect(await first.depth("only-here")).toBe(0);
    expect(await second.depth("only-here")).toBeUndefined();
    expect(new URL(first.url).port).not.toBe("5672");
  });

  test("one that is killed ends at once, comes back on the same port, and still has what was confirmed", async () => {
    const pid = first.pid() ?? 0;
    await first.writeDeclarations();
    await first.send("", "only-here", "kept");
    await first.kill();
    expect(isAlive(pid)).toBe(false);
    await first.restart();
    expect(await first.depth("only-here")).toBe(1);
    expect(await second.depth("only-here")).toBeUndefined();
  }, 120_000);
});
