/**
 * The vocabulary of generated code: what an AsyncAPI document says of one application, as typed data.
 * Generated modules hold values of these types and nothing that behaves; the runtime interprets them.
 */

export type JsonValue = null | boolean | number | string | readonly JsonValue[] | { readonly [key: string]: JsonValue };

/** One way in which a value breaks its schema. */
export interface ValidationFault {
  /** JSON pointer into the value; empty for the whole. */
  readonly instancePath: string;
  /** JSON pointer into the schema. */
  readonly schemaPath: string;
  /** The failing keyword. */
  readonly keyword: string;
  readonly params: Readonly<Record<string, unknown>>;
  readonly message?: string;
}

/** A standalone validator, compiled when the code was generated. `errors` belongs to the latest call. */
export interface Validator<T = unknown> {
  (value: unknown): value is T;
  errors?: readonly ValidationFault[] | null;
}

/** A runtime expression of AsyncAPI: `$message.payload#/orderId`, `$message.header#/replyTo`. */
export type RuntimeExpression = string;

/** One message type of an operation. */
export interface MessageDescriptor<Name extends string = string, Payload = unknown, Headers = unknown> {
  readonly name: Name;
  /** What stands in the AMQP `type` property. */
  readonly type: string;
  readonly contentType: string;
  readonly contentEncoding?: string;
  readonly payload: Validator<Payload>;
  readonly headers?: Validator<Headers>;
  /** Property values that only this message of the operation has: told apart before validation, so that errors name the right branch. */
  readonly tag?: { readonly property: string; readonly value: JsonValue };
  readonly correlationId?: RuntimeExpression;
  /** Properties of the payload that the runtime writes where the sender leaves them out, before validation. */
  readonly fill?: Readonly<Record<string, Fill>>;
}

/** `now`: the time of sending, RFC 3339 in UTC. */
export type Fill = { readonly now: true } | { readonly value: JsonValue };

/** Declared on the broker at start-up, in this order. */
export interface Topology {
  readonly exchanges: readonly {
    readonly name: string;
    readonly type: "direct" | "topic" | "fanout" | "headers";
    readonly durable: boolean;
    readonly autoDelete: boolean;
    readonly arguments: Readonly<Record<string, JsonValue>>;
  }[];
  readonly queues: readonly {
    readonly name: string;
    readonly durable: boolean;
    readonly exclusive: boolean;
    readonly autoDelete: boolean;
    readonly arguments: Readonly<Record<string, JsonValue>>;
  }[];
  readonly bindings: readonly {
    readonly exchange: string;
    readonly queue: string;
    readonly routingKey: string;
    readonly arguments: Readonly<Record<string, JsonValue>>;
  }[];
  /** Names of those that belong to other applications: looked for first, and declared, with their bindings, only where they are missing. */
  readonly foreign?: { readonly exchanges: readonly string[]; readonly queues: readonly string[] };
}

/** A `send` operation. */
export interface SendOperation {
  /** The operation's key in the document. */
  readonly id: string;
  /** `""` is the default exchange. */
  readonly exchange: string;
  /** The routing key; `{name}` stands for a parameter. */
  readonly routingKey: string;
  readonly parameters: readonly {
    readonly name: string;
    readonly enum?: readonly string[];
    /** Where the message itself says the value, for a caller that does not. */
    readonly location?: RuntimeExpression;
    /** The parameter for each value that stands there. Absent: that value itself. */
    readonly values?: Readonly<Record<string, string>>;
    readonly default?: string;
  }[];
  /** True: a message that reaches no queue rejects the publish. */
  readonly mandatory: boolean;
  readonly persistent: boolean;
  readonly priority?: number;
  /** The priority for each value that stands at a place in the message; goes before `priority`, and no caller may give another. */
  readonly priorityBy?: { readonly location: RuntimeExpression; readonly values: Readonly<Record<string, number>> };
  readonly expirationMs?: number;
  readonly cc?: readonly string[];
  readonly bcc?: readonly string[];
  /** Messages with one value of this expression leave in the order they were sent. */
  readonly orderingKey?: RuntimeExpression;
  /** Names by which callers know properties of the payload, with the property of each. */
  readonly callNames?: Readonly<Record<string, string>>;
  readonly messages: readonly MessageDescriptor[];
}

