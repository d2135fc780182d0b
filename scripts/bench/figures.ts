/** What benchmarks measure and how it is summed up: series of runs, medians, ratios to a baseline run beside them. */

/** One thing measured, several times, with its baseline measured in turn. */
export interface Figure {
  readonly name: string;
  /** `/s`, `ms`, `MB`, `s`: more is better only for `/s`. */
  readonly unit: string;
  readonly runs: readonly number[];
  readonly baseline?: { readonly name: string; readonly runs: readonly number[] };
  /** What the project promises: a bound for the ratio or, without a baseline, for the median. */
  readonly goal?: { readonly least: number } | { readonly most: number };
}

/** A benchmark: prepares, measures, cleans up, and gives its figures. */
export type Benchmark = (context: BenchContext) => Promise<readonly Figure[]>;

export interface BenchContext {
  /** Counted runs of each figure. */
  readonly runs: number;
  /** Requests of a long run of `rpc`, which then takes the place of its comparisons. */
  readonly requests: number | undefined;
  /** AMQP URL of a broker of the benchmark's own. */
  readonly brokerUrl: () => Promise<string>;
  readonly root: string;
  readonly say: (line: string) => void;
}

export const median = (values: readonly number[]): number => {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  const upper = sorted[middle] ?? Number.NaN;
  return sorted.length % 2 === 1 ? upper : (upper + (sorted[middle - 1] ?? Number.NaN)) / 2;
};

export const percentile = (values: readonly number[], share: number): number =>
  [...values].sort((a, b) => a - b)[Math.min(values.length - 1, Math.floor(values.length * share))] ?? Number.NaN;

/** Median of the ratios run by run: what drifts in the machine hits both sides of a pair. */
export const ratio = ({ runs, baseline }: Figure): number | undefined =>
  baseline && median(runs.map((value, index) => value / (baseline.runs[index] ?? Number.NaN)));

export const holds = (figure: Figure): boolean | undefined => {
  if (figure.goal === undefined) return undefined;
  const value = ratio(figure) ?? median(figure.runs);
  return "least" in figure.goal ? value >= figure.goal.least : value <= figure.goal.most;
};

/** Runs both sides in turn, one warm-up first that is not counted: A B A B …, the order swapped every time. */
export async function inTurn<T>(runs: number, ours: () => Promise<T>, theirs: () => Promise<T>): Promise<{ ours: T[]; theirs: T[] }> {
  const kept: { ours: T[]; theirs: T[] } = { ours: [], theirs: [] };
  for (let run = 0; run <= runs; run++) {
    const sides = run % 2 === 0 ? (["ours", "theirs"] as const) : (["theirs", "ours"] as const);
    for (const side of sides) {
      const value = await (side === "ours" ? ours() : theirs());
      if (run > 0) kept[side].push(value);
    }
  }
  return kept;
}
