/** Where everything lies, by ELK's layered algorithm. It sees sizes and ends only, so flows of one shape share one layout. */
import type { ELK, ElkExtendedEdge, ElkNode, ElkPoint } from "elkjs/lib/elk-api.js";
import { backwardLines } from "./backward.js";
import type { LayoutStore } from "./kept-layouts.js";
import type { Layout, Point, Shape } from "./shape.js";

const mostKept = 4000;
const kept = new Map<string, Promise<Layout>>();

/** Of a shape without boxes in boxes. `store`: where layouts of earlier runs may be. */
export function layOut(shape: Shape, store?: LayoutStore): Promise<Layout> {
  const key = JSON.stringify(shape);
  const layout = kept.get(key) ?? found(key, store) ?? compute(shape);
  if (store !== undefined) void layout.then((known) => store.keep(key, known)).catch(() => undefined);
  kept.delete(key);
  kept.set(key, layout);
  const [oldest] = kept.keys();
  if (kept.size > mostKept && oldest !== undefined) kept.delete(oldest);
  return layout;
}

function found(key: string, store: LayoutStore | undefined): Promise<Layout> | undefined {
  const layout = store?.find(key);
  return layout && Promise.resolve(layout);
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
  "elk.padding": "[top=8,left=8,bottom=8,right=8]",
  "elk.spacing.nodeNode": "20",
  "elk.spacing.edgeNode": "14",
  "elk.spacing.edgeEdge": "10",
  "elk.spacing.edgeLabel": "3",
  "elk.spacing.componentComponent": "28",
  "elk.layered.spacing.nodeNodeBetweenLayers": "24",
  "elk.layered.spacing.edgeNodeBetweenLayers": "12",
  "elk.layered.spacing.edgeEdgeBetweenLayers": "10",
  "elk.layered.nodePlacement.strategy": "NETWORK_SIMPLEX",
};

const borders = { left: "FIRST", right: "LAST" } as const;

async function compute(shape: Shape): Promise<Layout> {
  opened ??= open();
  const elk = await opened;
  // What leads back is turned round for ELK, whose own choice is as good as any and differs from ours.
  const backward = backwardLines(shape);
  const { width, height, children = [], edges } = await elk.layout(graphOf(shape, backward));
  return {
    width: round(width),
    height: round(height),
    boxes: children.map((box) => ({ ...pointOf(box), width: round(box.width), height: round(box.height) })),
    lines: edges.map(({ sections = [], labels = [] }, at) => {
      const [label] = labels;
      const points = sections.flatMap(({ startPoint, bendPoints = [], endPoint }) => [startPoint, ...bendPoints, endPoint].map(pointOf));
      return { points: backward.has(at) ? points.reverse() : points, ...(label === undefined ? {} : { label: pointOf(label) }) };
    }),
  };
}

function graphOf({ boxes, lines }: Shape, backward: ReadonlySet<number>): ElkNode & { edges: ElkExtendedEdge[] } {
  const children = boxes.map(({ width, height, border }, at) => ({
    id: `n${at}`,
    width,
    height,
    layoutOptions: border === undefined ? {} : { "elk.layered.layering.layerConstraint": borders[border] },
  }));
  const edges = lines.map(({ from, to, label }, at) => {
    const [source, target] = backward.has(at) ? [to, from] : [from, to];
    const labels = label === undefined ? [] : [{ id: `l${at}`, text: "x", ...label }];
    return { id: `e${at}`, sources: [`n${source}`], targets: [`n${target}`], labels };
  });
  return { id: "root", layoutOptions: options, children, edges };
}

const pointOf = ({ x, y }: Partial<ElkPoint>): Point => ({ x: round(x), y: round(y) });
const round = (length: number | undefined): number => Math.round(length ?? 0);
