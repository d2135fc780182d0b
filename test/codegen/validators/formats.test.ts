import { fullFormats } from "ajv-formats/dist/formats.js";
import fc from "fast-check";
import { expect, test } from "vitest";
import { formats } from "../../../src/codegen/validators/formats.js";

type Known = keyof typeof fullFormats;

/** How ajv, and how we, judge a value under a format. */
function verdict(format: unknown, value: unknown): boolean {
  if (format === true) return true;
  if (format instanceof RegExp) return format.test(value as string);
  if (typeof format === "function") return (format as (value: unknown) => boolean)(value);
  return verdict((format as { validate: unknown }).validate, value);
}

const digits = (count: number) => fc.integer({ min: 0, max: 10 ** count - 1 }).map((number) => String(number).padStart(count, "0"));
const year = fc.oneof(digits(4), fc.constantFrom("1900", "2000", "2023", "2024", "0000"));
const monthOrDay = fc.oneof(digits(2), fc.constantFrom("00", "01", "02", "04", "12", "13", "28", "29", "30", "31", "32"));
const date = fc.tuple(year, monthOrDay, monthOrDay).map((parts) => parts.join("-"));
const hourOrMinute = fc.oneof(digits(2), fc.constantFrom("00", "01", "22", "23", "24", "59", "60"));
const second = fc.oneof(hourOrMinute, fc.constantFrom("59.999", "60", "60.5", "61", "00.", "00.000000001"));
const zone = fc.oneof(
  fc.constantFrom("Z", "z", "", "+00:00", "-00:00", "+24:00", "-23:59", "+01", "-0130", "+1:00", "Z "),
  fc.tuple(fc.constantFrom("+", "-"), hourOrMinute, fc.constantFrom(":", ""), hourOrMinute).map((parts) => parts.join("")),
);
const time = fc
  .tuple(hourOrMinute, hourOrMinute, second, zone)
  .map(([hour, minute, seconds, offset]) => `${hour}:${minute}:${seconds}${offset}`);
const separator = fc.constantFrom("T", "t", " ", "\t", "\u00a0", "", "TT", "_", "\n");
const dateTime = fc.tuple(date, separator, time).map((parts) => parts.join(""));
/** Something of the right shape with one character put in, taken out or changed. */
const damaged = (text: fc.Arbitrary<string>) =>
  fc
    .tuple(text, fc.nat(40), fc.constantFrom("", "0", "-", ":", "T", " ", "é"), fc.nat(2))
    .map(([whole, at, piece, cut]) => whole.slice(0, at) + piece + whole.slice(at + cut));

const samples: Readonly<Record<string, fc.Arbitrary<unknown>>> = {
  "date-time": fc.oneof(dateTime, damaged(dateTime)),
  "iso-date-time": fc.oneof(dateTime, damaged(dateTime)),
  date: fc.oneof(date, damaged(date)),
  time: fc.oneof(time, damaged(time)),
  "iso-time": fc.oneof(time, damaged(time)),
  regex: fc.oneof(fc.string(), fc.constantFrom("a\\Z", "\\Z", "(", "[a-z]", "\\\\Z")),
  byte: fc.oneof(
    fc.base64String(),
    fc.base64String().map((text) => `!\n${text}`),
    fc.string(),
  ),
  uri: fc.oneof(
    fc.webUrl({ withQueryParameters: true, withFragments: true }),
    fc.string({ unit: fc.constantFrom("a", "B", "1", ":", "/", "?", "#", "[", "]", "@", "%20", ".", "-", "+", "é", '"') }),
    fc.constantFrom(
      "a:",
      "a:?q",
      "a:#f",
      "a://",
      "a:///b",
      "a:b",
      "urn:isbn:1",
      "//a",
      "a/b:c",
      "1a:b",
      "a://[::1]/x",
      "a:/[",
      "mailto:a@b.c",
      'a:b?"',
      'a:b#"',
      'a:b"?c',
    ),
  ),
  int32: fc.oneof(fc.integer(), fc.double(), fc.constantFrom(2147483647, 2147483648, -2147483648, -2147483649, 1.5)),
  int64: fc.oneof(fc.integer(), fc.double()),
  float: fc.double(),
  double: fc.double(),
};

for (const [name, values] of Object.entries(samples)) {
  test(`${name} accepts exactly what ajv-formats accepts`, () => {
    const runs = name === "uri" ? 20_000 : 5_000;
    fc.assert(
      fc.property(values, (value) => verdict(formats.get(name), value) === verdict(fullFormats[name as Known], value)),
      { numRuns: runs },
    );
  });
}

test("every format of ajv-formats is there", () => {
  expect([...formats.keys()].sort()).toEqual(Object.keys(fullFormats).sort());
});

const rows: readonly [string, boolean][] = [
  ["2024-02-29T23:59:59Z", true],
  ["2023-02-29T00:00:00Z", false],
  ["2100-02-29T00:00:00Z", false],
  ["2024-04-31T00:00:00Z", false],
  ["2024-01-01T00:00:00", false],
  ["2016-12-31T23:59:60Z", true],
  ["2016-12-31T15:59:60-08:00", true],
  ["2016-12-31T22:59:60Z", false],
  ["2024-01-01T00:00:00.123456789+05:30", true],
];
for (const [text, valid] of rows) {
  test(`${text} is ${valid ? "" : "not "}a date-time`, () => {
    expect(verdict(formats.get("date-time"), text)).toBe(valid);
  });
}
