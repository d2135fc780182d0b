// @ts-check
import { accepts } from "./ports.mjs";

/** @typedef {import("./rabbit-node.mjs").BrokerAddress} BrokerAddress */

/** @param {string} text @returns {URL} */
const parseUrl = (text) => {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url === undefined || !/^amqps?:$/.test(url.protocol) || url.hostname === "") {
    throw new Error("RABBITMQ_URL must look like amqp://user:password@host:5672/vhost.");
  }
  return url;
};

/** @param {NodeJS.ProcessEnv} env @returns {URL | undefined} */
const namedUrl = (env) => {
  if (env.RABBITMQ_URL !== undefined && env.RABBITMQ_URL !== "") return parseUrl(env.RABBITMQ_URL);
  const { RABBITMQ_HOST: host, RABBITMQ_PORT: port, RABBITMQ_USER: user = "guest", RABBITMQ_PASSWORD: password = "guest" } = env;
  const vhost = env.RABBITMQ_VHOST ? `/${encodeURIComponent(env.RABBITMQ_VHOST)}` : "";
  if (host === undefined && port === undefined) return undefined;
  return new URL(`amqp://${encodeURIComponent(user)}:${encodeURIComponent(password)}@${host ?? "localhost"}:${port ?? "5672"}${vhost}`);
};

/**
 * The broker that RABBITMQ_URL, or RABBITMQ_HOST, _PORT, _USER and _PASSWORD name; undefined where they name none.
 * Its management API is looked for on port 15672 of the same host unless RABBITMQ_MANAGEMENT_URL says otherwise.
 * @param {NodeJS.ProcessEnv} env
 * @returns {Promise<BrokerAddress | undefined>}
 */
export const namedBroker = async (env) => {
  const url = namedUrl(env);
  if (url === undefined) return undefined;
  const port = url.port === "" ? (url.protocol === "amqps:" ? 5671 : 5672) : Number(url.port);
  if (!(await accepts(url.hostname, port, 3000))) {
    throw new Error(
      `Nothing answers at ${url.hostname}:${port}, where RABBITMQ_URL or RABBITMQ_HOST says that RabbitMQ is. Start it, or unset them.`,
    );
  }
  return {
    url: url.href.replace(/\/$/, ""),
    managementUrl: (env.RABBITMQ_MANAGEMENT_URL ?? `http://${url.hostname}:15672`).replace(/\/$/, ""),
    username: decodeURIComponent(url.username) || "guest",
    password: decodeURIComponent(url.password) || "guest",
  };
};
