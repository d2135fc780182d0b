import type { Application, ContractSet } from "../model.js";
import { answerOf } from "../replies.js";
import { alternateOf, awaitedQueueNames, consumedQueueNames, ownQueueChannels, surveyNames } from "./declarations.js";

/**
 * Whose a declared name is. A queue is its readers'; one that nobody reads is of those whose dead letters it takes; else of all who declare
 * it. An exchange is of those who write to it, be it with their dead letters; one that nobody writes to, of all who declare it.
 */
export interface Ownership {
  /** Whether the application may call a queue that it declares its own. */
  readonly ownsQueue: (application: string, queue: string) => boolean;
  readonly ownsExchange: (application: string, exchange: string) => boolean;
}

/** Applications by the name that they own. */
type Owners = Map<string, Set<string>>;

export function surveyOwnership(set: ContractSet): Ownership {
  const { exchanges } = surveyNames(set);
  const readers: Owners = new Map();
  const buriers: Owners = new Map();
  const writers: Owners = new Map();
  for (const application of set.applications) {
    for (const { queue, deadLetterQueue } of readChannels(application)) {
      add(readers, queue.name, application.id);
      add(buriers, deadLetterQueue, application.id);
    }
    // The list grows while it is read: what an exchange cannot route goes to its alternate, which may have one too.
    const written = writtenExchanges(application);
    for (const name of written) {
      add(writers, name, application.id);
      const known = exchanges.get(name);
      const alternate = known === undefined ? undefined : alternateOf(known);
      if (typeof alternate === "string" && !written.includes(alternate)) written.push(alternate);
    }
  }
  return {
    ownsQueue: (application, queue) => (readers.get(queue) ?? buriers.get(queue))?.has(application) ?? true,
    ownsExchange: (application, exchange) => writers.get(exchange)?.has(application) ?? true,
  };
}

/** The channels of the queues that the application consumes, for messages or for answers. */
function readChannels(application: Application) {
  const [consumed, awaited] = [consumedQueueNames(application), awaitedQueueNames(application)];
  return ownQueueChannels(application).filter(({ queue: { name } }) => consumed.has(name) || awaited.has(name));
}

function writtenExchanges(application: Application): string[] {
  const sent = application.operations.flatMap((operation) =>
    operation.action === "send" ? [operation.channel.exchange.name] : (answerOf(operation)?.exchange.name ?? []),
  );
  const buried = readChannels(application).map(({ queue }) => queue.arguments["x-dead-letter-exchange"]);
  return [...new Set([...sent, ...buried.filter((name) => typeof name === "string")])];
}

function add(owners: Owners, name: string, application: string): void {
  owners.set(name, (owners.get(name) ?? new Set()).add(application));
}
