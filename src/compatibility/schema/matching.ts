import { languageOfPattern } from "./language/expression.js";
import { derivative } from "./language/language.js";

/** Up to here the engine's own backtracking is quick, however an expression is written. */
const quickUpTo = 16;
const rememberedAtMost = 2000;
const expressions = new Map<string, RegExp>();

/** Whether a string matches, with the flag that validators use. Long strings go through the language, which takes one step per character. */
export function matches(source: string, text: string): boolean {
  const language = text.length > quickUpTo ? languageOfPattern(source) : undefined;
  if (language === undefined) return expressionOf(source).test(text);
  let rest = language;
  for (const character of text) rest = derivative(rest, character.codePointAt(0) ?? 0);
  return rest.nullable;
}

function expressionOf(source: string): RegExp {
  let expression = expressions.get(source);
  if (expression === undefined) {
    if (expressions.size > rememberedAtMost) expressions.clear();
    expression = new RegExp(source, "u");
    expressions.set(source, expression);
  }
  return expression;
}
