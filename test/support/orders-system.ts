/** The three applications of the order saga as real processes on a real broker, to be used, stopped, killed and started again. */
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { ownedFolder, stopOwned } from "../../scripts/setup/owned.mjs";
import { anyPorts } from "../../scripts/setup/ports.mjs";
import { buildServices, listServices, type ServiceProcess, startServiceProcess, untilReady } from "../../scripts/setup/services.mjs";

export const applications = ["order", "product", "payment"] as const;
export type ApplicationName = (typeof applications)[number];

/** The reference's sample body and the demonstration data beside it. */
export const sample = {
  customerId: "123e4567-e89b-12d3-a456-426614174000",
  cardId: "123e4567-e89b-12d3-a456-426614174003",
  itemId: "123e4567-e89b-12d3-a456-426614174002",
  price: 100,
};
export const blockedCard = "123e4567-e89b-12d3-a456-426614174013";
export const unknownItem = "00000000-0000-4000-8000-000000000000";

export interface OrderBody {
  readonly id: string;
  readonly status: "pending" | "completed" | "failed";
  readonly message: string;
  readonly price: number;
}

export interface OrdersSystem {
  start(name: ApplicationName): Promise<void>;
  /** SIGTERM: what runs is finished first. */
  stop(name: ApplicationName): Promise<void>;
  /** SIGKILL: nothing is finished. */
  kill(name: ApplicationName): Promise<void>;
  isRunning(name: ApplicationName): boolean;
  pid(name: ApplicationName): number | undefined;
  url(name: ApplicationName): string;
  get<T>(name: ApplicationName, path: string): Promise<T>;
  /** Places an order; rejects unless it is created. */
  place(order?: object, headers?: Record<string, string>): Promise<OrderBody>;
  /** Waits until an order is no longer pending. */
  settled(id: string, timeoutMs?: number): Promise<OrderBody>;
  close(): Promise<void>;
}

/** Builds and starts the given applications (all of them by default), each with a database of its own. */
export async function startOrdersSystem(brokerUrl: string, started: readonly ApplicationName[] = applications): Promise<OrdersSystem> {
  const root = process.cwd();
  const folder = ownedFolder(".warren/test");
  const out = join(folder.path, "build");
  mkdirSync(out, { recursive: true });
  await buildServices(root, await listServices(root, ["orders"]), out);
  const ports = await anyPorts(applications.length);
  const running = new Map<ApplicationName, ServiceProcess>();
  const system = systemOf({ brokerUrl, folder: folder.path, out, ports, running });
  await Promise.all(started.map((name) => system.start(name)));
  return {
    ...system,
    async close() {
      await Promise.all([...running.keys()].map((name) => system.stop(name)));
      folder.remove();
    },
  };
}

interface Parts {
  readonly brokerUrl: string;
  readonly folder: string;
  readonly out: string;
  readonly ports: readonly number[];
  readonly running: Map<ApplicationName, ServiceProcess>;
}

function systemOf({ brokerUrl, folder, out, ports, running }: Parts): Omit<OrdersSystem, "close"> {
  const port = (name: ApplicationName): number => ports[applications.indexOf(name)] ?? 0;
  const url = (name: ApplicationName): string => `http://127.0.0.1:${port(name)}`;
  const end = async (name: ApplicationName, signal: NodeJS.Signals): Promise<void> => {
    const service = running.get(name);
    running.delete(name);
    if (service !== undefined) await stopOwned(service.child, { signal });
  };
  const get = <T>(name: ApplicationName, path: string): Promise<T> => getJson(`${url(name)}${path}`);
  return {
    async start(name) {
      const id = `orders/${name}`;
      const env = { LOG_LEVEL: "warn", HTTP_REQUESTS_PER_MINUTE: "0" };
      const service = startServiceProcess({ id, bundle: join(out, `${id}.js`), port: port(name), brokerUrl, folder, env });
      running.set(name, service);
      await untilReady(service);
    },
    stop: (name) => end(name, "SIGTERM"),
    kill: (name) => end(name, "SIGKILL"),
    isRunning: (name) => running.get(name)?.child.exitCode === null,
    pid: (name) => running.get(name)?.child.pid,
    url,
    get,
    place: (order = sample, headers = {}) => place(`${url("order")}/orders`, order, headers),
    settled: (id, timeoutMs = 30_000) =>
      until(
        () => get<OrderBody>("order", `/orders/${id}`),
        (order) => order.status !== "pending",
        timeoutMs,
      ),
  };
}

async function getJson<T>(url: string): Promise<T> {
  const response = await fetch(url);
  if (!response.ok) throw new Error(`GET ${url} answered ${response.status}: ${await response.text()}`);
  return (await response.json()) as T;
}

async function place(url: string, order: object, headers: Record<string, string>): Promise<OrderBody> {
  const response = await fetch(url, {
    method: "POST",
    headers: { "content-type": "application/json", ...headers },
    body: JSON.stringify(order),
  });
  if (response.status !== 201) throw new Error(`POST ${url} answered ${response.status}: ${await response.text()}`);
  return (await response.json()) as OrderBody;
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
