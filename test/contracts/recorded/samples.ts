/**
 * Samples of a schema as they are kept on disk: what it takes and what it refuses, each as a plain value and the one place in which the
 * sample differs from it. Long runs of one thing are written as a count.
 */
import type { Json } from "#contract";
import type { NearValue } from "../values/near-values.js";

export interface Samples {
  readonly accepted: readonly NearValue[];
  readonly refused: readonly NearValue[];
}

/** A pointer into the plain value, and what stands there instead; without it the property is left out. */
type Difference = readonly [pointer: string] | readonly [pointer: string, value: Json];

interface Around {
  readonly plain: Json;
  readonly takes: readonly Difference[];
  readonly refuses: readonly Difference[];
}

/** JSON, one sample a line. */
export function samplesText({ accepted, refused }: Samples): string {
  const plains = accepted.filter(({ about }) => about === "plain").map(({ value }) => value);
  // Were every sample refused, they would tell nothing apart.
  if (plains.length === 0)
    throw new Error("no sample could be made that is accepted: test/contracts/values has to know this kind of schema");
  const around = (plain: Json, { value }: NearValue): Difference => difference(plain, value);
  const nearest = (sample: NearValue): number => {
    const sizes = plains.map((plain) => JSON.stringify(around(plain, sample)).length);
    return sizes.indexOf(Math.min(...sizes));
  };
  const parts = plains.map((plain, at): Around => {
    const mine = (samples: readonly NearValue[]) =>
      samples.filter((each) => each.about !== "plain" && nearest(each) === at).map((each) => around(plain, each));
    return { plain, takes: mine(accepted), refuses: mine(refused) };
  });
  return `[${parts.map(partText).join(", ")}]\n`;
}

const partText = ({ plain, takes, refuses }: Around): string =>
  `{\n  "plain": ${JSON.stringify(short(plain))},\n  "takes": ${linesOf(takes)},\n  "refuses": ${linesOf(refuses)}\n}`;

const linesOf = (differences: readonly Difference[]): string =>
  differences.length === 0
    ? "[]"
    : `[\n${differences.map(([pointer, ...value]) => `    ${JSON.stringify([pointer, ...value.map(short)])}`).join(",\n")}\n  ]`;

/** The samples that a file holds. */
export function readSamples(text: string): { readonly accepted: readonly Json[]; readonly refused: readonly Json[] } {
  const parts = (JSON.parse(text) as readonly Around[]).map(({ plain, takes, refuses }) => {
    const whole = long(plain);
    const applied = (differences: readonly Difference[]) =>
      differences.map(([pointer, ...value]) => apply(whole, pointer.split("/").slice(1), value.map(long)));
    return { accepted: [whole, ...applied(takes)], refused: applied(refuses) };
  });
  return { accepted: parts.flatMap(({ accepted }) => accepted), refused: parts.flatMap(({ refused }) => refused) };
}

/** The smallest place in which two values differ. */
function difference(plain: Json, value: Json, pointer = ""): Difference {
  if (isObject(plain) && isObject(value)) {
    const names = [...new Set([...Object.keys(plain), ...Object.keys(value)])];
    const [name, ...others] = names.filter((each) => JSON.stringify(plain[each]) !== JSON.stringify(value[each]));
    if (name !== undefined && others.length === 0) {
      const [before, after, place] = [plain[name], value[name], `${pointer}/${name}`];
      if (after === undefined) return [place];
      return before === undefined ? [place, after] : difference(before, after, place);
    }
  }
  if (Array.isArray(plain) && Array.isArray(value) && plain.length === value.length) {
    const places = (value as readonly Json[]).flatMap((each, at) =>
      JSON.stringify(each) === JSON.stringify((plain as Json[])[at]) ? [] : [at],
    );
    const [at, ...others] = places;
    if (at !== undefined && others.length === 0)
      return difference((plain as Json[])[at] ?? null, (value as Json[])[at] ?? null, `${pointer}/${at}`);
  }
  return [pointer, value];
}

function apply(plain: Json, [name, ...deeper]: readonly string[], value: readonly Json[]): Json {
  if (name === undefined) return value[0] ?? null;
  if (Array.isArray(plain)) return (plain as readonly Json[]).map((each, at) => (String(at) === name ? apply(each, deeper, value) : each));
  if (!isObject(plain)) throw new Error(`there is no ${name}`);
  const { [name]: old, ...others } = plain;
  if (deeper.length === 0 && value.length === 0) return others;
  return { ...plain, [name]: deeper.length === 0 ? (value[0] ?? null) : apply(old ?? null, deeper, value) };
}

const leastTimes = 20;

/** Twenty and more of the same in a row, as `{"×": 101, "of": …}`. */
function short(value: Json): Json {
  if (typeof value === "string")
    return value.length >= leastTimes && value === value.slice(0, 1).repeat(value.length) ? times(value.length, value.slice(0, 1)) : value;
  if (Array.isArray(value)) {
    const items = value as readonly Json[];
    const [first] = items;
    const isRun =
      first !== undefined && items.length >= leastTimes && items.every((each) => JSON.stringify(each) === JSON.stringify(first));
    return isRun ? times(items.length, first) : items.map(short);
  }
  return isObject(value) ? Object.fromEntries(Object.entries(value).map(([name, each]) => [name, short(each)])) : value;
}

const times = (count: number, of: Json): Json => ({ "×": count, of, in: typeof of === "string" ? "text" : "list" });

function long(value: Json): Json {
  if (Array.isArray(value)) return (value as readonly Json[]).map(long);
  if (!isObject(value)) return value;
  const { "×": count, of } = value;
  if (typeof count === "number" && of !== undefined)
    return value.in === "text" && typeof of === "string" ? of.repeat(count) : Array<Json>(count).fill(long(of));
  return Object.fromEntries(Object.entries(value).map(([name, each]) => [name, long(each)]));
}

function isObject(value: Json): value is { readonly [key: string]: Json } {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
