// @ts-check
// Free TCP ports on this machine.
import { connect, createServer } from "node:net";

/** Listens for a moment, to see whether one could. @param {number} port @param {string | undefined} host @returns {Promise<number | undefined>} */
const tryListen = (port, host) =>
  new Promise((resolve) => {
    const server = createServer();
    server.once("error", () => resolve(undefined));
    server.listen({ port, host, exclusive: true }, () => {
      const address = server.address();
      const taken = typeof address === "object" && address !== null ? address.port : undefined;
      server.close(() => resolve(taken));
    });
  });

/** Whether nothing listens on the port, neither on loopback nor on all addresses. @param {number} port */
export const isFree = async (port) =>
  (await tryListen(port, "127.0.0.1")) !== undefined && (await tryListen(port, undefined)) !== undefined;

/** Some free ports, all different. Another process may still be quicker: whoever uses them must be ready to ask again. @param {number} count @returns {Promise<number[]>} */
export const freePorts = async (count) => {
  /** @type {Set<number>} */
  const found = new Set();
  while (found.size < count) {
    const port = await tryListen(0, "127.0.0.1");
    if (port === undefined) throw new Error("This machine gives no free TCP port on 127.0.0.1.");
    if (await isFree(port)) found.add(port);
  }
  return [...found];
};

/** The wished port if it is free, else another; 0 wishes for any. @param {number} wished @param {ReadonlySet<number>} [avoid] ports already given away in this run @returns {Promise<number>} */
export const portNear = async (wished, avoid = new Set()) => {
  if (wished !== 0 && !avoid.has(wished) && (await isFree(wished))) return wished;
  for (;;) {
    const [port] = await freePorts(1);
    if (port !== undefined && !avoid.has(port)) return port;
  }
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
