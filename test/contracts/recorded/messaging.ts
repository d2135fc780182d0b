/** What is recorded of the AsyncAPI documents: samples of every message, what applications declare, how each operation sends or receives. */
import { valueChecker } from "#codegen";
import {
  type Application,
  amqpTypeOf,
  answerOf,
  type ContractSet,
  deriveTopology,
  type Json,
  type Message,
  type Operation,
  requestOf,
} from "#contract";
import { limitSamples } from "../values/message-samples.js";
import { factCheck, type RecordCheck, sampleCheck } from "./check.js";

export function messagingChecks(set: ContractSet): readonly RecordCheck[] {
  return set.applications.flatMap((application) => [
    factCheck(`${application.id} has the channels that it had`, `asyncapi/${application.id}/channels.json`, () => channelsOf(application)),
    factCheck(`${application.id} declares on the broker what it did`, `asyncapi/${application.id}/topology.json`, () =>
      declared(application, set),
    ),
    ...application.operations.map((operation) =>
      factCheck(
        `${application.id}.${operation.key} ${operation.action === "send" ? "sends" : "receives"} as it did`,
        `asyncapi/${application.id}/${operation.key}.json`,
        () => wireOf(operation),
      ),
    ),
    ...messagesOf(application).flatMap((message) => messageChecks(application, message, set)),
  ]);
}

/** Each message of an application once, answers included. */
function messagesOf({ operations }: Application): readonly Message[] {
  const all = operations.flatMap(({ messages, reply }) => [...messages, ...(reply?.messages ?? [])]);
  return [...new Map(all.map((message) => [`${message.key} ${message.payload}`, message])).values()];
}

function messageChecks({ id }: Application, message: Message, { schemas }: ContractSet): RecordCheck[] {
  const check = (what: string, schema: string): RecordCheck => {
    const faultsOf = valueChecker(schema, schemas);
    const name = `${what} of ${id} allows what it did, and nothing else`;
    return sampleCheck(
      name,
      `asyncapi/${id}/${what}.samples.json`,
      () => limitSamples(schema, schemas),
      (value) => faultsOf(value).length === 0,
    );
  };
  return [
    check(message.key, message.payload),
    ...(message.headers === undefined ? [] : [check(`${message.key} headers`, message.headers)]),
  ];
}

/** Whoever reads the documents with other tools finds queues by their address. */
const channelsOf = ({ channels }: Application): Json =>
  Object.fromEntries(
    channels.map(({ key, kind, address, messages }) => [key, { kind, address, messages: messages.map((message) => message.key) }]),
  );

/** In an order that does not depend on the documents'. */
function declared(application: Application, set: ContractSet): Json {
  const { exchanges, queues, bindings } = deriveTopology(application, set);
  return { exchanges: sorted(exchanges), queues: sorted(queues), bindings: sorted(bindings) };
}

const sorted = (list: readonly object[]): Json =>
  list.map((each) => plain(each)).toSorted((one, other) => (JSON.stringify(one) < JSON.stringify(other) ? -1 : 1));

/** What others see of an operation, and what decides the fate of its messages. */
function wireOf(operation: Operation): Json {
  const messages = Object.fromEntries(operation.messages.map((message) => [message.key, wireMessage(message)]));
  if (operation.action === "receive") {
    const { channel, prefetch, consumers, concurrency, timeoutMs, idempotencyKey, readOnly } = operation;
    const { queue, deadLetterQueue, retryDelaysMs } = channel;
    const handling = { prefetch, consumers, concurrency, timeoutMs, idempotencyKey, readOnly };
    return plain({ queue: queue.name, deadLetterQueue, retryDelaysMs, ...handling, messages, answer: answered(answerOf(operation)) });
  }
  const { channel, mandatory, deliveryMode, priority, priorityBy, expirationMs, cc, bcc, orderingKey } = operation;
  const { exchange, address, parameters } = channel;
  const sending = { mandatory, deliveryMode, priority, priorityBy, expirationMs, cc, bcc, orderingKey };
  return plain({
    exchange: exchange.name,
    type: exchange.type,
    address,
    parameters,
    ...sending,
    messages,
    request: requested(requestOf(operation)),
  });
}

const wireMessage = (message: Message): Json =>
  plain({
    type: amqpTypeOf(message),
    contentType: message.contentType,
    contentEncoding: message.contentEncoding,
    correlationId: message.correlationId,
    fill: message.fill,
    headers: message.headers !== undefined,
  });

const answered = (answer: ReturnType<typeof answerOf>): Json | undefined =>
  answer &&
  plain({
    ...answer,
    exchange: answer.exchange.name,
    messages: Object.fromEntries(answer.messages.map((each) => [each.key, wireMessage(each)])),
  });

const requested = (request: ReturnType<typeof requestOf>): Json | undefined =>
  request &&
  plain({
    queue: request.channel.queue.name,
    deadLetterQueue: request.channel.deadLetterQueue,
    address: request.address,
    limits: request.limits,
    messages: Object.fromEntries(request.messages.map((each) => [each.key, wireMessage(each)])),
  });

const plain = (value: unknown): Json => JSON.parse(JSON.stringify(value)) as Json;
