/** The flow picture: nodes and lines, out of a broker's contents and the routes through it. */
import type { ContractSet } from "../model.js";
import { queueTypeOf } from "../topology/queues.js";
import type { BrokerModel } from "./broker.js";
import { timeToLive } from "./departures.js";
import type { EdgeKind, Route, RouteEdge, RouteNode } from "./model.js";
import { privateReplyQueue } from "./replies.js";
import { applicationId, exchangeId, privateReplyId, queueId, routeEdges } from "./route-edges.js";
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

function drawRoute(canvas: Canvas, route: Route): void {
  const { queue, consumer } = route;
  const asker = queue === privateReplyQueue ? consumer : undefined;
  if (asker !== undefined) {
    const id = privateReplyId(asker.application);
    canvas.nodes.set(id, { id, kind: "queue", name: queue, role: "reply", type: "classic" });
  }
  for (const { from, to, kind, ...detail } of routeEdges(route)) {
    // Whoever reads a queue is drawn with the queue, whether or not a route leads there.
    if (kind !== "consume" || asker !== undefined) connect(canvas, from, to, kind, detail);
  }
}

function connect({ nodes, edges }: Canvas, from: string, to: string, kind: EdgeKind, detail: EdgeDetail): void {
  for (const id of [from, to]) {
    if (!nodes.has(id) && id.startsWith("exchange:")) nodes.set(id, { id, kind: "exchange", name: id.slice("exchange:".length) });
  }
  const edge = { from, to, kind, ...detail };
  edges.set(JSON.stringify(edge), edge);
}
