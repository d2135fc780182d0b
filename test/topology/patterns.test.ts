/** Patterns match what they are made from and nothing else: by JavaScript's engine on many names, by RabbitMQ's own on some. */
import { execFileSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { findProgram } from "../../scripts/setup/find-program.mjs";
import { keyPattern, namePattern, noKey } from "../../src/topology/permissions/patterns.js";
import { parameter } from "../support/contract-builders.js";
import { temporaryFolder } from "../support/folder.js";

/** `\z` is all that JavaScript does not know; without `m`, its `$` is that. */
const matches = (pattern: string, text: string): boolean => new RegExp(pattern.replaceAll("\\z", "$"), "su").test(text);

/** Every character that means something in a regular expression, and some that look like it. */
const name = fc.string({ unit: fc.constantFrom(..."ab.*+?^$|()[]{}\\-/ #:ä\n".split("")), minLength: 1, maxLength: 6 });
const names = fc.uniqueArray(name, { minLength: 1, maxLength: 8 });

describe("names", () => {
  test("a pattern matches its own names and no others, whatever is in them", () => {
    fc.assert(
      fc.property(names, names, (own, others) => {
        const pattern = namePattern(own, others);
        for (const each of own) expect(matches(pattern, each)).toBe(true);
        for (const each of others.filter((other) => !own.includes(other))) expect(matches(pattern, each)).toBe(false);
        for (const each of own.flatMap((one) => [`x${one}`, `${one}x`, one.slice(1), `${one}\n`])) {
          expect(matches(pattern, each)).toBe(own.includes(each));
        }
      }),
    );
  });

  test("no names at all is the pattern that nothing has", () => {
    expect(namePattern([], ["a"])).toBe("^$");
  });

  test("an instance's name is matched with ids that the runtime takes", () => {
    const pattern = namePattern(["replies.{instance}"], []);
    for (const id of ["a", "7f3a-B_9", "x".repeat(64)]) expect(matches(pattern, `replies.${id}`)).toBe(true);
    for (const id of ["", "x".repeat(65), "a.b", "ä", "a\n"]) expect(matches(pattern, `replies.${id}`)).toBe(false);
  });

  test("an instance's name is never one that a document gives to another queue", () => {
    const pattern = namePattern(["replies.{instance}", "replies.mine"], ["replies.shared", "replies.mine", "other", "replies.{instance}"]);
    expect(["replies.shared", "replies.mine", "replies.shared2"].map((each) => matches(pattern, each))).toEqual([false, true, true]);
  });
});

describe("routing keys", () => {
  test("a parameter stands for a word or a part of one, an enum for its values", () => {
    const pattern = keyPattern([{ text: "order.{region}-{kind}.new", parameters: [parameter("region"), parameter("kind", ["a.b", "c"])] }]);
    expect(["order.eu-a.b.new", "order.eu-c.new"].map((key) => matches(pattern, key))).toEqual([true, true]);
    const others = [
      "order.eu-d.new",
      "order.-c.new",
      "order.e.u-c.new",
      "order.*-c.new",
      "order.#-c.new",
      "order.eu-c.new.",
      "order.eu-axb.new",
    ];
    expect(others.filter((key) => matches(pattern, key))).toEqual([]);
  });

  test("a binding's key is meant as it stands, wildcards and braces too", () => {
    const pattern = keyPattern([{ text: "order.*.{x}.#", literal: true }]);
    expect(["order.*.{x}.#", "order.a.{x}.#", "order.*.a.#"].map((key) => matches(pattern, key))).toEqual([true, false, false]);
  });

  test("no keys at all lets not even the empty key through", () => {
    expect(keyPattern([])).toBe(noKey);
    expect(matches(noKey, "")).toBe(false);
    expect(matches(keyPattern([{ text: "" }]), "")).toBe(true);
  });
});

const erl = findProgram("erl");

describe.skipIf(erl === undefined)("in Erlang's engine, as RabbitMQ calls it", () => {
  test("names and patterns agree as they do here", () => {
    const cases = fc.sample(fc.tuple(names, names), { numRuns: 150, seed: 6 }).flatMap(([own, others]) => {
      const pattern = namePattern([...own, "i.{instance}"], others);
      const tried = [...own, ...others, ...own.map((one) => `${one}\n`), "i.a-b", "i.a.b", "i.", "i.a\n", "xi.a"];
      return tried.map((each) => ({ pattern, name: each, wanted: matches(pattern, each) }));
    });
    expect(cases.filter(({ wanted }) => wanted).length).toBeGreaterThan(300);
    expect(inErlang(cases)).toEqual(cases.map(({ wanted }) => wanted));
  });
});

/** One line of Base64 for each pattern and name; answers `y` or `n` for each. */
function inErlang(cases: readonly { readonly pattern: string; readonly name: string }[]): readonly boolean[] {
  const file = join(temporaryFolder(), "cases");
  writeFileSync(
    file,
    cases.flatMap(({ pattern, name: each }) => [pattern, each].map((text) => `${Buffer.from(text).toString("base64")}\n`)).join(""),
  );
  const program = `
    {ok, Text} = file:read_file("${file}"),
    Lines = [base64:decode(Line) || Line <- binary:split(Text, <<"\\n">>, [global, trim])],
    Ask = fun Ask([Pattern, Name | Rest]) ->
                io:put_chars(case re:run(Name, Pattern, [{capture, none}]) of match -> "y"; nomatch -> "n" end), Ask(Rest);
              Ask([]) -> ok end,
    Ask(Lines), halt().`;
  const answers = execFileSync(erl ?? "erl", ["-noshell", "-eval", program], { encoding: "utf8" });
  return answers.split("").map((answer) => answer === "y");
}
