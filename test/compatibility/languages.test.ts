import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { formatExamples, knownLanguages, languageAround, languageInside } from "../../src/compatibility/schema/format-facts.js";
import { hasFormat } from "../../src/compatibility/schema/formats.js";
import { languageOfPattern } from "../../src/compatibility/schema/language/expression.js";
import { derivative, type Language } from "../../src/compatibility/schema/language/language.js";

const holds = (language: Language, text: string): boolean =>
  Array.from(text).reduce((rest, character) => derivative(rest, character.codePointAt(0) ?? 0), language).nullable;

const parts = [
  "a",
  "b",
  "c",
  " ",
  "^",
  "$",
  ".",
  "\\b",
  "\\B",
  "\\d",
  "\\s",
  "[^a]",
  "[a-c]?",
  "a*",
  "b+?",
  "(?=a)",
  "(?!b)",
  "(?:a|b)",
  "(ab)*",
  "(?:a|$)",
  "(?:^|b)",
  "(?:a\\b)+",
  "(?:(?!bb).)*",
  "a{2,3}",
  "|",
];

describe("the language of an expression", () => {
  test("holds what the engine matches, and nothing else", () => {
    const expressions = fc.array(fc.constantFrom(...parts), { minLength: 1, maxLength: 6 }).map((chosen) => chosen.join(""));
    const texts = fc.array(fc.string({ unit: fc.constantFrom("a", "b", "c", " ", "1", "\n", "💩"), maxLength: 6 }), {
      minLength: 8,
      maxLength: 8,
    });
    fc.assert(
      fc.property(expressions, texts, (source, samples) => {
        const language = languageOfPattern(source);
        if (language === undefined) return;
        for (const text of samples)
          expect([source, text, holds(language, text)]).toEqual([source, text, new RegExp(source, "u").test(text)]);
      }),
      { numRuns: 2000 },
    );
  });

  test.each(["\\s", "\\S", "\\w", "\\W", "\\d", ".", "\\p{Lu}", "[^\\p{L}]"])("knows the characters of %s", (source) => {
    const language = languageOfPattern(`^${source}$`);
    const expression = new RegExp(`^${source}$`, "u");
    for (let point = 0; point < 0x3100; point++) {
      const text = String.fromCodePoint(point);
      if (language === undefined || holds(language, text) !== expression.test(text))
        throw new Error(`${source} and U+${point.toString(16)}`);
    }
  });

  test.each(["(a)\\1", "(?<=a)b"])("is not known for %s", (source) => {
    expect(languageOfPattern(source)).toBeUndefined();
  });
});

describe("the language of a format", () => {
  test.each([...knownLanguages.keys()])("%s holds every string that has it, and the inner one no other", (name) => {
    const [around, inside] = [languageAround(name), languageInside(name)];
    const change = fc.tuple(fc.nat(40), fc.nat(2), fc.constantFrom(...Array.from('a0Z95:/.-+@#%{}~ ["é💩_T\t')));
    fc.assert(
      fc.property(fc.constantFrom(...(formatExamples.get(name) ?? [""])), fc.array(change, { maxLength: 3 }), (example, changes) => {
        const characters = Array.from(example);
        for (const [at, remove, character] of changes) characters.splice(at % (characters.length + 1), remove, character);
        const text = characters.join("");
        const has = hasFormat(text, name);
        if (has && around !== undefined) expect([text, holds(around, text)]).toEqual([text, true]);
        if (!has && inside !== undefined) expect([text, holds(inside, text)]).toEqual([text, false]);
      }),
      { numRuns: 300 },
    );
  });
});
