// @ts-check
// The portal of a run: the docs and what is alive beside them, as a process of its own.
import { createWriteStream, mkdirSync } from "node:fs";
import { join } from "node:path";
import { spawnOwned } from "./owned.mjs";

/** @typedef {import("./services.mjs").ServiceProcess} ServiceProcess */

/** Beside the ports that the services' documents name. */
export const wishedPortalPort = 8088;

/**
 * Without `WARREN_PORTAL_TOKEN` in the environment nothing can be changed by it.
 * @param {{ root: string, port: number, broker: import("./broker.mjs").Broker, services: readonly ServiceProcess[], folder: string, pages: string }} options
 *   `pages`: where it writes its pages, which the caller removes
 * @returns {ServiceProcess}
 */
export const startPortalProcess = ({ root, port, broker, services, folder, pages }) => {
  const logFile = join(folder, "logs", "portal.log");
  mkdirSync(join(folder, "logs"), { recursive: true });
  const known = services.flatMap(({ id, url }) => ["--service", `${id}=${url}`]);
  const args = ["portal", "--port", String(port), "--pages", pages, "--audit", join(folder, "portal", "audit.jsonl"), ...known];
  // A broker that is reached by TLS has its management API elsewhere, unless the environment says where.
  const management = broker.url.startsWith("amqps:") ? {} : { RABBITMQ_MANAGEMENT_URL: broker.managementUrl };
  const child = spawnOwned(process.execPath, ["--import", "tsx", join(root, "src", "cli", "main.ts"), ...args], {
    cwd: root,
    env: { ...process.env, RABBITMQ_URL: broker.url, ...management },
    stdio: ["ignore", "pipe", "pipe"],
  });
  const log = createWriteStream(logFile);
  for (const stream of [child.stdout, child.stderr]) stream?.pipe(log, { end: false });
  child.once("close", () => log.end());
  return { id: "portal", url: `http://127.0.0.1:${port}`, child, logFile };
};
