/** The generated code of the applications that a contract set names, as whoever knows only the documents can use it. */
import { type ContractSet, camelCase, handlerName, type Json } from "#contract";
import {
  type ApplicationContract,
  type Broker,
  createSend,
  type Delivery,
  directUnitOfWork,
  forInstance,
  type HandlerContext,
  type Logger,
  type OutgoingMessage,
  openRabbit,
  type Received,
  startConsumers,
  startRequests,
} from "#messaging";

type Handler = (message: Received, context: HandlerContext<unknown>) => Promise<unknown>;
type Method = (...given: unknown[]) => Promise<unknown>;
type AnyContract = ApplicationContract<Record<string, Handler>, Record<string, Method>, Record<string, Method>>;

/** Id of the instance that runs: names its reply queues. */
export const instance = "contract-test";

/** Something that runs until it is told to stop. */
export interface Running {
  stop(): Promise<void>;
}

export interface Consuming extends Running {
  /** Everything that the broker delivered, as it came. */
  readonly deliveries: readonly Delivery[];
}

export interface Sending {
  /** Calls the generated publisher's method, or the requester's; resolves with the answer of the latter. */
  send(operation: string, message: string, payload: Json, options?: object): Promise<unknown>;
  /** What went to the broker. */
  readonly sent: readonly OutgoingMessage[];
}

export interface GeneratedApplication {
  readonly contract: AnyContract;
  /** Consumes one receive operation through the generated stub. */
  consume(operation: string, handler: Handler): Promise<Consuming>;
  publisher(): Sending;
  /** Starts the requests of the application, its reply queues with them. */
  requester(): Promise<Sending & Consuming>;
  /** What the runtime warned of, the oldest first. */
  readonly notes: readonly string[];
  close(): Promise<void>;
}

/** Keeps what the runtime says of messages that it does not hand over. */
const notesIn = (notes: string[]): Logger => {
  const note = (fields: object, text: string): void => void notes.push(`${text}: ${JSON.stringify(fields)}`);
  return { debug() {}, info() {}, warn: note, error: note };
};

/** Every application of the set, its topology declared. */
export async function openApplications({ applications }: ContractSet, url: string): Promise<ReadonlyMap<string, GeneratedApplication>> {
  const opened = applications.map(async ({ id }): Promise<[string, GeneratedApplication]> => {
    const contract = await generatedContract(id);
    const broker = openRabbit({ url, name: `contract tests ${id}`, closeTimeoutMs: 1_000 });
    await broker.declare(forInstance(contract.topology, instance));
    return [id, applicationOf(contract, broker)];
  });
  return new Map(await Promise.all(opened));
}

/** The one export of an application's `index.ts` that is its contract. */
async function generatedContract(id: string): Promise<AnyContract> {
  const module = (await import(new URL(`../../../generated/${id}/index.ts`, import.meta.url).href)) as Record<string, unknown>;
  const contract = Object.values(module).find((each) => typeof each === "object" && each !== null && "id" in each && each.id === id);
  if (contract === undefined) throw new Error(`generated/${id}/index.ts exports no contract ${id}.`);
  return contract as AnyContract;
}

function applicationOf(contract: AnyContract, broker: Broker): GeneratedApplication {
  const topology = forInstance(contract.topology, instance);
  const notes: string[] = [];
  const log = notesIn(notes);
  const sendingTo = () => {
    const sent: OutgoingMessage[] = [];
    const publish = (message: OutgoingMessage): Promise<void> => {
      sent.push(message);
      return broker.publish(message);
    };
    return { sent, publish };
  };
  return {
    contract,
    notes,
    async consume(operation, handler) {
      const { deliveries, consume } = watching(broker);
      const only = { ...contract, receives: contract.receives.filter(({ id }) => id === operation) };
      const handlers = { [handlerName(operation)]: handler };
      const consumers = await startConsumers({
        broker: { ...portOf(broker), consume },
        contract: only,
        topology,
        handlers: () => handlers,
        unit: directUnitOfWork(broker),
        log,
      });
      return { deliveries, stop: () => consumers.stop({ graceMs: 0 }) };
    },
    publisher() {
      const { sent, publish } = sendingTo();
      const methods = contract.publisher(createSend({ broker: { publish }, appId: contract.id }));
      return { sent, send: callOf(contract, methods) };
    },
    async requester() {
      const { sent, publish } = sendingTo();
      const { deliveries, consume } = watching(broker);
      const port = {
        ...portOf(broker),
        publish,
        consume,
        get state() {
          return broker.state;
        },
      };
      const requests = startRequests({ broker: port, contract, topology, instance, log });
      await requests.ready;
      return {
        sent,
        deliveries,
        send: callOf(contract, contract.requester(requests.ask)),
        stop: () => requests.stop({ graceMs: 0 }),
      };
    },
    close: () => broker.close(),
  };
}

const portOf = (broker: Broker): Pick<Broker, "declare" | "publish"> => ({
  declare: (topology) => broker.declare(topology),
  publish: (message) => broker.publish(message),
});

function watching(broker: Broker): { readonly deliveries: Delivery[]; readonly consume: Broker["consume"] } {
  const deliveries: Delivery[] = [];
  const consume: Broker["consume"] = (queue, options, onDelivery) =>
    broker.consume(queue, options, (delivery) => {
      deliveries.push(delivery);
      onDelivery(delivery);
    });
  return { deliveries, consume };
}

/** A method takes the message's name too where its operation has several. */
const callOf =
  ({ sends, requests }: AnyContract, methods: Record<string, Method>): Sending["send"] =>
  async (operation, message, payload, options) => {
    const method = methods[camelCase(operation)];
    const descriptor = [...sends, ...requests].find(({ id }) => id === operation);
    if (method === undefined || descriptor === undefined) throw new Error(`nothing generated sends ${operation}`);
    return descriptor.messages.length > 1 ? method(message, payload, options) : method(payload, options);
  };
