/** Which queues hold dead letters, and who reads which queue: as the documents say it. */
import {
  type Application,
  type ContractSet,
  deriveTopologies,
  type Message,
  type Queue,
  queueTypeOf,
  type Route,
  requestOf,
  routeContracts,
} from "#contract";

/** A queue in which failed messages rest. */
export interface DeadLetterQueue {
  /** `{instance}` stands for the id of a running instance. */
  readonly name: string;
  /** The queues whose messages come here. */
  readonly from: readonly DeadLetterSource[];
  /** Applications that read it; a dead letter that somebody reads is work of theirs. */
  readonly readBy: readonly string[];
}

/** `contract`: our runtime moves failed messages; `broker`: RabbitMQ does, as the queue's arguments say. */
export interface DeadLetterSource {
  readonly queue: string;
  readonly by: "contract" | "broker";
}

/** An operation that reads a queue: it receives, or it awaits its answers there. */
export interface Reader {
  readonly application: string;
  readonly operation: string;
  readonly queue: string;
  readonly messages: readonly Message[];
}

/** Every operation of the documents that takes messages from a queue. */
export const readersIn = (set: ContractSet): readonly Reader[] => set.applications.flatMap(readersOf);

const readersOf = (application: Application): readonly Reader[] =>
  application.operations.flatMap((operation) => {
    const { id } = application;
    if (operation.action === "receive")
      return [{ application: id, operation: operation.key, queue: operation.channel.queue.name, messages: operation.messages }];
    const request = requestOf(operation);
    return request === undefined
      ? []
      : [{ application: id, operation: operation.key, queue: request.channel.queue.name, messages: request.messages }];
  });

/** Whether a queue of the broker is the one that the documents call so; `{instance}` stands for any id. */
export const isQueue = (name: string, documented: string): boolean => {
  if (!documented.includes("{instance}")) return name === documented;
  const pattern = documented.split("{instance}").map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, "\\$&"));
  return new RegExp(`^${pattern.join("[\\w-]{1,64}")}$`).test(name);
};

/** Every queue that the documents name or derive; a stream's messages cannot be taken out. */
export const queuesIn = (set: ContractSet): ReadonlyMap<string, { readonly type: string; readonly deliveryLimit: number | undefined }> => {
  const all = new Map<string, { type: string; deliveryLimit: number | undefined }>();
  const add = (queue: Pick<Queue, "name" | "arguments">): void => {
    const limit = queue.arguments["x-delivery-limit"];
    all.set(queue.name, { type: queueTypeOf(queue), deliveryLimit: typeof limit === "number" ? limit : undefined });
  };
  for (const { channels } of set.applications) for (const channel of channels) if (channel.kind === "queue") add(channel.queue);
  for (const { queues } of deriveTopologies(set).values()) queues.forEach(add);
  all.delete("");
  return all;
};

/** All dead-letter queues of the documents by name: those that a channel names, and those in which the broker leaves what nobody reads. */
export function deadLetterQueues(set: ContractSet): readonly DeadLetterQueue[] {
  const readers = readersIn(set);
  const found = new Map<string, Map<string, DeadLetterSource>>();
  const add = (name: string, source: DeadLetterSource): void => {
    const sources = found.get(name) ?? new Map<string, DeadLetterSource>();
    if (!sources.has(source.queue)) sources.set(source.queue, source);
    found.set(name, sources);
  };
  const read = new Set(readers.map(({ queue }) => queue));
  for (const { channels, operations } of set.applications) {
    const awaited = operations.flatMap((operation) => (operation.action === "send" ? (requestOf(operation)?.channel ?? []) : []));
    for (const channel of [...channels, ...awaited]) {
      if (channel.kind === "queue" && read.has(channel.queue.name))
        add(channel.deadLetterQueue, { queue: channel.queue.name, by: "contract" });
    }
  }
  for (const { name, from } of restingPlaces(set, read)) add(name, { queue: from, by: "broker" });
  return [...found]
    .map(([name, sources]) => ({
      name,
      from: [...sources.values()].sort((a, b) => compareText(a.queue, b.queue)),
      readBy: [...new Set(readers.filter(({ queue }) => queue === name).map(({ application }) => application))],
    }))
    .sort((a, b) => compareText(a.name, b.name));
}

const compareText = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

/** Where the broker's own dead-letter arguments lead, and nobody reads. */
function restingPlaces(set: ContractSet, read: ReadonlySet<string>): readonly { readonly name: string; readonly from: string }[] {
  const direct = [...deriveTopologies(set).values()].flatMap(({ queues }) =>
    queues.flatMap(({ name, arguments: args }) => {
      const key = args["x-dead-letter-routing-key"];
      if (args["x-dead-letter-exchange"] !== "" || typeof key !== "string" || read.has(key)) return [];
      return [{ name: key, from: name }];
    }),
  );
  const routed = routeContracts(set).routes.flatMap((route) => {
    const from = route.consumer === undefined ? diedIn(route) : undefined;
    return from === undefined || read.has(route.queue) ? [] : [{ name: route.queue, from }];
  });
  return [...direct, ...routed].filter(({ name, from }) => name !== from);
}

/** The queue that a message of this route last died in. */
const diedIn = ({ hops }: Route): string | undefined => {
  const hop = hops.findLast(({ kind }) => kind === "dead-letter" || kind === "expire");
  return hop !== undefined && "queue" in hop ? hop.queue : undefined;
};
