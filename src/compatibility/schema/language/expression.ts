import { type AST, RegExpParser } from "@eslint-community/regexpp";
import { charactersOfElement, wordCharacters } from "./character-class.js";
import type { Characters } from "./characters.js";
import { matchesInsidePair } from "./inside-pair.js";
import * as l from "./language.js";

/** A construct that is no regular language, or that is not translated: backreferences, lookbehind. */
class UnsupportedExpression extends Error {
  override readonly name = "UnsupportedExpression";
}

/** What stands before a place in the text: nothing, a word character, another one. Decides `^` and `\b`. */
type Before = "start" | "word" | "other";
type Then = (before: Before) => l.Language;

const compiled = new Map<string, l.Language | undefined>();
let loops = 0;

/** The strings that `new RegExp(source, "u").test` accepts; undefined where that cannot be told. Throws a SyntaxError for what is no expression. */
export function languageOfPattern(source: string, ignoreAsciiCase = false): l.Language | undefined {
  const key = `${ignoreAsciiCase ? "i" : ""}/${source}`;
  if (compiled.has(key)) return compiled.get(key);
  const language = translate(source, ignoreAsciiCase);
  if (compiled.size > 2000) compiled.clear();
  compiled.set(key, language);
  return language;
}

export function forgetPatterns(): void {
  compiled.clear();
}

function translate(source: string, ignoreAsciiCase: boolean): l.Language | undefined {
  const pattern = new RegExpParser({ ecmaVersion: 2024 }).parsePattern(source, 0, source.length, { unicode: true });
  const translator = new Translator(ignoreAsciiCase);
  try {
    const language = translator.after(l.anything(), "start", (before) => translator.alternatives(pattern.alternatives, before, l.anything));
    return language === l.anything() || !matchesInsidePair(pattern.alternatives) ? language : undefined;
  } catch (error) {
    if (error instanceof UnsupportedExpression) return undefined;
    throw error;
  }
}

/**
 * ECMAScript expressions to languages (ECMA-262, section 22.2). Assertions speak of what follows, so each part is translated together with what
 * may come after it: a lookahead is the conjunction of its own language and that.
 */
class Translator {
  readonly #ignoreCase: boolean;
  readonly #chains = new Map<Then, Map<AST.Alternative, Then>>();

  constructor(ignoreCase: boolean) {
    this.#ignoreCase = ignoreCase;
  }

