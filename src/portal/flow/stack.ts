/** Frames one below the other, each laid out by itself; lines from one to another run beside and between them. */
import type { LayoutStore } from "./kept-layouts.js";
import { layOut } from "./layout.js";
import type { Course, Layout, Line, Point, Shape } from "./shape.js";

/** The part of a shape that lies in one frame, or in none. A line that leaves it or comes in has a point at its border as its other end. */
interface Part {
  /** Index of the frame. */
  readonly frame: number | undefined;
  readonly boxes: readonly number[];
  readonly lines: readonly number[];
  readonly shape: Shape;
}

interface Placed {
  readonly part: Part;
  readonly layout: Layout;
  readonly at: Point;
  /** Where lines from other frames pass, above it. */
  readonly above: number;
}

const head = 30;
const margin = 8;
const gap = 20;
const lane = 10;

export async function layOutFrames(shape: Shape, store?: LayoutStore): Promise<Layout> {
  const frames = [...new Set(shape.boxes.map(({ within }) => within))];
  if (frames.every((frame) => frame === undefined)) return await layOut(shape, store);
  const parts = frames.map((frame) => partOf(shape, frame, frames)).filter(({ boxes }) => boxes.length > 0);
  const layouts = await Promise.all(parts.map((part) => layOut(part.shape, store)));
  return assemble(shape, parts, layouts);
}

function partOf({ boxes, lines }: Shape, frame: number | undefined, frames: readonly (number | undefined)[]): Part {
  const inside = [...boxes.keys()].filter((box) => boxes[box]?.within === frame && !frames.includes(box));
  const places = new Map(inside.map((box, at) => [box, at]));
  const touching = [...lines.keys()].filter((at) => lines[at] !== undefined && (places.has(lines[at].from) || places.has(lines[at].to)));
  const shown = inside.map((box) => {
    const { width = 0, height = 0, begins = false } = boxes[box] ?? {};
    return { width, height, begins };
  });
  const ends: Shape["boxes"][number][] = [];
  const end = (border: "left" | "right"): number => shown.length + ends.push({ width: 0, height: 0, border }) - 1;
  const drawn = touching.flatMap((at): Line[] => {
    const line = lines[at];
    if (line === undefined) return [];
    const [from, to] = [places.get(line.from), places.get(line.to)];
    // The label stands where the line begins.
    if (from === undefined) return to === undefined ? [] : [{ from: end("left"), to }];
    return [{ ...line, from, to: to ?? end("right") }];
  });
  return { frame, boxes: inside, lines: touching, shape: { boxes: [...shown, ...ends], lines: drawn } };
}

function assemble(shape: Shape, parts: readonly Part[], layouts: readonly Layout[]): Layout {
  const crossing = [...shape.lines.keys()].filter((at) => parts.filter(({ lines }) => lines.includes(at)).length > 1);
  const side = crossing.length === 0 ? 0 : gap + crossing.length * lane;
  const widest = Math.max(...layouts.map(({ width }) => width));
  let y = margin;
  const placed = parts.map((part, at): Placed => {
    const layout = layouts[at] ?? { width: 0, height: 0, boxes: [], lines: [] };
    const entering = part.lines.filter((line) => crossing.includes(line)).length;
    const above = y;
    y += entering * lane + (part.frame === undefined ? 0 : head);
    const here = { part, layout, at: { x: margin + side, y }, above };
    y += layout.height + gap;
    return here;
  });
  const width = widest + (margin + side) * 2;
  return {
    width,
    height: y - gap + margin,
    boxes: shape.boxes.map((_, box) => boxOf(placed, box, widest)),
    lines: shape.lines.map((line, at) => courseOf(placed, line, at, crossing.indexOf(at), width - margin - side)),
  };
}

function boxOf(placed: readonly Placed[], box: number, widest: number): Layout["boxes"][number] {
  for (const { part, layout, at } of placed) {
    if (part.frame === box) return { x: at.x, y: at.y - head, width: widest, height: layout.height + head };
  }
  const { part, layout, at } = partWith(placed, box);
  const inside = layout.boxes[part.boxes.indexOf(box)] ?? { x: 0, y: 0, width: 0, height: 0 };
  return { ...inside, ...moved(inside, at) };
}

/** `crossing`: its number among the lines that go from one frame to another, -1 for the others. */
function courseOf(placed: readonly Placed[], { from, to }: Line, line: number, crossing: number, right: number): Course {
  const stretch = (end: number): Course => {
    const { part, layout, at } = partWith(placed, end);
    const { points, label } = layout.lines[part.lines.indexOf(line)] ?? { points: [] };
    return { points: points.map((point) => moved(point, at)), ...(label === undefined ? {} : { label: moved(label, at) }) };
  };
  const out = stretch(from);
  if (crossing < 0) return out;
  const passage = {
    right: right + gap + crossing * lane,
    left: margin + crossing * lane,
    y: partWith(placed, to).above + 4 + crossing * 4,
  };
  return { ...out, points: around(out.points, stretch(to).points, passage) };
}

/** Out of one frame to the right, down or up beside all frames, back above the other, and in from the left. */
function around(
  out: readonly Point[],
  into: readonly Point[],
  { right, left, y }: { right: number; left: number; y: number },
): readonly Point[] {
  const [last, first] = [out.at(-1), into[0]];
  if (last === undefined || first === undefined) return [];
  const corners = [
    { x: right, y: last.y },
    { x: right, y },
    { x: left, y },
    { x: left, y: first.y },
  ];
  return [...out.slice(0, -1), ...corners, ...into.slice(1)];
}

function partWith(placed: readonly Placed[], box: number): Placed {
  const found = placed.find(({ part }) => part.boxes.includes(box));
  if (found === undefined) throw new Error("A line ends in one of the parts.");
  return found;
}

const moved = ({ x, y }: Point, by: Point): Point => ({ x: x + by.x, y: y + by.y });
