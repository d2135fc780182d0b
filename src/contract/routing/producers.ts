/** What the operations of a set send. */
import type { Application, ContractSet, Message, Operation, SendOperation } from "../model.js";
import type { BrokerModel } from "./broker.js";
import { headerFacts } from "./headers.js";
import { keySets } from "./keys.js";
import type { Certainty, Producer } from "./model.js";
import { filledIn, waysOf } from "./values.js";
import type { Publish } from "./walk.js";

/** One publish of an operation, for those of its messages that are routed alike. */
export interface Production {
  readonly producer: Producer;
  readonly operation: Operation;
  readonly publish: Publish;
  /** `may`: the operation publishes in other ways too, each message in one of them. Default `always`. */
  readonly certainty?: Certainty;
}

export function sendProductions(set: ContractSet, broker: BrokerModel): readonly Production[] {
  return set.applications.flatMap((application) =>
    application.operations
      .filter((operation) => operation.action === "send")
      .flatMap((operation) =>
        groupByHeaders(operation.messages, broker).flatMap((messages) => productionsOf(set, application, operation, messages)),
      ),
  );
}

/** One for each way that values in the messages decide. */
function productionsOf(set: ContractSet, application: Application, operation: SendOperation, messages: readonly Message[]): Production[] {
  const { channel, cc, bcc, expirationMs } = operation;
  const ways = waysOf(channel.address ?? "", channel.parameters);
  return ways.map(({ values, given }) => {
    const [routingKey = "", ...copies] = [channel.address ?? "", ...cc, ...bcc].map((text) => filledIn(text, values));
    const publish: Publish = {
      hop: { kind: "publish", exchange: channel.exchange.name, routingKey, ...(given.length === 0 ? {} : { given }) },
      keySets: keySets([routingKey, ...copies], channel.parameters),
      headers: factsOf(messages, set),
      ...(expirationMs === undefined ? {} : { expirationMs }),
    };
    const certainty = ways.length > 1 ? ({ certainty: "may" } as const) : {};
    return { producer: producerOf(application, operation, messages), operation, publish, ...certainty };
  });
}

export function producerOf(application: Application, operation: Operation, messages: readonly Message[]): Producer {
  return { application: application.id, operation: operation.key, messages: messages.map(({ key }) => key) };
}

/** Messages with different headers schemas may part at a headers exchange; where there is none, all go the same way. */
export function groupByHeaders(messages: readonly Message[], broker: BrokerModel): readonly (readonly Message[])[] {
  const parting = [...broker.exchanges.values()].some(({ type }) => type === "headers");
  if (!parting || messages.length === 0) return [messages];
  const groups = new Map<string | undefined, Message[]>();
  for (const message of messages) groups.set(message.headers, [...(groups.get(message.headers) ?? []), message]);
  return [...groups.values()];
}

export function factsOf([message]: readonly Message[], set: ContractSet) {
  return headerFacts(message ?? {}, set.schemas);
}
