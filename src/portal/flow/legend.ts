/** What the lines of a picture mean: those that are in it and do not speak for themselves. */
import { html, type Markup } from "../content/markup.js";
import type { Flow, FlowEdge } from "../content/model.js";
import { small, textWidth } from "./measure.js";
import { linePath, tipPath } from "./paths.js";
import type { Size } from "./shape.js";

interface Entry {
  /** Classes of the line. */
  readonly classes: string;
  readonly text: string;
  readonly is: (edge: FlowEdge) => boolean;
}

const entries: readonly Entry[] = [
  { classes: "reply plain", text: "an answer", is: ({ kind }) => kind === "reply" },
  { classes: "retry plain", text: "failed, tried again later", is: ({ kind }) => kind === "retry" },
  { classes: "dead-letter plain", text: "given up, or expired", is: ({ kind }) => kind === "dead-letter" || kind === "expire" },
  { classes: "alternate plain", text: "taken by no binding", is: ({ kind }) => kind === "alternate" },
  { classes: "publish doubtful", text: "not proved, or never used", is: ({ tone }) => tone === "doubtful" },
  { classes: "publish bad", text: "refused or lost", is: ({ tone }) => tone === "bad" },
];

const sample = 34;
const row = 18;
const apart = 18;

/** Below the picture, in as many rows as its width asks for. `height` is zero where nothing needs to be explained. */
export function legend({ edges }: Flow, { width, height }: Size): Size & { readonly drawn: readonly Markup[] } {
  const needed = entries.filter(({ is }) => edges.some(is));
  let [x, y, widest] = [8, height + 14, width];
  const drawn = needed.map(({ classes, text }) => {
    const wide = sample + 6 + textWidth(text, small);
    if (x > 8 && x + wide > Math.max(width, 300)) [x, y] = [8, y + row];
    const line = [
      { x, y },
      { x: x + sample, y },
    ];
    const entry = html`<g class="edge ${classes}"><path d="${linePath(line)}"/><path class="tip" d="${tipPath(line)}"/><text class="said" x="${x + sample + 6}" y="${y + 4}">${text}</text></g>`;
    x += Math.ceil(wide) + apart;
    widest = Math.max(widest, x - apart + 8);
    return entry;
  });
  return { drawn, width: widest, height: needed.length === 0 ? height : y + 10 };
}
