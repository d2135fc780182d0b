import type { Facts } from "./facts.js";
import { formatExamples, impliedFormats, languageAround, languageInside } from "./format-facts.js";
import type { Literal } from "./formula.js";
import { languageOfPattern } from "./language/expression.js";
import { anything, both, either, type Language, not, nothing, word } from "./language/language.js";
import { findWord } from "./language/search.js";
import type { Signed } from "./node.js";
import { doubtful, found, none, type Outcome, unknown } from "./outcome.js";
import type { Solver } from "./solver.js";

interface Text {
  /** Holds every string that satisfies the claims. */
  readonly around: Language;
  /** Holds only such strings. */
  readonly inside: Language;
}

const triesAtMost = 12;

/** Strings: lengths, expressions, formats and what they are not, as one language to find a word of. */
export function solveString(search: Solver, facts: Facts, goal: readonly Signed[]): Outcome {
  const { least, most } = facts;
  if (least > most || contradicts(facts)) return none;
  const example = examplesFor(facts).find((text) => search.satisfies(goal, text));
  if (example !== undefined) return found(example);
  const texts = facts.literals.map(textOf).filter((text) => text !== undefined);
  const inside = both(texts.map((text) => text.inside));
  let remaining = both(texts.map((text) => text.around));
  const sure = inside === remaining ? undefined : findWord(inside, least, most, search);
  if (sure !== undefined && search.satisfies(goal, sure)) return found(sure);
  for (let tried = 0; tried < triesAtMost; tried++) {
    const text = findWord(remaining, least, most, search);
    if (text === undefined) return none;
    if (search.satisfies(goal, text)) return found(text);
    remaining = both([remaining, not(word(text))]);
  }
  const reason = facts.literals.find((literal) => isOpaque(textOf(literal))) ?? facts.literals[0];
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

function textOf({ claim }: Literal): Text | undefined {
  if (claim.is === "pattern") return signed(languageOfPattern(claim.source), languageOfPattern(claim.source), claim.holds);
  if (claim.is === "format") return signed(languageAround(claim.name), languageInside(claim.name), claim.holds);
  if (claim.is !== "among") return undefined;
  const words = either(claim.set.values.filter((value) => typeof value === "string").map(word));
  return signed(words, words, claim.holds);
}

/** What is not known of a claim may be anything on the outside and is nothing on the inside. */
function signed(around: Language | undefined, inside: Language | undefined, holds: boolean): Text {
  if (holds) return { around: around ?? anything(), inside: inside ?? nothing() };
  return { around: inside === undefined ? anything() : not(inside), inside: around === undefined ? nothing() : not(around) };
}

const isOpaque = (text: Text | undefined): boolean => text !== undefined && text.around !== text.inside;
