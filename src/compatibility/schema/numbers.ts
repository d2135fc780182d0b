import { isMultiple } from "./evaluate.js";
import type { Facts } from "./facts.js";
import type { Literal } from "./formula.js";
import type { Signed } from "./node.js";
import { nextDouble } from "./opposite.js";
import { doubtful, found, none, type Outcome, unknown } from "./outcome.js";
import type { Solver } from "./solver.js";

/** Where whole numbers are exact, and division by them too: below it Ajv's `multipleOf` is what mathematics says. */
const exactBelow = 2 ** 53;
/** Quotients of smaller numbers may be rounded to 0, which Ajv takes for a multiple. */
const tinyBelow = 1e-290;
const listedAtMost = 4000;

interface Divisors {
  /** `undefined`: not said. */
  readonly integer: boolean | undefined;
  readonly of: readonly number[];
  readonly notOf: readonly number[];
}

/** Numbers are doubles: bounds, whole numbers, multiples and what they are not. */
export function solveNumber(search: Solver, facts: Facts, goal: readonly Signed[]): Outcome {
  const { lowest, highest } = facts;
  if (lowest > highest) return none;
  const divisors = divisorsOf(facts);
  const plain = divisors.integer === undefined && divisors.of.length + divisors.notOf.length === 0;
  if (plain) return neighbours(search, facts, goal);
  for (const candidate of candidates(facts, divisors)) {
    if (candidate < lowest || candidate > highest) continue;
    if (isOrdinary(candidate, divisors) && search.satisfies(goal, candidate)) return found(candidate);
  }
  return provenNone(search, facts, divisors, goal) ?? unknown(doubtful(reasonIn(facts), reasonOf(facts)));
}

function divisorsOf(facts: Facts): Divisors {
  const multiples = facts.literals.map(({ claim }) => claim).filter((claim) => claim.is === "multiple");
  const whole = facts.literals.map(({ claim }) => claim).find((claim) => claim.is === "integer");
  return {
    integer: whole?.holds,
    of: multiples.filter(({ holds }) => holds).map((claim) => claim.of),
    notOf: multiples.filter(({ holds }) => !holds).map((claim) => claim.of),
  };
}

/** Only bounds and excluded values: the first few doubles of the range decide. */
function neighbours(search: Solver, { lowest, highest, literals }: Facts, goal: readonly Signed[]): Outcome {
  const excluded = literals.reduce((sum, { claim }) => sum + (claim.is === "among" ? claim.set.values.length : 0), 0);
  for (const start of [0, 1, Math.ceil(lowest), Math.floor(highest), 0.5]) {
    if (start >= lowest && start <= highest && search.satisfies(goal, start)) return found(start + 0);
  }
  let candidate = lowest;
  for (let tried = 0; tried <= excluded && candidate <= highest; tried++) {
    if (search.satisfies(goal, candidate)) return found(candidate);
    candidate = nextDouble(candidate, 1);
  }
  return candidate > highest ? none : unknown(doubtful(literals[0] ?? nowhere, "the range holds too many excluded numbers"));
}

/** Large and tiny numbers are counterexamples only by the rounding of a division: no one would call that a breach of contract. */
const isOrdinary = (value: number, { of, notOf }: Divisors): boolean =>
  of.length + notOf.length === 0 || value === 0 || (Math.abs(value) < exactBelow && Math.abs(value) >= tinyBelow);

function* candidates({ lowest, highest, literals }: Facts, { of, notOf, integer }: Divisors): Generator<number> {
  const step = of.length === 0 ? 1 : (commonMultiple(of.filter(Number.isInteger)) ?? 1);
  const units = [step, ...of, ...notOf].filter((unit) => unit > 0);
  const nearest = lowest > 0 ? lowest : highest < 0 ? highest : 0;
  for (const unit of new Set(units)) {
    const first = Math.trunc(nearest / unit);
    for (let count = 0; count < (Number.isInteger(unit) ? 60 : 600); count++) {
      yield (first + count) * unit;
      yield (first - count) * unit;
    }
  }
  if (integer !== true) {
    for (const part of [0.5, 0.1, 0.25, 1 / 3]) {
      yield Math.trunc(nearest) + part;
      yield Math.trunc(nearest) - part;
    }
    yield lowest + (highest - lowest) / 2;
  }
  yield lowest;
  yield highest;
  for (const { claim } of literals) if (claim.is === "among") for (const value of claim.set.values) yield Number(value) + step;
}

