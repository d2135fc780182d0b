/** The part of the route graph that a picture shows: retries folded into a way back to the queue, lines between the same two nodes made one. */
import type { RouteEdge, RouteNode } from "#contract";
import type { Lines } from "./lines.js";

/** Nodes that a picture may have. Beyond that nobody reads it. */
export const mostNodes = 150;

export interface Selection {
  /** Of nodes, the most important first. */
  readonly ids: readonly string[];
  readonly bundles: readonly (readonly RouteEdge[])[];
  /** Of each queue the ways back from its delay queues, which are no nodes. */
  readonly waits: ReadonlyMap<string, readonly RouteEdge[]>;
}

export interface Selected {
  /** Shown even where no line leads to them. */
  readonly nodes?: readonly string[];
  readonly edges: Iterable<RouteEdge>;
}

export function select(lines: Lines, { nodes = [], edges }: Selected): Selection {
  const isFolded = (id: string): boolean => isDelay(lines.nodes.get(id));
  const waits = new Map<string, RouteEdge[]>();
  const bundles = new Map<string, RouteEdge[]>();
  const ids = new Set(nodes.filter((id) => !isFolded(id)));
  for (const edge of new Set(edges)) {
    if (isFolded(edge.from)) append(waits, edge.to, edge);
    else if (!isFolded(edge.to)) {
      append(bundles, bundleKey(edge), edge);
      ids.add(edge.from).add(edge.to);
    }
  }
  return { ids: [...ids], bundles: [...bundles.values()], waits };
}

/** What a picture shows, and how many nodes of it are missing. */
export const captionOf = (caption: string, nodes: number): string =>
  nodes <= mostNodes ? caption : `${caption}; ${nodes - mostNodes} more are left out`;

export const isDelay = (node: RouteNode | undefined): boolean => node?.kind === "queue" && node.role === "delay";

/** Expiry and failure lead to the same place more often than not. */
const bundleKey = ({ from, to, kind }: RouteEdge): string => JSON.stringify([from, to, kind === "expire" ? "dead-letter" : kind]);

function append<T>(groups: Map<string, T[]>, key: string, each: T): void {
  const group = groups.get(key);
  if (group === undefined) groups.set(key, [each]);
  else group.push(each);
}
