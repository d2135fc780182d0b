import type { AST } from "@eslint-community/regexpp";
import { type Characters, charactersOf, complementOf, intersectionOf, lastCodePoint, unionOf } from "./characters.js";

type ClassElement = AST.Element | AST.CharacterClassElement | AST.ExpressionCharacterClass;

export const wordCharacters: Characters = charactersOf([
  [0x30, 0x39],
  [0x41, 0x5a],
  [0x5f, 0x5f],
  [0x61, 0x7a],
]);
const digits: Characters = [[0x30, 0x39]];
const lineEnds = charactersOf([
  [0x0a, 0x0a],
  [0x0d, 0x0d],
  [0x2028, 0x2029],
]);
/** ECMA-262, sections 12.2 and 12.3: white space and line ends. */
const spaces = charactersOf([
  [0x09, 0x0d],
  [0x20, 0x20],
  [0xa0, 0xa0],
  [0x1680, 0x1680],
  [0x2000, 0x200a],
  [0x2028, 0x2029],
  [0x202f, 0x202f],
  [0x205f, 0x205f],
  [0x3000, 0x3000],
  [0xfeff, 0xfeff],
]);
const properties = new Map<string, Characters>();

/** The code points that one element of an expression stands for; undefined where it is not one character. */
export function charactersOfElement(element: ClassElement, ignoreCase: boolean): Characters | undefined {
  switch (element.type) {
    case "Character":
      return folded([[element.value, element.value]], ignoreCase);
    case "CharacterClassRange":
      return folded([[element.min.value, element.max.value]], ignoreCase);
    case "CharacterSet":
      return charactersOfSet(element);
    case "CharacterClass": {
      let sum: Characters = [];
      for (const each of element.elements) {
        const characters = charactersOfElement(each, ignoreCase);
        if (characters === undefined) return undefined;
        sum = unionOf(sum, characters);
      }
      return element.negate ? complementOf(sum) : sum;
    }
    default:
      return undefined;
  }
}

function charactersOfSet(set: AST.CharacterSet): Characters {
  switch (set.kind) {
    case "any":
      return complementOf(lineEnds);
    case "digit":
      return signed(digits, set.negate);
    case "word":
      return signed(wordCharacters, set.negate);
    case "space":
      return signed(spaces, set.negate);
    default:
      return asked(set.raw);
  }
}

const signed = (set: Characters, negate: boolean): Characters => (negate ? complementOf(set) : set);

/** Unicode properties: the engine knows best which characters those are. It is asked about long runs at once. */
function asked(raw: string): Characters {
  const existing = properties.get(raw);
  if (existing !== undefined) return existing;
  const runs = new RegExp(`${raw}+`, "gu");
  const ranges: [number, number][] = [];
  for (const [first, last] of blocks) {
    const unit = first > 0xffff ? 2 : 1;
    const text = textOf(first, last);
    for (const run of text.matchAll(runs)) {
      const start = first + run.index / unit;
      ranges.push([start, start + run[0].length / unit - 1]);
    }
  }
  const alone = new RegExp(`^${raw}$`, "u");
  for (let half = 0xd800; half <= 0xdfff; half++) if (alone.test(String.fromCharCode(half))) ranges.push([half, half]);
  const characters = charactersOf(ranges);
  properties.set(raw, characters);
  return characters;
}

/** All code points but the halves of pairs. */
const blocks = [
  [0, 0xd7ff],
  [0xe000, 0xffff],
  [0x10000, lastCodePoint],
] as const;
const texts = new Map<number, string>();

function textOf(first: number, last: number): string {
  const known = texts.get(first);
  if (known !== undefined) return known;
  let text = "";
  for (let start = first; start <= last; start += 4096) {
    const points = Array.from({ length: Math.min(4096, last - start + 1) }, (_, at) => start + at);
    text += String.fromCodePoint(...points);
  }
  texts.set(first, text);
  return text;
}

/** The `i` flag without `u`, for expressions that name ASCII characters only. */
function folded(set: Characters, ignoreCase: boolean): Characters {
  if (!ignoreCase) return set;
  const upper = intersectionOf(set, [[0x41, 0x5a]]).map(([low, high]): [number, number] => [low + 32, high + 32]);
  const lower = intersectionOf(set, [[0x61, 0x7a]]).map(([low, high]): [number, number] => [low - 32, high - 32]);
  return charactersOf([...set, ...upper, ...lower]);
}
