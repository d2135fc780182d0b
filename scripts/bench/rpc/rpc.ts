import { join } from "node:path";
import { ownedFolder, stopOwned } from "../../setup/owned.mjs";
import { anyPorts } from "../../setup/ports.mjs";
import { buildServices, listServices, type ServiceProcess, startServiceProcess, untilReady } from "../../setup/services.mjs";
import type { Benchmark } from "../figures.js";
import { type Appetite, compare, oursTakes, type Ways, wideTakes } from "./compare.js";
import { endure } from "./endure.js";
import { buildPrograms, type Programs } from "./programs.js";

const workerId = "portfolio/users-worker";

/**
 * Balances by request and reply: the generated requester, the users worker as a service, its database on disk; beside raw amqplib
 * that echoes bytes and beside Express that reads the same database. Each asks from one process and answers from another.
 */
export const rpc: Benchmark = async (context) => {
  const folder = ownedFolder(".warren/bench");
  const programs = await buildPrograms(context.root, join(folder.path, "programs"));
  let worker: ServiceProcess | undefined;
  try {
    const url = await context.brokerUrl();
    const database = `sqlite:${join(folder.path, "users.db")}`;
    const [workerPort = 0, httpPort = 0] = await anyPorts(2);
    await programs.start("http-server", database, String(httpPort));
    worker = await startWorker(context.root, { brokerUrl: url, database, port: workerPort, folder: folder.path });
    const ours = await programs.start("ours-client", url);
    const { requests, say } = context;
    if (requests !== undefined) return await endure({ requests, client: ours, worker: worker.child.pid, brokerUrl: url, say });
    return await compare({ ours, ...(await startBaselines(programs, url, httpPort)) }, context);
  } finally {
    await programs.stop();
    if (worker !== undefined) await stopOwned(worker.child);
    folder.remove();
  }
};

/** Raw amqplib takes as many messages at a time as ours does; once more with a hundred, in case that is better for it. */
async function startBaselines(programs: Programs, url: string, httpPort: number): Promise<Omit<Ways, "ours">> {
  const raw = async (queue: string, { prefetch, consumers }: Appetite) => {
    await programs.start("raw-server", url, queue, String(prefetch), String(consumers));
    return programs.start("raw-client", url, queue);
  };
  return {
    raw: await raw("bench.raw", oursTakes),
    rawWide: await raw("bench.raw.wide", wideTakes),
    http: await programs.start("http-client", `http://127.0.0.1:${httpPort}`),
  };
}

interface WorkerPlace {
  readonly brokerUrl: string;
  readonly database: string;
  readonly port: number;
  readonly folder: string;
}

async function startWorker(root: string, { brokerUrl, database, port, folder }: WorkerPlace): Promise<ServiceProcess> {
  const out = join(folder, "services");
  const services = await listServices(root, ["portfolio"]);
  await buildServices(
    root,
    services.filter(({ id }) => id === workerId),
    out,
  );
  const env = { LOG_LEVEL: "warn", DATABASE_URL: database };
  const service = startServiceProcess({ id: workerId, bundle: join(out, `${workerId}.js`), port, brokerUrl, folder, env });
  await untilReady(service);
  return service;
}
