/**
 * Real RabbitMQ for tests. {@link openTestBroker} gives a test file a virtual host of its own on the shared broker;
 * {@link startPrivateBroker} gives it a whole node that it may kill.
 */
import { randomUUID } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { inject } from "vitest";
import { findRabbitProgram } from "../../scripts/setup/find-program.mjs";
import { ownedFolder } from "../../scripts/setup/owned.mjs";
import { startRabbitNode } from "../../scripts/setup/rabbit-node.mjs";
import { runQuietly } from "../../scripts/setup/run-command.mjs";
import type { BrokerAddress } from "./global-setup.js";
import { createManagement, type Management } from "./management.js";
import { createRawClient, type RawClient } from "./raw-client.js";

export interface TestBroker extends RawClient, Management {
  /** AMQP URL, virtual host included: what a service gets as `RABBITMQ_URL`. */
  readonly url: string;
  readonly managementUrl: string;
  readonly username: string;
  readonly password: string;
  readonly vhost: string;
  /** Removes the virtual host and all that is in it. Close the clients under test first: they would try to reconnect. */
  close(): Promise<void>;
}

/** A node that belongs to one test file. `close` ends it and removes its data. */
export interface PrivateBroker extends TestBroker {
  /** Process id of the node. */
  pid(): number | undefined;
  /**
   * Has the node write down what was declared. RabbitMQ says that a queue is declared up to two seconds before the last record of it is on
   * disk (docs/how-to/your-own-broker.md): a test that kills the node and counts on its queues calls this between.
   */
  writeDeclarations(): Promise<void>;
  /** SIGKILL: what was not written to disk is gone. Resolves when the process has ended. */
  kill(): Promise<void>;
  /** Starts the node again with the same ports and data. Resolves when it answers. */
  restart(): Promise<void>;
  /** Runs RabbitMQ's own command line on the node. */
  rabbitmqctl(...args: readonly string[]): Promise<{ readonly code: number; readonly output: string }>;
  /** With this, `rabbitmqctl` finds the node. */
  readonly env: NodeJS.ProcessEnv;
  /** What the node has logged: warnings and errors. */
  log(): string;
}

const openVhost = async (address: BrokerAddress): Promise<TestBroker> => {
  const vhost = `test-${randomUUID()}`;
  const url = `${address.url.replace(/^(amqps?:\/\/[^/]+).*$/, "$1")}/${vhost}`;
  const management = createManagement({ ...address, vhost });
  await management.createVhost();
  const raw = createRawClient(url);
  const close = async (): Promise<void> => {
    await raw.disconnect();
    await management.removeVhost();
  };
  return { ...address, ...raw, ...management, url, vhost, close };
};

/**
 * A virtual host of the test run's broker, empty. Call it in `beforeAll` (the first call of a run starts the broker, some
 * seconds) and `close()` in `afterAll`.
 */
export const openTestBroker = async (): Promise<TestBroker> => {
  const response = await fetch(inject("brokerDesk"), { method: "POST" });
  if (!response.ok) throw new Error(await response.text());
  return openVhost((await response.json()) as BrokerAddress);
};

/** A node of one's own, to be killed and restarted. Takes about six seconds. Needs an installed RabbitMQ. */
export const startPrivateBroker = async (): Promise<PrivateBroker> => {
  const folder = ownedFolder(".warren/test");
  const node = await startRabbitNode({ folder: folder.path });
  const { url, managementUrl, username, password, pid, kill, restart } = node;
  const broker = await openVhost({ url, managementUrl, username, password });
  const close = async (): Promise<void> => {
    await broker.disconnect();
    await node.stop();
    folder.remove();
  };
  const restartAndReconnect = async (): Promise<void> => {
    await broker.disconnect();
    await restart();
  };
  const rabbitmqctl = (...args: readonly string[]) =>
    runQuietly(findRabbitProgram("rabbitmqctl") ?? "rabbitmqctl", [...args], { env: node.env });
  const writeDeclarations = async (): Promise<void> => {
    const { code, output } = await rabbitmqctl("eval", "mnesia:sync_log().");
    if (code !== 0) throw new Error(`The broker did not write down what was declared: ${output}`);
  };
  const logs = join(folder.path, "log");
  const log = (): string => {
    const files = readdirSync(logs, { recursive: true, encoding: "utf8" }).filter((name) => name.endsWith(".log"));
    return files.map((name) => readFileSync(join(logs, name), "utf8")).join("\n");
  };
  return { ...broker, pid, kill, restart: restartAndReconnect, close, rabbitmqctl, writeDeclarations, env: node.env, log };
};