/** A `send` operation with `reply`: it asks, and waits for the answer. */
export interface RequestOperation extends SendOperation {
  readonly replies: {
    /** Where the answers come. `{instance}` stands for the id of the running instance, so that each has a queue of its own. */
    readonly queue: string;
    /** What a request names as its reply address; `{instance}` as in `queue`. Absent: the responder knows where to answer. */
    readonly address?: string;
    /** Where the request names it: `$message.header#/replyTo` is AMQP's own property. Present where `address` is. */
    readonly addressAt?: RuntimeExpression;
    /** Where answers go that nobody waits for, with the reason in headers. */
    readonly deadLetterQueue: string;
    readonly messages: readonly MessageDescriptor[];
  };
  /** From the call to the answer, waiting included, milliseconds. */
  readonly timeoutMs: number;
  /** Requests without an answer at a time. */
  readonly maxInFlight: number;
  /** Requests that wait for their turn beyond that; one more is refused at once. */
  readonly maxWaiting: number;
}

/** How a `receive` operation with `reply` answers: an exchange, and a routing key that the request may name. */
export interface ReplyOperation extends SendOperation {
  /** Where the request names the reply address, which is then the routing key. Absent: `routingKey` is the only address. */
  readonly addressAt?: RuntimeExpression;
  /** The address for requests that name none. Absent: such a request is refused. */
  readonly defaultAddress?: string;
  /** Forms that a named address may have; `{name}` stands for one or more of `A-Z a-z 0-9 _ -`. Empty: any address. */
  readonly allowedAddresses: readonly string[];
}

/** A `receive` operation. */
export interface ReceiveOperation {
  readonly id: string;
  readonly queue: string;
  /** Where invalid and exhausted messages go, with the reason in headers. */
  readonly deadLetterQueue: string;
  /** One further attempt per entry, each through the delay queue `<queue>.wait.<ms>`. */
  readonly retryDelaysMs: readonly number[];
  /** Unacknowledged deliveries at a time, for each consumer. */
  readonly prefetch: number;
  /** Consumers on the queue. Absent: one. */
  readonly consumers?: number;
  readonly concurrency: number;
  readonly timeoutMs: number;
  /** What makes two messages one. Default: the AMQP message id. */
  readonly idempotencyKey?: RuntimeExpression;
  /** The handler changes nothing: it reads beside the writer, without inbox and outbox, and may run more than once for one message. */
  readonly readOnly?: boolean;
  /** The handler returns an answer, which is sent as this says before the message is acked. */
  readonly reply?: ReplyOperation;
  readonly messages: readonly MessageDescriptor[];
}

/** A message as a handler sees it: decoded, validated, typed. */
export interface Received<Name extends string = string, Payload = unknown, Headers = Readonly<Record<string, unknown>>> {
  readonly name: Name;
  readonly payload: Payload;
  readonly headers: Headers;
  readonly id?: string;
  readonly correlationId?: string;
  readonly replyTo?: string;
  readonly timestamp?: Date;
  readonly exchange: string;
  readonly routingKey: string;
  /** Set where the message comes from a dead-letter route: the queue it first died in and why (`expired`, `rejected`, `delivery_limit`, …). */
  readonly died?: { readonly queue: string; readonly reason: string };
}

/** What a handler has besides the message. */
export interface HandlerContext<Publisher> {
  /** Publishes when, and only when, the handler's transaction commits. */
  readonly publish: Publisher;
  /** Aborted when the handler's time is up or the service stops. */
  readonly signal: AbortSignal;
  /** 1 for the first attempt. */
  readonly attempt: number;
  /** Calls back once the handler's work is durable and its answer has left; not if it fails. For logs and figures. */
  onDone(listener: () => void): void;
}

