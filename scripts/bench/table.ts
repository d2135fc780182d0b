import { type Figure, holds, median, ratio } from "./figures.js";

const columns = ["figure", "median", "min – max", "baseline", "median", "ratio", "goal", ""] as const;

/** Figures as an aligned table for people. */
export function tableOf(figures: readonly Figure[]): string {
  const rows = [[...columns], ...figures.map(rowOf)];
  const widths = columns.map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  return rows
    .map((row) =>
      row
        .map((cell, column) => cell.padEnd(widths[column] ?? 0))
        .join("  ")
        .trimEnd(),
    )
    .join("\n");
}

function rowOf(figure: Figure): string[] {
  const { name, unit, runs, baseline, goal } = figure;
  const bound = goal === undefined ? "" : "least" in goal ? `≥ ${goal.least}` : `≤ ${goal.most}`;
  const held = holds(figure);
  return [
    name,
    `${show(median(runs))} ${unit}`,
    `${show(Math.min(...runs))} – ${show(Math.max(...runs))}`,
    baseline?.name ?? "",
    baseline === undefined ? "" : `${show(median(baseline.runs))} ${unit}`,
    ratio(figure)?.toFixed(2) ?? "",
    bound,
    held === undefined ? "" : held ? "held" : "MISSED",
  ];
}

const show = (value: number): string =>
  Number.isInteger(value) && Math.abs(value) < 1000
    ? String(value)
    : value >= 1000
      ? Math.round(value).toLocaleString("en")
      : value >= 10
        ? value.toFixed(0)
        : value.toPrecision(3);

/** The same figures as data. */
export const jsonOf = (figures: readonly Figure[]): string =>
  `${JSON.stringify(
    figures.map((figure) => ({ ...figure, median: median(figure.runs), ratio: ratio(figure), held: holds(figure) })),
    null,
    2,
  )}\n`;
