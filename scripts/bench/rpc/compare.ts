/** Ours, raw amqplib and HTTP under the same load, in turn: a stretch of each, over and over, in changing order. */
import { balanceRequest } from "#generated/portfolio/users-worker/operations.js";
import type { BenchContext, Figure } from "../figures.js";
import type { LoadOrder, LoadResult } from "./load.js";
import type { LoadProcess } from "./programs.js";

const ways = ["ours", "raw", "rawWide", "http"] as const;
type Way = (typeof ways)[number];
export type Ways = Readonly<Record<Way, LoadProcess>>;

const levels = [1, 10, 100, 1000] as const;
/** Long enough for the engine and the broker to settle after another way had its turn. */
const stretchMs = 3_000;
/** The engine compiles what has run often enough: some ten thousand requests. */
const warmUp: LoadOrder = { atOnce: 100, until: { requests: 20_000 } };

/** Unacknowledged messages that each of a responder's consumers takes at a time. */
export interface Appetite {
  readonly prefetch: number;
  readonly consumers: number;
}

export const oursTakes: Appetite = { prefetch: balanceRequest.prefetch, consumers: balanceRequest.consumers ?? 1 };
export const wideTakes: Appetite = { prefetch: 100, consumers: 1 };

/** Every way's results at one number of requests at once, run by run. */
type Results = Readonly<Record<Way, LoadResult[]>>;

export async function compare(processes: Ways, { runs, say }: BenchContext): Promise<readonly Figure[]> {
  const results = new Map(levels.map((atOnce): [number, Results] => [atOnce, { ours: [], raw: [], rawWide: [], http: [] }]));
  say("warming up …");
  for (const way of ways) await loadSoundly(way, processes[way], warmUp, say);
  for (let run = 0; run < runs; run++) {
    say(`run ${run + 1} of ${runs} …`);
    for (const [atOnce, kept] of results) {
      for (const way of inTurn(run)) kept[way].push(await loadSoundly(way, processes[way], { atOnce, until: { ms: stretchMs } }, say));
    }
  }
  return [...[...results].flatMap(([atOnce, kept]) => figuresOf(atOnce, kept)), ...figuresOfReference(results)];
}

/** Ours may fail, and it is said how; a baseline that fails is none. */
async function loadSoundly(way: Way, process: LoadProcess, order: LoadOrder, say: (line: string) => void): Promise<LoadResult> {
  const result = await process.load(order);
  const failures = JSON.stringify(result.errors);
  if (way !== "ours" && result.answered < result.asked) throw new Error(`${way} failed: ${failures}`);
  if (result.answered < result.asked) say(`${order.atOnce} at once: ${failures}`);
  return result;
}

/** Each way begins once in four runs, and every other run goes backwards. */
function inTurn(run: number): readonly Way[] {
  const begin = (run >> 1) % ways.length;
  const turned = [...ways.slice(begin), ...ways.slice(0, begin)];
  return run % 2 === 0 ? turned : turned.reverse();
}

const rate = ({ answered, seconds }: LoadResult): number => answered / seconds;
const answeredPercent = ({ answered, asked }: LoadResult): number => (100 * answered) / asked;

const nameOf = ({ prefetch, consumers }: Appetite): string =>
  `raw amqplib echo, prefetch ${consumers > 1 ? `${consumers} × ` : ""}${prefetch}`;
const raw = nameOf(oursTakes);
const rawWide = nameOf(wideTakes);
const http = "Express, bare";

function figuresOf(atOnce: number, { ours, ...theirs }: Results): Figure[] {
  const figure = (what: string, unit: string, of: (result: LoadResult) => number, way: Exclude<Way, "ours">, name: string): Figure => ({
    name: `${atOnce} at once${what}`,
    unit,
    runs: ours.map(of),
    baseline: { name, runs: theirs[way].map(of) },
  });
  const many = atOnce >= 100;
  const p50 = (result: LoadResult): number => result.p50;
  const p99 = (result: LoadResult): number => result.p99;
  return [
    { ...figure("", "/s", rate, "raw", raw), ...(many && { goal: { least: 0.85 } }) },
    figure("", "/s", rate, "rawWide", rawWide),
    { ...figure("", "/s", rate, "http", http), ...(many && { goal: { least: 1.2 } }) },
    { ...figure(", p50", "ms", p50, "raw", raw), ...(atOnce === 1 && { goal: { most: 1.5 } }) },
    figure(", p50", "ms", p50, "http", http),
    figure(", p99", "ms", p99, "raw", raw),
    figure(", p99", "ms", p99, "http", http),
    ...(atOnce === 100 ? [{ name: "100 at once, p99 alone", unit: "ms", runs: ours.map(p99), goal: { most: 30 } }] : []),
    { name: `${atOnce} at once, answered`, unit: "%", runs: ours.map(answeredPercent), goal: { least: 100 } },
  ];
}

/** What the design that this follows asks for. */
function figuresOfReference(results: ReadonlyMap<number, Results>): Figure[] {
  const hundred = results.get(100)?.ours ?? [];
  const all = [...results.values()].flatMap(({ ours }) => ours);
  return [
    { name: "the reference's: p99 at 100", unit: "ms", runs: hundred.map(({ p99 }) => p99), goal: { most: 100 } },
    { name: "the reference's: rate at 100", unit: "/s", runs: hundred.map(rate), goal: { least: 1_000 } },
    { name: "the reference's: answered", unit: "%", runs: all.map(answeredPercent), goal: { least: 99.9 } },
  ];
}
