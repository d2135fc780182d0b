/** The route graph made ready for pictures: which lines each route runs along, what leads where, how the messages on a line stand. */
import type { Proof, Standing } from "#compatibility";
import { type Route, type RouteEdge, type RouteEnd, type RouteNode, routeEdges } from "#contract";
import type { System } from "../system/model.js";

/** A route with the lines that it runs along, each the same object as in {@link Lines.edges}. */
export interface Way {
  readonly route: Route;
  readonly edges: readonly RouteEdge[];
}

export interface Lines {
  readonly nodes: ReadonlyMap<string, RouteNode>;
  readonly edges: readonly RouteEdge[];
  leaving(node: string): readonly RouteEdge[];
  entering(node: string): readonly RouteEdge[];
  readonly ways: readonly Way[];
  from(end: RouteEnd): readonly Way[];
  to(end: RouteEnd): readonly Way[];
  /** Whose lines touch the node. */
  through(node: string): readonly Way[];
  proofsFrom(end: RouteEnd): readonly Proof[];
  /** The worst standing of each line that a message of these proofs takes. */
  standings(proofs: readonly Proof[]): ReadonlyMap<RouteEdge, Standing>;
}

const known = new WeakMap<System, Lines>();

/** Looked over once for each system: ten thousand pages ask. */
export function linesOf(system: System): Lines {
  const lines = known.get(system) ?? drawLines(system);
  known.set(system, lines);
  return lines;
}

function drawLines({ graph, proofs: { proofs } }: System): Lines {
  const same = new Map(graph.edges.map((edge) => [edgeKey(edge), edge]));
  const edgesOf = (route: Route): readonly RouteEdge[] => routeEdges(route).map((edge) => same.get(edgeKey(edge)) ?? edge);
  const ways = graph.routes.map((route): Way => ({ route, edges: edgesOf(route) }));
  const find = <T>(map: ReadonlyMap<string, readonly T[]>, key: string): readonly T[] => map.get(key) ?? [];
  const [leaving, entering] = [gather(graph.edges, ({ from }) => [from]), gather(graph.edges, ({ to }) => [to])];
  const bySender = gather(ways, ({ route }) => [endKey(route.producer)]);
  const byTaker = gather(ways, ({ route: { consumer } }) => (consumer === undefined ? [] : [endKey(consumer)]));
  const byNode = gather(ways, ({ edges }) => [...new Set(edges.flatMap(({ from, to }) => [from, to]))]);
  const proofsBySender = gather(proofs, ({ producer }) => [endKey(producer)]);
  return {
    nodes: new Map(graph.nodes.map((node) => [node.id, node])),
    edges: graph.edges,
    leaving: (node) => find(leaving, node),
    entering: (node) => find(entering, node),
    ways,
    from: (end) => find(bySender, endKey(end)),
    to: (end) => find(byTaker, endKey(end)),
    through: (node) => find(byNode, node),
    proofsFrom: (end) => find(proofsBySender, endKey(end)),
    standings: (some) => standingsOf(some, edgesOf),
  };
}

function standingsOf(proofs: readonly Proof[], edgesOf: (route: Route) => readonly RouteEdge[]): ReadonlyMap<RouteEdge, Standing> {
  const standings = new Map<RouteEdge, Standing>();
  for (const { routes, standing } of proofs) {
    for (const edge of routes.flatMap(edgesOf)) standings.set(edge, worse(standings.get(edge), standing));
  }
  return standings;
}

const order: readonly Standing[] = ["proved", "unknown", "broken"];
const worse = (one: Standing | undefined, other: Standing): Standing =>
  one === undefined || order.indexOf(other) > order.indexOf(one) ? other : one;

const edgeKey = ({ from, to, kind, operation, routingKey, afterMs, reasons }: RouteEdge): string =>
  JSON.stringify([from, to, kind, operation, routingKey, afterMs, reasons]);

const endKey = ({ application, operation }: RouteEnd): string => JSON.stringify([application, operation]);

function gather<T>(all: readonly T[], keysOf: (each: T) => readonly string[]): ReadonlyMap<string, readonly T[]> {
  const groups = new Map<string, T[]>();
  for (const each of all) {
    for (const key of keysOf(each)) {
      const group = groups.get(key);
      if (group === undefined) groups.set(key, [each]);
      else group.push(each);
    }
  }
  return groups;
}