  alternatives(alternatives: readonly AST.Alternative[], before: Before, then: Then): l.Language {
    return l.either(alternatives.map((alternative) => this.#chain(alternative, then)(before)));
  }

  /** An alternative and what may follow it, element by element from the end; each is translated at most once per place. */
  #chain(alternative: AST.Alternative, then: Then): Then {
    const chains = this.#chains.get(then) ?? new Map<AST.Alternative, Then>();
    this.#chains.set(then, chains);
    const known = chains.get(alternative);
    if (known !== undefined) return known;
    const chain = alternative.elements.reduceRight<Then>(
      (next, element) => remembered((before) => this.#element(element, before, next)),
      remembered(then),
    );
    chains.set(alternative, chain);
    return chain;
  }

  #element(element: AST.Element, before: Before, then: Then): l.Language {
    const plain = this.#plain(element);
    if (plain !== undefined) return this.after(plain, before, then);
    switch (element.type) {
      case "Group":
      case "CapturingGroup":
        return this.alternatives(element.alternatives, before, then);
      case "Assertion":
        return this.#assertion(element, before, then);
      case "Quantifier":
        return this.#quantifier(element, before, then);
      default:
        throw new UnsupportedExpression(element.type);
    }
  }

  /** Words of `first`, then what may follow; split by what the word leaves behind only where that matters. */
  after(first: l.Language, before: Before, then: Then): l.Language {
    const [word, other] = [then("word"), then("other")];
    if (word === other && (!first.nullable || then(before) === word)) return l.sequence(first, word);
    return l.either([
      first.nullable ? then(before) : l.nothing(),
      l.sequence(l.both([first, l.endingIn(wordCharacters)]), word),
      l.sequence(l.both([first, l.endingIn(l.without(wordCharacters))]), other),
    ]);
  }

  /** The language of an element that holds no assertions; undefined if it holds some. */
  #plain(element: AST.Element): l.Language | undefined {
    switch (element.type) {
      case "Character":
      case "CharacterSet":
      case "CharacterClass":
      case "ExpressionCharacterClass":
        return l.one(this.#characters(element));
      case "Group":
      case "CapturingGroup":
        return this.#plainAlternatives(element.alternatives);
      case "Quantifier": {
        const part = this.#plain(element.element);
        return part === undefined ? undefined : l.repeat(part, element.min, element.max);
      }
      default:
        return undefined;
    }
  }

  #plainAlternatives(alternatives: readonly AST.Alternative[]): l.Language | undefined {
    const parts: l.Language[] = [];
    for (const { elements } of alternatives) {
      const languages = elements.map((element) => this.#plain(element));
      if (languages.includes(undefined)) return undefined;
      parts.push(languages.reduceRight<l.Language>((rest, each) => (each === undefined ? rest : l.sequence(each, rest)), l.emptyWord()));
    }
    return l.either(parts);
  }

  #characters(element: AST.Character | AST.CharacterSet | AST.CharacterClass | AST.ExpressionCharacterClass): Characters {
    const characters = charactersOfElement(element, this.#ignoreCase);
    if (characters === undefined) throw new UnsupportedExpression(element.raw);
    return characters;
  }

  #assertion(assertion: AST.Assertion, before: Before, then: Then): l.Language {
    const rest = then(before);
    if (assertion.kind === "start") return before === "start" ? rest : l.nothing();
    if (assertion.kind === "end") return l.both([l.emptyWord(), rest]);
    if (assertion.kind === "lookbehind") throw new UnsupportedExpression("lookbehind");
    if (assertion.kind === "lookahead") {
      const ahead = this.alternatives(assertion.alternatives, before, l.anything);
      return l.both([assertion.negate ? l.not(ahead) : ahead, rest]);
    }
    if (!("negate" in assertion)) throw new UnsupportedExpression(assertion.raw);
    const beforeWord = l.beginningWith(wordCharacters);
    const wanted = (before === "word") === assertion.negate;
    return l.both([wanted ? beforeWord : l.not(beforeWord), rest]);
  }

  /** A repetition of something with assertions in it: written out as far as it is counted, then a language that speaks of itself. */
  #quantifier({ element, min, max }: AST.Quantifier, before: Before, then: Then): l.Language {
    const open = max === Number.POSITIVE_INFINITY;
    const counted = open ? min : max;
    if (counted > 30 || (open && minimalLength(element) === 0)) throw new UnsupportedExpression("repeated assertion");
    const loop = open ? this.#loop(element, then) : then;
    const from = (count: number, place: Before): l.Language => {
      if (count === counted) return loop(place);
      const further = this.#element(
        element,
        place,
        remembered((next) => from(count + 1, next)),
      );
      return count < min ? further : l.either([then(place), further]);
    };
    return from(0, before);
  }

  #loop(element: AST.QuantifiableElement, then: Then): Then {
    loops += 1;
    const name = `loop ${loops}`;
    const loop: Then = (before) => {
      let body: l.Language | undefined;
      return l.again(`${name} ${before}`, then(before).nullable, () => {
        body ??= l.either([then(before), this.#element(element, before, loop)]);
        return body;
      });
    };
    return loop;
  }
}

const remembered = (then: Then): Then => {
  const answers = new Map<Before, l.Language>();
  return (before) => {
    const answer = answers.get(before) ?? then(before);
    answers.set(before, answer);
    return answer;
  };
};

function minimalLength(element: AST.Element): number {
  switch (element.type) {
    case "Character":
    case "CharacterSet":
    case "CharacterClass":
    case "ExpressionCharacterClass":
      return 1;
    case "Group":
    case "CapturingGroup":
      return Math.min(...element.alternatives.map(({ elements }) => elements.reduce((sum, each) => sum + minimalLength(each), 0)));
    case "Quantifier":
      return element.min === 0 ? 0 : element.min * minimalLength(element.element);
    default:
      return 0;
  }
}
