/** Where things lie. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { backwardLines } from "../../../src/portal/flow/backward.js";
import { fitFlow } from "../../../src/portal/flow/fit.js";
import { name, shorten, small, textWidth, title, wrap } from "../../../src/portal/flow/measure.js";
import type { Layout, Point, Shape, Size } from "../../../src/portal/flow/shape.js";
import { layOutFrames } from "../../../src/portal/flow/stack.js";

const sizes = fc.record({ width: fc.integer({ min: 20, max: 260 }), height: fc.integer({ min: 20, max: 60 }) });

/** Two frames and what lies in them or in none, and lines between the latter. */
const shapes: fc.Arbitrary<Shape> = fc
  .array(fc.tuple(sizes, fc.constantFrom(undefined, 0, 1)), { minLength: 1, maxLength: 9 })
  .chain((boxes) => {
    const ends = fc.nat({ max: boxes.length - 1 }).map((at) => at + 2);
    const line = fc.record({ from: ends, to: ends, label: sizes });
    const placed = boxes.map(([size, within]) => (within === undefined ? size : { ...size, within }));
    return fc
      .array(line, { maxLength: 12 })
      .map((lines) => ({ boxes: [{ width: 0, height: 0 }, { width: 0, height: 0 }, ...placed], lines }));
  });

const framesOf = ({ boxes }: Shape): ReadonlySet<number> => new Set(boxes.flatMap(({ within }) => within ?? []));

const isInside = (inner: Size & Point, outer: Size & Point): boolean =>
  inner.x >= outer.x &&
  inner.y >= outer.y &&
  inner.x + inner.width <= outer.x + outer.width &&
  inner.y + inner.height <= outer.y + outer.height;

const isApart = (one: Size & Point, other: Size & Point): boolean =>
  one.x + one.width <= other.x || other.x + other.width <= one.x || one.y + one.height <= other.y || other.y + other.height <= one.y;

/** On the border, or a pixel beside it by rounding. */
const touches = ({ x, y }: Point, box: Size & Point): boolean => {
  const [dx, dy] = [
    Math.min(Math.abs(x - box.x), Math.abs(x - box.x - box.width)),
    Math.min(Math.abs(y - box.y), Math.abs(y - box.y - box.height)),
  ];
  const within = x >= box.x - 1 && x <= box.x + box.width + 1 && y >= box.y - 1 && y <= box.y + box.height + 1;
  return within && Math.min(dx, dy) <= 1;
};

const inLayout = (check: (shape: Shape, layout: Layout) => void) =>
  fc.assert(
    fc.asyncProperty(shapes, async (shape) => check(shape, await layOutFrames(shape))),
    { numRuns: 12 },
  );

describe("in every picture", () => {
  test("no box covers another, each lies in its frame and all in the picture", () =>
    inLayout((shape, { boxes, width, height }) => {
      const frames = framesOf(shape);
      const inner = [...boxes.entries()].filter(([at]) => at > 1);
      expect(boxes.every((box) => isInside(box, { x: 0, y: 0, width, height }))).toBe(true);
      expect(inner.every(([one, a]) => inner.every(([other, b]) => one >= other || isApart(a, b)))).toBe(true);
      for (const [at, box] of inner) {
        const frame = boxes[shape.boxes[at]?.within ?? -1];
        expect(frame === undefined || isInside(box, frame)).toBe(true);
      }
      expect([...frames].every((one) => [...frames].every((other) => one >= other || apart(boxes, one, other)))).toBe(true);
    }));

  test("each line runs from the border of one box to the border of the other, level or upright, within the picture", () =>
    inLayout((shape, { boxes, lines, width, height }) => {
      for (const [at, { points }] of lines.entries()) {
        const [from, to] = [boxes[shape.lines[at]?.from ?? -1], boxes[shape.lines[at]?.to ?? -1]];
        const [first, last] = [points[0], points.at(-1)];
        expect(first && from && touches(first, from)).toBe(true);
        expect(last && to && touches(last, to)).toBe(true);
        expect(points.every(({ x, y }) => x >= 0 && y >= 0 && x <= width && y <= height)).toBe(true);
        expect(points.slice(1).every((point, before) => point.x === points[before]?.x || point.y === points[before]?.y)).toBe(true);
      }
    }));
});

const apart = (boxes: Layout["boxes"], one: number, other: number): boolean => {
  const [a, b] = [boxes[one], boxes[other]];
  return a !== undefined && b !== undefined && isApart(a, b);
};

test("without the lines that lead back there is no circle", () => {
  fc.assert(
    fc.property(shapes, (shape) => {
      const backward = backwardLines(shape);
      let left = shape.lines.filter(({ from, to }, at) => from !== to && !backward.has(at));
      for (let before = -1; left.length !== before; ) {
        before = left.length;
        left = left.filter(({ from }) => left.some(({ to }) => to === from));
      }
      expect(left).toEqual([]);
    }),
  );
});

test("lines lead away from where something begins", () => {
  const box = { width: 10, height: 10 };
  const ring = [0, 1, 2].map((from) => ({ from, to: (from + 1) % 3 }));
  expect([...backwardLines({ boxes: [box, { ...box, begins: true }, box], lines: ring })]).toEqual([0]);
  expect([...backwardLines({ boxes: [box, box, box], lines: ring })]).toEqual([2]);
});

describe("text", () => {
  test("takes no more room than it is given, and keeps both ends", () => {
    fc.assert(
      fc.property(fc.string({ unit: "grapheme", minLength: 1 }), fc.integer({ min: 60, max: 300 }), (text, width) => {
        const short = shorten(text, name, width);
        expect(textWidth(short, name)).toBeLessThanOrEqual(width);
        expect(short === text || (short.includes("…") && text.startsWith(short.slice(0, short.indexOf("…"))))).toBe(true);
      }),
    );
  });

  test("is broken after a separator, in so many lines at most", () => {
    expect(wrap("payment-cancellation-queue.wait.25000", name, 200, 2)).toEqual(["payment-cancellation-queue.", "wait.25000"]);
    expect(wrap("one two three four five six seven eight nine ten", title, 100, 2)).toHaveLength(2);
  });

  test("letters that are wide, or of no width, are measured as such", () => {
    expect(textWidth("漢字", name)).toBe(textWidth("abcd", name));
    expect(textWidth("e\u0301", name)).toBe(textWidth("e", name));
    expect(textWidth("WWW", small)).toBeGreaterThan(textWidth("iii", small));
  });

  test("a box is never wider than a picture can bear, whatever stands in it", () => {
    const long = "x".repeat(1000);
    const { shape } = fitFlow({
      kind: "flow",
      caption: "",
      nodes: [{ id: "a", kind: "queue", label: long, note: long, mark: long }],
      edges: [],
    });
    expect(shape.boxes).toEqual([{ width: 240, height: 57 }]);
  });

  test("flows whose names differ a little have one shape", () => {
    const shapeOf = (label: string) => fitFlow({ kind: "flow", caption: "", nodes: [{ id: "a", kind: "queue", label }], edges: [] }).shape;
    expect(shapeOf("payment-queue-1")).toEqual(shapeOf("payment-queue-12"));
  });
});
