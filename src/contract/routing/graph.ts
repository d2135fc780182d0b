/** The flow picture: nodes and lines, out of a broker's contents and the routes through it. */
import type { ContractSet } from "../model.js";
import { queueTypeOf } from "../topology/queues.js";
import type { BrokerModel } from "./broker.js";
import { timeToLive } from "./departures.js";
import type { EdgeKind, Hop, Route, RouteEdge, RouteNode } from "./model.js";
import { privateReplyQueue } from "./replies.js";
import { filledIn, waysOf } from "./values.js";

type EdgeDetail = Omit<RouteEdge, "from" | "to" | "kind">;

interface Canvas {
  readonly nodes: Map<string, RouteNode>;
  readonly edges: Map<string, RouteEdge>;
}

export function drawGraph(
  set: ContractSet,
  broker: BrokerModel,
  routes: readonly Route[],
): { readonly nodes: readonly RouteNode[]; readonly edges: readonly RouteEdge[] } {
  const canvas: Canvas = { nodes: new Map(), edges: new Map() };
  drawNodes(canvas, set, broker);
  for (const { id, operations } of set.applications) {
    for (const operation of operations) {
      if (operation.action !== "send" || operation.channel.exchange.name === "") continue;
      const { address, parameters, exchange } = operation.channel;
      for (const { values } of waysOf(address ?? "", parameters)) {
        const detail = { operation: operation.key, routingKey: filledIn(address ?? "", values) };
        connect(canvas, applicationId(id), exchangeId(exchange.name), "publish", detail);
      }
    }
  }
  for (const { exchange, queue, routingKey } of broker.bindings)
    connect(canvas, exchangeId(exchange), queueId(queue), "bind", { routingKey });
  for (const route of routes) drawRoute(canvas, route);
  for (const { name, consumers } of broker.queues.values()) {
    for (const { application, operation } of consumers)
      connect(canvas, queueId(name), applicationId(application), "consume", { operation });
  }
  return { nodes: [...canvas.nodes.values()], edges: [...canvas.edges.values()] };
}

function drawNodes({ nodes }: Canvas, set: ContractSet, broker: BrokerModel): void {
  for (const { id, title } of set.applications) {
    nodes.set(applicationId(id), { id: applicationId(id), kind: "application", application: id, title });
  }
  for (const { name, type } of broker.exchanges.values()) {
    if (name !== "") nodes.set(exchangeId(name), { id: exchangeId(name), kind: "exchange", name, type });
  }
  for (const queue of broker.queues.values()) {
    const { name, role, declaration } = queue;
    const ttlMs = timeToLive(queue);
    const limit = ttlMs === undefined ? {} : { ttlMs };
    nodes.set(queueId(name), { id: queueId(name), kind: "queue", name, role, type: queueTypeOf(declaration), ...limit });
  }
}

function drawRoute(canvas: Canvas, { producer, hops, queue, consumer }: Route): void {
  let from = applicationId(producer.application);
  let pending: { readonly kind: EdgeKind; readonly detail: EdgeDetail } | undefined;
  for (const hop of hops) {
    if (hop.kind === "bind") {
      // Through the default exchange: what led to it leads straight to the queue.
      if (hop.exchange === "") connect(canvas, from, queueId(hop.queue), pending?.kind ?? "bind", pending?.detail ?? {});
      from = queueId(hop.queue);
    } else if (hop.kind === "alternate") {
      connect(canvas, exchangeId(hop.exchange), exchangeId(hop.alternate), "alternate", {});
    } else if (hop.kind === "retry") {
      connect(canvas, from, queueId(hop.delayQueue), "retry", {});
      connect(canvas, queueId(hop.delayQueue), from, "expire", { routingKey: hop.queue, afterMs: hop.delayMs });
    } else {
      pending = { kind: hop.kind, detail: detailOf(hop, producer.operation) };
      if (hop.exchange !== "") connect(canvas, from, exchangeId(hop.exchange), hop.kind, pending.detail);
    }
  }
  if (queue !== privateReplyQueue || consumer === undefined) return;
  const id = `reply:${consumer.application}`;
  canvas.nodes.set(id, { id, kind: "queue", name: queue, role: "reply", type: "classic" });
  connect(canvas, from, id, "reply", { operation: producer.operation });
  connect(canvas, id, applicationId(consumer.application), "consume", { operation: consumer.operation });
}

function detailOf(hop: Extract<Hop, { kind: "publish" | "reply" | "expire" | "dead-letter" }>, operation: string): EdgeDetail {
  const key = hop.routingKey === undefined ? {} : { routingKey: hop.routingKey };
  if (hop.kind === "expire") return { ...key, afterMs: hop.afterMs };
  return hop.kind === "dead-letter" ? { ...key, reasons: hop.reasons } : { operation, ...key };
}

function connect({ nodes, edges }: Canvas, from: string, to: string, kind: EdgeKind, detail: EdgeDetail): void {
  for (const id of [from, to]) {
    if (!nodes.has(id) && id.startsWith("exchange:")) nodes.set(id, { id, kind: "exchange", name: id.slice("exchange:".length) });
  }
  const edge = { from, to, kind, ...detail };
  edges.set(JSON.stringify(edge), edge);
}

function applicationId(application: string): string {
  return `application:${application}`;
}

function exchangeId(exchange: string): string {
  return `exchange:${exchange}`;
}

function queueId(queue: string): string {
  return `queue:${queue}`;
}
