/** A laid-out flow as SVG. Classes and presentation attributes only: the policy of the pages forbids styles within. */
import { html, Markup } from "../content/markup.js";
import type { Address, Flow, FlowEdge, FlowNode } from "../content/model.js";
import { hrefOf } from "../content/relative.js";
import type { Fit } from "./fit.js";
import type { Layout, Point, Size } from "./layout.js";

export function flowSvg({ caption, nodes, edges }: Flow, fit: Fit, layout: Layout, from: Address): string {
  const { width, height } = layout;
  const drawn = [
    ...edges.map((edge, at) => edgeSvg(edge, fit.edges[at] ?? [], layout.lines[at])),
    ...nodes.map((node, at) => nodeSvg(node, fit.nodes[at] ?? [], layout.boxes[at], from)),
  ];
  return html`<svg class="flow" role="group" aria-label="${caption}" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" xmlns="http://www.w3.org/2000/svg">${drawn}</svg>`
    .text;
}

export const lineHeight = 15;

function nodeSvg(node: FlowNode, lines: readonly string[], box: (Size & Point) | undefined, from: Address): Markup {
  if (box === undefined) return html``;
  const { x, y, width, height } = box;
  const { id, kind, role, label, note, mark, link, waits } = node;
  const middle = width / 2;
  const first = (height - (lines.length + (note === undefined ? 0 : 1) + (mark === undefined ? 0 : 1)) * lineHeight) / 2 + 11;
  const noteAt = first + lines.length * lineHeight;
  const classes = ["node", kind, ...(role === undefined ? [] : [role]), ...(mark === undefined ? [] : ["marked"])].join(" ");
  const inside = html`<title>${[label, note, mark].filter((part) => part !== undefined).join(", ")}</title>${outline(kind, width, height)}${lines.map(
    (line, at) => html`<text class="name" x="${middle}" y="${first + at * lineHeight}">${line}</text>`,
  )}${(kind === "queue" || kind === "exchange") && html`<text class="figures" x="${middle}" y="${noteAt}"></text>`}${
    note !== undefined && html`<text class="note" x="${middle}" y="${noteAt}">${note}</text>`
  }${mark !== undefined && html`<text class="mark" x="${middle}" y="${noteAt + lineHeight}">${mark}</text>`}`;
  const group = html`<g class="${classes}" data-node="${id}"${
    waits !== undefined && html` data-waits="${JSON.stringify(waits)}"`
  } transform="translate(${x} ${y})">${inside}</g>`;
  return link === undefined ? group : html`<a href="${hrefOf(from, link, "html")}">${group}</a>`;
}

function outline(kind: FlowNode["kind"], width: number, height: number): Markup {
  if (kind === "exchange") {
    const cut = 10;
    const half = height / 2;
    return html`<path d="M${cut} 0H${width - cut}L${width} ${half}L${width - cut} ${height}H${cut}L0 ${half}Z"/>`;
  }
  return html`<rect width="${width}" height="${height}" rx="${kind === "queue" ? 2 : 8}"/>${
    kind === "queue" && html`<path class="bars" d="M${width - 5} 0V${height}M${width - 10} 0V${height}"/>`
  }`;
}

function edgeSvg(
  { from, to, kind, tone, detail, mark }: FlowEdge,
  label: readonly string[],
  line: Layout["lines"][number] | undefined,
): Markup {
  if (line === undefined || line.points.length < 2) return html``;
  const told = [detail, mark].filter((part) => part !== undefined).join("; ");
  return html`<g class="edge ${kind} ${tone}" data-from="${from}" data-to="${to}">${told !== "" && html`<title>${told}</title>`}<path d="${new Markup(
    rounded(line.points),
  )}"/><path class="tip" d="${new Markup(tip(line.points))}"/>${
    line.label !== undefined &&
    label.map((text, at) => html`<text x="${line.label?.x}" y="${(line.label?.y ?? 0) + 10 + at * 13}">${text}</text>`)
  }</g>`;
}

const radius = 6;

function rounded(points: readonly Point[]): string {
  const [start, ...rest] = points;
  if (start === undefined) return "";
  const parts = rest.map((point, at) => {
    const [before, after] = [points[at], points[at + 2]];
    if (before === undefined || after === undefined) return `L${point.x} ${point.y}`;
    const [enter, leave] = [toward(point, before), toward(point, after)];
    return `L${enter.x} ${enter.y}Q${point.x} ${point.y} ${leave.x} ${leave.y}`;
  });
  return `M${start.x} ${start.y}${parts.join("")}`;
}

/** So far from one point on the way to another. */
function toward(from: Point, to: Point, far = radius): Point {
  const length = Math.hypot(to.x - from.x, to.y - from.y);
  const share = length === 0 ? 0 : Math.min(far, length / 2) / length;
  return { x: Math.round(from.x + (to.x - from.x) * share), y: Math.round(from.y + (to.y - from.y) * share) };
}

function tip(points: readonly Point[]): string {
  const [before, end] = points.slice(-2);
  if (before === undefined || end === undefined) return "";
  const [dx, dy] = [Math.sign(end.x - before.x), Math.sign(end.y - before.y)];
  const base = { x: end.x - dx * 8, y: end.y - dy * 8 };
  return `M${end.x} ${end.y}L${base.x - dy * 4} ${base.y + dx * 4}L${base.x + dy * 4} ${base.y - dx * 4}Z`;
}