/** `none` where it can be proved for every double, by Ajv's own arithmetic. */
function provenNone(search: Solver, { lowest, highest }: Facts, divisors: Divisors, goal: readonly Signed[]): Outcome | undefined {
  const { integer, of, notOf } = divisors;
  const whole = of.filter((unit) => Number.isInteger(unit) && unit < exactBelow);
  const isWhole = integer === true || whole.length > 0;
  if (integer === true && Math.ceil(lowest) > Math.floor(highest)) return none;
  if (!isWhole) return of.length === 0 ? undefined : listedMultiples(search, lowest, highest, of, goal);
  // Only outside of these two does Ajv follow mathematics.
  if (lowest <= -exactBelow || highest >= exactBelow) return undefined;
  const tiny = integer !== true && lowest < tinyBelow && highest > -tinyBelow && (lowest !== 0 || highest !== 0);
  if (tiny && !(lowest >= 0 && highest === 0)) return undefined;
  if (integer === false) return none;
  const step = commonMultiple(whole);
  if (step === undefined) return undefined;
  if (notOf.some((unit) => Number.isInteger(unit) && step % unit === 0)) return none;
  const first = Math.ceil(lowest / step);
  const last = Math.floor(highest / step);
  if (last - first > listedAtMost) return undefined;
  for (let count = first - 1; count <= last + 1; count++) {
    const value = count * step;
    if (value >= lowest && value <= highest && search.satisfies(goal, value)) return found(value);
  }
  return none;
}

/** Multiples of a fraction, one by one, each with the doubles around it that Ajv also takes for it. */
function listedMultiples(
  search: Solver,
  lowest: number,
  highest: number,
  of: readonly number[],
  goal: readonly Signed[],
): Outcome | undefined {
  const unit = Math.max(...of);
  const first = Math.floor(lowest / unit) - 1;
  const last = Math.ceil(highest / unit) + 1;
  if (last - first > listedAtMost || unit < 1e-6 || Math.max(Math.abs(first), Math.abs(last)) > 2 ** 40) return undefined;
  // Around 0 there may be too many doubles whose quotient is 0.
  if (lowest <= tinyBelow && highest > -tinyBelow && isMultiple(Number.MIN_VALUE, unit)) return undefined;
  for (let count = first; count <= last; count++) {
    let value = count * unit;
    for (let back = 0; back < 3; back++) value = nextDouble(value, -1);
    for (let tried = 0; tried < 7; tried++, value = nextDouble(value, 1)) {
      if (value >= lowest && value <= highest && search.satisfies(goal, value)) return found(value);
    }
  }
  return none;
}

/** Of whole numbers; undefined where it is too large to be exact. */
function commonMultiple(units: readonly number[]): number | undefined {
  let product = 1;
  for (const unit of units) {
    product = (product / divisor(product, unit)) * unit;
    if (product >= exactBelow) return undefined;
  }
  return product;
}

const divisor = (left: number, right: number): number => (right === 0 ? left : divisor(right, left % right));

const nowhere: Literal = {
  kind: "literal",
  claim: { is: "integer", holds: true },
  key: "",
  keyword: "type",
  origin: { side: "consumer", pointer: "" },
};

const reasonIn = ({ literals }: Facts): Literal => literals.find(({ claim }) => claim.is === "multiple") ?? literals[0] ?? nowhere;

const reasonOf = ({ lowest, highest }: Facts): string =>
  lowest <= -exactBelow || highest >= exactBelow
    ? "numbers of 2^53 and more are rounded when they are divided; give a minimum and a maximum"
    : "multiples are told apart by a rounded division";
