import type { Flow } from "../content/model.js";

/** Nodes that a picture may have. Beyond that nobody reads it. */
export const mostNodes = 150;

/** The first nodes only, the subject and what is nearest to it; the caption says how many are missing. */
export function bounded(flow: Flow): Flow {
  const { nodes, edges, caption } = flow;
  if (nodes.length <= mostNodes) return flow;
  const kept = new Set(nodes.slice(0, mostNodes).map(({ id }) => id));
  return {
    ...flow,
    caption: `${caption}; ${nodes.length - mostNodes} more are left out`,
    nodes: nodes.slice(0, mostNodes),
    edges: edges.filter(({ from, to }) => kept.has(from) && kept.has(to)),
  };
}
