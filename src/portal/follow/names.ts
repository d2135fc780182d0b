/** What the documents call what a journal tells: wire names become operations, messages and queues with pages. */
import { type Application, amqpTypeOf, answerOf, fitsTemplate, type Message, type Operation } from "#contract";
import type { JournalEntry } from "#messaging";
import { templateFor } from "#topology";
import type { Link } from "../content/model.js";
import type { System } from "../system/model.js";
import type { StepNames } from "./answers.js";
import type { Sighting } from "./in-order.js";

/** Names what can be named; what no document knows is left to the wire's own names. */
export function namer({ contracts, graph, places }: System): (sighting: Sighting) => StepNames {
  const applications = new Map(contracts.applications.map((application) => [application.id, application]));
  const templateOf = templateFor(graph.nodes.flatMap((node) => (node.kind === "queue" ? [node.name] : [])));
  const queueLink = (name: string | undefined): Link | undefined => {
    if (name === undefined) return undefined;
    const known = templateOf(name);
    return known === undefined ? undefined : { ...places.queue(known), text: name };
  };
  return (sighting) => {
    const application = applications.get(sighting.application);
    const found = application && (sighting.event === "sent" ? sentBy(application, sighting) : receivedBy(application, sighting));
    return defined({
      operation: found && places.operation(sighting.application, found.operation.key),
      message: found?.message && places.message(found.message),
      queue: queueLink(sighting.queue),
      target: queueLink(sighting.target),
    });
  };
}

interface Found {
  readonly operation: Operation;
  readonly message: Message | undefined;
}

function receivedBy({ operations }: Application, { operation: key, type }: JournalEntry): Found | undefined {
  const operation = operations.find((one) => one.key === key);
  // An answer is received by the operation that asked.
  const messages = operation?.action === "send" ? (operation.reply?.messages ?? []) : (operation?.messages ?? []);
  return operation && { operation, message: ofType(messages, type) };
}

/** By exchange, routing key and type: an outbox does not know the operation. */
function sentBy({ operations }: Application, { exchange, routingKey, type }: JournalEntry): Found | undefined {
  const found = operations.flatMap((operation): Found[] => {
    const sent = sendingOf(operation);
    if (sent === undefined || sent.exchange !== exchange) return [];
    if (sent.address !== undefined && !fitsTemplate(routingKey, sent.address)) return [];
    return [{ operation, message: ofType(sent.messages, type) }];
  });
  return found.find(({ message }) => message !== undefined) ?? found[0];
}

interface SendingOf {
  readonly exchange: string;
  /** Missing: whatever the request named. */
  readonly address: string | undefined;
  readonly messages: readonly Message[];
}

function sendingOf(operation: Operation): SendingOf | undefined {
  if (operation.action === "send") {
    const { channel, messages } = operation;
    return { exchange: channel.exchange.name, address: channel.address ?? "", messages };
  }
  const answer = answerOf(operation);
  return answer && { exchange: answer.exchange.name, address: answer.fixed?.routingKey, messages: answer.messages };
}

/** Without a type, the only message there is. */
const ofType = (messages: readonly Message[], type: string | undefined): Message | undefined =>
  type === undefined ? (messages.length === 1 ? messages[0] : undefined) : messages.find((message) => amqpTypeOf(message) === type);

const defined = (names: { readonly [Name in keyof StepNames]: StepNames[Name] | undefined }): StepNames =>
  Object.fromEntries(Object.entries(names).filter(([, link]) => link !== undefined));
