/** The services of one group as real processes on a real broker, to be used, stopped, killed and started again. */
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { ownedFolder } from "../../scripts/setup/owned.mjs";
import { anyPorts } from "../../scripts/setup/ports.mjs";
import { apiUrls, buildServices, databaseOf, listServices, type Service } from "../../scripts/setup/services.mjs";
import { type Instance, instanceOf } from "./instance.js";

export interface System<Name extends string = string> {
  /** Resolves when it is ready. */
  start(name: Name): Promise<void>;
  /** SIGTERM: what runs is finished first. */
  stop(name: Name): Promise<void>;
  /** SIGKILL: nothing is finished. */
  kill(name: Name): Promise<void>;
  isRunning(name: Name): boolean;
  pid(name: Name): number | undefined;
  url(name: Name): string;
  /** Of all: `orders/payment=http://127.0.0.1:40123`. */
  readonly addresses: readonly string[];
  get<T>(name: Name, path: string): Promise<T>;
  /** The service's process, for everything else. */
  instance(name: Name): Instance;
  /** One more process of a service: a port of its own, the same database, not started yet. */
  another(name: Name): Promise<Instance>;
  /** Path of the service's database. */
  database(name: Name): string;
  close(): Promise<void>;
}

export interface SystemOptions<Name extends string> {
  /** For all, or for each by its name: `order`. */
  readonly brokerUrl: string | ((name: string) => string);
  readonly group: string;
  /** Started at once. @default all services of the group */
  readonly started?: readonly Name[];
  /** @default "warn" */
  readonly logLevel?: string;
  /** More settings, for all. */
  readonly env?: Readonly<Record<string, string>>;
}

/** Builds the services of a group and starts them; a worker shares the database of the application it is named after, all others have their own. */
export async function startSystem<Name extends string>(options: SystemOptions<Name>): Promise<System<Name>> {
  const root = process.cwd();
  const folder = ownedFolder(".warren/test");
  const out = join(folder.path, "build");
  mkdirSync(out, { recursive: true });
  const services = await listServices(root, [options.group]);
  await buildServices(root, services, out);
  const ports = await anyPorts(services.length);
  const instances: Instance[] = [];
  const system = systemOf<Name>({ options, folder: folder.path, out, services, ports, instances });
  await Promise.all((options.started ?? services.map(({ application }) => application as Name)).map((name) => system.start(name)));
  return {
    ...system,
    async close() {
      await Promise.all(instances.map((instance) => instance.stop()));
      folder.remove();
    },
  };
}

interface Parts {
  readonly options: Omit<SystemOptions<string>, "started">;
  readonly folder: string;
  readonly out: string;
  readonly services: readonly Service[];
  readonly ports: readonly number[];
  /** All there are, for the end. */
  readonly instances: Instance[];
}

function systemOf<Name extends string>({ options, folder, out, services, ports, instances }: Parts): Omit<System<Name>, "close"> {
  const { brokerUrl: given, group, logLevel = "warn", env: more = {} } = options;
  const urls = apiUrls(services, (id) => ports[services.findIndex((service) => service.id === id)] ?? 0)(group);
  const database = (name: string): string => join(folder, "data", `${databaseOf(`${group}/${name}`)}.db`);
  const add = (name: string, port: number, own: string): Instance => {
    const id = `${group}/${name}`;
    const brokerUrl = typeof given === "string" ? given : given(name);
    const env = { LOG_LEVEL: logLevel, HTTP_REQUESTS_PER_MINUTE: "0", DATABASE_URL: `sqlite:${database(name)}`, ...urls, ...more };
    const instance = instanceOf({ id, bundle: join(out, `${id}.js`), folder: own, port, brokerUrl, env });
    instances.push(instance);
    return instance;
  };
  const first = new Map(services.map(({ application }, index) => [application, add(application, ports[index] ?? 0, folder)]));
  mkdirSync(join(folder, "data", group), { recursive: true });
  const instance = (name: Name): Instance => {
    const found = first.get(name);
    if (found === undefined) throw new Error(`There is no service ${group}/${name}.`);
    return found;
  };
  return {
    start: (name) => instance(name).start(),
    async stop(name) {
      await instance(name).stop();
    },
    kill: (name) => instance(name).kill(),
    isRunning: (name) => instance(name).isRunning(),
    pid: (name) => instance(name).pid(),
    url: (name) => instance(name).url,
    addresses: [...first].map(([application, { url }]) => `${group}/${application}=${url}`),
    get: (name, path) => getJson(`${instance(name).url}${path}`),
    instance,
    async another(name) {
      const [port = 0] = await anyPorts(1);
      return add(name, port, join(folder, `more-${instances.length}`));
    },
    database,
  };
}

async function getJson<T>(url: string): Promise<T> {
  const response = await fetch(url);
  if (!response.ok) throw new Error(`GET ${url} answered ${response.status}: ${await response.text()}`);
  return (await response.json()) as T;
}

/** Asks again until the answer is good; the error of a time-out shows how the last answer begins. */
export async function until<T>(ask: () => Promise<T>, isGood: (answer: T) => boolean, timeoutMs = 20_000): Promise<T> {
  const deadline = Date.now() + timeoutMs;
  for (;;) {
    const answer = await ask();
    if (isGood(answer)) return answer;
    if (Date.now() > deadline) throw new Error(`still not so after ${timeoutMs} ms: ${JSON.stringify(answer)}`.slice(0, 4_000));
    await pause(20);
  }
}
