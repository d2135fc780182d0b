import { forgetPatterns } from "./expression.js";
import { forgetLanguages } from "./language.js";

const languagesAtMost = 200_000;

/** What was learned about expressions is kept from one question to the next, within bounds. */
export function forgetIfMany(): void {
  if (forgetLanguages(languagesAtMost)) forgetPatterns();
}
