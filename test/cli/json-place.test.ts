import fc from "fast-check";
import { expect, test } from "vitest";
import { faultPlace } from "../../src/cli/json-place.js";

/** [text, line, column, what stands there] */
const rows: readonly (readonly [string, number, number, string])[] = [
  ['{\n  "a": 1,\n}', 3, 1, '"}"'],
  ['{\n  "a" 1\n}', 2, 7, '"1"'],
  ["[1, 2", 1, 6, "the end"],
  ["", 1, 1, "the end"],
  ["[1 2]", 1, 4, '"2"'],
  ["[1]]", 1, 4, '"]"'],
  ["{'a': 1}", 1, 2, '"\'"'],
  ['{"a": 01}', 1, 7, '"0"'],
  ['["tab\there"]', 1, 2, '"\\""'],
  ["nul", 1, 1, '"n"'],
  ["[}", 1, 2, '"}"'],
  ["{,}", 1, 2, '","'],
  ["\n\n  @", 3, 3, '"@"'],
];
for (const [text, line, column, found] of rows) {
  test(`${JSON.stringify(text)} stops being JSON at ${line}:${column}`, () => {
    expect(faultPlace(text)).toEqual({ line, column, found });
  });
}

test("the place lies within the text, and what stands before it is the start of some JSON", () => {
  const pieces = fc.array(fc.constantFrom("{", "}", "[", "]", ":", ",", '"a"', "1", "true", " ", "\n", "x", '"'), { maxLength: 12 });
  fc.assert(
    fc.property(pieces, (parts) => {
      const text = parts.join("");
      try {
        JSON.parse(text);
      } catch {
        const { line, column } = faultPlace(text);
        const lines = text.split("\n");
        return line <= lines.length && column <= (lines[line - 1]?.length ?? 0) + 1;
      }
      return true;
    }),
  );
});
