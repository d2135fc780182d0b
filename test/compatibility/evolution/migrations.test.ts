import { spawnSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Migration } from "#compatibility";
import { deriveTopologies } from "#contract";
import { migrationsBetween } from "../../../src/compatibility/evolution/migrations.js";
import { openTestBroker, type TestBroker } from "../../support/broker.js";
import { binding, exchange, queue, queueChannel } from "../../support/contract-builders.js";
import { declareTopology } from "../../support/declare-topology.js";
import { temporaryFolder } from "../../support/folder.js";
import { type Shop, shop } from "./shop.js";

const between = (before: Shop, after: Shop): readonly Migration[] => migrationsBetween(shop(before), shop(after));
const ids = (migrations: readonly Migration[]): readonly string[] => migrations.map(({ id }) => id);

describe("must be deleted and declared anew", () => {
  const rows: readonly (readonly [string, Shop, Shop, string, string])[] = [
    [
      "a queue with another argument",
      {},
      { queueArguments: { "x-max-length": 5 } },
      "recreate queue mail",
      "x-max-length was not set and is 5",
    ],
    [
      "a queue of another type",
      { queueArguments: { "x-queue-type": "classic" } },
      { queueArguments: { "x-queue-type": "quorum" } },
      "recreate queue mail",
      'x-queue-type was "classic" and is "quorum"',
    ],
    ["an exchange of another type", {}, { exchangeType: "direct" }, "recreate exchange shop", 'type was "topic" and is "direct"'],
  ];
  test.each(rows)("%s", (_, before, after, id, difference) => {
    const migration = between(before, after).find((each) => each.id === id);
    expect(migration).toMatchObject({ kind: "recreate", outcome: "breaking" });
    expect(migration?.sentence).toContain(difference);
  });
});

describe("nothing is to be done", () => {
  const rows: readonly (readonly [string, Shop, Shop])[] = [
    ["where nothing changed", {}, {}],
    ["for a queue that is new", { taken: {} }, {}],
    ["for a binding that is new", {}, { keys: ["order.placed", "order.paid"] }],
    ["for delays that are new", {}, { retryDelaysMs: [1000] }],
    ["for a type that a queue had all along", {}, { queueArguments: { "x-queue-type": "classic" } }],
    ["for bindings in another order", { keys: ["a", "b"] }, { keys: ["b", "a"] }],
    ["for a queue that goes by itself", { queueArguments: { "x-expires": 1000 } }, { taken: {} }],
  ];
  test.each(rows)("%s", (_, before, after) => {
    expect(ids(between(before, after)).filter((id) => !id.endsWith(".dlq"))).toEqual([]);
  });
});

describe("stays on the broker", () => {
  test("a queue that nobody declares any more, with its dead letters", () => {
    expect(ids(between({}, { taken: {} }))).toEqual(["left-behind queue mail", "left-behind queue mail.dlq"]);
  });

  test("a queue that another replaces", () => {
    const [left] = between({}, { queueName: "post" });
    expect(left).toMatchObject({ id: "left-behind queue mail", outcome: "safe" });
    expect(left?.sentence).toContain('is replaced by "post"');
    expect(left?.steps[0]?.text).toContain("each message comes to both");
  });

  test("an exchange that nobody uses", () => {
    expect(ids(between({}, { sent: {}, taken: {} }))).toContain("left-behind exchange shop");
  });

  test("a binding of a queue that stays, and none of one that goes", () => {
    const migrations = between({ keys: ["order.placed", "order.#"] }, {});
    expect(ids(migrations)).toEqual(['left-behind binding shop → mail ("order.#")']);
    expect(migrations[0]?.sentence).toContain("until it is unbound, such messages go on arriving there");
  });

  test("every queue in which messages waited for another attempt, told together", () => {
    const [left, ...others] = between({ retryDelaysMs: [500, 2000, 8000] }, { retryDelaysMs: [500] });
    expect(others).toEqual([]);
    expect(left?.sentence).toContain('Messages of "mail" no longer wait in "mail.wait.2000", "mail.wait.8000"');
  });
});

/** RabbitMQ serves its own tool, which is a Python script. */
const python = ["python3", "python"].find((program) => spawnSync(program, ["--version"]).status === 0);

describe.skipIf(python === undefined)(python === undefined ? "needs Python, which is not here: skipped" : "on a broker", () => {
  let broker: TestBroker;
  beforeAll(async () => {
    broker = await openTestBroker();
  }, 60_000);
  afterAll(() => broker.close());

  /** Runs commands as they are told, on the test's virtual host. */
  const runner = async () => {
    const script = join(temporaryFolder(), "rabbitmqadmin");
    writeFileSync(script, await (await fetch(`${broker.managementUrl}/cli/rabbitmqadmin`)).text());
    const { hostname, port } = new URL(broker.managementUrl);
    const { username, password, vhost } = broker;
    const prelude = `rabbitmqadmin() { ${python ?? ""} ${script} -H ${hostname} -P ${port} -u '${username}' -p '${password}' -V ${vhost} "$@"; }\n`;
    return (command: string) => {
      const { status, stdout, stderr } = spawnSync("sh", ["-c", prelude + command], { encoding: "utf8" });
      return { status, output: stdout + stderr };
    };
  };

  test("the steps leave what the new documents ask for, names with spaces and quotes too", async () => {
    const odd = "it's 10% *full* ~now~/é";
    const [before, after] = [
      shop({ keys: ["order.placed", "order.#", "", odd], queueName: "old mail", retryDelaysMs: [500] }),
      shop({ queueName: "mail", exchangeType: "topic" }),
    ];
    const channel = await broker.channel();
    for (const set of [before, after]) for (const topology of deriveTopologies(set).values()) await declareTopology(channel, topology);
    const run = await runner();
    const commands = migrationsBetween(before, after).flatMap(({ steps }) =>
      steps.flatMap(({ command = "" }) => (command.startsWith("rabbitmqadmin") ? [command] : [])),
    );
    const [waiting = ""] = commands.filter((command) => command.includes("list queues"));
    // The management API counts every few seconds.
    await expect.poll(() => run(waiting).output, { timeout: 20_000 }).toMatch(/^old mail\.wait\.500\t0$/m);
    for (const command of commands) expect(run(command), command).toMatchObject({ status: 0 });
    expect((await broker.queues()).map(({ name }) => name).sort()).toEqual(["mail", "mail.dlq"]);
    expect((await broker.bindings()).map(({ destination, routing_key }) => `${destination} ${routing_key}`)).toEqual(["mail order.placed"]);
    await channel.close();
  }, 60_000);
});

test("a binding with arguments is told how to be found", () => {
  const to = exchange("shop", "headers");
  const set = (bound: boolean) => {
    const channel = queueChannel(queue("mail"), [
      binding(to, ""),
      ...(bound ? [binding(to, "", { "x-match": "any", kind: "order" })] : []),
    ]);
    const [seller, ...others] = shop({ exchangeType: "headers" }).applications;
    const mailer = others[0];
    const operations = mailer?.operations.map((operation) => (operation.action === "receive" ? { ...operation, channel } : operation));
    return { ...shop(), applications: [seller, { ...mailer, channels: [channel], operations }] } as ReturnType<typeof shop>;
  };
  const [left] = migrationsBetween(set(true), set(false));
  expect(left?.steps[0]).toMatchObject({
    text: expect.stringContaining('with the arguments {"x-match":"any","kind":"order"}'),
    command: expect.stringContaining("rabbitmqadmin list bindings"),
  });
});
