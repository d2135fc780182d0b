/** Lines and arrow tips as SVG path data. */
import { Markup } from "../content/markup.js";
import type { Point } from "./shape.js";

const radius = 6;

/** Through all points, with rounded corners, to just before the last, where the tip is. */
export function linePath(points: readonly Point[]): Markup {
  const end = points.at(-1);
  const before = points.at(-2);
  const shown = end === undefined || before === undefined ? points : [...points.slice(0, -1), toward(end, before, tipLength)];
  const parts = shown.map((point, at) => {
    const [last, next] = [shown[at - 1], shown[at + 1]];
    if (last === undefined) return `M${point.x} ${point.y}`;
    if (next === undefined) return `L${point.x} ${point.y}`;
    const [enter, leave] = [toward(point, last, radius), toward(point, next, radius)];
    return `L${enter.x} ${enter.y}Q${point.x} ${point.y} ${leave.x} ${leave.y}`;
  });
  return new Markup(parts.join(""));
}

const tipLength = 8;

/** The arrow tip at the last point. */
export function tipPath(points: readonly Point[]): Markup {
  const [before, end] = points.slice(-2);
  if (before === undefined || end === undefined) return new Markup("");
  const [dx, dy] = [Math.sign(end.x - before.x), Math.sign(end.y - before.y)];
  const base = { x: end.x - dx * tipLength, y: end.y - dy * tipLength };
  return new Markup(`M${end.x} ${end.y}L${base.x - dy * 4} ${base.y + dx * 4}L${base.x + dy * 4} ${base.y - dx * 4}Z`);
}

/** `far` from one point on the way to another, at most half of the way. */
function toward(from: Point, to: Point, far: number): Point {
  const length = Math.hypot(to.x - from.x, to.y - from.y);
  const share = length === 0 ? 0 : Math.min(far, length / 2) / length;
  return { x: Math.round(from.x + (to.x - from.x) * share), y: Math.round(from.y + (to.y - from.y) * share) };
}
