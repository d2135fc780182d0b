import { createGeneratorSync } from "json-schema-faker";
import { checkValue } from "#codegen";
import type { ContractSet, Json, Message, Operation, Route, RouteEnd } from "#contract";

/** One message type on its way from one operation to another. */
export interface Acceptance {
  /** `orders/order.payment` */
  readonly producer: string;
  /** `orders/payment.paymentAction` */
  readonly consumer: string;
  readonly message: string;
  readonly queue: string;
  /** Sentences, each once, about samples that the consumer would dead-letter; none when it takes them all. */
  refusals(): readonly string[];
}

const samplesOfEach = 12;

/** Every pair of producer and consumer between which a message can travel, once, however many ways there are. */
export function acceptances(set: ContractSet, routes: readonly Route[]): readonly Acceptance[] {
  const found = new Map<string, Acceptance>();
  for (const { producer, consumer, queue } of routes) {
    if (consumer === undefined) continue;
    const sent = sentBy(operationOf(set, producer)).filter(({ key }) => producer.messages.includes(key));
    const taken = takenBy(operationOf(set, consumer));
    for (const message of sent) {
      const names = { producer: nameOf(producer), consumer: nameOf(consumer), message: message.name, queue };
      found.set(JSON.stringify(names), { ...names, refusals: () => refusalsOf(set, message, taken) });
    }
  }
  return [...found.values()];
}

const nameOf = ({ application, operation }: RouteEnd): string => `${application}.${operation}`;

const operationOf = (set: ContractSet, { application, operation }: RouteEnd): Operation | undefined =>
  set.applications.find(({ id }) => id === application)?.operations.find(({ key }) => key === operation);

/** What an operation publishes: a receive operation, its answers. */
const sentBy = (operation: Operation | undefined): readonly Message[] =>
  (operation?.action === "receive" ? operation.reply?.messages : operation?.messages) ?? [];

/** What an operation takes: a send operation, the answers to its requests. */
const takenBy = (operation: Operation | undefined): readonly Message[] =>
  (operation?.action === "send" ? operation.reply?.messages : operation?.messages) ?? [];

/** What stands in the AMQP type property, by which the receiver knows the message. */
const typeOf = ({ messageType, key }: Message): string => messageType ?? key;

function refusalsOf({ schemas }: ContractSet, sent: Message, taken: readonly Message[]): string[] {
  const known = taken.find((message) => typeOf(message) === typeOf(sent));
  if (known === undefined) return [`knows no message of type ${typeOf(sent)}`];
  if (known.payload === sent.payload) return [];
  const samples = sample(sent, schemas);
  if (samples.length === 0) return [`no sample of ${sent.name} could be made`];
  const faults = samples.flatMap((value) => checkValue(value, known.payload, schemas));
  return [...new Set(faults.map(({ pointer, sentence }) => `refuses ${sent.name}: ${pointer || "the payload"} ${sentence}`))];
}

/** The message's own examples and made-up values, as far as they are what the schema allows. */
function sample(message: Message, schemas: ContractSet["schemas"]): Json[] {
  const generator = createGeneratorSync({ seed: 7, optionalsProbability: 0.5, maxDepth: 4 });
  const schema = bundled(message.payload, schemas);
  const made = Array.from({ length: samplesOfEach }, () => generator.generate(schema as never) as Json);
  const examples = message.examples.flatMap(({ payload }) => (payload === undefined ? [] : [payload]));
  return [...examples, ...made].filter((value) => checkValue(value, message.payload, schemas).length === 0);
}

/** A schema with everything it refers to, as one document. */
function bundled(id: string, schemas: ContractSet["schemas"]): Json {
  const ids = [...schemas.keys()];
  const local = (target: string): string => `#/definitions/s${ids.indexOf(target)}`;
  const relocate = (node: Json): Json => {
    if (Array.isArray(node)) return (node as readonly Json[]).map(relocate);
    if (typeof node !== "object" || node === null) return node;
    return Object.fromEntries(
      Object.entries(node).map(([key, value]) => [key, key === "$ref" && typeof value === "string" ? local(value) : relocate(value)]),
    );
  };
  const definitions = Object.fromEntries([...schemas].map(([key, { node }]) => [`s${ids.indexOf(key)}`, relocate(node)]));
  return { $ref: local(id), definitions };
}
