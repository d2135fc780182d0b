import type { Origin, Signed, ValueSet } from "./node.js";

/** Keys of an object: those that are named or match, or with `inverted` all others. */
export interface KeySet {
  readonly names: readonly string[];
  readonly patterns: readonly string[];
  readonly inverted: boolean;
}

/** One thing that a schema says about a value of a known kind. */
export type Claim =
  // numbers
  | { readonly is: "atLeast" | "atMost"; readonly number: number }
  | { readonly is: "integer"; readonly holds: boolean }
  | { readonly is: "multiple"; readonly of: number; readonly holds: boolean }
  // numbers, strings
  | { readonly is: "among"; readonly set: ValueSet; readonly holds: boolean }
  // strings
  | { readonly is: "pattern"; readonly source: string; readonly holds: boolean }
  | { readonly is: "format"; readonly name: string; readonly holds: boolean }
  // strings, arrays, objects: characters, items, properties
  | { readonly is: "countAtLeast" | "countAtMost"; readonly count: number }
  // arrays: the item at an index, if there is one; all items from an index on; some item from an index on
  | { readonly is: "item"; readonly index: number; readonly schema: Signed }
  | { readonly is: "everyFrom" | "someFrom"; readonly start: number; readonly schema: Signed }
  | { readonly is: "unique"; readonly byKey: boolean; readonly holds: boolean }
  // objects: a property is there; its value, if it is there; all values under keys of a set; some; the keys themselves
  | { readonly is: "has"; readonly name: string; readonly holds: boolean }
  | { readonly is: "value"; readonly name: string; readonly schema: Signed }
  | { readonly is: "everyKey" | "someKey"; readonly keys: KeySet; readonly schema: Signed }
  | { readonly is: "everyName" | "someName"; readonly schema: Signed };

/** A claim, with the keyword and place that make it. */
export interface Literal {
  readonly kind: "literal";
  readonly claim: Claim;
  readonly key: string;
  readonly keyword: string;
  readonly origin: Origin;
}

/** Claims joined by and, or; negation stands in the claims. */
export type Formula = { readonly kind: "true" | "false" } | Literal | { readonly kind: "and" | "or"; readonly parts: readonly Formula[] };

export const yes: Formula = { kind: "true" };
export const no: Formula = { kind: "false" };

export const literal = (claim: Claim, keyword: string, origin: Origin): Literal => ({
  kind: "literal",
  claim,
  key: claimKey(claim),
  keyword,
  origin,
});

/** Equal for equal claims only. Written out: it is asked for very often. */
export function claimKey(claim: Claim): string {
  switch (claim.is) {
    case "atLeast":
    case "atMost":
      return `${claim.is} ${claim.number}`;
    case "integer":
      return `${claim.is} ${claim.holds}`;
    case "multiple":
      return `${claim.is} ${claim.holds} ${claim.of}`;
    case "among":
      return `${claim.is} ${claim.holds} ${claim.set.key}`;
    case "pattern":
      return `${claim.is} ${claim.holds} ${claim.source}`;
    case "format":
    case "has":
      return `${claim.is} ${claim.holds} ${claim.name}`;
    case "countAtLeast":
    case "countAtMost":
      return `${claim.is} ${claim.count}`;
    case "unique":
      return `${claim.is} ${claim.holds} ${claim.byKey}`;
    default:
      return partKey(claim);
  }
}

function partKey(claim: Extract<Claim, { schema: Signed }>): string {
  switch (claim.is) {
    case "item":
      return `${claim.is} ${claim.schema} ${claim.index}`;
    case "everyFrom":
    case "someFrom":
      return `${claim.is} ${claim.schema} ${claim.start}`;
    case "value":
      return `${claim.is} ${claim.schema} ${claim.name}`;
    case "everyKey":
    case "someKey":
      return `${claim.is} ${claim.schema} ${JSON.stringify(claim.keys)}`;
    case "everyName":
    case "someName":
      return `${claim.is} ${claim.schema}`;
  }
}

const negations = new WeakMap<Formula, Formula>();

/** The opposite of a formula, where it was made before. */
export const negationOf = (formula: Formula): Formula | undefined => negations.get(formula);

export function rememberNegation(formula: Formula, negated: Formula): void {
  // What always or never holds is one object for all comparisons.
  if ([formula, negated].some(({ kind }) => kind === "true" || kind === "false")) return;
  negations.set(formula, negated);
  negations.set(negated, formula);
}

export function and(parts: readonly Formula[]): Formula {
  const flat = join("and", parts, "true");
  if (flat === undefined) return no;
  const [first] = flat;
  return first === undefined ? yes : flat.length === 1 ? first : { kind: "and", parts: flat };
}

export function or(parts: readonly Formula[]): Formula {
  const flat = join("or", parts, "false");
  if (flat === undefined) return yes;
  const [first] = flat;
  return first === undefined ? no : flat.length === 1 ? first : { kind: "or", parts: flat };
}

/** The parts without doubles and those that say nothing; undefined when one part decides all. */
function join(kind: "and" | "or", parts: readonly Formula[], neutral: "true" | "false"): Formula[] | undefined {
  const found = new Map<string | Formula, Formula>();
  const given = new Set(parts);
  if (parts.some((part) => given.has(negationOf(part) ?? part) && negationOf(part) !== undefined)) return undefined;
  for (const part of parts) {
    if (part.kind === neutral) continue;
    if (part.kind === "true" || part.kind === "false") return undefined;
    const inner = part.kind === kind ? part.parts : [part];
    for (const each of inner) found.set(each.kind === "literal" ? each.key : each, each);
  }
  return [...found.values()];
}
