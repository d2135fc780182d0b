import { allCharacters, type Characters, complementOf, hasCharacter, representatives, unionOf } from "./characters.js";

/**
 * A regular language as an expression with conjunction and complement, explored by derivatives
 * (Brzozowski 1964; Owens, Reppy, Turon 2009). Equal expressions are one object, so a language has finitely many derivatives.
 */
export interface Language {
  readonly id: number;
  readonly form: Form;
  /** Whether the empty word belongs to it. */
  readonly nullable: boolean;
}

type Form =
  | { readonly kind: "nothing" | "empty" }
  | { readonly kind: "one"; readonly characters: Characters }
  | { readonly kind: "sequence"; readonly first: Language; readonly rest: Language }
  | { readonly kind: "either" | "both"; readonly parts: readonly Language[] }
  | { readonly kind: "not"; readonly part: Language }
  | { readonly kind: "repeat"; readonly part: Language; readonly min: number; readonly max: number }
  | { readonly kind: "again"; readonly name: string; readonly body: () => Language };

const known = new Map<string, Language>();
const derivatives = new Map<Language, Map<number, Language>>();
const beginnings = new Map<Language, readonly number[]>();
let lastId = 0;

/** Forgets all languages when there are too many, and tells whether it did: between comparisons only, with all that holds languages. */
export function forgetLanguages(limit: number): boolean {
  if (known.size <= limit) return false;
  known.clear();
  derivatives.clear();
  beginnings.clear();
  return true;
}

function make(key: string, form: Form, nullable: boolean): Language {
  const existing = known.get(key);
  if (existing !== undefined) return existing;
  lastId += 1;
  const language: Language = { id: lastId, form, nullable };
  known.set(key, language);
  return language;
}

export const nothing = (): Language => make("nothing", { kind: "nothing" }, false);
export const emptyWord = (): Language => make("empty", { kind: "empty" }, true);

export function one(characters: Characters): Language {
  return characters.length === 0 ? nothing() : make(`one ${characters.join(";")}`, { kind: "one", characters }, false);
}

export const anything = (): Language => repeat(one(allCharacters), 0, Number.POSITIVE_INFINITY);

const isNothing = (language: Language): boolean => language.form.kind === "nothing";
const isAnything = (language: Language): boolean => language === anything();

export function sequence(first: Language, rest: Language): Language {
  if (isNothing(first) || isNothing(rest)) return nothing();
  if (first.form.kind === "empty") return rest;
  if (rest.form.kind === "empty") return first;
  if (first.form.kind === "sequence") return sequence(first.form.first, sequence(first.form.rest, rest));
  if (isAnything(first) && rest.form.kind === "sequence" && isAnything(rest.form.first)) return rest;
  if (isAnything(first) && isAnything(rest)) return first;
  return make(`sequence ${first.id} ${rest.id}`, { kind: "sequence", first, rest }, first.nullable && rest.nullable);
}

/** `min` to `max` words of `part`, one after the other. */
export function repeat(part: Language, min: number, max: number): Language {
  if (max === 0 || part.form.kind === "empty") return emptyWord();
  if (isNothing(part)) return min === 0 ? emptyWord() : nothing();
  if (min === 1 && max === 1) return part;
  const least = part.nullable ? 0 : min;
  if (least === 0 && max === Number.POSITIVE_INFINITY && part.form.kind === "repeat" && part.form.max === max && part.form.min === 0)
    return part;
  return make(`repeat ${part.id} ${least} ${max}`, { kind: "repeat", part, min: least, max }, least === 0);
}

export function not(part: Language): Language {
  if (part.form.kind === "not") return part.form.part;
  if (isAnything(part)) return nothing();
  if (isNothing(part)) return anything();
  return make(`not ${part.id}`, { kind: "not", part }, !part.nullable);
}

export function either(parts: readonly Language[]): Language {
  const flat = flatten("either", parts).filter((part) => !isNothing(part));
  if (flat.some(isAnything) || contradict(flat)) return anything();
  const single = flat.filter((part) => part.form.kind === "one");
  const merged = single.length > 1 ? [...flat.filter((part) => part.form.kind !== "one"), oneOfAll(single)] : flat;
  return combine("either", merged, nothing());
}

