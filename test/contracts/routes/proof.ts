import { compare } from "#compatibility";
import { amqpTypeOf, type ContractSet, type Message, type Operation, type Route, type RouteEnd } from "#contract";

/** Sentences about messages of a route that its consumer is not proved to take. */
export function faultsOf(set: ContractSet, { producer, consumer }: Route): readonly string[] {
  if (consumer === undefined) return [];
  const sent = messagesOf(operationOf(set, producer), "receive").filter(({ key }) => producer.messages.includes(key));
  const taken = messagesOf(operationOf(set, consumer), "send");
  return sent.flatMap((message) => {
    const known = taken.find((each) => amqpTypeOf(each) === amqpTypeOf(message));
    if (known === undefined) return [`knows no message of type ${amqpTypeOf(message)}`];
    const verdict = compare({ schemaId: message.payload, schemas: set.schemas }, { schemaId: known.payload, schemas: set.schemas });
    return verdict.verdict === "compatible" ? [] : [`${message.name}: ${JSON.stringify(verdict)}`];
  });
}

const operationOf = (set: ContractSet, { application, operation }: RouteEnd): Operation | undefined =>
  set.applications.find(({ id }) => id === application)?.operations.find(({ key }) => key === operation);

/** What goes the operation's way: the answers, where it is of the kind that answers or gets them. */
const messagesOf = (operation: Operation | undefined, answering: Operation["action"]): readonly Message[] =>
  (operation?.action === answering ? operation.reply?.messages : operation?.messages) ?? [];
