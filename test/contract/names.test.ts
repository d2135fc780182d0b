import fc from "fast-check";
import { expect, test } from "vitest";
import { camelCase, handlerName, pascalCase } from "../../src/contract/names.js";
import { nearest } from "../../src/contract/spelling.js";

test.each([
  ["paymentAction", "paymentAction", "PaymentAction", "onPaymentAction"],
  ["new-ping", "newPing", "NewPing", "onNewPing"],
  ["1st", "_1st", "_1st", "on_1st"],
  ["delete", "delete", "Delete", "onDelete"],
  ["HTTPServer", "httpServer", "HTTPServer", "onHTTPServer"],
  ["user.signed_up", "userSignedUp", "UserSignedUp", "onUserSignedUp"],
  ["onPing", "onPing", "OnPing", "onPing"],
  ["once", "once", "Once", "onOnce"],
  ["größe ändern", "größeÄndern", "GrößeÄndern", "onGrößeÄndern"],
  ["v2Order", "v2Order", "V2Order", "onV2Order"],
])("%s becomes %s, %s and %s", (key, camel, pascal, handler) => {
  expect([camelCase(key), pascalCase(key), handlerName(key)]).toEqual([camel, pascal, handler]);
});

test("a name is an identifier or empty, whatever the key", () => {
  fc.assert(
    fc.property(fc.string({ unit: "grapheme" }), (key) => {
      expect(camelCase(key)).toMatch(/^(?:[\p{ID_Start}_$][\p{ID_Continue}$]*)?$/u);
      expect(pascalCase(key)).toMatch(/^(?:[\p{ID_Start}_$][\p{ID_Continue}$]*)?$/u);
    }),
  );
});

test.each([
  ["minLenght", "minLength"],
  ["x-mesage-ttl", "x-message-ttl"],
  ["additionalproperties", "additionalProperties"],
  ["x_retry", "x-retry"],
  ["ab", undefined],
  ["entirely-else", undefined],
])("%s most likely means %s", (word, expected) => {
  expect(nearest(word, ["minLength", "maxLength", "x-message-ttl", "additionalProperties", "x-retry", "a"])).toBe(expected);
});
