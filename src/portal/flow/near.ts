/** What is near to a node, as far as its picture shows it. */
import type { RouteEdge } from "#contract";
import type { Lines, Way } from "./lines.js";
import { isDelay } from "./selection.js";

/** Straight ways from these nodes to others, every way that ends at them, and what becomes of what fails there. */
export function edgesOfApplications(lines: Lines, nodes: readonly string[]): readonly RouteEdge[] {
  const subjects = new Set(nodes);
  const read = new Set(nodes.flatMap((node) => lines.entering(node)).map(({ from }) => from));
  const ways = new Set([...nodes, ...read].flatMap((node) => lines.through(node)));
  const edges = [...ways].flatMap((way) => {
    const { consumer } = way.route;
    if (consumer !== undefined && subjects.has(`application:${consumer.application}`)) return way.edges;
    if (isStraight(way) && way.edges.some((edge) => subjects.has(edge.from))) return way.edges;
    const failing = way.edges.findIndex((edge) => read.has(edge.from) && edge.kind !== "consume");
    return failing < 0 ? [] : way.edges.slice(failing);
  });
  return [...edges, ...beside(lines, nodes)];
}

const isStraight = ({ route: { hops } }: Way): boolean =>
  hops.every(({ kind }) => kind !== "dead-letter" && kind !== "expire" && kind !== "retry");

/** The ways to an exchange or a queue from their beginning, and onward: from an exchange to who reads, from a queue to who reads it or to the next queue. */
export function edgesOfNode(lines: Lines, node: string): readonly RouteEdge[] {
  const isExchange = lines.nodes.get(node)?.kind === "exchange";
  const isOnward = ({ from, kind }: RouteEdge): boolean => {
    const source = lines.nodes.get(from);
    return from === node || source?.kind === "exchange" || isDelay(source) || (isExchange && kind === "consume");
  };
  const edges = lines.through(node).flatMap(({ edges: all }) => {
    const at = all.findIndex(({ from, to }) => from === node || to === node) + 1;
    const end = all.findIndex((edge, place) => place >= at && !isOnward(edge));
    return end < 0 ? all : all.slice(0, end);
  });
  return [...edges, ...beside(lines, [node])];
}

/** Lines that no message takes are shown too. */
const beside = (lines: Lines, nodes: readonly string[]): readonly RouteEdge[] =>
  nodes.flatMap((node) => [...lines.entering(node), ...lines.leaving(node)]);
