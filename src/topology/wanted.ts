import type { BindingDeclaration, ContractSet, ExchangeDeclaration, QueueDeclaration } from "#contract";
import { deriveTopologies } from "#contract";

/** Ids of the applications whose documents ask for it, sorted. */
interface Asked {
  readonly applications: readonly string[];
}

export type WantedExchange = ExchangeDeclaration & Asked;
export type WantedQueue = QueueDeclaration & Asked;
export type WantedBinding = BindingDeclaration & Asked;

/** What documents ask of a broker; each object once, in the order of the documents. `{instance}` in a name stands for a running instance's id. */
export interface WantedTopology {
  readonly exchanges: readonly WantedExchange[];
  readonly queues: readonly WantedQueue[];
  readonly bindings: readonly WantedBinding[];
}

/** What all applications of a set ask for, or `application` alone. */
export function wantedTopology(set: ContractSet, application?: string): WantedTopology {
  const topologies = [...deriveTopologies(set)].filter(([id]) => application === undefined || id === application);
  const merged = <Declaration extends object>(
    of: (topology: (typeof topologies)[number][1]) => readonly Declaration[],
    keyOf: (declaration: Declaration) => string,
  ): readonly (Declaration & Asked)[] => {
    const found = new Map<string, { readonly declaration: Declaration; readonly applications: Set<string> }>();
    for (const [id, topology] of topologies) {
      for (const declaration of of(topology)) {
        const entry = found.get(keyOf(declaration)) ?? { declaration, applications: new Set() };
        entry.applications.add(id);
        found.set(keyOf(declaration), entry);
      }
    }
    return [...found.values()].map(({ declaration, applications }) => ({ ...declaration, applications: [...applications].sort() }));
  };
  return {
    exchanges: merged(
      ({ exchanges }) => exchanges,
      ({ name }) => name,
    ),
    queues: merged(
      ({ queues }) => queues,
      ({ name }) => name,
    ),
    bindings: merged(({ bindings }) => bindings, bindingKey),
  };
}

/** Tells a binding from all others, as RabbitMQ does: by both ends, routing key and arguments, whatever their order. */
export function bindingKey({ exchange, queue, routingKey, arguments: args }: BindingDeclaration): string {
  return JSON.stringify([exchange, queue, routingKey, Object.entries(args).sort(([a], [b]) => (a < b ? -1 : 1))]);
}

const instancePlace = "{instance}";

/** Whether the queue is there whoever runs: it is of no single instance or connection, and outlives its consumers. */
export const isLasting = ({ name, exclusive, autoDelete }: QueueDeclaration): boolean =>
  !exclusive && !autoDelete && !name.includes(instancePlace);

/** The topology without the queues that come and go with their applications. */
export function lastingOnly(wanted: WantedTopology): WantedTopology {
  const queues = wanted.queues.filter(isLasting);
  const names = new Set(queues.map(({ name }) => name));
  return { exchanges: wanted.exchanges, queues, bindings: wanted.bindings.filter(({ queue }) => names.has(queue)) };
}

/** Names of the queues that come and go with their applications. */
export const passingQueues = ({ queues }: WantedTopology): readonly string[] =>
  queues.filter((queue) => !isLasting(queue)).map(({ name }) => name);
