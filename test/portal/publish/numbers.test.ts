import * as fc from "fast-check";
import { expect, test } from "vitest";
import { losesNumbers, lostNumbers } from "../../../src/portal/publish/numbers.js";

test.each([
  ["12345678901234567890", "12345678901234567000"],
  ["9007199254740993", "9007199254740992"],
  ["-0.10000000000000000001", "-0.1"],
  ["1e400", "null"],
  ["1e-400", "0"],
])("%s is told with its place, since it would become %s", (written, sent) => {
  const text = `\uFEFF{"good": [1, "${written}", {"a/b": ${written}}]}`;
  const sentence = `cannot be sent as it is written: it would become ${sent}`;
  expect(lostNumbers(text)).toEqual([{ part: "payload", pointer: "/good/2/a~1b", sentence }]);
  expect(losesNumbers(text)).toBe(true);
});

test.each(["0", "-0", "0.10", "15e-1", "1E2", "10e+2", "9007199254740991", "5e-324", "1.7976931348623157e308", '"\\"1e400"'])(
  "%s is sent as the number that it is",
  (written) => {
    expect(lostNumbers(`{"a":${written}}`)).toEqual([]);
  },
);

test("whatever JavaScript writes as JSON loses nothing", () => {
  fc.assert(
    fc.property(fc.jsonValue(), (value) => {
      expect(lostNumbers(JSON.stringify(value))).toEqual([]);
    }),
  );
  fc.assert(
    fc.property(fc.double({ noNaN: true, noDefaultInfinity: true }), (value) => {
      expect(losesNumbers(String(value))).toBe(false);
    }),
  );
});

test("a number of many digits is refused at once", () => {
  expect(losesNumbers(`${"0".repeat(10_000_000)}1`)).toBe(true);
  expect(losesNumbers(`1${"0".repeat(10_000_000)}1`)).toBe(true);
});
