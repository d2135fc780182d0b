/**
 * The queues that follow from one queue channel: the queue itself with the arguments our runtime relies on, its delay
 * queues, its dead-letter queue. Every combination here is accepted by RabbitMQ 3.10 to 4.x.
 */
import type { Json, Queue, QueueChannel } from "../model.js";
import type { QueueDeclaration } from "./model.js";

export type QueueType = "classic" | "quorum" | "stream";

/** Redeliveries after which a quorum queue gives a message up. RabbitMQ 4's default, made explicit for 3.x, which has none. */
const deliveryLimit = 20;

/** The queue type the arguments ask for; without `x-queue-type`, classic. */
export function queueTypeOf(queue: { readonly arguments: { readonly [key: string]: Json } }): QueueType {
  const type = queue.arguments["x-queue-type"];
  return type === "quorum" || type === "stream" ? type : "classic";
}

/** `<queue>.wait.<ms>`: where a message waits for its next attempt. */
export function delayQueueName(queue: string, delayMs: number): string {
  return `${queue}.wait.${delayMs}`;
}

/** The delays, in milliseconds, for which a queue has delay queues. None for a stream: its messages stay where they are. */
export function retryTiersOf(channel: QueueChannel): readonly number[] {
  return queueTypeOf(channel.queue) === "stream" ? [] : channel.retryDelaysMs;
}

/** A queue as its document gives it. */
export function plainQueue({ name, durable, exclusive, autoDelete, arguments: args }: Queue): QueueDeclaration {
  return { name, durable, exclusive, autoDelete, arguments: args };
}

/** A queue somebody consumes: a message that keeps crashing its consumer ends in the dead-letter queue instead of going round for ever. */
export function consumedQueue(channel: QueueChannel): QueueDeclaration {
  const queue = plainQueue(channel.queue);
  const type = queueTypeOf(queue);
  if (type === "stream") return queue;
  const args: Record<string, Json> = { ...queue.arguments };
  if (type === "quorum" && args["x-delivery-limit"] === undefined) args["x-delivery-limit"] = deliveryLimit;
  if (args["x-dead-letter-exchange"] === undefined) {
    args["x-dead-letter-exchange"] = "";
    args["x-dead-letter-routing-key"] ??= channel.deadLetterQueue;
  }
  return { ...queue, arguments: args };
}

/** A queue without consumers whose messages return to the channel's queue after `delayMs` milliseconds. */
export function delayQueue(channel: QueueChannel, delayMs: number): QueueDeclaration {
  return durableQueue(delayQueueName(channel.queue.name, delayMs), {
    ...typeArgument(channel.queue),
    "x-message-ttl": delayMs,
    "x-dead-letter-exchange": "",
    "x-dead-letter-routing-key": channel.queue.name,
  });
}

/** Where failed messages rest. A stream's are kept in a quorum queue, from which they can be taken again. */
export function deadLetterQueue(channel: QueueChannel): QueueDeclaration {
  const args = queueTypeOf(channel.queue) === "stream" ? { "x-queue-type": "quorum" } : typeArgument(channel.queue);
  return durableQueue(channel.deadLetterQueue, args);
}

function durableQueue(name: string, args: QueueDeclaration["arguments"]): QueueDeclaration {
  return { name, durable: true, exclusive: false, autoDelete: false, arguments: args };
}

// Said only where the document says it: elsewhere all of a queue's relatives follow the virtual host's default alike.
function typeArgument(queue: Queue): { readonly [key: string]: Json } {
  const type = queue.arguments["x-queue-type"];
  return type === undefined ? {} : { "x-queue-type": type };
}
