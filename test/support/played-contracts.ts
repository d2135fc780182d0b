/** Documents brought to life: the code that is generated from them, on an in-memory broker. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { onTestFinished, vi } from "vitest";
import {
  type ApplicationContract,
  type Delivery,
  directUnitOfWork,
  forInstance,
  type MemoryBroker,
  openMemoryBroker,
  type Requests,
  startConsumers,
  startRequests,
} from "#messaging";
import { planFiles } from "../../src/codegen/plan.js";
import type { ContractSet } from "../../src/contract/model.js";
import { createSend } from "../../src/messaging/send.js";

type Contract = ApplicationContract<object, object>;

export interface PlayedContracts {
  readonly broker: MemoryBroker;
  /** Sends a message through the runtime, both checks on; `operation` as in `shop/till.sell`. */
  send(operation: string, message: string, payload: unknown, headers?: object, parameters?: object): Promise<void>;
  ask(operation: string, message: string, payload: unknown, headers?: object): Promise<unknown>;
  /** Messages that handlers got, by name. */
  readonly handled: string[];
  /** Code and reason of the first dead letter that comes into a queue. */
  deadLetter(queue: string): Promise<{ readonly code: unknown; readonly reason: unknown }>;
}

const soon = { timeout: 5_000, interval: 5 };
const silent = { debug: () => undefined, info: () => undefined, warn: () => undefined, error: () => undefined };
const root = join(import.meta.dirname, "../..");

/** Every application runs once, as instance `i1`. `answers`: what handlers answer, by the name of the message they get. */
export async function playContracts(set: ContractSet, answers: Readonly<Record<string, unknown>> = {}): Promise<PlayedContracts> {
  const broker = openMemoryBroker();
  const contracts = await generatedContracts(set);
  const handled: string[] = [];
  const handle = async ({ name }: { readonly name: string }): Promise<unknown> => {
    handled.push(name);
    return answers[name];
  };
  const handlers = new Proxy({}, { get: () => handle });
  const running: { stop(options: { readonly graceMs: number }): Promise<void> }[] = [];
  const requests = new Map<string, Requests>();
  for (const contract of contracts.values()) await broker.declare(forInstance(contract.topology, "i1"));
  for (const [id, contract] of contracts) {
    const topology = forInstance(contract.topology, "i1");
    running.push(
      await startConsumers({ broker, contract, topology, handlers: () => handlers, unit: directUnitOfWork(broker), log: silent }),
    );
    const asking = startRequests({ broker, contract, instance: "i1", log: silent });
    await asking.ready;
    requests.set(id, asking);
    running.push(asking);
  }
  onTestFinished(async () => {
    await Promise.all(running.map((each) => each.stop({ graceMs: 0 })));
    await broker.close();
  });
  return { broker, handled, ...senders(contracts, requests, broker), deadLetter: (queue) => firstDeadLetter(broker, queue) };
}

function senders(contracts: ReadonlyMap<string, Contract>, requests: ReadonlyMap<string, Requests>, broker: MemoryBroker) {
  return {
    async send(operation: string, message: string, payload: unknown, headers: object = {}, parameters: object = {}): Promise<void> {
      const { contract, key } = ownerOf(operation, contracts);
      const found = contract.sends.find(({ id }) => id === key);
      if (found === undefined) throw new Error(`${operation} sends nothing`);
      const send = createSend({ broker, appId: contract.id });
      await send(found, message, payload, { headers, parameters });
    },
    async ask(operation: string, message: string, payload: unknown, headers?: object): Promise<unknown> {
      const { contract, key } = ownerOf(operation, contracts);
      const found = contract.requests.find(({ id }) => id === key);
      if (found === undefined) throw new Error(`${operation} asks nothing`);
      return requests.get(contract.id)?.ask(found, message, payload, headers === undefined ? {} : { headers });
    },
  };
}

function ownerOf(operation: string, contracts: ReadonlyMap<string, Contract>): { readonly contract: Contract; readonly key: string } {
  const at = operation.lastIndexOf(".");
  const contract = contracts.get(operation.slice(0, at));
  if (contract === undefined) throw new Error(`there is no application ${operation.slice(0, at)}`);
  return { contract, key: operation.slice(at + 1) };
}

async function firstDeadLetter(broker: MemoryBroker, queue: string): Promise<{ readonly code: unknown; readonly reason: unknown }> {
  const letters: Delivery[] = [];
  const reader = broker.server.open();
  onTestFinished(() => reader.close());
  await reader.consume(queue, { prefetch: 10 }, (delivery) => void letters.push(delivery));
  return vi.waitFor(() => {
    const [letter] = letters;
    if (letter === undefined) throw new Error(`nothing came into ${queue}`);
    return { code: letter.headers["x-failure-code"], reason: letter.headers["x-failure-reason"] };
  }, soon);
}

/** The generated modules, imported. */
async function generatedContracts(set: ContractSet): Promise<ReadonlyMap<string, Contract>> {
  mkdirSync(join(root, ".warren"), { recursive: true });
  const folder = mkdtempSync(join(root, ".warren/played-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const { files } = await planFiles(set, { runtime: "#messaging", sourceFolder: "asyncapi" });
  for (const { path, text } of files) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
  const contracts = new Map<string, Contract>();
  for (const { id } of set.applications) {
    const module = (await import(join(folder, id, "index.ts"))) as Readonly<Record<string, unknown>>;
    const contract = Object.values(module).find(isContract);
    if (contract !== undefined) contracts.set(id, contract);
  }
  return contracts;
}

const isContract = (value: unknown): value is Contract =>
  typeof value === "object" && value !== null && "topology" in value && "receives" in value;