export function both(parts: readonly Language[]): Language {
  const flat = flatten("both", parts).filter((part) => !isAnything(part));
  if (flat.some(isNothing) || contradict(flat)) return nothing();
  if (flat.some((part) => part.form.kind === "empty")) return flat.every((part) => part.nullable) ? emptyWord() : nothing();
  return combine("both", flat, anything());
}

function combine(kind: "either" | "both", parts: readonly Language[], none: Language): Language {
  const [first] = parts;
  if (first === undefined) return none;
  if (parts.length === 1) return first;
  const sorted = [...parts].sort((left, right) => left.id - right.id);
  const nullable = kind === "either" ? sorted.some((part) => part.nullable) : sorted.every((part) => part.nullable);
  return make(`${kind} ${sorted.map((part) => part.id).join(" ")}`, { kind, parts: sorted }, nullable);
}

function flatten(kind: "either" | "both", parts: readonly Language[]): Language[] {
  const flat = parts.flatMap((part) => (part.form.kind === kind ? part.form.parts : [part]));
  return [...new Set(flat)];
}

const contradict = (parts: readonly Language[]): boolean => {
  const all = new Set(parts);
  return parts.some((part) => part.form.kind === "not" && all.has(part.form.part));
};

function oneOfAll(parts: readonly Language[]): Language {
  return one(parts.reduce<Characters>((sum, { form }) => (form.kind === "one" ? unionOf(sum, form.characters) : sum), []));
}

/** A language that speaks of itself: `name` must be unique. The body must take a character before it comes back. */
export function again(name: string, nullable: boolean, body: () => Language): Language {
  return make(`again ${name}`, { kind: "again", name, body }, nullable);
}

/** What may follow `character` in words of the language. */
export function derivative(language: Language, character: number): Language {
  let row = derivatives.get(language);
  if (row === undefined) {
    row = new Map();
    derivatives.set(language, row);
  }
  let result = row.get(character);
  if (result === undefined) {
    result = derive(language.form, character);
    row.set(character, result);
  }
  return result;
}

function derive(form: Form, character: number): Language {
  switch (form.kind) {
    case "nothing":
    case "empty":
      return nothing();
    case "one":
      return hasCharacter(form.characters, character) ? emptyWord() : nothing();
    case "sequence": {
      const head = sequence(derivative(form.first, character), form.rest);
      return form.first.nullable ? either([head, derivative(form.rest, character)]) : head;
    }
    case "either":
      return either(form.parts.map((part) => derivative(part, character)));
    case "both":
      return both(form.parts.map((part) => derivative(part, character)));
    case "not":
      return not(derivative(form.part, character));
    case "repeat":
      return sequence(derivative(form.part, character), repeat(form.part, Math.max(0, form.min - 1), form.max - 1));
    case "again":
      return derivative(form.body(), character);
  }
}

/** One character for each way in which a word of the language may begin. */
export function beginningsOf(language: Language): readonly number[] {
  let found = beginnings.get(language);
  if (found === undefined) {
    found = representatives([...firstSets(language)]);
    beginnings.set(language, found);
  }
  return found;
}

/** Sets of characters such that all characters in the same sets have the same derivative. */
function firstSets(language: Language, found = new Set<Characters>(), seen = new Set<Language>()): Set<Characters> {
  if (seen.has(language)) return found;
  seen.add(language);
  const { form } = language;
  if (form.kind === "one") found.add(form.characters);
  else if (form.kind === "sequence") {
    firstSets(form.first, found, seen);
    if (form.first.nullable) firstSets(form.rest, found, seen);
  } else if (form.kind === "either" || form.kind === "both") for (const part of form.parts) firstSets(part, found, seen);
  else if (form.kind === "not" || form.kind === "repeat") firstSets(form.part, found, seen);
  else if (form.kind === "again") firstSets(form.body(), found, seen);
  return found;
}

/** The words that end with a character of the set. */
export const endingIn = (characters: Characters): Language => sequence(anything(), one(characters));
/** The words that begin with a character of the set. */
export const beginningWith = (characters: Characters): Language => sequence(one(characters), anything());
export const without = (characters: Characters): Characters => complementOf(characters);

/** The language of one word. */
export function word(text: string): Language {
  const points = Array.from(text, (character) => character.codePointAt(0) ?? 0);
  return points.reduceRight<Language>((rest, point) => sequence(one([[point, point]]), rest), emptyWord());
}
