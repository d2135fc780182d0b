import { chmodSync, mkdirSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { dirname, join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { findInstaller } from "../../scripts/setup/apt.mjs";
import { findBroker } from "../../scripts/setup/broker.mjs";
import { findRabbitServer } from "../../scripts/setup/find-program.mjs";
import { anyPorts } from "../../scripts/setup/ports.mjs";
import { temporaryFolder } from "../support/folder.js";
import { runScript } from "../support/processes.js";

const program = (path: string): string => {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, "#!/bin/sh\n");
  chmodSync(path, 0o755);
  return path;
};

const listening = async (): Promise<number> => {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => void server.close());
  const address = server.address();
  return typeof address === "object" && address !== null ? address.port : 0;
};

test("a broker that is named is used, whatever is installed", async () => {
  const url = `amqp://me:s%40crt@127.0.0.1:${await listening()}/mine`;
  const broker = await findBroker({ folder: temporaryFolder(), env: { PATH: process.env.PATH, RABBITMQ_URL: url } });
  expect(broker).toMatchObject({ url, username: "me", password: "s@crt", managementUrl: "http://127.0.0.1:15672" });
});

test("host, port, user, password and virtual host may be named one by one", async () => {
  const port = await listening();
  const named = {
    RABBITMQ_HOST: "127.0.0.1",
    RABBITMQ_PORT: String(port),
    RABBITMQ_USER: "a",
    RABBITMQ_PASSWORD: "b/c",
    RABBITMQ_VHOST: "v",
  };
  const broker = await findBroker({ folder: temporaryFolder(), env: { PATH: "", ...named } });
  expect(broker.url).toBe(`amqp://a:b%2Fc@127.0.0.1:${port}/v`);
});

test("a named broker that is not there is an error that says where it was looked for", async () => {
  const [port = 0] = await anyPorts(1);
  const env = { PATH: process.env.PATH, RABBITMQ_URL: `amqp://127.0.0.1:${port}` };
  await expect(findBroker({ folder: temporaryFolder(), env })).rejects.toThrow(`Nothing answers at 127.0.0.1:${port}`);
});

test("a URL that is none is refused", async () => {
  await expect(findBroker({ folder: temporaryFolder(), env: { RABBITMQ_URL: "localhost" } })).rejects.toThrow(
    "RABBITMQ_URL must look like amqp://",
  );
});

test("npm start without RabbitMQ and without a way to get one names the choices and exits with 1", async () => {
  const start = runScript(["scripts/start.mjs"], { env: { PATH: "" } });
  expect(await start.ended).toBe(1);
  for (const choice of ["RABBITMQ_URL=", "apt-get install rabbitmq-server", "Docker", "sudo"]) expect(start.output()).toContain(choice);
  expect(start.output()).not.toContain("    at ");
}, 60_000);

test("the server is found beside Debian's wrapper, which insists on root, and in the sbin that a user's PATH lacks", () => {
  const root = temporaryFolder();
  const wrapper = program(join(root, "usr/sbin/rabbitmq-server"));
  expect(findRabbitServer({ PATH: join(root, "usr/bin") })).toBe(wrapper);
  const server = program(join(root, "usr/lib/rabbitmq/bin/rabbitmq-server"));
  expect(findRabbitServer({ PATH: join(root, "usr/bin") })).toBe(server);
});

test("apt is used only where it is and we may", () => {
  const root = temporaryFolder();
  program(join(root, "bin/sh"));
  expect(findInstaller({ PATH: join(root, "bin") })).toBeUndefined();
  program(join(root, "bin/apt-get"));
  const asRoot = process.getuid?.() === 0;
  expect(findInstaller({ PATH: join(root, "bin") })).toEqual(asRoot ? [join(root, "bin/sh")] : undefined);
});
