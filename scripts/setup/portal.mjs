// @ts-check
// The portal of a run: the docs and what is alive beside them, as a process of its own.
import { createWriteStream, mkdirSync } from "node:fs";
import { join } from "node:path";
import { spawnOwned } from "./owned.mjs";

/** @typedef {import("./services.mjs").ServiceProcess} ServiceProcess */
/** @typedef {ServiceProcess & { connect: (to: { broker: import("./broker.mjs").Broker, services: readonly ServiceProcess[] }) => void }} PortalProcess */

/** Beside the ports that the services' documents name. */
export const wishedPortalPort = 8088;

/**
 * It writes its pages, and listens when it has been told where broker and services are. Without `WARREN_PORTAL_TOKEN` in the environment
 * nothing can be changed by it.
 * @param {{ root: string, port: number, folder: string, pages: string }} options  `pages`: where it writes them; the caller removes them
 * @returns {PortalProcess}
 */
export const startPortalProcess = ({ root, port, folder, pages }) => {
  const logFile = join(folder, "logs", "portal.log");
  mkdirSync(join(folder, "logs"), { recursive: true });
  const args = ["portal", "--connect-later", "--port", String(port), "--pages", pages, "--audit", join(folder, "portal", "audit.jsonl")];
  const child = spawnOwned(process.execPath, ["--import", "tsx", join(root, "src", "cli", "main.ts"), ...args], {
    cwd: root,
    stdio: ["pipe", "pipe", "pipe"],
  });
  const log = createWriteStream(logFile);
  for (const stream of [child.stdout, child.stderr]) stream?.pipe(log, { end: false });
  child.once("close", () => log.end());
  // That it has ended is noticed by whoever waits for it.
  child.stdin?.on("error", () => {});
  return {
    id: "portal",
    url: `http://127.0.0.1:${port}`,
    child,
    logFile,
    connect: ({ broker, services }) => {
      // A broker that is reached by TLS has its management API elsewhere, unless the environment says where.
      const management = broker.url.startsWith("amqps:") ? {} : { RABBITMQ_MANAGEMENT_URL: broker.managementUrl };
      const known = services.map(({ id, url }) => `${id}=${url}`);
      child.stdin?.end(`${JSON.stringify({ env: { RABBITMQ_URL: broker.url, ...management }, services: known })}\n`);
    },
  };
};
