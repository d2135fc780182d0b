/** What of a flow's text is drawn, and how much room it takes. */
import type { Flow, FlowEdge, FlowNode } from "../content/model.js";
import { code, type Font, labelLine, name, nodeLine, shorten, small, textWidth, title, wrap } from "./measure.js";
import type { Shape, Size } from "./shape.js";

export interface Fit {
  readonly shape: Shape;
  readonly nodes: readonly FittedNode[];
  /** Lines of each edge's label. */
  readonly edges: readonly (readonly string[])[];
}

export interface FittedNode {
  /** Of the name. */
  readonly lines: readonly string[];
  /** As far as they have room. */
  readonly note?: string;
  readonly mark?: string;
  /** It surrounds other nodes. */
  readonly frame: boolean;
}

const widestName = 212;
const widestLabel = 240;
/** Left and right of a name. */
const beside = 28;

/** Widths come in steps: it looks calmer, and flows whose names differ in length have one shape all the same. */
const boxStep = 60;
const labelStep = 30;
const inSteps = (width: number, step: number): number => Math.ceil(width / step) * step;

export function fitFlow({ nodes, edges }: Flow): Fit {
  const places = new Map(nodes.map(({ id }, at) => [id, at]));
  const frames = new Set(nodes.map(({ within }) => within));
  const fitted = nodes.map((node) => fitNode(node, frames.has(node.id)));
  const labels = edges.map(labelLines);
  const boxes = nodes.map((node, at) => {
    const within = node.within === undefined ? undefined : places.get(node.within);
    const begins = node.begins === true ? { begins: true } : {};
    return { ...boxOf(node, fitted[at]), ...begins, ...(within === undefined ? {} : { within }) };
  });
  const lines = edges.map(({ from, to }, at) => {
    const ends = { from: placeOf(places, from), to: placeOf(places, to) };
    const label = labels[at] ?? [];
    return label.length === 0 ? ends : { ...ends, label: labelBox(label) };
  });
  return { nodes: fitted, edges: labels, shape: { boxes, lines } };
}

function placeOf(places: ReadonlyMap<string, number>, id: string): number {
  const place = places.get(id);
  if (place === undefined) throw new Error(`A line of the flow ends at ${id}, which is none of its nodes.`);
  return place;
}

const fontOf = ({ kind }: FlowNode): Font => (kind === "exchange" || kind === "queue" ? name : title);

function fitNode(node: FlowNode, frame: boolean): FittedNode {
  const { label, note, mark } = node;
  return {
    lines: wrap(label, fontOf(node), widestName, frame ? 1 : 2),
    ...(note === undefined ? {} : { note: shorten(note, small, widestName) }),
    ...(mark === undefined ? {} : { mark: shorten(mark, small, widestName) }),
    frame,
  };
}

function boxOf(node: FlowNode, fitted: FittedNode | undefined): Size {
  const { lines = [], note, mark } = fitted ?? {};
  const below = [note, mark].filter((part) => part !== undefined);
  const widths = [...lines.map((line) => textWidth(line, fontOf(node))), ...below.map((line) => textWidth(line, small))];
  return { width: inSteps(Math.max(120, Math.max(...widths) + beside), boxStep), height: (lines.length + below.length) * nodeLine + 12 };
}

const labelLines = ({ label, mark }: FlowEdge): readonly string[] =>
  [...(label?.split("\n") ?? []), ...(mark === undefined ? [] : [mark])].map((line) => shorten(line, code, widestLabel));

const labelBox = (lines: readonly string[]): Size => ({
  width: inSteps(Math.max(...lines.map((line) => textWidth(line, code))), labelStep),
  height: lines.length * labelLine,
});
