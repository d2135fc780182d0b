// @ts-check
// The services of this repository: which there are, their bundles, their processes.
import { createWriteStream, existsSync, mkdirSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { logEnd } from "./log-end.mjs";
import { isRunning, spawnOwned } from "./owned.mjs";
import { SetupError } from "./setup-error.mjs";

/** @typedef {{ id: string, group: string, application: string, port: number | undefined }} Service  `port`: where its OpenAPI document says it listens */

/** @param {string} folder @returns {string[]} */
const foldersIn = (folder) =>
  existsSync(folder)
    ? readdirSync(folder, { withFileTypes: true })
        .filter((entry) => entry.isDirectory())
        .map(({ name }) => name)
        .sort()
    : [];

/** @param {string} root @param {string} id @returns {Promise<number | undefined>} */
const documentedPort = async (root, id) => {
  const file = join(root, "openapi", `${id}.yaml`);
  if (!existsSync(file)) return undefined;
  const { parse } = await import("yaml");
  const url = parse(readFileSync(file, "utf8"))?.servers?.[0]?.url;
  return URL.canParse(url) && new URL(url).port !== "" ? Number(new URL(url).port) : undefined;
};

/**
 * Every folder with a `main.ts`, sorted by id.
 * @param {string} root
 * @param {readonly string[]} [only] groups; all without it
 * @returns {Promise<Service[]>}
 */
export const listServices = async (root, only) => {
  const base = join(root, "src", "services");
  const groups = foldersIn(base);
  const unknown = (only ?? []).filter((group) => !groups.includes(group));
  if (unknown.length > 0) throw new SetupError(`There is no group ${unknown.join(", ")}. There are: ${groups.join(", ")}.`);
  const names = groups
    .filter((group) => only === undefined || only.includes(group))
    .flatMap((group) => foldersIn(join(base, group)).map((application) => ({ group, application, id: `${group}/${application}` })))
    .filter(({ id }) => existsSync(join(base, id, "main.ts")));
  return Promise.all(names.map(async (name) => ({ ...name, port: await documentedPort(root, name.id) })));
};

/**
 * Where the HTTP applications of each group listen, for the services of that group: `USERS_API_URL` and the like.
 * @param {readonly Service[]} services
 * @param {(id: string) => number} portOf
 * @returns {(group: string) => Record<string, string>}
 */
export const apiUrls = (services, portOf) => (group) =>
  Object.fromEntries(
    services
      .filter((service) => service.group === group && service.port !== undefined)
      .map(({ id, application }) => [`${application.toUpperCase().replaceAll("-", "_")}_API_URL`, `http://127.0.0.1:${portOf(id)}`]),
  );

/** The application whose database a service works on: a worker is another process of the one that it is named after. @param {string} id */
export const databaseOf = (id) => id.replace(/-worker$/, "");

/**
 * Bundles TypeScript programs, each into one file, `<out>/<its out>.js`: plain Node starts it in a third of the time that tsx needs.
 * @param {string} root @param {{ in: string, out: string }[]} entryPoints @param {string} out
 */
export const bundle = async (root, entryPoints, out) => {
  const { build } = await import("esbuild");
  await build({
    absWorkingDir: root,
    entryPoints,
    outdir: out,
    bundle: true,
    platform: "node",
    target: "node20",
    format: "esm",
    packages: "external",
    logLevel: "silent",
  });
};

/** Bundles each service into `<out>/<id>.js`. @param {string} root @param {readonly Service[]} services @param {string} out */
export const buildServices = async (root, services, out) => {
  const entryPoints = services.map(({ id }) => ({ in: `src/services/${id}/main.ts`, out: id }));
  await bundle(root, entryPoints, out).catch((error) => {
    throw new SetupError(`The services cannot be built.\n${error.message}`);
  });
};

/**
 * @typedef {object} ServiceProcess
 * @property {string} id
 * @property {string} url
 * @property {import("node:child_process").ChildProcess} child
 * @property {string} logFile
 */
/**
 * Starts a bundled service as a process of its own; with a database of its own, unless it is a worker.
 * @param {{ id: string, bundle: string, port: number, brokerUrl: string, folder: string, env?: NodeJS.ProcessEnv }} options
 * @returns {ServiceProcess}
 */
export const startServiceProcess = ({ id, bundle, port, brokerUrl, folder, env = {} }) => {
  const logFile = join(folder, "logs", `${id}.log`);
  const database = join(folder, "data", `${databaseOf(id)}.db`);
  for (const file of [logFile, database]) mkdirSync(dirname(file), { recursive: true });
  const child = spawnOwned(process.execPath, [bundle], {
    env: { ...process.env, RABBITMQ_URL: brokerUrl, DATABASE_URL: `sqlite:${database}`, HTTP_PORT: String(port), ...env },
    stdio: ["ignore", "pipe", "pipe"],
  });
  const log = createWriteStream(logFile);
  for (const stream of [child.stdout, child.stderr]) stream?.pipe(log, { end: false });
  child.once("close", () => log.end());
  return { id, url: `http://127.0.0.1:${port}`, child, logFile };
};

/** @param {string} url @param {boolean} wholly @returns {Promise<boolean>} */
const isReady = async (url, wholly) => {
  try {
    const response = await fetch(`${url}/health/ready`, { signal: AbortSignal.timeout(2000) });
    const { checks = {} } = /** @type {{ checks?: Record<string, boolean> }} */ (await response.json());
    return response.ok && (!wholly || Object.values(checks).every(Boolean));
  } catch {
    return false;
  }
};

/**
 * Waits until `/health/ready` says yes. `wholly`: a service that is of use without its broker is waited for until it has it.
 * @param {ServiceProcess} service
 * @param {{ timeoutMs?: number, wholly?: boolean }} [options]
 */
export const untilReady = async ({ id, url, child, logFile }, { timeoutMs = 30_000, wholly = false } = {}) => {
  const deadline = Date.now() + timeoutMs;
  while (!(await isReady(url, wholly))) {
    const problem = !isRunning(child)
      ? "ended while it started"
      : Date.now() > deadline
        ? `was not ready after ${timeoutMs / 1000} s`
        : undefined;
    if (problem !== undefined) throw new SetupError(`${id} ${problem}.\n${logEnd(logFile)}`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
};
