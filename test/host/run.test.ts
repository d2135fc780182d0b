import { once } from "node:events";
import { mkdirSync } from "node:fs";
import { connect } from "node:net";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { ownedFolder } from "../../scripts/setup/owned.mjs";
import { anyPorts } from "../../scripts/setup/ports.mjs";
import { buildServices, listServices } from "../../scripts/setup/services.mjs";
import { runScript, type Script } from "../support/processes.js";

const folder = ownedFolder(".warren/test");
const bundle = join(folder.path, "orders/payment.js");

beforeAll(async () => {
  mkdirSync(folder.path, { recursive: true });
  const services = await listServices(process.cwd(), ["orders"]);
  await buildServices(
    process.cwd(),
    services.filter(({ id }) => id === "orders/payment"),
    folder.path,
  );
});
afterAll(() => folder.remove());

const run = (env: NodeJS.ProcessEnv): Script => runScript([bundle], { env: { ...process.env, DATABASE_URL: ":memory:", ...env } });

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
