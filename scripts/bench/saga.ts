import { Agent, request } from "node:http";
import { join } from "node:path";
import { performance } from "node:perf_hooks";
import { setTimeout as pause } from "node:timers/promises";
import { newOrder } from "../samples/orders.mjs";
import { ownedFolder, stopOwned } from "../setup/owned.mjs";
import { anyPorts } from "../setup/ports.mjs";
import { buildServices, listServices, type ServiceProcess, startServiceProcess, untilReady } from "../setup/services.mjs";
import { type BenchContext, type Benchmark, inTurn } from "./figures.js";
import { residentMegabytes } from "./memory.js";
import { connectRaw } from "./raw.js";
import { openRawSaga } from "./raw-saga.js";

const orders = 3_000;
const clients = 64;

/**
 * Orders through all three applications, each a process with a durable database, inbox and outbox, from `POST` to completed;
 * beside the same five messages an order through raw amqplib in one process, without database, validation or HTTP.
 */
export const saga: Benchmark = async (context) => {
  const url = await context.brokerUrl();
  const folder = ownedFolder(".warren/bench");
  const services = await startServices(context, folder.path, url);
  const urlOf = (id: string): string => services.find((service) => service.id === id)?.url ?? "";
  const idle = services.map(({ child }) => residentMegabytes(child.pid));
  const completions = await watchCompletions(url);
  const raw = await openRawSaga(url);
  const measured = await inTurn(
    context.runs,
    () => rate(() => placeOrders(`${urlOf("orders/order")}/orders`, completions)),
    () => rate(() => raw.run(orders)),
  );
  await raw.close();
  await completions.close();
  await Promise.all(services.map(({ child }) => stopOwned(child)));
  folder.remove();
  return [
    {
      name: `saga, ${clients} clients, orders completed`,
      unit: "/s",
      runs: measured.ours,
      goal: { least: 500 },
    },
    {
      name: "saga beside its bare messages",
      unit: "/s",
      runs: measured.ours,
      baseline: { name: "raw amqplib, no store", runs: measured.theirs },
    },
    { name: "idle service, resident memory", unit: "MB", runs: idle, goal: { most: 110 } },
  ];
};

async function startServices({ root }: BenchContext, folder: string, brokerUrl: string): Promise<readonly ServiceProcess[]> {
  const known = await listServices(root, ["orders"]);
  const out = join(folder, "build");
  await buildServices(root, known, out);
  const ports = await anyPorts(known.length);
  const env = { LOG_LEVEL: "warn", HTTP_REQUESTS_PER_MINUTE: "0" };
  const started = known.map(({ id }, index) =>
    startServiceProcess({ id, bundle: join(out, `${id}.js`), port: ports[index] ?? 0, brokerUrl, folder, env }),
  );
  await Promise.all(started.map((service) => untilReady(service)));
  await pause(5_000); // idle is what is left when starting up is over
  return started;
}

interface Completions {
  /** Resolves after so many more orders were told to be completed. */
  next(count: number): Promise<void>;
  close(): Promise<void>;
}

async function watchCompletions(url: string): Promise<Completions> {
  const connection = await connectRaw(url);
  const channel = await connection.createChannel();
  const { queue } = await channel.assertQueue("", { exclusive: true });
  await channel.bindQueue(queue, "order-events", "order.completed");
  let left = 0;
  let finish: () => void = () => undefined;
  await channel.consume(
    queue,
    () => {
      left--;
      if (left === 0) finish();
    },
    { noAck: true },
  );
  return {
    next: (count) =>
      new Promise((resolve) => {
        left = count;
        finish = resolve;
      }),
    close: () => connection.close(),
  };
}

async function placeOrders(url: string, completions: Completions): Promise<void> {
  const completed = completions.next(orders);
  const agent = new Agent({ keepAlive: true, maxSockets: clients });
  const body = JSON.stringify(newOrder);
  let placed = 0;
  const client = async (): Promise<void> => {
    while (placed < orders) {
      placed++;
      await post(url, agent, body);
    }
  };
  await Promise.all(Array.from({ length: clients }, client));
  await completed;
  agent.destroy();
}

const post = (url: string, agent: Agent, body: string): Promise<void> =>
  new Promise((resolve, reject) => {
    const headers = { "content-type": "application/json", "content-length": Buffer.byteLength(body) };
    const outgoing = request(url, { method: "POST", agent, headers }, (response) => {
      response.resume();
      response.once("end", () => (response.statusCode === 201 ? resolve() : reject(new Error(`POST answered ${response.statusCode}`))));
    });
    outgoing.once("error", reject);
    outgoing.end(body);
  });

async function rate(work: () => Promise<void>): Promise<number> {
  const start = performance.now();
  await work();
  return (orders * 1000) / (performance.now() - start);
}
