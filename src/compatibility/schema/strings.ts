import type { Facts } from "./facts.js";
import { formatExamples, impliedFormats, languageAround, languageOf } from "./format-facts.js";
import type { Literal } from "./formula.js";
import { languageOfPattern } from "./language/expression.js";
import { anything, both, either, type Language, not, word } from "./language/language.js";
import { findWord } from "./language/search.js";
import type { Signed } from "./node.js";
import { doubtful, found, none, type Outcome, unknown } from "./outcome.js";
import type { Solver } from "./solver.js";

interface Text {
  /** Holds every string that satisfies all claims. */
  readonly language: Language;
  /** Claims that the language says too little about. */
  readonly opaque: readonly Literal[];
}

const triesAtMost = 12;

/** Strings: lengths, expressions, formats and what they are not, as one language to find a word of. */
export function solveString(search: Solver, facts: Facts, goal: readonly Signed[]): Outcome {
  const { least, most } = facts;
  if (least > most || contradicts(facts)) return none;
  const example = examplesFor(facts).find((text) => search.satisfies(goal, text));
  if (example !== undefined) return found(example);
  const { language, opaque } = textOf(facts);
  let remaining = language;
  for (let tried = 0; tried < triesAtMost; tried++) {
    const text = findWord(remaining, least, most, search);
    if (text === undefined) return none;
    if (search.satisfies(goal, text)) return found(text);
    remaining = both([remaining, not(word(text))]);
  }
  const reason = opaque[0] ?? facts.literals[0];
  return reason === undefined ? none : unknown(doubtful(reason, `it cannot be told which strings have this ${reason.keyword}`));
}

/** A format that is asked for and, by itself or by what it implies, ruled out. */
function contradicts({ literals }: Facts): boolean {
  const formats = literals.flatMap(({ claim }) => (claim.is === "format" ? [claim] : []));
  const denied = new Set(formats.filter(({ holds }) => !holds).map(({ name }) => name));
  return formats.some(({ name, holds }) => holds && [name, ...impliedFormats(name)].some((each) => denied.has(each)));
}

function examplesFor({ literals, least, most }: Facts): readonly string[] {
  const wanted = literals.flatMap(({ claim }) => (claim.is === "format" ? (formatExamples.get(claim.name) ?? []) : []));
  const simple = literals.some(({ claim }) => claim.is === "pattern") ? [] : ["", "a".repeat(Math.min(least, 100_000))];
  return [...wanted, ...simple, ...(most === Number.POSITIVE_INFINITY ? [] : ["a".repeat(Math.min(most, 100))])];
}

function textOf({ literals }: Facts): Text {
  const parts: Language[] = [];
  const opaque: Literal[] = [];
  for (const literal of literals) {
    const language = languageOfClaim(literal);
    if (language !== undefined) parts.push(language.language);
    if (language?.exact === false) opaque.push(literal);
  }
  return { language: both(parts), opaque };
}

function languageOfClaim({ claim }: Literal): { language: Language; exact: boolean } | undefined {
  if (claim.is === "pattern") return signed(languageOfPattern(claim.source), claim.holds);
  if (claim.is === "among" && !claim.holds) {
    const words = claim.set.values.filter((value) => typeof value === "string").map(word);
    return { language: not(either(words)), exact: true };
  }
  if (claim.is !== "format") return undefined;
  if (!claim.holds) return signed(languageOf(claim.name), false);
  return { language: languageAround(claim.name) ?? anything(), exact: languageOf(claim.name) !== undefined };
}

/** A claim without a language may hold of any string. */
const signed = (language: Language | undefined, holds: boolean): { language: Language; exact: boolean } =>
  language === undefined ? { language: anything(), exact: false } : { language: holds ? language : not(language), exact: true };
