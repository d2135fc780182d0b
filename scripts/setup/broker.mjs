// @ts-check
// Finds or starts RabbitMQ. The order is the same everywhere: the one that is named, our own node, a container, apt.

import { findInstaller, installPackage } from "./apt.mjs";
import { findRabbitServer } from "./find-program.mjs";
import { findDocker, startRabbitContainer } from "./rabbit-docker.mjs";
import { namedBroker } from "./rabbit-named.mjs";
import { startRabbitNode } from "./rabbit-node.mjs";
import { SetupError } from "./setup-error.mjs";

/** @typedef {import("./rabbit-node.mjs").BrokerAddress & { origin: string, stop: () => Promise<void> }} Broker */
/**
 * @typedef {object} BrokerOptions
 * @property {string} folder where a node of our own keeps its data
 * @property {{ amqp: number, management: number }} [wished] ports to use if they are free; without it, any
 * @property {boolean} [lasting] the data is used again: stop in an orderly way
 * @property {NodeJS.ProcessEnv} [env]
 * @property {(line: string) => void} [announce] told of what takes long or changes the machine, before it is done
 */

const noBrokerMessage = `There is no RabbitMQ here and no way to get one. Choose one of these and try again:
  - name a broker that runs:    RABBITMQ_URL=amqp://user:password@host:5672 npm start
  - install RabbitMQ:           apt-get install rabbitmq-server | brew install rabbitmq | https://www.rabbitmq.com/docs/download
  - start a Docker engine:      a container is then used
  - on Debian or Ubuntu, run as root or with a sudo that asks for no password: it is then installed for you`;

/** @param {BrokerOptions} options @returns {Promise<Broker>} */
const startOwnNode = async (options) => {
  const node = await startRabbitNode(options);
  return { ...node, origin: "a node of our own" };
};

/**
 * Resolves when the broker is reachable. Throws a {@link SetupError} that names the choices where there is none.
 * @param {BrokerOptions} options
 * @returns {Promise<Broker>}
 */
export const findBroker = async (options) => {
  const { env = process.env, announce = () => {} } = options;
  const named = await namedBroker(env).catch((error) => {
    throw new SetupError(error.message);
  });
  if (named !== undefined) return { ...named, origin: "the broker named by RABBITMQ_*", stop: async () => {} };
  if (findRabbitServer(env) !== undefined) return startOwnNode(options);
  const docker = findDocker(env);
  if (docker !== undefined) {
    announce("RabbitMQ is not installed; starting it in a Docker container");
    return { ...(await startRabbitContainer(docker, options)), origin: "a Docker container" };
  }
  const installer = findInstaller(env);
  if (installer === undefined) throw new SetupError(noBrokerMessage);
  announce("RabbitMQ is not installed; installing the package rabbitmq-server with apt-get (the machine's own service is not started)");
  await installPackage(installer, "rabbitmq-server");
  return startOwnNode(options);
};
