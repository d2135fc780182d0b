import { describe, expect, test } from "vitest";
import { isIdentifier, memberName, propertyKey, quote, receiverName, typeName, variableName } from "../../src/codegen/names.js";
import { evaluate } from "./evaluate.js";

/** [name in the document, variable, method, handler, type] */
const rows: readonly (readonly [string, string, string, string, string])[] = [
  ["paymentAction", "paymentAction", "paymentAction", "onPaymentAction", "PaymentAction"],
  ["OrderAction", "orderAction", "orderAction", "onOrderAction", "OrderAction"],
  ["new-ping", "newPing", "newPing", "onNewPing", "NewPing"],
  ["delete", "delete_", "delete", "onDelete", "Delete"],
  ["class", "class_", "class", "onClass", "Class"],
  ["1st", "_1st", "_1st", "on_1st", "_1st"],
  ["onPaid", "onPaid", "onPaid", "onPaid", "OnPaid"],
  ["größe", "größe", "größe", "onGröße", "Größe"],
  ["a.b/c d", "aBCD", "aBCD", "onABCD", "ABCD"],
  ["x²", "x", "x", "onX", "X"],
  ["***", "_", "_", "on", "_"],
];
for (const [key, variable, member, handler, type] of rows) {
  test(`${key} is ${variable}, ${member}(), ${handler}() and ${type} in code`, () => {
    expect([variableName(key), memberName(key), receiverName(key), typeName(key)]).toEqual([variable, member, handler, type]);
    expect([variable, handler, type].every((name) => isIdentifier(name) || name === "_")).toBe(true);
  });
}

describe("what is quoted", () => {
  test("means the same in TypeScript, whatever it holds", () => {
    // biome-ignore lint/suspicious/noTemplateCurlyInString: what a name might try
    const text = "\"'`${x}\\ */ \u2028\u2029\u0000\n<!--";
    expect(evaluate(quote(text))).toBe(text);
  });

  test("includes keys that are no plain names", () => {
    expect(["plain", "two words", "1", "größe", 'a"b'].map(propertyKey)).toEqual(["plain", '"two words"', '"1"', '"größe"', '"a\\"b"']);
  });

  test("never sets a prototype", () => {
    expect(Object.keys(evaluate(`{ ${propertyKey("__proto__")}: 1 }`) as object)).toEqual(["__proto__"]);
  });
});
