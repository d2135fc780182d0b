/** `warren dlq` as a user types it, on a real broker. */
import { spawn } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, beforeEach, expect, onTestFinished, test, vi } from "vitest";
import { deadSale, openShop, type Shop } from "../dead-letters/shop.js";
import { temporaryFolder } from "../support/folder.js";
import { type Answer, repository, warren } from "./warren.js";

vi.setConfig({ testTimeout: 90_000 });

let shop: Shop;
beforeAll(async () => {
  shop = await openShop("RabbitMQ");
});
afterAll(() => shop.close());
beforeEach(async () => {
  for (const queue of ["sales", "sales.dlq"]) await shop.take(queue);
  vi.stubEnv("RABBITMQ_URL", shop.url);
});

const dlq = (...args: readonly string[]): Promise<Answer> => {
  const [command = "", ...rest] = args;
  return warren(shop.folder, ["dlq", command, "--asyncapi", ".", ...rest]);
};

test("list names every dead-letter queue with its depth", async () => {
  await shop.put(deadSale("a"), deadSale("b"));
  const { out, code } = await dlq("list");
  expect(code).toBe(0);
  expect(out).toMatch(/^sales\.dlq +2 {2}from sales$/m);
  const json = JSON.parse((await dlq("list", "--json")).out) as { name: string; depth: number }[];
  expect(json.find(({ name }) => name === "sales.dlq")).toMatchObject({ depth: 2, from: [{ queue: "sales", by: "contract" }] });
});

test("show says why, in words and as JSON, and steers no terminal", async () => {
  await shop.put(deadSale("a", '{"id":"\u009b31mred","price":-1}'));
  const { out, err, code } = await dlq("show", "sales.dlq");
  expect(code).toBe(0);
  expect(out).toContain("in sales, operation sale, after 3 attempts, 2026-03-01T12:00:00.000Z");
  expect(out).toContain("invalid: Sale: /price must be >= 0");
  expect(out).toContain(`/price must be >= 0 (minimum) ./${shop.minimumAt}`);
  expect(out).not.toContain("\u009b");
  expect(err).toContain("1 of 1 message in sales.dlq.");
  const shown = JSON.parse((await dlq("show", "sales.dlq", "--json", "--id", "a")).out) as object;
  expect(shown).toMatchObject({ id: "a", origin: "sales", verdict: { faults: [{ pointer: "/price", keyword: "minimum" }] } });
  expect(await shop.ids("sales.dlq")).toEqual(["a"]);
});

test("a malformed message is repaired and replayed; a body that is no better is refused with the place", async () => {
  const folder = temporaryFolder();
  const body = join(folder, "sale.json");
  await shop.put(deadSale("a"));
  writeFileSync(body, '{ "id": "a" }\n');
  const refused = await dlq("replay", "sales.dlq", "--id", "a", "--body", body);
  expect(refused).toMatchObject({ code: 1 });
  expect(refused.out).toContain('(whole body) must have the property "price" (required)');
  writeFileSync(body, '{ "id": "a", }');
  const broken = await dlq("replay", "sales.dlq", "--id", "a", "--body", body);
  expect(broken).toMatchObject({ code: 2 });
  expect(broken.err).toContain(`${body}:1:14 is not JSON`);
  writeFileSync(body, '{ "id": "a", "price": 1 }\n');
  const done = await dlq("replay", "sales.dlq", "--id", "a", "--body", body);
  expect(done).toMatchObject({ code: 0 });
  expect(done.err).toContain("1 message of 1 in sales.dlq replayed.");
  expect(await shop.take("sales")).toMatchObject([{ messageId: "a", text: '{ "id": "a", "price": 1 }' }]);
});

test("a dry run tells and moves nothing; discard asks for --yes", async () => {
  await shop.put(deadSale("a"));
  const dry = await dlq("replay", "sales.dlq", "--all", "--dry-run");
  expect(dry).toMatchObject({ code: 0 });
  expect(dry.out).toContain("would go to sales: a; its schema refuses it, so it will fail again:");
  const asked = await dlq("discard", "sales.dlq", "--all");
  expect(asked).toMatchObject({ code: 1 });
  expect(asked.err).toBe("1 message in sales.dlq would be discarded. Nothing was removed: add --yes.\n");
  expect(await shop.depth("sales.dlq")).toBe(1);
  expect(await dlq("discard", "sales.dlq", "--all", "--yes")).toMatchObject({ code: 0, err: "1 message in sales.dlq discarded.\n" });
  expect(await shop.depth("sales.dlq")).toBe(0);
});

test("Ctrl-C ends a replay after what is under way, and nothing is lost or doubled", async () => {
  const ids = Array.from({ length: 10_000 }, (_, at) => `sale-${at}`);
  await shop.put(...ids.map((id) => deadSale(id)));
  const args = ["--import", import.meta.resolve("tsx"), join(repository, "src/cli/main.ts"), "dlq", "replay", "sales.dlq", "--all"];
  const running = spawn(process.execPath, [...args, "--asyncapi", "."], { cwd: shop.folder, stdio: ["ignore", "inherit", "pipe"] });
  onTestFinished(() => void running.kill("SIGKILL"));
  let err = "";
  running.stderr.on("data", (chunk: Buffer) => (err += chunk.toString()));
  const ended = new Promise<number | null>((resolve) => running.once("close", resolve));
  await expect.poll(() => shop.depth("sales"), { interval: 5, timeout: 60_000 }).toBeGreaterThan(0);
  running.kill("SIGINT");
  expect([await ended, err]).toEqual([
    1,
    expect.stringMatching(/^\d+ messages of 10000 in sales\.dlq replayed\. Stopped: the rest is in its place\.\n$/),
  ]);
  const moved = await shop.ids("sales");
  expect(moved).toEqual(ids.slice(0, moved.length));
  expect(await shop.ids("sales.dlq")).toEqual(ids.slice(moved.length));
});

/** [what is asked, arguments, exit code, a part of the answer] */
const questions: readonly (readonly [string, readonly string[], number, string])[] = [
  ["an id that no message has", ["replay", "sales.dlq", "--id", "nobody"], 1, "sales.dlq is empty."],
  ["a queue that no document has", ["show", "sale.dlq"], 2, 'No document has a queue "sale.dlq"; did you mean "sales.dlq"?'],
  ["a replay of nothing in particular", ["replay", "sales.dlq"], 2, "Say which messages are meant: one of --id, --limit or --all."],
  ["a limit that is no number", ["show", "sales.dlq", "--limit", "many"], 2, '--limit must be a whole number above zero, not "many".'],
  ["a repair of many", ["replay", "sales.dlq", "--all", "--body", "x.json"], 2, "--body is for one message"],
  ["an option that is none", ["show", "sales.dlq", "--colour"], 2, "unknown option"],
];
for (const [about, args, code, text] of questions) {
  test(`${about} is answered with one sentence`, async () => {
    const answer = await dlq(...args);
    expect(answer.err).toContain(text);
    expect(answer.code).toBe(code);
    expect(answer.err).not.toMatch(/^\s+at /m);
  });
}

test("a broker that is away is told in one sentence", async () => {
  vi.stubEnv("RABBITMQ_URL", "amqp://127.0.0.1:1");
  const { err, code } = await dlq("list");
  expect([err, code]).toEqual(["RabbitMQ at 127.0.0.1:1 was not reached in time.\n", 2]);
});
