/** `warren topology` as a user types it, on a real broker. */
import { existsSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, beforeEach, expect, test, vi } from "vitest";
import type { Drift, Permissions, WantedTopology } from "#topology";
import { openTestBroker, type TestBroker } from "../support/broker.js";
import { temporaryFolder } from "../support/folder.js";
import { type Answer, repository, warren } from "./warren.js";

vi.setConfig({ testTimeout: 90_000, hookTimeout: 90_000 });

let rabbit: TestBroker;
beforeAll(async () => {
  rabbit = await openTestBroker();
});
afterAll(() => rabbit.close());
beforeEach(() => {
  vi.stubEnv("RABBITMQ_URL", rabbit.url);
  vi.stubEnv("RABBITMQ_MANAGEMENT_URL", rabbit.managementUrl);
});
afterEach(() => vi.unstubAllEnvs());

const topology = (...args: readonly string[]): Promise<Answer> => warren(repository, ["topology", ...args]);
const driftNow = async (): Promise<readonly Drift[]> => JSON.parse((await topology("drift", "--json")).out) as readonly Drift[];

test("print shows what the documents ask for, of all applications or one, in words and as JSON", async () => {
  const { out, code } = await topology("print");
  expect(code).toBe(0);
  expect(out).toMatch(/^ {2}order-action-exchange {2}direct, durable {2}\(orders\/order, orders\/payment, orders\/product\)$/m);
  expect(out).toMatch(/^ {2}order_events → order_placed {2}"order\.placed" {2}\(campus\/inventory, campus\/order\)$/m);
  const one = JSON.parse((await topology("print", "--application", "campus/order", "--json")).out) as WantedTopology;
  expect(one.exchanges.map(({ name }) => name)).toEqual(["order_events", "inventory_events"]);
});

test("apply declares, leaves queues of instances to them, and then there is no drift", async () => {
  const dry = await topology("apply", "--dry-run");
  expect(dry).toMatchObject({ code: 0, err: expect.stringMatching(/^\d+ exchanges, \d+ queues and \d+ bindings would be declared/) });
  expect(await rabbit.queues()).toEqual([]);
  const before = await topology("drift");
  expect(before).toMatchObject({ code: 1, out: expect.stringContaining('missing queue "payment-queue"  (orders/payment)') });
  const { out, code } = await topology("apply");
  expect(code).toBe(0);
  expect(out).toMatch(/^\d+ exchanges, \d+ queues and \d+ bindings declared in the virtual host "test-[^"]+"\.$/m);
  expect(out).toMatch(/^Left to their applications, .*\bbalance\.response\.portfolio\.\{instance\}/m);
  expect(await topology("drift")).toMatchObject({ code: 0, out: expect.stringContaining("and nothing else.") });
});

test("a queue that is there otherwise is refused by apply, and the migration that drift tells loses no message", async () => {
  const channel = await rabbit.channel();
  const [queue, grave] = ["payment-cancellation-queue", "payment-cancellation-queue.dlq"];
  await channel.deleteQueue(queue);
  await channel.assertQueue(queue, {
    arguments: { "x-max-length": 1000, "x-dead-letter-exchange": "", "x-dead-letter-routing-key": grave, "x-queue-type": "quorum" },
  });
  for (const body of ["1", "2", "3"]) await rabbit.send("", queue, body);
  await channel.close();
  const refused = await topology("apply");
  expect(refused).toMatchObject({
    code: 1,
    err: expect.stringMatching(/^The queue "payment-cancellation-queue" is there already with another x-/),
  });
  await counted(queue, 3);
  await counted(grave, 0);
  const [point, ...others] = await driftNow();
  expect(others).toEqual([]);
  expect(point).toMatchObject({
    kind: "different",
    what: `queue "${queue}"`,
    loses: [`The messages in "${queue}" (3 now), unless they are moved first.`],
  });
  for (const step of point?.migration ?? []) await carryOut(step);
  const bodies = (await rabbit.take(queue)).map(({ body }) => body.toString());
  expect(bodies.sort()).toEqual(["1", "2", "3"]);
  expect(await rabbit.depth(grave)).toBe(0);
  expect(await driftNow()).toEqual([]);
});

