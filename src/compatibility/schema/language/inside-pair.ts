import type { AST } from "@eslint-community/regexpp";

/**
 * V8 also looks for a match between the two halves of a character past U+FFFF, where nothing can be read and nothing ends: `/\\B/u` matches
 * inside of one. Whether an expression matches there.
 */
export function matchesInsidePair(alternatives: readonly AST.Alternative[]): boolean {
  return alternatives.some(({ elements }) => elements.every(holdsInsidePair));
}

function holdsInsidePair(element: AST.Element): boolean {
  switch (element.type) {
    case "Group":
    case "CapturingGroup":
      return matchesInsidePair(element.alternatives);
    case "Quantifier":
      return element.min === 0 || holdsInsidePair(element.element);
    case "Assertion":
      if (element.kind === "lookahead") return matchesInsidePair(element.alternatives) !== element.negate;
      return element.kind === "word" && element.negate;
    default:
      return false;
  }
}
