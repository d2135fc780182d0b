import type { Arguments } from "#contract";

/** What a policy sets for a queue or exchange. */
export interface AppliedPolicy {
  /** Names of the policy and of the operator's policy, as far as there are. */
  readonly names: readonly string[];
  /** What they set together: `message-ttl`, `max-length`, `dead-letter-exchange`, … */
  readonly definition: Arguments;
}

export interface LiveExchange {
  readonly name: string;
  readonly type: string;
  readonly durable: boolean;
  readonly autoDelete: boolean;
  readonly internal: boolean;
  readonly arguments: Arguments;
  readonly policy?: AppliedPolicy;
}

export interface LiveQueue {
  readonly name: string;
  /** `classic`, `quorum`, `stream`. */
  readonly type: string;
  readonly durable: boolean;
  readonly autoDelete: boolean;
  readonly exclusive: boolean;
  readonly arguments: Arguments;
  readonly policy?: AppliedPolicy;
  /** Messages in it, ready and unacked. The API is some seconds behind; missing for a queue that is new to it. */
  readonly messages?: number;
  readonly consumers?: number;
}

export interface LiveBinding {
  readonly exchange: string;
  readonly destination: string;
  readonly destinationType: "queue" | "exchange";
  readonly routingKey: string;
  readonly arguments: Arguments;
  /** How the API names it among those of the same two ends. */
  readonly propertiesKey: string;
}

/** What a virtual host has, without what RabbitMQ makes itself: `amq.` names, the default exchange and its bindings. */
export interface LiveTopology {
  readonly vhost: string;
  /** What a queue without `x-queue-type` becomes. */
  readonly defaultQueueType: string;
  readonly exchanges: readonly LiveExchange[];
  readonly queues: readonly LiveQueue[];
  readonly bindings: readonly LiveBinding[];
}
