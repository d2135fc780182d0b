/** What the operations of a set publish: sends, and replies to requests. */
import type { Application, ContractSet, Message, Operation, ReceiveOperation, SendOperation } from "../model.js";
import type { BrokerModel } from "./broker.js";
import { headerFacts } from "./headers.js";
import { exactKey, keySets } from "./keys.js";
import type { Producer, Route, RouteEnd } from "./model.js";
import type { Publish } from "./walk.js";

/** The queue a requester listens on when it names none. */
export const privateReplyQueue = "amq.rabbitmq.reply-to";

/** One publish of an operation, for those of its messages that are routed alike. */
export interface Production {
  readonly producer: Producer;
  readonly operation: Operation;
  readonly publish: Publish;
}

/** A reply that goes to whoever asked, on a queue of the requester's own. */
export interface PrivateReply {
  readonly producer: Producer;
  readonly requester: RouteEnd;
}

export function sendProductions(set: ContractSet, broker: BrokerModel): readonly Production[] {
  return set.applications.flatMap((application) =>
    application.operations
      .filter((operation) => operation.action === "send")
      .flatMap((operation) =>
        groupByHeaders(operation.messages, broker).map((messages) => sendProduction(set, application, operation, messages)),
      ),
  );
}

function sendProduction(set: ContractSet, application: Application, operation: SendOperation, messages: readonly Message[]): Production {
  const { channel, cc, bcc, expirationMs } = operation;
  const routingKey = channel.address ?? "";
  const publish: Publish = {
    hop: { kind: "publish", exchange: channel.exchange.name, routingKey },
    keySets: keySets([routingKey, ...cc, ...bcc], channel.parameters),
    headers: factsOf(messages, set),
    ...(expirationMs === undefined ? {} : { expirationMs }),
  };
  return { producer: producerOf(application, operation, messages), operation, publish };
}

/** Replies, given the routes of the requests: who asked decides where an answer goes that has no fixed address. */
export function replyProductions(set: ContractSet, broker: BrokerModel, requests: readonly Route[]) {
  const productions: Production[] = [];
  const privateReplies: PrivateReply[] = [];
  const unanswered: ReceiveOperation[] = [];
  for (const { application, operation } of answering(set)) {
    for (const messages of groupByHeaders(operation.reply?.messages ?? [], broker)) {
      const producer = producerOf(application, operation, messages);
      const answer = (publish: Omit<Publish, "headers">) =>
        productions.push({ producer, operation, publish: { ...publish, headers: factsOf(messages, set) } });
      const fixed = fixedTarget(operation);
      if (fixed !== undefined) {
        answer(fixed);
        continue;
      }
      const requesters = requestersOf(set, { application: application.id, operation: operation.key }, requests);
      if (requesters.length === 0) unanswered.push(operation);
      for (const { end, queue } of requesters) {
        if (queue !== undefined && broker.queues.has(queue)) answer(toQueue(queue));
        else privateReplies.push({ producer, requester: end });
      }
    }
  }
  return { productions, privateReplies, unanswered };
}

function answering(set: ContractSet): { readonly application: Application; readonly operation: ReceiveOperation }[] {
  return set.applications.flatMap((application) =>
    application.operations.flatMap((operation) =>
      operation.action === "receive" && operation.reply !== undefined ? [{ application, operation }] : [],
    ),
  );
}

/** Where replies go that the responder's own document addresses. */
function fixedTarget({ reply }: ReceiveOperation): Omit<Publish, "headers"> | undefined {
  const channel = reply?.channel;
  if (channel === undefined || reply?.address !== undefined) return undefined;
  if (channel.kind === "queue") return channel.queue.name === "" ? undefined : toQueue(channel.queue.name);
  if (channel.address === null) return undefined;
  const hop = { kind: "reply", exchange: channel.exchange.name, routingKey: channel.address } as const;
  return { hop, keySets: keySets([channel.address], channel.parameters) };
}

function toQueue(queue: string): Omit<Publish, "headers"> {
  return { hop: { kind: "reply", exchange: "", routingKey: queue }, keySets: [[exactKey(queue)]] };
}

/** The operations whose requests reach a receive operation, with the reply queue each names. */
function requestersOf(set: ContractSet, responder: RouteEnd, requests: readonly Route[]) {
  const asking = new Map<string, { readonly end: RouteEnd; readonly queue: string | undefined }>();
  for (const { producer, consumer } of requests) {
    if (consumer?.application !== responder.application || consumer.operation !== responder.operation) continue;
    const application = set.applications.find(({ id }) => id === producer.application);
    const request = application?.operations.find((operation) => operation.action === "send" && operation.key === producer.operation);
    if (request?.reply === undefined) continue;
    const { channel } = request.reply;
    const end = { application: producer.application, operation: producer.operation };
    asking.set(JSON.stringify(end), { end, queue: channel?.kind === "queue" ? channel.queue.name : undefined });
  }
  return [...asking.values()];
}

function producerOf(application: Application, operation: Operation, messages: readonly Message[]): Producer {
  return { application: application.id, operation: operation.key, messages: messages.map(({ key }) => key) };
}

/** Messages with different headers schemas may part at a headers exchange; where there is none, all go the same way. */
function groupByHeaders(messages: readonly Message[], broker: BrokerModel): readonly (readonly Message[])[] {
  const parting = [...broker.exchanges.values()].some(({ type }) => type === "headers");
  if (!parting || messages.length === 0) return [messages];
  const groups = new Map<string | undefined, Message[]>();
  for (const message of messages) groups.set(message.headers, [...(groups.get(message.headers) ?? []), message]);
  return [...groups.values()];
}

function factsOf([message]: readonly Message[], set: ContractSet) {
  return headerFacts(message ?? {}, set.schemas);
}
