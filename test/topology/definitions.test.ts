/** Definitions as RabbitMQ imports them, by its own command line. */
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { type ContractSet, readContracts } from "#contract";
import {
  definitionsOf,
  drift,
  leastPermissions,
  managementAddress,
  openManagement,
  passwordHash,
  permissionScript,
  wantedTopology,
} from "#topology";
import { findRabbitProgram } from "../../scripts/setup/find-program.mjs";
import { runQuietly } from "../../scripts/setup/run-command.mjs";
import { openUser } from "../e2e/topology/attempts.js";
import { type PrivateBroker, startPrivateBroker } from "../support/broker.js";
import { temporaryFolder } from "../support/folder.js";

vi.setConfig({ testTimeout: 60_000, hookTimeout: 90_000 });

let broker: PrivateBroker;
let set: ContractSet;
beforeAll(async () => {
  [broker, set] = await Promise.all([startPrivateBroker(), readContracts("asyncapi")]);
});
afterAll(() => broker.close());

const passwordsFor = (users: readonly string[]): ReadonlyMap<string, string> =>
  new Map(users.map((user) => [user, `secret of ${user}, ä`]));

test("rabbitmqctl imports them, twice too; then nothing is missing, and every user can log in", async () => {
  const users = leastPermissions(set).map(({ application }) => application);
  const passwords = passwordsFor(users);
  const vhost = "shop of its own";
  const file = join(temporaryFolder(), "definitions.json");
  writeFileSync(file, JSON.stringify(definitionsOf(set, { vhost, passwords })));
  for (let time = 0; time < 2; time++) {
    const { code, output } = await broker.rabbitmqctl("import_definitions", file);
    expect([code, output]).toEqual([0, expect.any(String)]);
  }
  const brokerUrl = new URL(broker.url);
  brokerUrl.pathname = `/${encodeURIComponent(vhost)}`;
  await broker.request("PUT", `/api/permissions/${encodeURIComponent(vhost)}/${broker.username}`, {
    configure: ".*",
    write: ".*",
    read: ".*",
  });
  const address = managementAddress({ brokerUrl: brokerUrl.href, managementUrl: broker.managementUrl });
  const live = await openManagement(address).topology();
  expect(live.queues.length).toBeGreaterThan(50);
  expect(drift({ wanted: wantedTopology(set), live, managementUrl: address.url })).toEqual([]);
  for (const [user, password] of passwords) {
    [brokerUrl.username, brokerUrl.password] = [encodeURIComponent(user), encodeURIComponent(password)];
    await (await openUser(brokerUrl.href)).close();
    brokerUrl.password = "another";
    await expect(openUser(brokerUrl.href)).rejects.toThrow("ACCESS_REFUSED");
  }
});

test("the script gives the same rights, as a shell runs it", async () => {
  const [vhost, folder] = ["it's another", temporaryFolder()];
  await broker.rabbitmqctl("add_vhost", vhost);
  const permissions = leastPermissions(set);
  const script = join(folder, "rights.sh");
  // The broker's own command line, wherever it is.
  const program = findRabbitProgram("rabbitmqctl") ?? "rabbitmqctl";
  writeFileSync(script, permissionScript(permissions.slice(0, 3), vhost).replaceAll(/^rabbitmqctl/gm, program));
  expect(await runQuietly("sh", [script], { env: broker.env })).toMatchObject({ code: 0 });
  const path = encodeURIComponent(vhost);
  const given = await broker.request<readonly Record<string, string>[]>("GET", `/api/vhosts/${path}/permissions`);
  const topics = await broker.request<readonly Record<string, string>[]>("GET", `/api/vhosts/${path}/topic-permissions`);
  for (const { application: user, configure, write, read, topics: wanted } of permissions.slice(0, 3)) {
    expect(given).toContainEqual({ user, vhost, configure, write, read });
    for (const topic of wanted) expect(topics).toContainEqual({ user, vhost, ...topic });
  }
});

test("a user of an application has no way into the management pages", async () => {
  const [first = ""] = leastPermissions(set).map(({ application }) => application);
  const managementUrl = broker.managementUrl.replace(
    "//",
    `//${encodeURIComponent(first)}:${encodeURIComponent(`secret of ${first}, ä`)}@`,
  );
  const address = managementAddress({ brokerUrl: broker.url, managementUrl });
  await expect(openManagement(address).queues()).rejects.toMatchObject({ code: "refused" });
});

test("no password is made up, and none is written down", () => {
  const passwords = passwordsFor(leastPermissions(set).map(({ application }) => application));
  expect(() => definitionsOf(set, { vhost: "/", passwords: new Map([...passwords].slice(1)) })).toThrow(
    /^There is no password for the user ".+"\.$/,
  );
  expect(JSON.stringify(definitionsOf(set, { vhost: "/", passwords }))).not.toContain("secret");
});

test("a password is stored as RabbitMQ's own documentation has it", () => {
  // The example of https://www.rabbitmq.com/docs/passwords
  expect(passwordHash("test12", Buffer.from("908DC60A", "hex"))).toBe("kI3GCqW5JLMJa4iX1lo7X4D6XbYqlLgxIs30+P6tENUV2POR");
});