/** Waits until the management API, which is some seconds behind, tells so many messages. */
const counted = (queue: string, messages: number): Promise<unknown> =>
  vi.waitFor(async () => {
    const path = `/api/queues/${encodeURIComponent(rabbit.vhost)}/${encodeURIComponent(queue)}`;
    expect(await rabbit.request("GET", path)).toMatchObject({ messages });
  }, 30_000);

/** A step of a migration, as a person would do it; sentences are for people alone. */
const carryOut = async (step: string): Promise<void> => {
  const [program = "", ...words] = step.split(" ");
  if (program === "npm") {
    const { code, err } = await warren(repository, words.slice(3));
    if (code !== 0) throw new Error(`${step}: ${err}`);
  }
  const url = program === "curl" ? (/http[^']+/.exec(step)?.[0] ?? "") : "";
  if (url !== "") await rabbit.request("DELETE", url.slice(rabbit.managementUrl.length));
};

test("permissions are told in words, as JSON, and as a script", async () => {
  const words = await topology("permissions", "--application", "campus/order");
  expect(words.out).toContain("  write      ^(?:amq\\.default|order_events|order_status_updates)\\z");
  expect(words.out).toContain("note: By the default exchange, which retries, dead letters and messages straight to a queue take");
  const all = JSON.parse((await topology("permissions", "--json")).out) as readonly Permissions[];
  expect(all.map(({ application }) => application)).toContain("campus/order");
  const { out } = await topology("permissions", "--script", "--vhost", "it's");
  expect(out).toContain("rabbitmqctl set_permissions -p 'it'\\''s' campus/order ");
  expect((await topology("permissions", "--script", "--json")).code).toBe(2);
});

test("definitions need a file of passwords, which is made, kept and only for its owner", async () => {
  const folder = temporaryFolder();
  const [passwords, out] = [join(folder, "passwords.json"), join(folder, "definitions.json")];
  writeFileSync(passwords, '{ "campus/order": "chosen" }');
  const { code, err } = await topology("definitions", "--passwords", passwords, "--out", out);
  expect(code).toBe(0);
  expect(err).toContain("Passwords made for campus/inventory");
  const made = JSON.parse(readFileSync(passwords, "utf8")) as Record<string, string>;
  expect(made["campus/order"]).toBe("chosen");
  expect(new Set(Object.values(made).map(({ length }) => length))).toEqual(new Set([6, 32]));
  for (const file of [passwords, out]) expect(statSync(file).mode & 0o077).toBe(0);
  const again = await topology("definitions", "--passwords", passwords, "--out", out);
  expect(again.err).not.toContain("Passwords made");
  expect(JSON.parse(readFileSync(passwords, "utf8"))).toEqual(made);
});

test("what makes no sense ends with 2 and one sentence", async () => {
  const folder = temporaryFolder();
  const file = join(folder, "passwords.json");
  writeFileSync(file, '{ "campus/order": 7 }');
  const rows: [readonly string[], RegExp][] = [
    [["print", "--application", "campus/nobody"], /^There is no application campus\/nobody\. There are: campus\/inventory, /],
    [["drift", "--vhost", "nowhere"], /^RabbitMQ has no virtual host "nowhere"\.$/m],
    [["apply", "--vhost", "nowhere"], /does not let the user ".+" into the virtual host "nowhere"/],
    [
      ["definitions", "--passwords", file, "--out", join(folder, "d.json")],
      /must hold a text that is not empty for the user "campus\/order"/,
    ],
    [["definitions", "--out", join(folder, "d.json")], /required option '--passwords <file>'/],
  ];
  for (const [args, sentence] of rows) {
    const { code, err } = await topology(...args);
    expect([args, code, err]).toEqual([args, 2, expect.stringMatching(sentence)]);
  }
  expect(existsSync(join(folder, "d.json"))).toBe(false);
});

test("a management API that is not there, or lets nobody in, is one sentence", async () => {
  vi.stubEnv("RABBITMQ_MANAGEMENT_URL", "http://127.0.0.1:1");
  expect(await topology("drift")).toMatchObject({
    code: 2,
    err: expect.stringMatching(/^The management API at http:\/\/127\.0\.0\.1:1 cannot be reached/),
  });
  vi.stubEnv("RABBITMQ_MANAGEMENT_URL", rabbit.managementUrl.replace("//", "//nobody:wrong@"));
  expect(await topology("drift")).toMatchObject({ code: 2, err: expect.stringMatching(/refuses the user "nobody"/) });
});
