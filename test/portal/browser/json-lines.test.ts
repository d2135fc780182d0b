/** JSON as the desk shows it. */
import fc from "fast-check";
import { expect, test } from "vitest";
import { jsonLines } from "../../../src/portal/browser/islands/json-lines.js";

/** The value that a JSON pointer leads to. */
const valueAt = (value: unknown, pointer: string): unknown =>
  pointer
    .split("/")
    .slice(1)
    .map((step) => step.replaceAll("~1", "/").replaceAll("~0", "~"))
    .reduce<unknown>((inner, step) => (inner as Readonly<Record<string, unknown>>)[step], value);

/** All values within a value, itself included. */
const countOf = (value: unknown): number =>
  typeof value === "object" && value !== null ? Object.values(value).reduce<number>((sum, inner) => sum + countOf(inner), 1) : 1;

test("whatever the value, its lines say the same, and each value begins on the one line that has its pointer", () => {
  fc.assert(
    fc.property(fc.jsonValue({ maxDepth: 5 }), fc.constantFrom(undefined, 1, 4), (value, indent) => {
      const text = JSON.stringify(value, null, indent);
      const again = JSON.parse(text) as unknown;
      const lines = jsonLines(text) ?? [];
      expect(JSON.parse(lines.map((line) => line.text).join("\n"))).toEqual(again);
      const pointers = lines.flatMap(({ pointer }) => (pointer === undefined ? [] : [pointer]));
      expect(new Set(pointers).size).toBe(countOf(again));
      for (const { pointer, text: line } of lines) {
        if (pointer === undefined) continue;
        const found = valueAt(again, pointer);
        const isScalar = typeof found !== "object" || found === null;
        if (isScalar) expect(line.replace(/,$/, "").endsWith(JSON.stringify(found))).toBe(true);
      }
    }),
  );
});

test("numbers, escapes and doubled keys stay as they are written", () => {
  const lines = jsonLines('{"a":1.0e2,"a":12345678901234567890,"b":"\\u0041","c":{},"d":[]}');
  expect(lines?.map(({ text }) => text)).toEqual([
    "{",
    '"a": 1.0e2,',
    '"a": 12345678901234567890,',
    '"b": "\\u0041",',
    '"c": {},',
    '"d": []',
    "}",
  ]);
});

test("what is no JSON, or nests too deep, has no lines", () => {
  for (const text of ["", "{", '{"a":1,}', "nonsense", "[".repeat(300) + "]".repeat(300)]) expect(jsonLines(text)).toBeUndefined();
});
