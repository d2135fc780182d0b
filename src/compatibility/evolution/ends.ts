/** Who is there, and what each sends and takes. */
import { type Application, amqpTypeOf, type ContractSet, type Location, type Message, type Operation, type RouteEnd } from "#contract";
import type { EndChange } from "./model.js";

/** What an operation publishes: a receive operation, its answers. */
const sentBy = (operation: Operation | undefined): readonly Message[] =>
  (operation?.action === "receive" ? operation.reply?.messages : operation?.messages) ?? [];

/** What an operation takes: a send operation, the answers to its requests. */
export const takenBy = (operation: Operation | undefined): readonly Message[] =>
  (operation?.action === "send" ? operation.reply?.messages : operation?.messages) ?? [];

export const operationOf = (set: ContractSet, { application, operation }: RouteEnd): Operation | undefined =>
  set.applications.find(({ id }) => id === application)?.operations.find(({ key }) => key === operation);

/** A message that an operation sends, by its key there. */
export const sentMessage = (set: ContractSet, end: RouteEnd, key: string): Message | undefined =>
  sentBy(operationOf(set, end)).find((message) => message.key === key);

/** The message of the same AMQP type that an operation takes; of several, the runtime knows the last. */
export const takenMessage = (set: ContractSet, end: RouteEnd, sent: Message): Message | undefined =>
  takenBy(operationOf(set, end)).findLast((message) => amqpTypeOf(message) === amqpTypeOf(sent));

/** Applications, operations and messages that only one of the sets has; of what is new or gone as a whole, the parts are not told. */
export function endsBetween(before: ContractSet, after: ContractSet): readonly EndChange[] {
  return [...onlyIn(before, after, "removed"), ...onlyIn(after, before, "added")];
}

function onlyIn(set: ContractSet, other: ContractSet, change: EndChange["change"]): EndChange[] {
  return set.applications.flatMap((application) => {
    const counterpart = other.applications.find(({ id }) => id === application.id);
    if (counterpart === undefined) return [end(change, "application", application.id, application.location)];
    return application.operations.flatMap((operation) => operationChanges(application, operation, counterpart, change));
  });
}

function operationChanges(
  application: Application,
  operation: Operation,
  counterpart: Application,
  change: EndChange["change"],
): EndChange[] {
  const name = `${application.id}.${operation.key}`;
  const same = counterpart.operations.find(({ key, action }) => key === operation.key && action === operation.action);
  if (same === undefined) return [end(change, operation.action === "send" ? "producer" : "consumer", name, operation.location)];
  const missing = (mine: readonly Message[], theirs: readonly Message[], kind: "sends" | "takes") =>
    mine
      .filter(({ key }) => !theirs.some((message) => message.key === key))
      .map((message) => end(change, "message", `${name}: ${message.key}`, message.location, meanings[change][kind]));
  return [...missing(sentBy(operation), sentBy(same), "sends"), ...missing(takenBy(operation), takenBy(same), "takes")];
}

const meanings = {
  added: {
    application: "Whatever it needs on the broker, it declares when it starts; start it before those who send to it.",
    producer: "Start the consumers of what it sends first: until their queue is there, its messages reach no queue.",
    consumer: "Its queue is declared when it starts, and holds what is sent from then on.",
    sends: "It is sent from now on; old consumers that know no such message put it into their dead-letter queues.",
    takes: "It is taken from now on; deploy this before anybody sends it.",
  },
  removed: {
    application: "What it read nobody reads now, and its queues stay on the broker; what it sent nobody sends.",
    producer: "Nobody sends its messages any more; what is in queues is still taken.",
    consumer: "Nobody takes what comes to its queue, and the queue stays on the broker.",
    sends: "It is sent no more; what is in queues is still taken.",
    takes: "It is taken no more: whatever still arrives goes to the dead-letter queue.",
  },
} as const;

function end(
  change: EndChange["change"],
  kind: EndChange["kind"],
  name: string,
  at: Location,
  meaning: string = kind === "message" ? "" : meanings[change][kind],
): EndChange {
  return { change, kind, name, meaning, at };
}
