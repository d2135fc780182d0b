import { type Json, type Message, type Operation, type ReceiveOperation, retryTiersOf, type Schema, type SendOperation } from "#contract";
import { Code, type Literal, literal } from "../literal.js";
import { createSourceFile, docComment } from "../source-file.js";
import { findTag } from "../validators/tags.js";
import { type ApplicationView, addressParameters, amqpType, operationWords } from "./application-view.js";

/** operations.ts: one descriptor per operation (https://www.asyncapi.com/docs/reference/specification/v3.0.0#operationObject). */
export function emitOperations(view: ApplicationView, schemas: ReadonlyMap<string, Schema>): string {
  const file = createSourceFile(view.header, view.names.descriptor.values());
  const blocks = view.application.operations.map((operation) => {
    const type = file.importType(operation.action === "send" ? "SendOperation" : "ReceiveOperation", view.runtime);
    const messages = describeMessages(operation, schemas, (id) => new Code(file.import(view.validatorOf(id), "./validators.js")));
    const name = view.names.descriptor.get(operation.key) ?? operation.key;
    const value = operation.action === "send" ? describeSend(operation, messages) : describeReceive(operation, messages);
    return `${docComment([place(operation), ...operationWords(operation)])}export const ${name}: ${type} = ${literal(value, "", name.length + type.length + 20)};`;
  });
  file.print(blocks.length > 0 ? blocks.join("\n\n") : "export {};");
  return file.text();
}

/** Where a message of this operation goes or comes from, in a sentence. */
export function place(operation: Operation): string {
  if (operation.action === "receive") return `Queue \`${operation.channel.queue.name}\`.`;
  const { exchange, address } = operation.channel;
  const where = exchange.name === "" ? "Default exchange" : `Exchange \`${exchange.name}\``;
  return `${where}, routing key \`${address ?? ""}\`.`;
}

function describeSend(operation: SendOperation, messages: Literal): Literal {
  const { channel } = operation;
  return {
    id: operation.key,
    exchange: channel.exchange.name,
    routingKey: channel.address ?? "",
    parameters: addressParameters(channel.address, channel.parameters).map((parameter) => ({
      name: parameter.name,
      enum: parameter.enum.length > 0 ? parameter.enum : undefined,
      location: parameter.expression,
      default: parameter.default,
    })),
    mandatory: operation.mandatory,
    persistent: operation.deliveryMode === 2,
    priority: operation.priority,
    expirationMs: operation.expirationMs,
    cc: operation.cc.length > 0 ? operation.cc : undefined,
    bcc: operation.bcc.length > 0 ? operation.bcc : undefined,
    orderingKey: operation.orderingKey,
    messages,
  };
}

const describeReceive = (operation: ReceiveOperation, messages: Literal): Literal => ({
  id: operation.key,
  queue: operation.channel.queue.name,
  deadLetterQueue: operation.channel.deadLetterQueue,
  retryDelaysMs: retryTiersOf(operation.channel),
  prefetch: operation.prefetch,
  concurrency: operation.concurrency,
  timeoutMs: operation.timeoutMs,
  idempotencyKey: operation.idempotencyKey,
  messages,
});

function describeMessages(operation: Operation, schemas: ReadonlyMap<string, Schema>, validator: (schemaId: string) => Code): Literal {
  const tags = messageTags(operation.messages, schemas);
  return operation.messages.map((message, index) => ({
    name: message.key,
    type: amqpType(message),
    contentType: message.contentType,
    contentEncoding: message.contentEncoding,
    payload: validator(message.payload),
    headers: message.headers === undefined ? undefined : validator(message.headers),
    tag: tags?.[index],
    correlationId: message.correlationId,
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
