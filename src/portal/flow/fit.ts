/** What of a flow's text is drawn, and how much room it takes. */
import type { Flow, FlowEdge, FlowNode } from "../content/model.js";
import type { Shape, Size } from "./layout.js";
import { type Font, shorten, textWidth, wrap } from "./measure.js";

export interface Fit {
  readonly shape: Shape;
  /** Lines of each node's name. */
  readonly nodes: readonly (readonly string[])[];
  /** Lines of each edge's label. */
  readonly edges: readonly (readonly string[])[];
}

const name: Font = { size: 12, mono: true };
const title: Font = { size: 13, mono: false };
const small: Font = { size: 10.5, mono: false };
const code: Font = { size: 10.5, mono: true };

/** Widths come in steps, so that flows whose names differ a little have one shape. */
const step = 20;
const inSteps = (width: number): number => Math.ceil(width / step) * step;

export function fitFlow({ nodes, edges }: Flow): Fit {
  const places = new Map(nodes.map(({ id }, at) => [id, at]));
  const names = nodes.map((node) => wrap(node.label, fontOf(node), 236, 2));
  const labels = edges.map(labelLines);
  return {
    nodes: names,
    edges: labels,
    shape: {
      boxes: nodes.map((node, at) => {
        const within = node.within === undefined ? undefined : places.get(node.within);
        return { ...boxOf(node, names[at] ?? []), ...(within === undefined ? {} : { within }) };
      }),
      lines: edges.map(({ from, to }, at) => {
        const lines = labels[at] ?? [];
        const ends = { from: places.get(from) ?? 0, to: places.get(to) ?? 0 };
        return lines.length === 0 ? ends : { ...ends, label: labelBox(lines) };
      }),
    },
  };
}

const fontOf = ({ kind }: FlowNode): Font => (kind === "exchange" || kind === "queue" ? name : title);

function boxOf(node: FlowNode, lines: readonly string[]): Size {
  const { note, mark, kind } = node;
  const texts = [...lines.map((line) => textWidth(line, fontOf(node))), textWidth(note ?? "", small), textWidth(mark ?? "", small)];
  const rows = lines.length + (note === undefined ? 0 : 1) + (mark === undefined ? 0 : 1);
  return { width: inSteps(Math.max(kind === "application" ? 100 : 120, ...texts) + 32), height: rows * 15 + 12 };
}

const labelLines = ({ label, mark }: FlowEdge): readonly string[] =>
  [...(label === undefined ? [] : label.split("\n")), ...(mark === undefined ? [] : [mark])].map((line) => shorten(line, code, 220));

const labelBox = (lines: readonly string[]): Size => ({
  width: inSteps(Math.max(...lines.map((line) => textWidth(line, code)))),
  height: lines.length * 13,
});
