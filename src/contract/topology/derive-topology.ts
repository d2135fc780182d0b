import type { Application, ContractSet } from "../model.js";
import { exchangeDeclarations, type Located, type NameSurvey, ownQueueChannels, queueDeclarations, surveyNames } from "./declarations.js";
import type { BindingDeclaration, Topology } from "./model.js";
import { type Ownership, surveyOwnership } from "./ownership.js";

/**
 * What one application declares at start-up, in its document's order; a queue it reads is followed by its delay queues, where messages are
 * retried, and its dead-letter queue. `{instance}` in a name stands for the id of the running instance.
 */
export function deriveTopology(application: Application, set: ContractSet): Topology {
  return topologyOf(application, surveyNames(set), surveyOwnership(set));
}

/** {@link deriveTopology} for every application of the set, by application id. */
export function deriveTopologies(set: ContractSet): ReadonlyMap<string, Topology> {
  const [names, ownership] = [surveyNames(set), surveyOwnership(set)];
  return new Map(set.applications.map((application) => [application.id, topologyOf(application, names, ownership)]));
}

function topologyOf(application: Application, names: NameSurvey, { ownsExchange, ownsQueue }: Ownership): Topology {
  const declared = {
    exchanges: firstOfEach(exchangeDeclarations(application, names)),
    queues: firstOfEach(queueDeclarations(application, names)),
    bindings: bindingsOf(application),
  };
  const exchanges = declared.exchanges.map(({ name }) => name).filter((name) => !ownsExchange(application.id, name));
  const queues = declared.queues.map(({ name }) => name).filter((name) => !ownsQueue(application.id, name));
  return exchanges.length + queues.length === 0 ? declared : { ...declared, foreign: { exchanges, queues } };
}

function bindingsOf(application: Application): readonly BindingDeclaration[] {
  const bindings = new Map<string, BindingDeclaration>();
  for (const channel of ownQueueChannels(application)) {
    for (const { exchange, routingKey, arguments: args } of channel.bindings) {
      // Every queue is bound to the default exchange by its name; RabbitMQ refuses to be told so.
      if (exchange.name === "") continue;
      const binding = { exchange: exchange.name, queue: channel.queue.name, routingKey, arguments: args };
      bindings.set(JSON.stringify(binding), binding);
    }
  }
  return [...bindings.values()];
}

function firstOfEach<Declaration extends { readonly name: string }>(all: readonly Located<Declaration>[]): readonly Declaration[] {
  const first = new Map<string, Declaration>();
  for (const { declaration } of all) if (!first.has(declaration.name)) first.set(declaration.name, declaration);
  return [...first.values()];
}
