import type { ExchangeType, Json, Problem } from "../model.js";
import type { QueueType } from "../topology/queues.js";

/** `always`: for every message of the operation; `may`: for some values of parameters or headers, or if something fails or takes too long. */
export type Certainty = "always" | "may";

/** Where a route begins or ends: an operation of an application, both by key. */
export interface RouteEnd {
  /** Application id. */
  readonly application: string;
  /** Operation key. A reply is sent under the key of the receive operation it answers, and received under the key of the send operation that asked. */
  readonly operation: string;
}

export interface Producer extends RouteEnd {
  /** Keys of the messages that take this route. */
  readonly messages: readonly string[];
}

/** Why a message leaves a queue for its dead letters. `rejected`, `delivery_limit` and `maxlen` are RabbitMQ's words; `invalid` and `exhausted` are our runtime's. */
export type DeathReason = "rejected" | "delivery_limit" | "maxlen" | "invalid" | "exhausted";

/** What a message says where it takes a way that a value in it decides. */
export interface Given {
  /** A runtime expression. */
  readonly expression: string;
  /** One of these stands there; numbers and booleans as JSON writes them. */
  readonly values: readonly string[];
}

/** One step of a message. `exchange: ""` is the default exchange. `routingKey` is missing where the message keeps the one it has. */
export type Hop =
  /** A producer hands the message to an exchange; `reply` when it answers a request. `{name}` in the key stands for a parameter, `{instance}` for the one that asked. */
  | {
      readonly kind: "publish" | "reply";
      readonly exchange: string;
      readonly routingKey: string;
      /** Missing where every message may go this way. */
      readonly given?: readonly Given[];
    }
  /** A binding takes it from the exchange into a queue. `routingKey` and `arguments` are the binding's. */
  | {
      readonly kind: "bind";
      readonly exchange: string;
      readonly queue: string;
      readonly routingKey: string;
      readonly arguments: { readonly [key: string]: Json };
      readonly certainty: Certainty;
    }
  /** No binding takes it, so it goes on to the exchange's alternate. */
  | { readonly kind: "alternate"; readonly exchange: string; readonly alternate: string; readonly certainty: Certainty }
  /** Nobody took it out of the queue for `afterMs` milliseconds. */
  | { readonly kind: "expire"; readonly queue: string; readonly afterMs: number; readonly exchange: string; readonly routingKey?: string }
  | {
      readonly kind: "dead-letter";
      readonly queue: string;
      readonly reasons: readonly DeathReason[];
      readonly exchange: string;
      readonly routingKey?: string;
    }
  /** Handling failed: it waits `delayMs` milliseconds in the delay queue, then is in `queue` again. */
  | { readonly kind: "retry"; readonly queue: string; readonly delayQueue: string; readonly delayMs: number };

/** One way from an operation that sends to a queue, and to an operation that reads it. */
export interface Route {
  readonly producer: Producer;
  readonly hops: readonly Hop[];
  /** Where the route ends. `amq.rabbitmq.reply-to` stands for the queue of a requester that does not say where it listens. */
  readonly queue: string;
  /** Missing where no document reads the queue. Consumers of one queue compete: each has a route, each message goes to one of them. */
  readonly consumer?: RouteEnd;
  /** Whether the message reaches the queue this way. */
  readonly certainty: Certainty;
}

export type RouteNode =
  | { readonly id: string; readonly kind: "application"; readonly application: string; readonly title: string }
  | {
      readonly id: string;
      readonly kind: "exchange";
      readonly name: string;
      /** Missing where no document says. */
      readonly type?: ExchangeType;
    }
  | {
      readonly id: string;
      readonly kind: "queue";
      readonly name: string;
      readonly role: QueueRole;
      readonly type: QueueType;
      readonly ttlMs?: number;
    };

/** `delay` and `dead-letter`: derived; `reply`: a request awaits its answers there; `work`: any other that a document writes. */
export type QueueRole = "work" | "delay" | "dead-letter" | "reply";

export type EdgeKind = "publish" | "reply" | "bind" | "alternate" | "expire" | "dead-letter" | "retry" | "consume";

/** A line of the flow picture. What passes through the default exchange goes straight to its queue. */
export interface RouteEdge {
  readonly from: string;
  readonly to: string;
  readonly kind: EdgeKind;
  /** Operation key; on `publish`, `reply` and `consume`. */
  readonly operation?: string;
  /** Routing key of the message (`publish`, `reply`, `expire`, `dead-letter`) or of the binding (`bind`). */
  readonly routingKey?: string;
  /** Milliseconds until it is taken; on `expire` and on a delay queue's way back. */
  readonly afterMs?: number;
  /** On `dead-letter`. */
  readonly reasons?: readonly DeathReason[];
}

/** Who receives what, as RabbitMQ would route it. Plain data in a deterministic order. */
export interface RouteGraph {
  readonly nodes: readonly RouteNode[];
  readonly edges: readonly RouteEdge[];
  readonly routes: readonly Route[];
  readonly problems: readonly Problem[];
}
