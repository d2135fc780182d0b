/** What is doubtful about a set's routes. Nothing here stops a service from starting, so nothing is an error. */
import type { ContractSet, Location, Problem, ReceiveOperation, Severity } from "../model.js";
import { requestOf } from "../replies.js";
import { ownQueueChannels } from "../topology/declarations.js";
import type { BindingDeclaration } from "../topology/model.js";
import type { BrokerModel, BrokerQueue } from "./broker.js";
import { deadLetterRuleOf, timeToLive } from "./departures.js";
import type { Route, RouteEnd } from "./model.js";
import type { Production } from "./producers.js";
import type { RefusedRequest } from "./replies.js";
import type { Walk } from "./walk.js";

export interface RoutingFindings {
  readonly set: ContractSet;
  readonly broker: BrokerModel;
  readonly walks: readonly { readonly production: Production; readonly walk: Walk }[];
  /** Bindings that some message takes. */
  readonly hits: ReadonlySet<BindingDeclaration>;
  /** Operations that answer requests nobody in the set makes. */
  readonly unanswered: readonly ReceiveOperation[];
  readonly refused: readonly RefusedRequest[];
  /** The routes of what is sent, and of what is answered. */
  readonly requests: readonly Route[];
  readonly answers: readonly Route[];
}

export function routingProblems(findings: RoutingFindings): readonly Problem[] {
  const problems = [
    ...unroutedMessages(findings),
    ...unknownExchanges(findings),
    ...lostDeadLetters(findings),
    ...expiryWithoutDeadLetters(findings),
    ...unusedBindings(findings),
    ...unansweredOperations(findings),
    ...refusedRequests(findings),
    ...unansweredRequests(findings),
  ];
  return [...new Map(problems.map((found) => [JSON.stringify(found), found])).values()];
}

function unroutedMessages({ walks }: RoutingFindings): Problem[] {
  return walks.flatMap(({ production: { operation, publish }, walk: { lost } }) => {
    if (lost.length === 0) return [];
    const keys = [...new Set(lost.map((set) => `"${set[0]?.text ?? ""}"`))].join(", ");
    const exchange = publish.hop.exchange === "" ? "the default exchange" : `exchange "${publish.hop.exchange}"`;
    const mandatory = operation.action === "receive" || operation.mandatory;
    const effect = mandatory ? "; publishing one fails unless somebody else binds a queue" : "";
    const text = `Messages of "${operation.key}" reach no queue of any document (${exchange}, routing key ${keys})${effect}.`;
    return [problem(operation.location, mandatory ? "warning" : "note", "unrouted-message", text)];
  });
}

function unknownExchanges({ set, broker }: RoutingFindings): Problem[] {
  const unknown = (location: Location, name: unknown, whose: string): Problem[] =>
    typeof name !== "string" || broker.exchanges.has(name)
      ? []
      : [
          problem(
            location,
            "warning",
            "unknown-exchange",
            `Exchange "${name}", ${whose}, is declared by no document; RabbitMQ drops what is sent there.`,
          ),
        ];
  return set.applications.flatMap((application) => [
    ...ownQueueChannels(application).flatMap(({ queue }) =>
      unknown(queue.location, queue.arguments["x-dead-letter-exchange"], `the dead-letter exchange of queue "${queue.name}"`),
    ),
    ...application.channels
      .flatMap((channel) => (channel.kind === "exchange" ? [channel.exchange] : channel.bindings.map(({ exchange }) => exchange)))
      .flatMap(({ name, arguments: args, location }) =>
        unknown(location, args["alternate-exchange"], `the alternate of exchange "${name}"`),
      ),
  ]);
}

function lostDeadLetters({ set, broker, walks }: RoutingFindings): Problem[] {
  const locations = queueLocations(set);
  const ends = walks.flatMap(({ walk: { deadEnds } }) => deadEnds).filter(({ exchange }) => broker.exchanges.has(exchange));
  return ends.flatMap(({ queue, exchange, kind, routingKey }) => {
    const location = locations.get(queue);
    if (location === undefined) return [];
    const why = kind === "expire" ? "expire in" : "fail in";
    const key = routingKey === undefined ? "with the routing key they have" : `with routing key "${routingKey}"`;
    const text = `Messages that ${why} queue "${queue}" go to exchange "${exchange}" ${key} and reach no queue there: they are lost.`;
    return [problem(location, "warning", "lost-dead-letter", text)];
  });
}

