import { type ContractSet, type QueueChannel, queueTypeOf, type Route, type SendOperation } from "#contract";
import type { Finding } from "./model.js";

/** Priorities that the queues they come to do not know. RabbitMQ refuses no message for it: it sorts it in as if it had another. */
export function priorityFindings(set: ContractSet, routes: readonly Route[]): Finding[] {
  const queues = queuesByName(set);
  const direct = routes.filter(({ hops }) => hops.every(({ kind }) => kind === "publish" || kind === "bind" || kind === "alternate"));
  const found = set.applications.flatMap(({ id, operations }) =>
    operations.flatMap((operation) => {
      if (operation.action !== "send" || operation.priority === undefined) return [];
      const mine = direct.filter(({ producer }) => producer.application === id && producer.operation === operation.key);
      const names = [...new Set(mine.map(({ queue }) => queue))];
      return names.flatMap((name) => findingFor(operation, operation.priority ?? 0, queues.get(name)));
    }),
  );
  return found;
}

function findingFor(operation: SendOperation, priority: number, channel: QueueChannel | undefined): Finding[] {
  if (channel === undefined) return [];
  const { queue } = channel;
  const highest = queue.arguments["x-max-priority"];
  const places = { at: operation.location, also: [queue.location] };
  const sent = `"${operation.key}" sends with priority ${priority}`;
  if (typeof highest === "number") {
    if (priority <= highest) return [];
    const message = `${sent}, and queue "${queue.name}" knows none above ${highest}: its messages count as ${highest}.`;
    return [{ code: "priority-above-maximum", severity: "warning", message, ...places }];
  }
  if (queueTypeOf(queue) !== "classic") return [];
  const message = `${sent}, and queue "${queue.name}" knows no priorities: it has no x-max-priority.`;
  return [{ code: "priority-without-effect", severity: "warning", message, ...places }];
}

function queuesByName(set: ContractSet): ReadonlyMap<string, QueueChannel> {
  const queues = new Map<string, QueueChannel>();
  for (const channel of set.applications.flatMap(({ channels }) => channels)) {
    if (channel.kind === "queue" && !queues.has(channel.queue.name)) queues.set(channel.queue.name, channel);
  }
  return queues;
}
