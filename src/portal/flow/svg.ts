/** A laid-out flow as SVG. Classes and presentation attributes only: the policy of the pages forbids styles within. */
import { html, type Markup } from "../content/markup.js";
import type { Address, Flow, FlowEdge, FlowNode } from "../content/model.js";
import { hrefOf } from "../content/relative.js";
import type { Fit, FittedNode } from "./fit.js";
import { legend } from "./legend.js";
import { labelLine, nodeLine } from "./measure.js";
import { linePath, tipPath } from "./paths.js";
import type { Course, Layout, Point, Size } from "./shape.js";

export function flowSvg(flow: Flow, fit: Fit, layout: Layout, from: Address): string {
  const { caption, nodes, edges } = flow;
  const { width, height, drawn } = legend(flow, layout);
  const boxes = nodes.map((node, at) => nodeSvg(node, fit.nodes[at], layout.boxes[at], from));
  const isFrame = (_: unknown, at: number): boolean => fit.nodes[at]?.frame === true;
  return html`<svg class="flow${width <= widestFit && " fits"}" role="group" aria-label="${caption}" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}">${[
    boxes.filter(isFrame),
    edges.map((edge, at) => edgeSvg(edge, fit.edges[at] ?? [], layout.lines[at], fit.shape.lines[at]?.label)),
    boxes.filter((box, at) => !isFrame(box, at)),
    drawn,
  ]}</svg>`.text;
}

/** Up to this width, CSS pixels, a picture can be read even where it is made as narrow as a page. */
const widestFit = 1400;

function nodeSvg(node: FlowNode, fitted: FittedNode | undefined, box: (Size & Point) | undefined, from: Address): Markup {
  if (box === undefined || fitted === undefined) return html``;
  const { id, kind, role, label, note, mark, link, waits } = node;
  const classes = ["node", kind, role, mark !== undefined && "marked", fitted.frame && "frame", link?.to === from && "here"]
    .filter(Boolean)
    .join(" ");
  const told = [label, note, mark].filter((part) => part !== undefined).join(", ");
  const group = html`<g class="${classes}" data-node="${id}"${
    waits !== undefined && html` data-waits="${JSON.stringify(waits)}"`
  } transform="translate(${box.x} ${box.y})"><title>${told}</title>${outline(kind, box)}${
    fitted.frame ? html`<text class="title" x="14" y="22">${fitted.lines[0]}</text>` : nodeText(kind, fitted, box)
  }</g>`;
  return link === undefined ? group : html`<a href="${hrefOf(from, link, "html")}">${group}</a>`;
}

function nodeText(kind: FlowNode["kind"], { lines, note, mark }: FittedNode, { width, height }: Size): readonly (Markup | false)[] {
  const below = [note, mark].filter((part) => part !== undefined);
  const first = (height - (lines.length + below.length) * nodeLine) / 2 + 11;
  const at = (line: number): Markup => html`x="${width / 2}" y="${first + line * nodeLine}"`;
  return [
    ...lines.map((line, number) => html`<text class="name" ${at(number)}>${line}</text>`),
    (kind === "queue" || kind === "exchange") && html`<text class="figures" ${at(lines.length)}></text>`,
    note !== undefined && html`<text class="note" ${at(lines.length)}>${note}</text>`,
    mark !== undefined && html`<text class="mark" ${at(lines.length + below.length - 1)}>${mark}</text>`,
  ];
}

/** Kinds differ in shape: an exchange is pointed, a queue has bars at the end where messages come in. */
function outline(kind: FlowNode["kind"], { width, height }: Size): Markup {
  const half = height / 2;
  if (kind === "exchange") return html`<path d="M10 0H${width - 10}L${width} ${half}L${width - 10} ${height}H10L0 ${half}Z"/>`;
  if (kind !== "queue") return html`<rect width="${width}" height="${height}" rx="8"/>`;
  return html`<rect width="${width}" height="${height}" rx="2"/><path class="bars" d="M4 0V${height}M8 0V${height}"/>`;
}

/** `room`: of the label, in whose middle its lines are. */
function edgeSvg(edge: FlowEdge, lines: readonly string[], course: Course | undefined, room: Size | undefined): Markup {
  if (course === undefined || course.points.length < 2) return html``;
  const { points, label: place = { x: 0, y: 0 } } = course;
  const middle = place.x + (room?.width ?? 0) / 2;
  const { from, to, kind, tone, label, detail, mark } = edge;
  const told = [label?.replaceAll("\n", ", "), detail, mark].filter((part) => part !== undefined).join("; ");
  return html`<g class="edge ${kind} ${tone}" data-from="${from}" data-to="${to}">${
    told !== "" && html`<title>${told}</title>`
  }<path d="${linePath(points)}"/><path class="tip" d="${tipPath(points)}"/>${lines.map((text, number) => {
    const isMark = mark !== undefined && number === lines.length - 1;
    return html`<text${isMark && html` class="mark"`} x="${middle}" y="${place.y + 10 + number * labelLine}">${text}</text>`;
  })}</g>`;
}
