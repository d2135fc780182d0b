// @ts-check
// A RabbitMQ node of our own: own data, own cookie, own epmd, own ports, loopback only.
import { createHash } from "node:crypto";
import { closeSync, mkdirSync, openSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { findProgram, findRabbitServer } from "./find-program.mjs";
import { logEnd } from "./log-end.mjs";
import { isRunning, spawnOwned, stopOwned } from "./owned.mjs";
import { accepts, anyPorts, portNear } from "./ports.mjs";
import { brokerNameAt } from "./rabbit-management.mjs";

/**
 * @typedef {object} BrokerAddress
 * @property {string} url AMQP URL of the default virtual host
 * @property {string} managementUrl management API and pages, without a trailing slash
 * @property {string} username
 * @property {string} password
 */
/**
 * @typedef {object} NodeHandle
 * @property {NodeJS.ProcessEnv} env with this, `rabbitmqctl` finds the node
 * @property {() => number | undefined} pid process id of the Erlang machine
 * @property {() => Promise<void>} kill ends the node as a power cut would (SIGKILL)
 * @property {() => Promise<void>} restart starts the node again with the same data and ports
 * @property {() => Promise<void>} stop
 */
/** @typedef {BrokerAddress & NodeHandle} RabbitNode */
/** @typedef {{ amqp: number, management: number, epmd: number, dist: number }} NodePorts */
/** @typedef {{ folder: string, wished?: { amqp: number, management: number }, lasting?: boolean, startTimeoutMs?: number }} NodeOptions */

const username = "guest";
const password = "guest";

/** @param {NodePorts} ports @param {string} name */
const configuration = (ports, name) => `cluster_name = ${name}
listeners.tcp.1 = 127.0.0.1:${ports.amqp}
management.tcp.ip = 127.0.0.1
management.tcp.port = ${ports.management}
default_user = ${username}
default_pass = ${password}
loopback_users.${username} = true
disk_free_limit.absolute = 50MB
collect_statistics_interval = 1000
log.console = false
log.file.level = warning
`;

/** @param {string} folder @param {NodePorts} ports @returns {NodeJS.ProcessEnv} */
const nodeEnvironment = (folder, ports) => ({
  PATH: process.env.PATH,
  LANG: "C.UTF-8",
  HOME: join(folder, "home"), // the Erlang cookie is made there
  RABBITMQ_CONF_ENV_FILE: "/dev/null", // the machine's own node may have settings; they are not ours
  RABBITMQ_NODENAME: "warren@localhost",
  RABBITMQ_MNESIA_BASE: join(folder, "data"),
  RABBITMQ_LOG_BASE: join(folder, "log"),
  RABBITMQ_GENERATED_CONFIG_DIR: join(folder, "config"),
  RABBITMQ_CONFIG_FILE: join(folder, "rabbitmq.conf"),
  RABBITMQ_ENABLED_PLUGINS_FILE: join(folder, "enabled_plugins"),
  RABBITMQ_DIST_PORT: String(ports.dist),
  ERL_EPMD_PORT: String(ports.epmd),
  ERL_EPMD_ADDRESS: "127.0.0.1",
  RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS:
    "+S 2:2 +sbwt none +sbwtdcpu none +sbwtdio none -start_epmd false -kernel inet_dist_use_interface {127,0,0,1}",
  RUNNING_UNDER_SYSTEMD: "true", // the start script then becomes the Erlang machine instead of waiting for it: one process, one pid
});

/** @param {NodeOptions["wished"]} wished @returns {Promise<NodePorts>} */
const choosePorts = async (wished = { amqp: 0, management: 0 }) => {
  const [epmd = 0, dist = 0] = await anyPorts(2);
  return { epmd, dist, amqp: await portNear(wished.amqp), management: await portNear(wished.management) };
};

/** @typedef {import("node:child_process").ChildProcess} ChildProcess */

/** @param {string} command @param {string[]} args @param {NodeJS.ProcessEnv} env @param {string} log @returns {ChildProcess} */
const spawnLogged = (command, args, env, log) => {
  const out = openSync(log, "a");
  try {
    return spawnOwned(command, args, { env, stdio: ["ignore", out, out] });
  } finally {
    closeSync(out);
  }
};

/**
 * Waits for the node's own answer: another broker that was quicker to a port must not be taken for it.
 * @param {ChildProcess} node @param {NodePorts} ports @param {string} name @param {string} log @param {number} timeoutMs
 */
const untilUp = async (node, ports, name, log, timeoutMs) => {
  const deadline = Date.now() + timeoutMs;
  for (;;) {
    if (!isRunning(node)) throw new Error(`RabbitMQ ended while it started.\n${logEnd(log)}`);
    if ((await brokerNameAt(`http://127.0.0.1:${ports.management}`, { username, password })) === name) return;
    if (Date.now() > deadline) throw new Error(`RabbitMQ was not ready after ${Math.round(timeoutMs / 1000)} s.\n${logEnd(log)}`);
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
};

/** Starts epmd, Erlang's name server, and waits for its port. In the foreground, so that its process is ours. @param {NodeJS.ProcessEnv} env @param {NodePorts} ports @param {string} log */
const startEpmd = async (env, ports, log) => {
  const program = findProgram("epmd");
  if (program === undefined) throw new Error("RabbitMQ is installed, but Erlang's `epmd` is not on the PATH.");
  const epmd = spawnLogged(program, ["-port", String(ports.epmd), "-address", "127.0.0.1"], env, log);
  while (!(await accepts("127.0.0.1", ports.epmd))) {
    if (!isRunning(epmd)) throw new Error(`epmd ended while it started.\n${logEnd(log)}`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  return epmd;
};

/** @param {string} server @param {NodeOptions} options @returns {Promise<RabbitNode>} */
const startOnce = async (server, { folder, wished, lasting = false, startTimeoutMs = 90_000 }) => {
  const ports = await choosePorts(wished);
  for (const part of ["home", "data", "log", "config"]) mkdirSync(join(folder, part), { recursive: true });
  const name = `warren-${createHash("sha256").update(folder).digest("hex").slice(0, 12)}`;
  writeFileSync(join(folder, "rabbitmq.conf"), configuration(ports, name));
  writeFileSync(join(folder, "enabled_plugins"), "[rabbitmq_management].\n");
  const env = nodeEnvironment(folder, ports);
  const log = join(folder, "log", "start.log");
  rmSync(log, { force: true });
  const epmd = await startEpmd(env, ports, log);
  const boot = async () => {
    const started = spawnLogged(server, [], env, log);
    await untilUp(started, ports, name, log, startTimeoutMs).catch(async (error) => {
      await stopOwned(started, { signal: "SIGKILL" });
      throw error;
    });
    return started;
  };
  let node = await boot().catch(async (error) => {
    await stopOwned(epmd, { signal: "SIGKILL" });
    throw error;
  });
  return {
    url: `amqp://${username}:${password}@127.0.0.1:${ports.amqp}`,
    managementUrl: `http://127.0.0.1:${ports.management}`,
    username,
    password,
    env,
    pid: () => node.pid,
    kill: () => stopOwned(node, { signal: "SIGKILL" }),
    restart: async () => {
      await stopOwned(node);
      node = await boot();
    },
    stop: async () => {
      // Data that nobody will read again needs no orderly end.
      await stopOwned(node, { signal: lasting ? "SIGTERM" : "SIGKILL" });
      await stopOwned(epmd, { signal: "SIGKILL" });
    },
  };
};

/**
 * Starts a private node from the installed RabbitMQ. Resolves when AMQP and the management API answer.
 * Another process may take a port between choosing and listening, so a failed start is tried again with other ports.
 * `lasting`: the data is used again, so the node is stopped in an orderly way.
 * @param {NodeOptions} options
 * @returns {Promise<RabbitNode>}
 */
export const startRabbitNode = async (options) => {
  const server = findRabbitServer();
  if (server === undefined) throw new Error("RabbitMQ is not installed.");
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await startOnce(server, options);
    } catch (error) {
      if (attempt === 3) throw error;
    }
  }
};