/** What may be said about one outgoing message besides its payload. All optional; defaults come from the contract. */
export interface PublishOptions {
  /** AMQP message id. Default: a new UUID. */
  readonly messageId?: string;
  readonly correlationId?: string;
  readonly replyTo?: string;
  /** 0 to 255. */
  readonly priority?: number;
  /** Milliseconds until the broker drops or dead-letters the message. */
  readonly expirationMs?: number;
}

/** {@link PublishOptions} with what the document makes the caller give: typed headers, address parameters. */
export interface SendRequest extends PublishOptions {
  readonly headers?: Readonly<Record<string, unknown>> | object;
  readonly parameters?: Readonly<Record<string, string>> | object;
}

/** How a generated publisher hands a message over: to the broker, or to the outbox of a transaction. */
export type Send = (operation: SendOperation, message: string, payload: unknown, request?: SendRequest) => Promise<void>;

/** What may be said about one request besides its payload. */
export interface RequestOptions extends Omit<PublishOptions, "replyTo"> {
  /**
   * Names the question, for as long as answers to it may come: one that is late, or is given twice, is taken by whoever asks under the same id
   * then. One request at a time may have it. Default: a new UUID.
   */
  readonly correlationId?: string;
  /** From the call to the answer, milliseconds. Default: the contract's. */
  readonly timeoutMs?: number;
  /** Gives the request up; an answer that still comes is late. */
  readonly signal?: AbortSignal;
  /** Called once, when the request is on its way to the broker. */
  readonly onPublished?: () => void;
}

/** {@link RequestOptions} with what the document makes the caller give. */
export interface AskRequest extends RequestOptions, Pick<SendRequest, "headers" | "parameters"> {}

/**
 * How a generated requester asks. Rejects with a `MessagingError`: `invalid` (the request or its answer breaks the contract),
 * `timeout`, `unavailable` (no broker, or too many requests wait), `unroutable` (nobody listens); with the signal's reason where
 * that gave the request up.
 */
export type Ask = <Answer extends Received<string, unknown, unknown>>(
  operation: RequestOperation,
  message: string,
  payload: unknown,
  request?: AskRequest,
) => Promise<Answer>;

/** What a handler answers where the contract names several answers, or headers with them. */
export interface Answer<Name extends string = string, Payload = unknown, Headers = Readonly<Record<string, unknown>>> {
  readonly name: Name;
  readonly payload: Payload;
  readonly headers?: Headers;
}

/** A payload as its sender gives it: what the runtime fills in may be left out. */
export type Unfilled<Payload, Filled extends PropertyKey> = Payload extends unknown
  ? { [K in keyof Payload as K extends Filled ? never : K]: Payload[K] } & {
      [K in keyof Payload as K extends Filled ? K : never]?: Payload[K];
    }
  : never;

/** A payload whose properties its sender knows by other names: `Names` has the name of each such property. */
export type Renamed<Payload, Names extends Readonly<Record<string, string>>> = Payload extends unknown
  ? { [K in keyof Payload as K extends keyof Names ? Names[K] : K]: Payload[K] }
  : never;

/** A receive operation with the handler that a service gave for it. */
export interface Route<Publisher> {
  readonly operation: ReceiveOperation;
  /** Resolves with an {@link Answer} where the operation has `reply`. */
  handle(message: Received, context: HandlerContext<Publisher>): Promise<unknown>;
}

/** Everything generated for one application. */
export interface ApplicationContract<Handlers, Publisher, Requester = unknown> {
  /** `orders/payment` */
  readonly id: string;
  readonly title: string;
  readonly version: string;
  /** `{instance}` in a name stands for the id of the running instance. */
  readonly topology: Topology;
  readonly sends: readonly SendOperation[];
  readonly requests: readonly RequestOperation[];
  readonly receives: readonly ReceiveOperation[];
  /** Binds the typed publisher to a way of sending. */
  publisher(send: Send): Publisher;
  /** Binds the typed requester to a way of asking. */
  requester(ask: Ask): Requester;
  /** Binds a service's handlers to their operations. */
  routes(handlers: Handlers): readonly Route<Publisher>[];
}
