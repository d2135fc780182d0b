// @ts-check
// RabbitMQ in a container, where a Docker engine runs.
import { spawnSync } from "node:child_process";
import { randomUUID } from "node:crypto";
import { findProgram } from "./find-program.mjs";
import { isRunning, ownedCommand, spawnOwned, stopOwned } from "./owned.mjs";
import { portNear } from "./ports.mjs";
import { brokerNameAt } from "./rabbit-management.mjs";

const image = "rabbitmq:4.1-management";
const username = "guest";
const password = "guest";

/** The docker program, if its engine answers. @param {NodeJS.ProcessEnv} env @returns {string | undefined} */
export const findDocker = (env) => {
  const docker = findProgram("docker", env);
  if (docker === undefined) return undefined;
  return spawnSync(docker, ["info"], { stdio: "ignore", timeout: 5000 }).status === 0 ? docker : undefined;
};

/**
 * @param {string} docker
 * @param {{ folder: string, wished?: { amqp: number, management: number } }} options
 * @returns {Promise<import("./rabbit-node.mjs").BrokerAddress & { stop: () => Promise<void> }>}
 */
export const startRabbitContainer = async (docker, { folder, wished }) => {
  const amqp = await portNear(wished?.amqp ?? 0);
  const management = await portNear(wished?.management ?? 0);
  const name = `warren-${randomUUID()}`;
  const ports = ["--publish", `127.0.0.1:${amqp}:5672`, "--publish", `127.0.0.1:${management}:15672`];
  // The container belongs to the engine, not to us: killing `docker run` would leave it behind.
  const removed = ownedCommand([docker, "rm", "--force", name]);
  const run = spawnOwned(
    docker,
    ["run", "--rm", "--name", name, "--hostname", "warren", ...ports, "--volume", `${folder}/docker:/var/lib/rabbitmq`, image],
    {
      stdio: ["ignore", "ignore", "inherit"],
    },
  );
  const managementUrl = `http://127.0.0.1:${management}`;
  while ((await brokerNameAt(managementUrl, { username, password })) === undefined) {
    if (!isRunning(run)) throw new Error("`docker run` of RabbitMQ ended while it started.");
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
  const stop = async () => {
    spawnSync(docker, ["rm", "--force", name], { stdio: "ignore", timeout: 20_000 });
    await stopOwned(run);
    removed();
  };
  return { url: `amqp://${username}:${password}@127.0.0.1:${amqp}`, managementUrl, username, password, stop };
};
