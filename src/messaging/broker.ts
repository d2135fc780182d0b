/**
 * The broker port: what the runtime needs of a broker. RabbitMQ is one implementation, the in-memory one another;
 * `test/messaging/broker-spec.ts` holds both to the same sentences.
 */
import type { JsonValue, Topology } from "./descriptors.js";
import type { MessagingError } from "./errors.js";

/** A message on its way to the broker: bytes and AMQP properties. Plain data, so that an outbox can store it. */
export interface OutgoingMessage {
  /** `""` is the default exchange. */
  readonly exchange: string;
  readonly routingKey: string;
  readonly body: Buffer;
  readonly mandatory: boolean;
  readonly persistent: boolean;
  readonly contentType?: string;
  readonly contentEncoding?: string;
  readonly messageId?: string;
  readonly type?: string;
  readonly correlationId?: string;
  readonly replyTo?: string;
  readonly appId?: string;
  /** Seconds since 1970, as AMQP has it. */
  readonly timestamp?: number;
  readonly priority?: number;
  readonly expirationMs?: number;
  readonly headers: Readonly<Record<string, JsonValue>>;
  readonly cc?: readonly string[];
  readonly bcc?: readonly string[];
  /** Messages with one ordering key leave one after the other. Not sent to the broker. */
  readonly orderingKey?: string;
  /** An answer on its way to an address that its request named. Not sent to the broker. */
  readonly namedAddress?: true;
}

/** A message that the broker delivered. `ack` and `nack` are tied to the channel it came on; once that is gone they are counted no-ops. */
export interface Delivery {
  readonly body: Buffer;
  readonly queue: string;
  readonly exchange: string;
  readonly routingKey: string;
  readonly redelivered: boolean;
  readonly contentType?: string | undefined;
  readonly contentEncoding?: string | undefined;
  readonly messageId?: string | undefined;
  readonly type?: string | undefined;
  readonly correlationId?: string | undefined;
  readonly replyTo?: string | undefined;
  readonly appId?: string | undefined;
  readonly timestamp?: number | undefined;
  readonly priority?: number | undefined;
  readonly expiration?: string | undefined;
  readonly headers: Readonly<Record<string, unknown>>;
  /** True once its channel is gone: the broker delivers it again, whatever is done here. Absent where that cannot happen. */
  readonly stale?: boolean;
  ack(): void;
  nack(requeue: boolean): void;
  /**
   * Publishes a message on the channel of this delivery: the broker, which takes what comes on a channel in order, has it before an
   * `ack` that follows. It is not confirmed and not sent again; `returned` is told where no queue takes it. False where that is
   * not possible now: `publish` is. Only for deliveries that were consumed with `answers`.
   */
  answer?(message: OutgoingMessage, returned: (error: MessagingError) => void): boolean;
}

export interface Subscription {
  /** Stops new deliveries; what was delivered may still be acked. */
  cancel(): Promise<void>;
  /** After `cancel`: resolves when all deliveries are settled, and the broker has dealt with every answer. Only where deliveries can be answered. */
  drained?(): Promise<void>;
  /**
   * Asks the broker for one more message, and so resolves only when it has taken the acks sent so far. While many are under way, RabbitMQ holds
   * acks to a quorum queue back, and forgets those when the channel is closed: the messages would be there again.
   */
  acknowledged?(): Promise<void>;
}

export interface ConsumeOptions {
  /** Unacknowledged deliveries at a time, for each consumer. */
  readonly prefetch: number;
  /** Consumers side by side on one channel. @default 1 */
  readonly consumers?: number;
  /** Deliveries can be answered on their own channel. @default false */
  readonly answers?: boolean;
  /** Deliveries are answers to what this handle publishes, and come on the connection that publishes. @default false */
  readonly replies?: boolean;
}

export type BrokerState = "connecting" | "up" | "down" | "closed";

/** What a broker handle counted since it was opened, and what it holds now. */
export interface BrokerCounters {
  /** Acks and nacks that came after their channel was gone: the broker has delivered those messages again. */
  readonly staleAcks: number;
  /** Connections that were lost. */
  readonly lostConnections: number;
  /** Messages that went out again because their confirm was lost. */
  readonly resent: number;
  /** Messages that the broker returned as unroutable. */
  readonly returned: number;
  /** Publishes sent and not yet confirmed. */
  readonly inFlight: number;
  /** Publishes waiting to be sent. */
  readonly waiting: number;
}

/** A queue at one moment. */
export interface QueueLook {
  /** Messages ready to be delivered. */
  readonly ready: number;
  /** Consumers of all processes. */
  readonly consumers: number;
}

export interface Broker {
  readonly state: BrokerState;
  readonly counters?: BrokerCounters;
  /** Resolves when connected; rejects when the signal aborts or the broker is closed. */
  ready(signal?: AbortSignal): Promise<void>;
  /** Declares, and declares again after every reconnect. Rejects with a `MessagingError` that tells which object the broker refuses and why. */
  declare(topology: Topology): Promise<void>;
  /** Resolves when the broker confirmed. Rejects with `unroutable`, `unavailable` or `timeout`. */
  publish(message: OutgoingMessage): Promise<void>;
  /**
   * Publishes without a confirm what will be answered, and once more after a reconnect, under the same message id, until the returned function
   * says that nobody waits any more. `failed` is told of a return or a refusal, at most once, and never before the call has returned.
   * Where a handle cannot do that, `publish` does.
   */
  request?(message: OutgoingMessage, failed: (error: MessagingError) => void): () => void;
  /** Consumes until cancelled, across reconnects. */
  consume(queue: string, options: ConsumeOptions, onDelivery: (delivery: Delivery) => void): Promise<Subscription>;
  /** What stands in a queue and who reads it, or undefined where the queue does not exist. */
  look(queue: string): Promise<QueueLook | undefined>;
  /** Messages ready in a queue, or undefined where the queue does not exist. */
  depth(queue: string): Promise<number | undefined>;
  close(): Promise<void>;
}
