/** The lines of the flow picture that one route runs along, and the ids of the nodes between them. */
import type { Hop, Route, RouteEdge } from "./model.js";
import { privateReplyQueue } from "./replies.js";

export const applicationId = (application: string): string => `application:${application}`;
export const exchangeId = (exchange: string): string => `exchange:${exchange}`;
export const queueId = (queue: string): string => `queue:${queue}`;
/** Of the queue in which an application that does not say where it listens gets its answers. */
export const privateReplyId = (application: string): string => `reply:${application}`;

type Leaving = Extract<Hop, { kind: "publish" | "reply" | "expire" | "dead-letter" }>;

/** In the order in which a message takes them, to the consumer where there is one. What passes the default exchange goes straight to its queue. */
export function routeEdges({ producer, hops, queue, consumer }: Route): readonly RouteEdge[] {
  const edges: RouteEdge[] = [];
  let from = applicationId(producer.application);
  let leaving: Leaving | undefined;
  for (const hop of hops) {
    if (hop.kind === "bind") {
      const to = queueId(hop.queue);
      if (hop.exchange !== "") edges.push({ from: exchangeId(hop.exchange), to, kind: "bind", routingKey: hop.routingKey });
      else if (leaving !== undefined) edges.push(edgeOf(leaving, producer.operation, from, to));
      from = to;
    } else if (hop.kind === "alternate") {
      edges.push({ from: exchangeId(hop.exchange), to: exchangeId(hop.alternate), kind: "alternate" });
    } else if (hop.kind === "retry") {
      const waiting = queueId(hop.delayQueue);
      edges.push({ from, to: waiting, kind: "retry" });
      edges.push({ from: waiting, to: from, kind: "expire", routingKey: hop.queue, afterMs: hop.delayMs });
    } else {
      leaving = hop;
      if (hop.exchange !== "") edges.push(edgeOf(hop, producer.operation, from, exchangeId(hop.exchange)));
    }
  }
  if (consumer === undefined) return edges;
  const { application, operation } = consumer;
  const answered = queue === privateReplyQueue;
  const at = answered ? privateReplyId(application) : queueId(queue);
  if (answered) edges.push({ from, to: at, kind: "reply", operation: producer.operation });
  return [...edges, { from: at, to: applicationId(application), kind: "consume", operation }];
}

function edgeOf(hop: Leaving, operation: string, from: string, to: string): RouteEdge {
  const key = hop.routingKey === undefined ? {} : { routingKey: hop.routingKey };
  if (hop.kind === "expire") return { from, to, kind: hop.kind, ...key, afterMs: hop.afterMs };
  if (hop.kind === "dead-letter") return { from, to, kind: hop.kind, ...key, reasons: hop.reasons };
  return { from, to, kind: hop.kind, operation, ...key };
}
