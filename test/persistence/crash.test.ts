import { spawn } from "node:child_process";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import Database from "better-sqlite3";
import { expect, onTestFinished, test } from "vitest";
import { temporaryFolder } from "./counter-store.js";

const child = fileURLToPath(new URL("crash-child.ts", import.meta.url));

/** Runs the child until it ends, or kills it after so many lines. Returns what it said. */
async function run(
  url: string,
  owner: string,
  keys: number,
  killAfter = Number.POSITIVE_INFINITY,
): Promise<{ lines: string[]; code: number | null }> {
  const running = spawn(process.execPath, ["--import", "tsx", child, url, owner, `${keys}`], { stdio: ["ignore", "pipe", "inherit"] });
  onTestFinished(() => void running.kill("SIGKILL"));
  const lines: string[] = [];
  const ended = new Promise<number | null>((resolve) => running.on("close", resolve));
  for await (const line of createInterface(running.stdout)) {
    if (lines.push(line) >= killAfter) running.kill("SIGKILL");
  }
  return { lines, code: await ended };
}

const said = (lines: readonly string[], what: string) =>
  lines.filter((line) => line.startsWith(what)).map((line) => line.slice(what.length + 1));

function stored(url: string) {
  const db = new Database(url);
  const column = (query: string) => db.prepare(query).pluck().all();
  const state = {
    effects: column("select work from effects") as string[],
    total: column("select works from totals")[0],
    inbox: column("select message_key from warren_inbox") as string[],
    outbox: column("select id from warren_outbox").length,
  };
  db.close();
  return state;
}

const inOrder = (keys: Iterable<string>) => [...keys].map(Number).sort((a, b) => a - b);
const all = (count: number) => Array.from({ length: count }, (_, n) => n);

test("a service that is killed again and again loses nothing, does nothing twice and leaves nothing half done", async () => {
  const url = join(temporaryFolder(), "crash.db");
  const keys = 600;
  const lines: string[] = [];
  for (const killAfter of [1, 40, 350, 700]) {
    const killed = await run(url, "crash", keys, killAfter);
    lines.push(...killed.lines);
    expect(killed.code).toBeNull();
    const { effects } = stored(url);
    expect(new Set(effects)).toEqual(new Set([...effects, ...said(killed.lines, "done")]));
  }
  const last = await run(url, "crash", keys);
  expect(last.code).toBe(0);
  lines.push(...last.lines);
  const { effects, total, inbox, outbox } = stored(url);
  expect(inOrder(effects)).toEqual(all(keys));
  expect(inOrder(inbox)).toEqual(all(keys));
  expect(total).toBe(keys);
  expect(inOrder(new Set(said(lines, "published")))).toEqual(all(keys));
  expect(outbox).toBe(0);
}, 120_000);

test("two processes that open one new database at once both work, and a key is done by one of them", async () => {
  const url = join(temporaryFolder(), "shared.db");
  const keys = 400;
  const both = await Promise.all([run(url, "api", keys), run(url, "worker", keys)]);
  expect(both.map(({ code }) => code)).toEqual([0, 0]);
  const { effects, total, outbox } = stored(url);
  expect(inOrder(effects)).toEqual(all(keys));
  expect(total).toBe(keys);
  expect(inOrder(both.flatMap(({ lines }) => said(lines, "published")))).toEqual(all(keys));
  expect(outbox).toBe(0);
}, 120_000);
