// @ts-check
// TCP ports of this machine. Between looking at a port and listening on it, somebody else may take it: runs of ours keep out of each
// other's way by reserving ports, what is chosen for them lies below the ports that the system gives to whoever asks for any
// (Linux: from 32768 on), and whoever starts a foreign program on one must be ready to ask again.
import { randomInt } from "node:crypto";
import { connect, createServer } from "node:net";
import { tmpdir, userInfo } from "node:os";
import { join } from "node:path";
import { tryLock } from "./lock.mjs";

/** Listens for a moment, to see whether one could. @param {number} port @param {string | undefined} host @returns {Promise<boolean>} */
const canListen = (port, host) =>
  new Promise((resolve) => {
    const server = createServer();
    server.once("error", () => resolve(false));
    server.listen({ port, host, exclusive: true }, () => server.close(() => resolve(true)));
  });

/** Whether nothing listens on the port, neither on loopback nor on all addresses. @param {number} port */
export const isFree = async (port) => (await canListen(port, "127.0.0.1")) && (await canListen(port, undefined));

/** @type {(() => void)[]} */
const releases = [];
process.once("exit", () => {
  for (const release of releases) release();
});

/** Keeps a port for this process while it lives. @param {number} port @returns {boolean} false where another run of ours, or this one, has it */
const reserve = (port) => {
  const release = tryLock(join(tmpdir(), `warren-ports-${userInfo().uid}`, String(port)));
  if (release !== undefined) releases.push(release);
  return release !== undefined;
};

/** Where to choose from. */
const [first, last] = [20_000, 32_767];
/** As often it may happen that somebody else has a port, until it is clear that something else is wrong. */
const mostTries = 2_000;

/** Some free ports, all different, reserved for this process. @param {number} count @returns {Promise<number[]>} */
export const anyPorts = async (count) => {
  /** @type {number[]} */
  const found = [];
  for (let tries = 0; found.length < count; tries += 1) {
    if (tries > count + mostTries) throw new Error(`This machine gives no free TCP port from ${first} to ${last} on 127.0.0.1.`);
    const port = randomInt(first, last + 1);
    if ((await isFree(port)) && reserve(port)) found.push(port);
  }
  return found;
};

/** The wished port if it is free, else another; 0 wishes for any. Reserved for this process. @param {number} wished @returns {Promise<number>} */
export const portNear = async (wished) => {
  if (wished !== 0 && (await isFree(wished)) && reserve(wished)) return wished;
  const [port = 0] = await anyPorts(1);
  return port;
};

/** Whether something accepts connections there within the time. @param {string} host @param {number} port @param {number} [timeoutMs] @returns {Promise<boolean>} */
export const accepts = (host, port, timeoutMs = 1000) =>
  new Promise((resolve) => {
    const socket = connect({ host, port, timeout: timeoutMs });
    const answer = (/** @type {boolean} */ value) => {
      socket.destroy();
      resolve(value);
    };
    socket.once("connect", () => answer(true));
    socket.once("timeout", () => answer(false));
    socket.once("error", () => answer(false));
  });
