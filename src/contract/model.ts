/**
 * The contract model: what all AsyncAPI documents say, resolved and located, in plain data.
 * Everything downstream (topology, routing, code generation, compatibility, docs) reads this and no document.
 */

/** A place in a document. `file` is relative to the folder that was read; `line` and `column` count from 1. */
export interface Location {
  readonly file: string;
  readonly line: number;
  readonly column: number;
}

export type Severity = "error" | "warning" | "note";

/** Something wrong, doubtful or worth knowing in a document. */
export interface Problem extends Location {
  readonly severity: Severity;
  /** A stable kebab-case name of the kind of problem, for example `broken-ref`. */
  readonly code: string;
  /** One plain sentence. */
  readonly message: string;
}

/** A JSON value as it stands in a document. */
export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };

/**
 * A draft-07 schema as it stands in the document, with `$ref`s replaced by schema ids. What stood beside a `$ref` is left out, except
 * `description` and `deprecated` (draft-07 ignores it); so are `definitions`, `$defs`, `$id` and `$schema`, which nothing needs any more.
 */
export type SchemaNode = boolean | { readonly [keyword: string]: Json };

/**
 * A schema of its own identity: a payload, a headers schema, or anything that a `$ref` points to.
 * Inside `node`, every `{$ref}` holds the id of another entry of {@link ContractSet.schemas}; recursion is natural.
 */
export interface Schema {
  /** `<file>#<JSON pointer>`, for example `orders/messages.yaml#/components/schemas/OrderAction`. Stable under edits elsewhere. */
  readonly id: string;
  /** The name the documents give it (components key, message name, `$defs` key, property path): never `AnonymousSchema_7`. Not unique. */
  readonly name: string;
  readonly node: SchemaNode;
  readonly location: Location;
}

/** All documents of one folder. `problems` is sorted, the most useful first; with an `error` among them, do not generate. */
export interface ContractSet {
  readonly applications: readonly Application[];
  /** Every schema reachable from a message, by id. */
  readonly schemas: ReadonlyMap<string, Schema>;
  readonly problems: readonly Problem[];
  /** Absolute paths of every file that was read, `$ref`ed ones included: what a watcher follows. */
  readonly files: readonly string[];
}

/** One AsyncAPI document: one application, what it sends and receives. */
export interface Application {
  /** The document's path under the folder without extension: `orders/payment`. */
  readonly id: string;
  readonly title: string;
  readonly version: string;
  readonly description?: string;
  readonly location: Location;
  readonly channels: readonly Channel[];
  readonly operations: readonly Operation[];
}

/** What both kinds of channel have. */
interface ChannelBase {
  /** The channel's key in its document. */
  readonly key: string;
  /** Address with `{parameters}`; `null` where the document gives none. */
  readonly address: string | null;
  readonly description?: string;
  readonly parameters: readonly Parameter[];
  readonly messages: readonly Message[];
  readonly location: Location;
}

/** A channel a producer sends to: `is: routingKey`. The address is the routing key. */
export interface ExchangeChannel extends ChannelBase {
  readonly kind: "exchange";
  /** `name: ""` is the default exchange. */
  readonly exchange: Exchange;
}

/** A channel a consumer reads: `is: queue`. */
export interface QueueChannel extends ChannelBase {
  readonly kind: "queue";
  readonly queue: Queue;
  readonly bindings: readonly QueueBinding[];
  /** `x-retry`: delay before each further attempt, milliseconds. Empty: no retries. Default `[1000, 5000, 25000]`. */
  readonly retryDelaysMs: readonly number[];
  /** `x-dead-letter`: the queue failed messages are moved to. Default `<queue>.dlq`. */
  readonly deadLetterQueue: string;
}

export type Channel = ExchangeChannel | QueueChannel;

export type ExchangeType = "default" | "direct" | "topic" | "fanout" | "headers";

export interface Exchange {
  readonly name: string;
  readonly type: ExchangeType;
  readonly durable: boolean;
  readonly autoDelete: boolean;
  /** RabbitMQ arguments, literally: `alternate-exchange`. */
  readonly arguments: { readonly [key: string]: Json };
  readonly location: Location;
}

export interface Queue {
  readonly name: string;
  readonly durable: boolean;
  readonly exclusive: boolean;
  readonly autoDelete: boolean;
  /** RabbitMQ arguments as the document gives them, literally (`x-message-ttl`, `x-queue-type`, …). Derived ones are added by the topology, not here. */
  readonly arguments: { readonly [key: string]: Json };
  readonly location: Location;
}

/** One entry of `x-bindings`. */
export interface QueueBinding {
  readonly exchange: Exchange;
  readonly routingKey: string;
  readonly arguments: { readonly [key: string]: Json };
  readonly location: Location;
}

export interface Parameter {
  readonly name: string;
  readonly description?: string;
  readonly enum: readonly string[];
  readonly default?: string;
  /** A runtime expression that says where in the message the value stands. */
  readonly expression?: string;
  /** `x-values`: the parameter for each value that stands there. Missing: that value itself. */
  readonly values?: { readonly [value: string]: string };
}

