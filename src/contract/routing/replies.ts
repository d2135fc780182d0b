/** Where the answers of a set's operations go: who asked decides, and the rules of whoever answers. */
import { fitsTemplate } from "../addresses.js";
import type { Application, ContractSet, ReceiveOperation, SendOperation } from "../model.js";
import { type Answer, answerOf, requestOf } from "../replies.js";
import type { BrokerModel } from "./broker.js";
import { exactKey, type KeySet, keySets } from "./keys.js";
import type { Producer, Route, RouteEnd } from "./model.js";
import { factsOf, groupByHeaders, type Production, producerOf } from "./producers.js";

/** The queue of a requester that does not say where it listens. */
export const privateReplyQueue = "amq.rabbitmq.reply-to";

/** A reply that goes to whoever asked, on a queue that no document names. */
export interface PrivateReply {
  readonly producer: Producer;
  readonly requester: RouteEnd;
}

/** A request that its responder does not answer, because of the reply address that it names or does not name. */
export interface RefusedRequest {
  readonly request: Asking;
  readonly responder: Responder;
  /** Missing: the request names none, and the responder has no default. */
  readonly address?: string;
}

/** A send operation with `reply`, and whose it is. */
export interface Asking extends RouteEnd {
  readonly send: SendOperation;
}

interface Responder {
  readonly application: Application;
  readonly operation: ReceiveOperation;
}

export interface Replies {
  readonly productions: readonly Production[];
  readonly privateReplies: readonly PrivateReply[];
  /** Operations that answer requests nobody in the set makes. */
  readonly unanswered: readonly ReceiveOperation[];
  readonly refused: readonly RefusedRequest[];
}

/** An address of an answer: its routing key, in all the forms it may have. */
interface Target {
  readonly routingKey: string;
  readonly keySets: readonly KeySet[];
}

/** @param requests the routes of everything that is sent */
export function repliesOf(set: ContractSet, broker: BrokerModel, requests: readonly Route[]): Replies {
  const productions: Production[] = [];
  const privateReplies: PrivateReply[] = [];
  const unanswered: ReceiveOperation[] = [];
  const refused: RefusedRequest[] = [];
  for (const responder of respondersOf(set)) {
    const { application, operation } = responder;
    const answer = answerOf(operation);
    const askers = answer?.fixed === undefined ? askersOf(set, responder, requests) : [];
    const { targets, secret, wrong } = targetsOf(answer, askers);
    refused.push(...wrong.map((address) => ({ responder, ...address })));
    if (askers.length === 0 && targets.length === 0) unanswered.push(operation);
    const ways = targets.length + secret.length > 1 ? ({ certainty: "may" } as const) : {};
    for (const messages of groupByHeaders(operation.reply?.messages ?? [], broker)) {
      const producer = producerOf(application, operation, messages);
      for (const { routingKey, keySets: keys } of targets) {
        const hop = { kind: "reply", exchange: answer?.exchange.name ?? "", routingKey } as const;
        productions.push({ producer, operation, publish: { hop, keySets: keys, headers: factsOf(messages, set) }, ...ways });
      }
      privateReplies.push(
        ...secret.map(({ application: id, operation: key }) => ({ producer, requester: { application: id, operation: key } })),
      );
    }
  }
  return { productions, privateReplies, unanswered, refused };
}

function respondersOf(set: ContractSet): Responder[] {
  return set.applications.flatMap((application) =>
    application.operations.flatMap((operation) =>
      operation.action === "receive" && operation.reply !== undefined ? [{ application, operation }] : [],
    ),
  );
}

/** Where an operation's answers go, which requesters get them on a queue nobody knows, and which get none. */
function targetsOf(answer: Answer | undefined, askers: readonly Asking[]) {
  const targets = new Map<string, Target>();
  const add = (address: string) => targets.set(address, { routingKey: address, keySets: [[exactKey(address)]] });
  if (answer?.fixed !== undefined) {
    const { routingKey, parameters } = answer.fixed;
    targets.set(routingKey, { routingKey, keySets: keySets([routingKey], parameters) });
  }
  const secret: Asking[] = [];
  const wrong: { readonly request: Asking; readonly address?: string }[] = [];
  for (const asker of askers) {
    const request = requestOf(asker.send);
    if (answer?.named === undefined || (asker.send.reply !== undefined && request === undefined)) {
      secret.push(asker);
      continue;
    }
    const { location, defaultAddress, allowedAddresses } = answer.named;
    const address = request?.address?.location === location ? request.address.value : undefined;
    if (address !== undefined && (allowedAddresses.length === 0 || allowedAddresses.some((form) => fitsTemplate(address, form))))
      add(address);
    else if (address !== undefined) wrong.push({ request: asker, address });
    else if (defaultAddress === undefined) wrong.push({ request: asker });
  }
  // Whoever asks without naming an address need not be in the set: that is what a default is for.
  if (answer?.named?.defaultAddress !== undefined) add(answer.named.defaultAddress);
  return { targets: [...targets.values()], secret, wrong };
}

/** The operations whose messages reach a receive operation. */
function askersOf(set: ContractSet, responder: Responder, requests: readonly Route[]): readonly Asking[] {
  const asking = new Map<string, Asking>();
  for (const { producer, consumer } of requests) {
    if (consumer?.application !== responder.application.id || consumer.operation !== responder.operation.key) continue;
    const send = set.applications
      .find(({ id }) => id === producer.application)
      ?.operations.find((operation) => operation.action === "send" && operation.key === producer.operation);
    if (send?.action !== "send") continue;
    const { application, operation } = producer;
    asking.set(JSON.stringify([application, operation]), { application, operation, send });
  }
  return [...asking.values()];
}
