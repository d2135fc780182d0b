/** The services of one group as real processes on a real broker, to be used, stopped, killed and started again. */
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { ownedFolder, stopOwned } from "../../scripts/setup/owned.mjs";
import { anyPorts } from "../../scripts/setup/ports.mjs";
import {
  apiUrls,
  buildServices,
  listServices,
  type Service,
  type ServiceProcess,
  startServiceProcess,
  untilReady,
} from "../../scripts/setup/services.mjs";

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
  get<T>(name: Name, path: string): Promise<T>;
  close(): Promise<void>;
}

export interface SystemOptions<Name extends string> {
  readonly brokerUrl: string;
  readonly group: string;
  /** Started at once. @default all services of the group */
  readonly started?: readonly Name[];
}

/** Builds the services of a group and starts them; a worker shares the database of the application it is named after, all others have their own. */
export async function startSystem<Name extends string>({ brokerUrl, group, started }: SystemOptions<Name>): Promise<System<Name>> {
  const root = process.cwd();
  const folder = ownedFolder(".warren/test");
  const out = join(folder.path, "build");
  mkdirSync(out, { recursive: true });
  const services = await listServices(root, [group]);
  await buildServices(root, services, out);
  const ports = await anyPorts(services.length);
  const running = new Map<string, ServiceProcess>();
  const system = systemOf<Name>({ brokerUrl, folder: folder.path, out, services, ports, running });
  await Promise.all((started ?? services.map(({ application }) => application as Name)).map((name) => system.start(name)));
  return {
    ...system,
    async close() {
      await Promise.all([...running.keys()].map((name) => system.stop(name as Name)));
      folder.remove();
    },
  };
}

interface Parts {
  readonly brokerUrl: string;
  readonly folder: string;
  readonly out: string;
  readonly services: readonly Service[];
  readonly ports: readonly number[];
  readonly running: Map<string, ServiceProcess>;
}

function systemOf<Name extends string>({ brokerUrl, folder, out, services, ports, running }: Parts): Omit<System<Name>, "close"> {
  const idOf = (name: string): string => services.find(({ application }) => application === name)?.id ?? name;
  const portOf = (id: string): number => ports[services.findIndex((service) => service.id === id)] ?? 0;
  const url = (name: Name): string => `http://127.0.0.1:${portOf(idOf(name))}`;
  const urlsFor = apiUrls(services, portOf);
  const end = async (name: Name, signal: NodeJS.Signals): Promise<void> => {
    const service = running.get(name);
    running.delete(name);
    if (service !== undefined) await stopOwned(service.child, { signal });
  };
  return {
    async start(name) {
      const id = idOf(name);
      const [group = ""] = id.split("/");
      const env = { LOG_LEVEL: "warn", HTTP_REQUESTS_PER_MINUTE: "0", ...urlsFor(group) };
      const service = startServiceProcess({ id, bundle: join(out, `${id}.js`), port: portOf(id), brokerUrl, folder, env });
      running.set(name, service);
      await untilReady(service);
    },
    stop: (name) => end(name, "SIGTERM"),
    kill: (name) => end(name, "SIGKILL"),
    isRunning: (name) => running.get(name)?.child.exitCode === null,
    pid: (name) => running.get(name)?.child.pid,
    url,
    get: (name, path) => getJson(`${url(name)}${path}`),
  };
}

async function getJson<T>(url: string): Promise<T> {
  const response = await fetch(url);
  if (!response.ok) throw new Error(`GET ${url} answered ${response.status}: ${await response.text()}`);
  return (await response.json()) as T;
}

/** Asks again until the answer is good; the error of a time-out shows the last answer. */
export async function until<T>(ask: () => Promise<T>, isGood: (answer: T) => boolean, timeoutMs = 20_000): Promise<T> {
  const deadline = Date.now() + timeoutMs;
  for (;;) {
    const answer = await ask();
    if (isGood(answer)) return answer;
    if (Date.now() > deadline) throw new Error(`still not so after ${timeoutMs} ms: ${JSON.stringify(answer)}`);
    await pause(20);
  }
}
