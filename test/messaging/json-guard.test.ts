import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { mayHoldForbiddenKeys, nestsDeeperThan, refuseForbiddenKeys } from "../../src/messaging/json-guard.js";

const depthOf = (value: unknown): number =>
  typeof value === "object" && value !== null ? 1 + Math.max(0, ...Object.values(value).map(depthOf)) : 0;

describe("nesting", () => {
  test("is measured as the parsed value has it, whatever stands in text", () => {
    const text = fc.string({ unit: fc.constantFrom("{", "[", "}", "]", '"', "\\", "a"), maxLength: 12 });
    const { tree } = fc.letrec((tie) => ({
      tree: fc.oneof(
        { maxDepth: 6, withCrossShrink: true },
        text,
        fc.array(tie("tree"), { maxLength: 4 }),
        fc.dictionary(text, tie("tree")),
      ),
    }));
    fc.assert(
      fc.property(tree, fc.nat(8), (value, limit) => {
        expect(nestsDeeperThan(JSON.stringify(value), limit)).toBe(depthOf(value) > limit);
      }),
    );
  });

  test("of a text that is no JSON is measured too, in time that grows with its length only", () => {
    expect(nestsDeeperThan("[".repeat(1_000_000), 64)).toBe(true);
    expect(nestsDeeperThan(`"${"[".repeat(1_000_000)}`, 64)).toBe(false);
    expect(nestsDeeperThan("[]".repeat(500_000), 64)).toBe(false);
  });
});

describe("forbidden keys", () => {
  const refused = (text: string): boolean => {
    if (!mayHoldForbiddenKeys(text)) return false;
    try {
      refuseForbiddenKeys(JSON.parse(text));
      return false;
    } catch {
      return true;
    }
  };

  test.each([
    ['{"__proto__":1}', true],
    ['[{"a":{"__proto__":null}}]', true],
    ['{"\\u005f_proto__":1}', true],
    ['{"constructor":{"prototype":1}}', true],
    ['{"c\\u006fnstructor":{"prototype":1}}', true],
    ['{"constructor":{"name":"x"}}', false],
    ['{"constructor":"x","prototype":"y"}', false],
    ['{"text":"__proto__"}', false],
    ['{"text":"\\u005f"}', false],
  ])("%s is refused: %s", (text, expected) => {
    expect(refused(text)).toBe(expected);
  });

  test("are named by their place", () => {
    expect(() => refuseForbiddenKeys(JSON.parse('{"a/b":[{"__proto__":1}]}'))).toThrow("/a~1b/0/__proto__");
  });
});
