import {
  type Answer,
  amqpTypeOf,
  type Json,
  type Message,
  type Operation,
  type Parameter,
  type ReceiveOperation,
  type Request,
  retryTiersOf,
  type Schema,
  type SendOperation,
} from "#contract";
import { Code, type Literal, literal } from "../literal.js";
import { createSourceFile, docComment } from "../source-file.js";
import { findTag } from "../validators/tags.js";
import { type ApplicationView, addressParameters, generatedAnswer, generatedRequest, operationWords } from "./application-view.js";

/** Writes messages as descriptors. */
type Describe = (messages: readonly Message[]) => Literal;

/** operations.ts: one descriptor per operation (https://www.asyncapi.com/docs/reference/specification/v3.0.0#operationObject). */
export function emitOperations(view: ApplicationView, schemas: ReadonlyMap<string, Schema>): string {
  const file = createSourceFile(view.header, view.names.descriptor.values());
  const describe: Describe = (messages) =>
    describeMessages(messages, schemas, (id) => new Code(file.import(view.validatorOf(id), "./validators.js")));
  const blocks = view.application.operations.map((operation) => {
    const type = file.importType(typeOf(operation), view.runtime);
    const name = view.names.descriptor.get(operation.key) ?? operation.key;
    const value = operation.action === "send" ? describeSend(operation, describe) : describeReceive(operation, describe);
    return `${docComment([place(operation), ...operationWords(operation)])}export const ${name}: ${type} = ${literal(value, "", name.length + type.length + 20)};`;
  });
  file.print(blocks.length > 0 ? blocks.join("\n\n") : "export {};");
  return file.text();
}

function typeOf(operation: Operation): "SendOperation" | "RequestOperation" | "ReceiveOperation" {
  if (operation.action === "receive") return "ReceiveOperation";
  return generatedRequest(operation) === undefined ? "SendOperation" : "RequestOperation";
}

/** Where a message of this operation goes or comes from, in a sentence. */
export function place(operation: Operation): string {
  if (operation.action === "receive") return `Queue \`${operation.channel.queue.name}\`.`;
  const { exchange, address } = operation.channel;
  const where = exchange.name === "" ? "Default exchange" : `Exchange \`${exchange.name}\``;
  const request = generatedRequest(operation);
  const answered = request === undefined ? "" : `; answered on queue \`${request.channel.queue.name}\``;
  return `${where}, routing key \`${address ?? ""}\`${answered}.`;
}

function describeSend(operation: SendOperation, describe: Describe): Literal {
  const { channel } = operation;
  return {
    id: operation.key,
    exchange: channel.exchange.name,
    routingKey: channel.address ?? "",
    parameters: describeParameters(channel.address, channel.parameters),
    mandatory: operation.mandatory,
    persistent: operation.deliveryMode === 2,
    priority: operation.priority,
    priorityBy: operation.priorityBy && { location: operation.priorityBy.expression, values: operation.priorityBy.values },
    expirationMs: operation.expirationMs,
    cc: operation.cc.length > 0 ? operation.cc : undefined,
    bcc: operation.bcc.length > 0 ? operation.bcc : undefined,
    orderingKey: operation.orderingKey,
    callNames: operation.callNames,
    messages: describe(operation.messages),
    ...describeRequest(generatedRequest(operation), describe),
  };
}

const describeParameters = (address: string | null, parameters: readonly Parameter[]): Literal =>
  addressParameters(address, parameters).map((parameter) => ({
    name: parameter.name,
    enum: parameter.enum.length > 0 ? parameter.enum : undefined,
    location: parameter.expression,
    values: parameter.values,
    default: parameter.default,
  }));

function describeRequest(request: Request | undefined, describe: Describe): { readonly [key: string]: Literal } {
  if (request === undefined) return {};
  const { channel, address, messages, limits } = request;
  const replies = {
    queue: channel.queue.name,
    address: address?.value,
    addressAt: address?.location,
    deadLetterQueue: channel.deadLetterQueue,
    messages: describe(messages),
  };
  return { replies, timeoutMs: limits.timeoutMs, maxInFlight: limits.maxInFlight, maxWaiting: limits.maxWaiting };
}

function describeReceive(operation: ReceiveOperation, describe: Describe): Literal {
  const answer = generatedAnswer(operation);
  return {
    id: operation.key,
    queue: operation.channel.queue.name,
    deadLetterQueue: operation.channel.deadLetterQueue,
    retryDelaysMs: retryTiersOf(operation.channel),
    prefetch: operation.prefetch,
    consumers: operation.consumers,
    concurrency: operation.concurrency,
    timeoutMs: operation.timeoutMs,
    idempotencyKey: operation.idempotencyKey,
    readOnly: operation.readOnly,
    reply: answer === undefined ? undefined : describeReply(operation.key, answer, describe),
    messages: describe(operation.messages),
  };
}

const describeReply = (key: string, { exchange, fixed, named, deliveryMode, messages }: Answer, describe: Describe): Literal => ({
  id: `${key}.reply`,
  exchange: exchange.name,
  routingKey: fixed?.routingKey ?? "",
  parameters: fixed === undefined ? [] : describeParameters(fixed.routingKey, fixed.parameters),
  mandatory: true,
  persistent: deliveryMode === 2,
  addressAt: named?.location,
  defaultAddress: named?.defaultAddress,
  allowedAddresses: named?.allowedAddresses ?? [],
  messages: describe(messages),
});

function describeMessages(
  messages: readonly Message[],
  schemas: ReadonlyMap<string, Schema>,
  validator: (schemaId: string) => Code,
): Literal {
  const tags = messageTags(messages, schemas);
  return messages.map((message, index) => ({
    name: message.key,
    type: amqpTypeOf(message),
    contentType: message.contentType,
    contentEncoding: message.contentEncoding,
    payload: validator(message.payload),
    headers: message.headers === undefined ? undefined : validator(message.headers),
    tag: tags?.[index],
    correlationId: message.correlationId,
    fill: message.fill,
  }));
}

/** One tag per message, where each message of the operation requires one property with a value of its own. */
function messageTags(messages: readonly Message[], schemas: ReadonlyMap<string, Schema>): { property: string; value: Json }[] | undefined {
  const resolve = (id: string): unknown => schemas.get(id)?.node;
  const tag = findTag(
    messages.map((message) => resolve(message.payload)),
    resolve,
  );
  return tag?.values.map((value) => ({ property: tag.property, value }));
}
