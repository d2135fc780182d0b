/** Small builders of contract values, so that a test says only what it is about. */
import type {
  Application,
  Channel,
  ContractSet,
  Exchange,
  ExchangeChannel,
  ExchangeType,
  Json,
  Location,
  Message,
  Operation,
  Parameter,
  Queue,
  QueueBinding,
  QueueChannel,
  ReceiveOperation,
  Reply,
  Schema,
  SendOperation,
} from "../../src/contract/model.js";

type Args = { readonly [key: string]: Json };

/** A place in a document that only this test has. */
export const at = (file: string, line = 1, column = 1): Location => ({ file, line, column });

const nowhere = at("test.yaml");

export function exchange(name: string, type: ExchangeType = "topic", more: Partial<Exchange> = {}): Exchange {
  return { name, type, durable: true, autoDelete: false, arguments: {}, location: nowhere, ...more };
}

export const defaultExchange = exchange("", "default");

export function queue(name: string, args: Args = {}, more: Partial<Queue> = {}): Queue {
  return { name, durable: true, exclusive: false, autoDelete: false, arguments: args, location: nowhere, ...more };
}

export function binding(to: Exchange, routingKey = "", args: Args = {}, location: Location = nowhere): QueueBinding {
  return { exchange: to, routingKey, arguments: args, location };
}

export function message(key: string, more: Partial<Message> = {}): Message {
  return { key, name: key, contentType: "application/json", payload: "payload", examples: [], location: nowhere, ...more };
}

export function parameter(name: string, values: readonly string[] = []): Parameter {
  return { name, enum: values };
}

export function exchangeChannel(to: Exchange, address: string | null, more: Partial<ExchangeChannel> = {}): ExchangeChannel {
  const key = more.key ?? `${to.name}/${address}`;
  return { kind: "exchange", key, address, exchange: to, parameters: [], messages: [message("Message")], location: nowhere, ...more };
}

/** Without retries unless told otherwise. */
export function queueChannel(from: Queue, bindings: readonly QueueBinding[] = [], more: Partial<QueueChannel> = {}): QueueChannel {
  return {
    kind: "queue",
    key: from.name,
    address: from.name,
    queue: from,
    bindings,
    retryDelaysMs: [],
    deadLetterQueue: `${from.name}.dlq`,
    parameters: [],
    messages: [message("Message")],
    location: nowhere,
    ...more,
  };
}

export function send(key: string, channel: ExchangeChannel, more: Partial<SendOperation> = {}): SendOperation {
  const defaults = { mandatory: true, deliveryMode: 2, cc: [], bcc: [] } as const;
  return { action: "send", key, channel, messages: channel.messages, location: nowhere, ...defaults, ...more };
}

export function receive(key: string, channel: QueueChannel, more: Partial<ReceiveOperation> = {}): ReceiveOperation {
  const defaults = { prefetch: 50, concurrency: 50, timeoutMs: 30_000 } as const;
  return { action: "receive", key, channel, messages: channel.messages, location: nowhere, ...defaults, ...more };
}

export function reply(more: Partial<Reply> = {}): Reply {
  return { messages: [message("Answer")], location: nowhere, ...more };
}

/** Its channels are its operations' channels and `extra`. */
export function application(id: string, operations: readonly Operation[], extra: readonly Channel[] = []): Application {
  const channels = [...new Set([...operations.map((operation) => operation.channel), ...extra])];
  return { id, title: id, version: "1.0.0", location: at(`${id}.yaml`), channels, operations };
}

export function contractSet(applications: readonly Application[], schemas: readonly Schema[] = []): ContractSet {
  return { applications, schemas: new Map(schemas.map((schema) => [schema.id, schema])), problems: [], files: [] };
}

export function schema(id: string, node: Schema["node"]): Schema {
  return { id, name: id, node, location: nowhere };
}
