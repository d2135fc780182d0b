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
    default:
      return asked(set.raw);
  }
}

const signed = (set: Characters, negate: boolean): Characters => (negate ? complementOf(set) : set);

/** Spaces and Unicode properties: the engine knows best which characters those are. */
function asked(raw: string): Characters {
  const existing = properties.get(raw);
  if (existing !== undefined) return existing;
  const expression = new RegExp(`^${raw}$`, "u");
  const ranges: [number, number][] = [];
  for (let point = 0; point <= lastCodePoint; point++) {
    if (!expression.test(String.fromCodePoint(point))) continue;
    const last = ranges.at(-1);
    if (last?.[1] === point - 1) last[1] = point;
    else ranges.push([point, point]);
  }
  properties.set(raw, ranges);
  return ranges;
}

/** The `i` flag without `u`, for expressions that name ASCII characters only. */
function folded(set: Characters, ignoreCase: boolean): Characters {
  if (!ignoreCase) return set;
  const upper = intersectionOf(set, [[0x41, 0x5a]]).map(([low, high]): [number, number] => [low + 32, high + 32]);
  const lower = intersectionOf(set, [[0x61, 0x7a]]).map(([low, high]): [number, number] => [low - 32, high - 32]);
  return charactersOf([...set, ...upper, ...lower]);
}
