import { describe, expect, test } from "vitest";
import { argumentPhrase } from "../../../src/portal/phrases/arguments.js";
import { durationPhrase } from "../../../src/portal/phrases/duration.js";
import { expressionPhrase } from "../../../src/portal/phrases/expression.js";
import { firstLine } from "../../../src/portal/phrases/first-line.js";
import { readText } from "../../docs/support/markdown.js";

test.each([
  [0, "0 ms"],
  [500, "500 ms"],
  [1000, "1 s"],
  [90_000, "1 min 30 s"],
  [86_400_000, "1 day"],
  [604_800_000, "7 days"],
  [3_600_001, "1 h 1 ms"],
  [90_061_001, "90061001 ms"],
])("%d ms is said as %s", (ms, text) => {
  expect(durationPhrase(ms)).toBe(text);
});

test("a runtime expression says where in the message it points", () => {
  expect(expressionPhrase("$message.payload#/order/id")).toEqual(["payload field ", { kind: "code", text: "order.id" }]);
  expect(expressionPhrase("$message.header#/replyTo")).toEqual(["header ", { kind: "code", text: "replyTo" }]);
  expect(expressionPhrase("$message.payload#")).toEqual(["the whole payload"]);
  expect(expressionPhrase("nonsense")).toEqual([{ kind: "code", text: "nonsense" }]);
});

describe("the arguments of queues", () => {
  test("that documents may have are all put in words", () => {
    const table = readText("docs/reference/contract-vocabulary.md").split("<!-- checked: queue-arguments -->")[1]?.split("\n\n")[0] ?? "";
    const names = [...table.matchAll(/^\| `(x-[\w-]+)`/gm)].map(([, name = ""]) => name);
    expect(names).toContain("x-message-ttl");
    const values: Readonly<Record<string, string | boolean>> = {
      "x-queue-type": "quorum",
      "x-overflow": "drop-head",
      "x-single-active-consumer": true,
      "x-queue-mode": "lazy",
    };
    expect(names.filter((name) => argumentPhrase(name, values[name] ?? 7) === "" && name !== "x-queue-version")).toEqual([]);
  });

  test("say times and amounts", () => {
    expect(argumentPhrase("x-message-ttl", 60_000)).toBe("A message that waits 1 min expires.");
    expect(argumentPhrase("x-max-length", 1)).toBe("Holds 1 message at most.");
  });

  test("that nobody knows are said nothing of", () => {
    expect(argumentPhrase("x-new", 1)).toBe("");
    expect(argumentPhrase("constructor", 1)).toBe("");
  });
});

test("a description is shortened to its first line that says something", () => {
  expect(firstLine("\n# Orders\n\nAll of them.")).toBe("Orders");
  expect(firstLine("x".repeat(200))).toHaveLength(160);
  expect(firstLine(undefined)).toBe("");
});
