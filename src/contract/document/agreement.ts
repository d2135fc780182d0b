import type { Application, Exchange, Location, Queue, QueueChannel } from "../model.js";
import type { Problems } from "../problems.js";
import { requestOf } from "../replies.js";
import { sameJson } from "../source/tree.js";

/** What one application says of one exchange or queue must be the same wherever it says it: the broker would refuse the second. */
export function checkDeclarations(application: Application, problems: Problems): void {
  const exchanges = new Map<string, Exchange>();
  const queues = new Map<string, QueueChannel>();
  for (const exchange of exchangesOf(application)) {
    const before = exchanges.get(exchange.name);
    if (before === undefined) exchanges.set(exchange.name, exchange);
    else compare(problems, `Exchange "${exchange.name}"`, exchange, before, exchangeFacts);
  }
  for (const channel of application.channels) {
    if (channel.kind !== "queue") continue;
    const before = queues.get(channel.queue.name);
    if (before === undefined) queues.set(channel.queue.name, channel);
    else compare(problems, `Queue "${channel.queue.name}"`, withRules(channel), withRules(before), queueFacts);
  }
}

/** Operations of one queue compete: each would get only part of the messages. Requests may share the queue of their replies. */
export function checkConsumers(application: Application, problems: Problems): void {
  const consumers = new Map<string, string>();
  const requesters = new Map<string, string>();
  for (const operation of application.operations) {
    const queue = operation.action === "send" ? requestOf(operation)?.channel.queue.name : undefined;
    if (queue !== undefined) requesters.set(queue, operation.key);
  }
  for (const operation of application.operations) {
    if (operation.action !== "receive") continue;
    const queue = operation.channel.queue.name;
    const requester = requesters.get(queue);
    if (requester !== undefined) {
      const message = `"${operation.key}" receives from queue "${queue}", on which "${requester}" awaits its replies: each would get only a part of the messages; give them a queue each.`;
      problems.add("error", "several-consumers", operation.location, message);
    }
    const other = consumers.get(queue);
    if (other === undefined) consumers.set(queue, operation.key);
    else {
      const message = `"${other}" and "${operation.key}" both receive from queue "${queue}", and each would get only a part of its messages; make it one operation with several messages.`;
      problems.add("error", "several-consumers", operation.location, message);
    }
  }
}

function exchangesOf(application: Application): Exchange[] {
  const found = application.channels.flatMap((channel) =>
    channel.kind === "exchange" ? [channel.exchange] : channel.bindings.map((binding) => binding.exchange),
  );
  return found.filter((exchange) => exchange.name !== "");
}

interface QueueRules extends Queue {
  readonly retryDelaysMs: readonly number[];
  readonly deadLetterQueue: string;
}

function withRules({ queue, retryDelaysMs, deadLetterQueue }: QueueChannel): QueueRules {
  return { ...queue, retryDelaysMs, deadLetterQueue };
}

const exchangeFacts = ["type", "durable", "autoDelete", "arguments"] as const satisfies readonly (keyof Exchange)[];
const queueFacts = [
  "durable",
  "exclusive",
  "autoDelete",
  "arguments",
  "retryDelaysMs",
  "deadLetterQueue",
] as const satisfies readonly (keyof QueueRules)[];

const words: Readonly<Record<string, string>> = { retryDelaysMs: "x-retry", deadLetterQueue: "x-dead-letter" };

function compare<T extends { readonly location: Location }>(
  problems: Problems,
  what: string,
  now: T,
  before: T,
  facts: readonly (keyof T & string)[],
): void {
  const different = facts.find((fact) => !sameJson(now[fact] as never, before[fact] as never));
  if (different === undefined) return;
  const there = `${before.location.file}:${before.location.line}:${before.location.column}`;
  const message = `${what} is declared here with another "${words[different] ?? different}" than at ${there}.`;
  problems.add("error", "conflicting-declaration", now.location, message);
}
