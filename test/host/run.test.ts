import { once } from "node:events";
import { mkdirSync } from "node:fs";
import { connect } from "node:net";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { ownedFolder } from "../../scripts/setup/owned.mjs";
import { anyPorts } from "../../scripts/setup/ports.mjs";
import { buildServices, listServices } from "../../scripts/setup/services.mjs";
import { runScript, type Script } from "../support/processes.js";

const folder = ownedFolder(".warren/test");
const bundleOf = (id: string): string => join(folder.path, `${id}.js`);
const bundle = bundleOf("orders/payment");

beforeAll(async () => {
  mkdirSync(folder.path, { recursive: true });
  await buildServices(process.cwd(), await listServices(process.cwd(), ["orders", "portfolio"]), folder.path);
});
afterAll(() => folder.remove());

const run = (env: NodeJS.ProcessEnv, args: readonly string[] = [bundle]): Script =>
  runScript(args, { env: { ...process.env, DATABASE_URL: ":memory:", ...env } });

/** A service that has no broker: it listens, and waits. */
async function runWithoutBroker(): Promise<{ readonly service: Script; readonly port: number }> {
  const [port = 0] = await anyPorts(1);
  const service = run({ RABBITMQ_URL: "amqp://guest:top-secret@127.0.0.1:1", HTTP_PORT: String(port) });
  await service.line(/cannot be reached/);
  return { service, port };
}

test("a service told to stop while it waits for the broker ends with exit code 0 and names no password", async () => {
  const { service } = await runWithoutBroker();
  service.child.kill("SIGTERM");
  expect(await service.ended).toBe(0);
  expect(service.output()).toContain('"msg":"stopped"');
  expect(service.output()).not.toContain("top-secret");
});

test("a second signal ends a service that still waits for a request", async () => {
  const { service, port } = await runWithoutBroker();
  const client = connect(port, "127.0.0.1");
  client.on("error", () => undefined).write("GET /cards HTTP/1.1\r\nHost: x\r\nExpect: 100-continue\r\nContent-Length: 9\r\n\r\n");
  // The service has the head of the request once it asks for the body.
  await once(client, "data");
  service.child.kill("SIGTERM");
  await service.line(/"stopping"/);
  service.child.kill("SIGTERM");
  expect(await service.ended).toBe(1);
  client.destroy();
});

test("a wrong variable ends a service with exit code 2", async () => {
  const service = run({ HTTP_PORT: "many" });
  expect(await service.ended).toBe(2);
  expect(service.output()).toBe('orders/payment: HTTP_PORT must be a whole number from 0 to 65535, not "many".');
});

describe("the health command", () => {
  const health = async (env: NodeJS.ProcessEnv, id: string): Promise<[number | string, string]> => {
    const command = run(env, [bundleOf(id), "health"]);
    return [await command.ended, command.output()];
  };

  test("ends with 0 where the service is ready", async () => {
    const [port = 0] = await anyPorts(1);
    const service = run({ HTTP_PORT: String(port), HTTP_HOST: "0.0.0.0" }, [bundleOf("portfolio/users")]);
    await service.line(/"msg":"ready"/);
    expect(await health({ HTTP_PORT: String(port), HTTP_HOST: "0.0.0.0" }, "portfolio/users")).toEqual([0, "portfolio/users: ready"]);
    service.child.kill("SIGTERM");
    await service.ended;
  });

  test("ends with 1 and what is missing where it is not", async () => {
    const [port = 0] = await anyPorts(1);
    const service = run({ RABBITMQ_URL: "amqp://127.0.0.1:1", HTTP_PORT: String(port) }, [bundleOf("portfolio/users-worker")]);
    await service.line(/cannot be reached/);
    const told = await health({ HTTP_PORT: String(port) }, "portfolio/users-worker");
    expect(told).toEqual([1, "portfolio/users-worker: not ready, without broker, consumers"]);
    service.child.kill("SIGTERM");
    await service.ended;
  });

  test("ends with 1 where nothing listens, or nobody knows where", async () => {
    const [port = 0] = await anyPorts(1);
    for (const id of ["portfolio/users", "orders/payment"])
      expect(await health({ HTTP_PORT: String(port) }, id)).toEqual([1, `${id}: no answer from http://127.0.0.1:${port}`]);
    expect(await health({}, "portfolio/users-worker")).toEqual([
      1,
      "portfolio/users-worker: nobody knows where it listens; set HTTP_PORT to the service's port",
    ]);
  });

  test("is the only one", async () => {
    const command = run({}, [bundleOf("portfolio/users"), "helth"]);
    expect(await command.ended).toBe(2);
    expect(command.output()).toBe('portfolio/users: There is no command "helth". There is: health.');
  });
});

test("an application and its worker that start at once on one new database migrate it once, and both run", async () => {
  for (let round = 0; round < 3; round++) {
    const env = { DATABASE_URL: join(folder.path, `shared-${round}.db`), RABBITMQ_URL: "amqp://127.0.0.1:1", HTTP_PORT: "0" };
    const apis = [1, 2].map(() => run(env, [bundleOf("portfolio/users")]));
    const workers = [1, 2].map(() => run(env, [bundleOf("portfolio/users-worker")]));
    await Promise.all([...apis.map((api) => api.line(/"msg":"ready"/)), ...workers.map((worker) => worker.line(/cannot be reached/))]);
    const all = [...apis, ...workers];
    const migrations = all.flatMap((service) => [...service.output().matchAll(/"migration":"([^"]+)"/g)].map(([, name]) => name));
    expect(migrations.length).toBeGreaterThan(1);
    expect(new Set(migrations).size).toBe(migrations.length);
    for (const service of all) service.child.kill("SIGTERM");
    expect(await Promise.all(all.map(({ ended }) => ended))).toEqual([0, 0, 0, 0]);
  }
}, 120_000);