function expiryWithoutDeadLetters({ set, broker, walks }: RoutingFindings): Problem[] {
  const code = "expires-without-dead-letter";
  const lossy = (queue: BrokerQueue | undefined): queue is BrokerQueue => queue !== undefined && deadLetterRuleOf(queue) === undefined;
  const byQueue = [...queueLocations(set)].flatMap(([name, location]) => {
    const queue = broker.queues.get(name);
    const ttlMs = lossy(queue) ? timeToLive(queue) : undefined;
    if (ttlMs === undefined) return [];
    return [
      problem(
        location,
        "warning",
        code,
        `Messages expire in queue "${name}" after ${ttlMs} ms and are lost: it has no dead-letter exchange.`,
      ),
    ];
  });
  const byMessage = walks.flatMap(({ production: { operation, publish }, walk: { arrivals } }) => {
    if (publish.expirationMs === undefined) return [];
    // Only the first queue sees the message's own expiration: dead-lettering takes it off.
    const first = arrivals.filter(({ hops }) => hops.every(({ kind }) => kind !== "expire" && kind !== "dead-letter" && kind !== "retry"));
    return first.flatMap(({ queue: name }) => {
      const queue = broker.queues.get(name);
      if (!lossy(queue) || timeToLive(queue) !== undefined) return [];
      const text = `Messages of "${operation.key}" expire in queue "${name}" after ${publish.expirationMs} ms and are lost: it has no dead-letter exchange.`;
      return [problem(operation.location, "warning", code, text)];
    });
  });
  return [...byQueue, ...byMessage];
}

/** A binding on an exchange that some message passes is doubtful; on one that nobody in the set uses, its producer is elsewhere. */
function unusedBindings({ set, hits, walks, broker }: RoutingFindings): Problem[] {
  const used = new Set(
    walks.flatMap(({ production, walk: { arrivals, deadEnds } }) => [
      production.publish.hop.exchange,
      ...deadEnds.map(({ exchange }) => exchange),
      ...arrivals.flatMap(({ hops }) => hops.map((hop) => ("exchange" in hop ? hop.exchange : ""))),
    ]),
  );
  const keyOf = ({ exchange, queue, routingKey, arguments: args }: BindingDeclaration) =>
    JSON.stringify([exchange, queue, routingKey, args]);
  const unhit = new Set(broker.bindings.filter((binding) => !hits.has(binding)).map(keyOf));
  return set.applications.flatMap(ownQueueChannels).flatMap(({ queue, bindings }) =>
    bindings.flatMap(({ exchange, routingKey, arguments: args, location }) => {
      if (!unhit.has(keyOf({ exchange: exchange.name, queue: queue.name, routingKey, arguments: args }))) return [];
      const text = `No message of any document takes the binding of queue "${queue.name}" to exchange "${exchange.name}" (routing key "${routingKey}").`;
      return [problem(location, used.has(exchange.name) ? "warning" : "note", "unused-binding", text)];
    }),
  );
}

function unansweredOperations({ unanswered }: RoutingFindings): Problem[] {
  return unanswered.map(({ location, key }) => {
    const text = `"${key}" answers whoever asks, and no document asks: its replies have no known receiver.`;
    return problem(location, "note", "reply-without-requester", text);
  });
}

/** Requests that are dead-lettered for the reply address that they name, or for naming none. */
function refusedRequests({ refused }: RoutingFindings): Problem[] {
  return refused.map(({ request, responder, address }) => {
    const whose = `"${responder.operation.key}" of ${responder.application.id}`;
    const why =
      address === undefined
        ? `name no reply address where ${whose} looks for it, and it has no default`
        : `name the reply address "${address}", which is of no form that ${whose} allows`;
    return problem(request.send.location, "warning", "reply-refused", `Requests of "${request.operation}" ${why}: they are dead-lettered.`);
  });
}

/** Requests that some operation takes, and whose answers come to where nobody waits for them. */
function unansweredRequests({ set, refused, requests, answers }: RoutingFindings): Problem[] {
  return set.applications.flatMap(({ id, operations }) =>
    operations.flatMap((operation) => {
      const request = operation.action === "send" ? requestOf(operation) : undefined;
      const isOwn = (end: RouteEnd | undefined) => end?.application === id && end.operation === operation.key;
      if (request === undefined || refused.some((other) => isOwn(other.request)) || answers.some(({ consumer }) => isOwn(consumer)))
        return [];
      if (!requests.some(({ producer, consumer }) => isOwn(producer) && consumer !== undefined)) return [];
      const text = `"${operation.key}" waits for answers on queue "${request.channel.queue.name}", and none of the operations that take its messages answers there.`;
      return [problem(operation.location, "warning", "reply-missing", text)];
    }),
  );
}

function queueLocations(set: ContractSet): ReadonlyMap<string, Location> {
  const locations = new Map<string, Location>();
  for (const { queue } of set.applications.flatMap(ownQueueChannels))
    if (!locations.has(queue.name)) locations.set(queue.name, queue.location);
  return locations;
}

function problem({ file, line, column }: Location, severity: Severity, code: string, message: string): Problem {
  return { file, line, column, severity, code, message };
}