/** A message of a channel, traits applied. */
export interface Message {
  /** The key in the channel's `messages`; unique there. Also what goes into the AMQP `type` property, unless `messageType` says otherwise. */
  readonly key: string;
  /** `name` of the message object, else its key in components, else `key`. Names the generated type. */
  readonly name: string;
  readonly title?: string;
  readonly summary?: string;
  readonly description?: string;
  readonly contentType: string;
  /** Id of an entry of {@link ContractSet.schemas}; a message without payload has the `true` schema. */
  readonly payload: string;
  /** Id of the headers schema. */
  readonly headers?: string;
  /** A runtime expression: `$message.header#/correlationId` or `$message.payload#/correlation_id`. */
  readonly correlationId?: string;
  readonly examples: readonly { readonly name?: string; readonly payload?: Json; readonly headers?: Json; readonly location: Location }[];
  /** AMQP message binding. */
  readonly contentEncoding?: string;
  readonly messageType?: string;
  /** `x-fill`: top-level payload properties that the runtime writes where the sender leaves them out. */
  readonly fill?: { readonly [property: string]: Fill };
  readonly location: Location;
}

/** `now`: the time of sending, RFC 3339 in UTC. */
export type Fill = { readonly now: true } | { readonly value: Json };

interface OperationBase {
  /** The operation's key in its document. */
  readonly key: string;
  readonly summary?: string;
  readonly description?: string;
  /** The channel's messages, or the subset that the operation names. */
  readonly messages: readonly Message[];
  readonly reply?: Reply;
  readonly location: Location;
}

export interface SendOperation extends OperationBase {
  readonly action: "send";
  readonly channel: ExchangeChannel;
  /** AMQP operation binding; `mandatory` defaults to true, `deliveryMode` to 2 (persistent). */
  readonly mandatory: boolean;
  readonly deliveryMode: 1 | 2;
  readonly priority?: number;
  /** `x-priority`: the priority for each value that stands at the expression. Goes before `priority`. */
  readonly priorityBy?: { readonly expression: string; readonly values: { readonly [value: string]: number } };
  /** Message expiration, milliseconds. */
  readonly expirationMs?: number;
  readonly cc: readonly string[];
  readonly bcc: readonly string[];
  /** `x-ordering-key`: a runtime expression; messages of one value leave in the order they were sent. */
  readonly orderingKey?: string;
  /** `x-call`: names by which callers know top-level properties of the payload, with the property of each. */
  readonly callNames?: { readonly [name: string]: string };
  /** With `reply` only. */
  readonly limits?: RequestLimits;
}

/** What a request may cost. */
export interface RequestLimits {
  /** `x-timeoutMs`: from the call to the answer, milliseconds. Default 5000. */
  readonly timeoutMs: number;
  /** `x-concurrency`: requests without an answer at a time. Default 100. */
  readonly maxInFlight: number;
  /** `x-max-waiting`: requests that wait for their turn beyond that. Default 10000. */
  readonly maxWaiting: number;
}

export interface ReceiveOperation extends OperationBase {
  readonly action: "receive";
  readonly channel: QueueChannel;
  /** `x-prefetch`: unacknowledged deliveries at a time, for each consumer. Default 50. */
  readonly prefetch: number;
  /** `x-consumers`: consumers that each instance has on the queue. Missing: one. */
  readonly consumers?: number;
  /** `x-concurrency`: handlers at a time. Default: the prefetch. 1 keeps queue order. */
  readonly concurrency: number;
  /** `x-timeoutMs`: limit for one handler run, milliseconds. Default 30000. */
  readonly timeoutMs: number;
  /** `x-idempotency-key`: a runtime expression. Default: the AMQP message id. */
  readonly idempotencyKey?: string;
  /** `x-read-only`: the handler changes nothing. */
  readonly readOnly?: boolean;
}

export type Operation = SendOperation | ReceiveOperation;

/**
 * AsyncAPI `reply`. A send operation that has one asks, a receive operation that has one answers; what follows from it on the broker say
 * `requestOf` and `answerOf`.
 */
export interface Reply {
  /** The reply channel, where the document names one. A request that names only an address has a queue channel made for it. */
  readonly channel?: Channel;
  /** Where a request names its reply address: `$message.header#/replyTo`. */
  readonly address?: string;
  readonly messages: readonly Message[];
  /** `x-reply.default` of a receive operation: the address of requests that name none. */
  readonly defaultAddress?: string;
  /** `x-reply.allowed` of a receive operation: forms of a named address; `{name}` stands for `[A-Za-z0-9_-]+`. Missing: any. */
  readonly allowedAddresses?: readonly string[];
  /** `x-reply.deliveryMode` of a receive operation; defaults to 2 (persistent). */
  readonly deliveryMode?: 1 | 2;
  readonly location: Location;
}
