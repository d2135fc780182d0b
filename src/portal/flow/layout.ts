/** Where everything lies, by ELK's layered algorithm. Of a flow it sees sizes and ends only, so flows of one shape share one layout. */
import type { ELK, ElkExtendedEdge, ElkNode, ElkPoint } from "elkjs/lib/elk-api.js";

export interface Shape {
  /** `within`: index of the box it lies in. */
  readonly boxes: readonly { readonly width: number; readonly height: number; readonly within?: number }[];
  /** Ends are indexes of boxes. */
  readonly lines: readonly { readonly from: number; readonly to: number; readonly label?: Size }[];
}

export interface Size {
  readonly width: number;
  readonly height: number;
}

/** CSS pixels from the upper left corner. */
export interface Layout extends Size {
  readonly boxes: readonly (Size & Point)[];
  readonly lines: readonly { readonly points: readonly Point[]; readonly label?: Point }[];
}

export interface Point {
  readonly x: number;
  readonly y: number;
}

const mostKept = 4000;
const kept = new Map<string, Promise<Layout>>();

export function layOut(shape: Shape): Promise<Layout> {
  const key = JSON.stringify(shape);
  const layout = kept.get(key) ?? compute(shape);
  kept.delete(key);
  kept.set(key, layout);
  const [oldest] = kept.keys();
  if (kept.size > mostKept && oldest !== undefined) kept.delete(oldest);
  return layout;
}

let opened: Promise<ELK> | undefined;

/** Loaded for the first picture: a megabyte of code that most commands do without. */
const open = async (): Promise<ELK> => {
  const { default: bundle } = await import("elkjs/lib/elk.bundled.js");
  return new bundle.default();
};

const options = {
  "elk.algorithm": "layered",
  "elk.direction": "RIGHT",
  "elk.edgeRouting": "ORTHOGONAL",
  "elk.hierarchyHandling": "INCLUDE_CHILDREN",
  "elk.padding": "[top=8,left=8,bottom=8,right=8]",
  "elk.spacing.nodeNode": "22",
  "elk.spacing.edgeNode": "14",
  "elk.spacing.edgeEdge": "10",
  "elk.spacing.edgeLabel": "3",
  "elk.spacing.componentComponent": "36",
  "elk.layered.spacing.nodeNodeBetweenLayers": "34",
  "elk.layered.spacing.edgeNodeBetweenLayers": "14",
  "elk.layered.spacing.edgeEdgeBetweenLayers": "10",
  "elk.layered.nodePlacement.strategy": "NETWORK_SIMPLEX",
  "elk.layered.considerModelOrder.strategy": "NODES_AND_EDGES",
  "org.eclipse.elk.json.shapeCoords": "ROOT",
  "org.eclipse.elk.json.edgeCoords": "ROOT",
};

async function compute(shape: Shape): Promise<Layout> {
  opened ??= open();
  const elk = await opened;
  const drawn = await elk.layout(graphOf(shape));
  return layoutOf(shape, drawn);
}

function graphOf({ boxes, lines }: Shape): ElkNode {
  const childrenOf = (parent: number | undefined): ElkNode[] =>
    boxes.flatMap(({ width, height, within }, at): ElkNode[] => {
      if (within !== parent) return [];
      const children = childrenOf(at);
      if (children.length === 0) return [{ id: `n${at}`, width, height }];
      return [{ id: `n${at}`, children, layoutOptions: { "elk.padding": "[top=34,left=16,bottom=16,right=16]" } }];
    });
  const edges = lines.map(
    ({ from, to, label }, at): ElkExtendedEdge => ({
      id: `e${at}`,
      sources: [`n${from}`],
      targets: [`n${to}`],
      labels: label === undefined ? [] : [{ id: `l${at}`, text: "x", ...label }],
    }),
  );
  return { id: "root", layoutOptions: options, children: childrenOf(undefined), edges };
}

function layoutOf({ boxes, lines }: Shape, root: ElkNode): Layout {
  const nodes = new Map<string, ElkNode>();
  const edges = new Map<string, ElkExtendedEdge>();
  const visit = (node: ElkNode): void => {
    nodes.set(node.id, node);
    for (const edge of node.edges ?? []) edges.set(edge.id, edge);
    node.children?.forEach(visit);
  };
  visit(root);
  return {
    width: round(root.width),
    height: round(root.height),
    boxes: boxes.map((_, at) => {
      const { x, y, width, height } = nodes.get(`n${at}`) ?? {};
      return { x: round(x), y: round(y), width: round(width), height: round(height) };
    }),
    lines: lines.map((_, at) => {
      const { sections = [], labels: [label] = [] } = edges.get(`e${at}`) ?? {};
      const points = sections.flatMap(({ startPoint, bendPoints = [], endPoint }) => [startPoint, ...bendPoints, endPoint]);
      return { points: points.map(pointOf), ...(label === undefined ? {} : { label: { x: round(label.x), y: round(label.y) } }) };
    }),
  };
}

const pointOf = ({ x, y }: ElkPoint): Point => ({ x: round(x), y: round(y) });
const round = (length: number | undefined): number => Math.round(length ?? 0);
