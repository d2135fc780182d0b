import { type ContractSet, type QueueChannel, queueTypeOf, type Route, type SendOperation } from "#contract";
import type { Finding } from "./model.js";

/** Priorities that the queues they come to do not know. RabbitMQ refuses no message for it: it sorts it in as if it had another. */
export function priorityFindings(set: ContractSet, routes: readonly Route[]): Finding[] {
  const queues = queuesByName(set);
  const direct = routes.filter(({ hops }) => hops.every(({ kind }) => kind === "publish" || kind === "bind" || kind === "alternate"));
  const found = set.applications.flatMap(({ id, operations }) =>
    operations.flatMap((operation) => {
      if (operation.action !== "send") return [];
      const sent = prioritiesOf(operation);
      if (sent.length === 0) return [];
      const mine = direct.filter(({ producer }) => producer.application === id && producer.operation === operation.key);
      const names = [...new Set(mine.map(({ queue }) => queue))];
      return names.flatMap((name) => findingsFor(operation, sent, queues.get(name)));
    }),
  );
  return found;
}

interface Sent {
  readonly priority: number;
  /** The value of the message that asks for it. */
  readonly value?: string;
}

function prioritiesOf({ priority, priorityBy }: SendOperation): readonly Sent[] {
  const own = priority === undefined ? [] : [{ priority }];
  return [...own, ...Object.entries(priorityBy?.values ?? {}).map(([value, level]) => ({ priority: level, value }))];
}

function findingsFor(operation: SendOperation, sent: readonly Sent[], channel: QueueChannel | undefined): Finding[] {
  if (channel === undefined) return [];
  const { queue } = channel;
  const highest = queue.arguments["x-max-priority"];
  const places = { at: operation.location, also: [queue.location] };
  const inWords = ({ priority, value }: Sent): string =>
    `"${operation.key}" sends ${value === undefined ? "" : `"${value}" `}with priority ${priority}`;
  if (typeof highest === "number") {
    const above = sent.filter(({ priority }) => priority > highest);
    return above.map((each) => {
      // Which values go before which is what the document says with a table; above the queue's maximum they would count alike.
      const severity = each.value === undefined ? "warning" : "error";
      const message = `${inWords(each)}, and queue "${queue.name}" knows none above ${highest}: its messages count as ${highest}.`;
      return { code: "priority-above-maximum", severity, message, ...places };
    });
  }
  const [first] = sent;
  if (first === undefined || queueTypeOf(queue) !== "classic") return [];
  const message = `${inWords(first)}, and queue "${queue.name}" knows no priorities: it has no x-max-priority.`;
  return [{ code: "priority-without-effect", severity: "warning", message, ...places }];
}

function queuesByName(set: ContractSet): ReadonlyMap<string, QueueChannel> {
  const queues = new Map<string, QueueChannel>();
  for (const channel of set.applications.flatMap(({ channels }) => channels)) {
    if (channel.kind === "queue" && !queues.has(channel.queue.name)) queues.set(channel.queue.name, channel);
  }
  return queues;
}
