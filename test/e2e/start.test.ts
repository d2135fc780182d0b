import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { temporaryFolder } from "../support/folder.js";
import { family, isAlive, runScript, type Script } from "../support/processes.js";

const start = (state: string, only = "orders"): Script => runScript(["scripts/start.mjs", "--only", only, "--state", state]);
const up = (script: Script): Promise<string> => script.line(/^Ctrl-C stops everything/);
const orderUrl = (script: Script): string => /^ {2}orders\/order +(\S+)$/m.exec(script.output())?.[1] ?? "";
const portalUrl = (script: Script): string => /^ {2}Portal +(\S+) /m.exec(script.output())?.[1] ?? "";

/** What the portal knows of the service that runs. */
const orderInPortal = async (script: Script): Promise<unknown> => {
  const { services } = (await (await fetch(`${portalUrl(script)}/api/things`)).json()) as { services: { id: string }[] };
  return services.find(({ id }) => id === "orders/order");
};

describe("npm start", () => {
  test("brings an order to completion, twice at once, and Ctrl-C leaves nothing running", async () => {
    const state = temporaryFolder();
    const runs = [start(state), start(state)];
    await Promise.all(runs.map(up));
    for (const run of runs) expect(run.output()).toContain("Sample order: pending → completed");
    expect(new Set(runs.map(orderUrl)).size).toBe(2);
    for (const run of runs) {
      expect((await fetch(`${orderUrl(run)}/orders`)).status).toBe(200);
      expect(await (await fetch(`${portalUrl(run)}/flow.html`)).text()).toContain('data-node="queue:payment-queue"');
      expect(await orderInPortal(run)).toMatchObject({ url: orderUrl(run) });
    }
    const processes = runs.flatMap((run) => family(run.child.pid ?? 0));
    for (const run of runs) run.child.kill("SIGINT");
    expect(await Promise.all(runs.map((run) => run.ended))).toEqual([0, 0]);
    await expect.poll(() => processes.filter(isAlive), { timeout: 10_000 }).toEqual([]);
  }, 180_000);

  test("kill -9 leaves nothing running, and the next run still knows the orders", async () => {
    const state = temporaryFolder();
    const first = start(state);
    await up(first);
    const orders = await (await fetch(`${orderUrl(first)}/orders`)).json();
    const processes = family(first.child.pid ?? 0);
    first.child.kill("SIGKILL");
    await expect.poll(() => processes.filter(isAlive), { timeout: 20_000 }).toEqual([]);
    const second = start(state);
    await up(second);
    const [, ...older] = ((await (await fetch(`${orderUrl(second)}/orders`)).json()) as { items: { id: string }[] }).items;
    expect(older[0]?.id).toBe((orders as { items: { id: string }[] }).items[0]?.id);
    second.child.kill("SIGTERM");
    expect(await second.ended).toBe(0);
  }, 180_000);

  test("gets a portfolio its balance by messaging, and the lines that it prints to try do so again", async () => {
    const state = temporaryFolder();
    const run = start(state, "portfolio");
    await up(run);
    const log = (): string => readFileSync(join(state, "1", "logs", "portfolio", "portfolio.log"), "utf8");
    expect(run.output(), log()).toContain("Sample portfolio: user 42 has 75000.50 USD, told by messaging");
    const lines = run.output().match(/^ {2}curl .+$/gm) ?? [];
    const answers = lines.map((line) => JSON.parse(execFileSync("sh", ["-c", line], { encoding: "utf8" })) as object);
    expect(answers).toEqual([
      expect.objectContaining({ user_id: 42, total_cash: "75000.50", balance_source: "messaging" }),
      expect.objectContaining({ user_id: 42, total_cash: "75000.50" }),
      expect.objectContaining({ kind: "deposit", amount: "100.00", balance_after: "75100.50" }),
    ]);
    run.child.kill("SIGTERM");
    expect(await run.ended).toBe(0);
  }, 180_000);

  test("a group that does not exist is refused with the ones that do", async () => {
    const run = runScript(["scripts/start.mjs", "--only", "nonsense"]);
    expect(await run.ended).toBe(1);
    expect(run.output()).toContain("There is no group nonsense. There are: campus, catalog, matchmaking, orders, portfolio.");
  }, 60_000);
});
