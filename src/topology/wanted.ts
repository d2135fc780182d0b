import type { BindingDeclaration, ContractSet, ExchangeDeclaration, QueueDeclaration, Topology } from "#contract";
import { deriveTopologies } from "#contract";

type Names = NonNullable<Topology["foreign"]>;

interface Asked {
  /** Ids of the applications whose documents ask for it, sorted. */
  readonly applications: readonly string[];
  /** Those of them whose own it is: the others declare it only where it is missing, and never bind it. */
  readonly owners: readonly string[];
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
    of: (topology: Topology) => readonly Declaration[],
    keyOf: (declaration: Declaration) => string,
    isForeign: (declaration: Declaration, foreign: Names) => boolean,
  ): readonly (Declaration & Asked)[] => {
    const found = new Map<string, { readonly declaration: Declaration; readonly applications: string[]; readonly owners: string[] }>();
    for (const [id, topology] of topologies) {
      for (const declaration of of(topology)) {
        const entry = found.get(keyOf(declaration)) ?? { declaration, applications: [], owners: [] };
        entry.applications.push(id);
        if (topology.foreign === undefined || !isForeign(declaration, topology.foreign)) entry.owners.push(id);
        found.set(keyOf(declaration), entry);
      }
    }
    return [...found.values()].map(({ declaration, applications, owners }) => ({
      ...declaration,
      applications: applications.toSorted(),
      owners: owners.toSorted(),
    }));
  };
  return {
    exchanges: merged(
      ({ exchanges }) => exchanges,
      ({ name }) => name,
      ({ name }, foreign) => foreign.exchanges.includes(name),
    ),
    queues: merged(
      ({ queues }) => queues,
      ({ name }) => name,
      ({ name }, foreign) => foreign.queues.includes(name),
    ),
    bindings: merged(
      ({ bindings }) => bindings,
      bindingKey,
      ({ queue }, foreign) => foreign.queues.includes(queue),
    ),
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
