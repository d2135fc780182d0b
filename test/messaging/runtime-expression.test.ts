import { expect, test } from "vitest";
import { compileExpression, evaluate, keyText, withValueAt } from "../../src/messaging/runtime-expression.js";

const read = (expression: string, payload: unknown, headers: unknown = {}) => evaluate(compileExpression(expression), payload, headers);

test.each([
  ["$message.payload#/orderId", { orderId: "o" }, "o"],
  ["$message.payload#/a/b~1c~0d", { a: { "b/c~d": 1 } }, 1],
  ["$message.payload#/lines/1/sku", { lines: [{}, { sku: "s" }] }, "s"],
  ["$message.payload#/absent/deeper", {}, undefined],
  ["$message.payload#/length", "text", undefined],
  ["$message.payload#/constructor", {}, undefined],
  ["$message.payload", "whole", "whole"],
  ["$message.payload#", "whole", "whole"],
  ["$message.payload#/", { "": "empty" }, "empty"],
])("%s of %j is %j", (expression, payload, expected) => {
  expect(read(expression, payload)).toBe(expected);
});

test("a header expression reads headers", () => {
  expect(read("$message.header#/replyTo", { replyTo: "no" }, { replyTo: "yes" })).toBe("yes");
});

test.each(["", "$message", "$message.body#/a", "$message.payload/a", "payload#/a"])("%j is no expression", (expression) => {
  expect(() => compileExpression(expression)).toThrow(SyntaxError);
});

test("keys are text, or the JSON of anything else but nothing", () => {
  expect([keyText("a"), keyText(5), keyText({ a: 1 }), keyText(null), keyText(""), keyText(undefined)]).toEqual([
    "a",
    "5",
    '{"a":1}',
    undefined,
    undefined,
    undefined,
  ]);
});

test("a value is put in its place without a change to the original", () => {
  const original = Object.freeze({ a: Object.freeze({ b: 1 }) });
  expect(withValueAt(original, ["a", "c"], 2)).toEqual({ a: { b: 1, c: 2 } });
  expect(withValueAt({}, ["x"], 1)).toEqual({ x: 1 });
});
