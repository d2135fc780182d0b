import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { exactKey, openKey } from "../../src/contract/routing/keys.js";
import { createTopicIndex, matchTopic } from "../../src/contract/routing/topic.js";

/** The definition, word by word: `*` is one word, `#` any number. */
function naive([first, ...rest]: readonly string[], words: readonly string[]): boolean {
  if (first === undefined) return words.length === 0;
  if (first === "#") return naive(rest, words) || (words.length > 0 && naive([first, ...rest], words.slice(1)));
  return words.length > 0 && (first === "*" || first === words[0]) && naive(rest, words.slice(1));
}

const split = (text: string) => (text === "" ? [] : text.split("."));
const word = fc.constantFrom("a", "b", "ab", "");
const key = fc.array(word, { maxLength: 6 }).map((words) => words.join("."));
const pattern = fc.array(fc.oneof(word, fc.constantFrom("*", "#")), { maxLength: 6 }).map((words) => words.join("."));

describe("topic matching", () => {
  test.each([
    ["order.*", "order.completed", "always"],
    ["order.*", "order", undefined],
    ["order.#", "order", "always"],
    ["#", "", "always"],
    ["*", "", undefined],
    ["", "", "always"],
    ["*.*", ".", "always"],
    ["orders.*.created", "orders.{id}.created", "always"],
    ["orders.#", "orders.{id}.created", "always"],
    ["orders.eu.created", "orders.{id}.created", "may"],
    ["orders.eu.#", "orders.{id}.created", "may"],
    ["orders.eu.deleted", "orders.{id}.created", undefined],
    ["user-7.*", "user-{id}.seen", "may"],
    ["guest.*", "user-{id}.seen", undefined],
    ["#.a", "{x}.a", "always"],
    ["#.a.#", "{x}.b", "may"],
  ] as const)("pattern %j takes key %j: %s", (binding, address, expected) => {
    expect(matchTopic(binding, openKey(address))).toBe(expected);
  });

  test("agrees with the definition for every pattern and key", () => {
    fc.assert(
      fc.property(pattern, key, (binding, text) => {
        expect(matchTopic(binding, exactKey(text)) === "always").toBe(naive(split(binding), split(text)));
      }),
      { numRuns: 3000 },
    );
  });

  test("many patterns at once give what each gives alone", () => {
    fc.assert(
      fc.property(fc.uniqueArray(pattern, { maxLength: 20 }), key, (patterns, text) => {
        const index = createTopicIndex<string>();
        for (const each of patterns) index.add(each, each);
        const found = new Set<string>();
        index.find(exactKey(text), (each) => found.add(each));
        expect([...found].sort()).toEqual(patterns.filter((each) => naive(split(each), split(text))).sort());
      }),
      { numRuns: 500 },
    );
  });

  test("a key with parameters is sure of what every value is sure of, and never denies what some value gets", () => {
    const address = fc.array(fc.oneof(fc.constantFrom("a", "b"), fc.constant("{p}"), fc.constant("a{p}")), { minLength: 1, maxLength: 5 });
    // "zz" stands for a value that no pattern names.
    const values = fc.constantFrom("a", "b", "ab", "zz");
    fc.assert(
      fc.property(pattern, address, fc.array(values, { minLength: 5, maxLength: 5 }), (binding, words, given) => {
        const match = matchTopic(binding, openKey(words.join(".")));
        const filled = words.map((each, index) => each.replace("{p}", given[index] ?? "zz"));
        const taken = naive(split(binding), filled);
        if (match === "always") expect(taken).toBe(true);
        if (match === undefined) expect(taken).toBe(false);
        const fresh = words.map((each) => each.replace("{p}", "zz"));
        if (match === "may") expect(naive(split(binding), fresh)).toBe(false);
      }),
      { numRuns: 3000 },
    );
  });

  test("a pattern full of # costs no more than its size", () => {
    const before = process.cpuUsage();
    matchTopic(Array.from({ length: 30 }, () => "#.a").join("."), exactKey(Array.from({ length: 60 }, () => "b").join(".")));
    expect(process.cpuUsage(before).user / 1000).toBeLessThan(500);
  });
});
