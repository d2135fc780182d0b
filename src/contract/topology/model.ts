import type { Json } from "../model.js";

/** What one application declares on the broker at start-up, in declaration order: exchanges, queues, bindings. */
export interface Topology {
  readonly exchanges: readonly ExchangeDeclaration[];
  readonly queues: readonly QueueDeclaration[];
  readonly bindings: readonly BindingDeclaration[];
  /**
   * Which of these belong to other applications. They are looked for first, and declared, with their bindings, only where they are missing:
   * that an application may start before the others needs no right to change what is theirs. Missing: none.
   */
  readonly foreign?: Names;
}

export interface Names {
  readonly exchanges: readonly string[];
  readonly queues: readonly string[];
}

/** Arguments as RabbitMQ takes them. */
export type Arguments = { readonly [key: string]: Json };

export interface ExchangeDeclaration {
  readonly name: string;
  readonly type: "direct" | "topic" | "fanout" | "headers";
  readonly durable: boolean;
  readonly autoDelete: boolean;
  readonly arguments: Arguments;
}

export interface QueueDeclaration {
  readonly name: string;
  readonly durable: boolean;
  readonly exclusive: boolean;
  readonly autoDelete: boolean;
  readonly arguments: Arguments;
}

export interface BindingDeclaration {
  readonly exchange: string;
  readonly queue: string;
  readonly routingKey: string;
  readonly arguments: Arguments;
}
