import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { encode, MessagingError, type Received, type ReceiveOperation } from "#messaging";
import { decode } from "../../src/messaging/decode.js";
import { planReceive } from "../../src/messaging/receive-plan.js";
import { createDelivery, type DeliveryDraft } from "./fake-broker.js";
import { goodAction, message, receiveOperation, sendOperation, validator } from "./payment-contract.js";

const decoded = (draft: DeliveryDraft, operation: Partial<ReceiveOperation> = {}): Received =>
  decode(planReceive(receiveOperation(operation)), createDelivery(draft));

const reason = (draft: DeliveryDraft, operation: Partial<ReceiveOperation> = {}): string => {
  try {
    decoded(draft, operation);
  } catch (error) {
    if (error instanceof MessagingError && error.code === "invalid") return error.message;
    throw error;
  }
  throw new Error("nothing was refused");
};

const anything = [message("Anything", {})];
const nested = (levels: number): string => "[".repeat(levels) + "]".repeat(levels);

describe("a body is refused when it is", () => {
  test.each<[string, DeliveryDraft, string]>([
    ["empty", { body: "" }, "body is empty"],
    ["not JSON", { body: "hello" }, "body is not JSON"],
    ["cut off", { body: '{"orderId":' }, "body is not JSON"],
    ["not UTF-8", { body: Buffer.from([0x22, 0xff, 0x22]) }, "body is not UTF-8"],
    ["longer than 1 MiB", { body: Buffer.alloc(1024 * 1024 + 1, 32) }, "1048577 bytes"],
    ["10,000 levels deep", { body: nested(10_000) }, "deeper than 64"],
    ["10,000 levels deep and cut off", { body: "[".repeat(10_000) }, "deeper than 64"],
    ["reaching for a prototype", { body: '{"__proto__":{"admin":true}}' }, "/__proto__"],
    ["reaching for a prototype by an escape", { body: '{"a":[{"__pr\\u006fto__":1}]}' }, "/a/0/__proto__"],
    ["reaching for a constructor's prototype", { body: '{"constructor":{"prototype":{}}}' }, "/constructor"],
    ["of another content type", { body: "{}", contentType: "text/xml" }, 'content type "text/xml"'],
    ["in another charset", { body: "{}", contentType: "application/json; charset=utf-16" }, "charset=utf-16"],
    ["compressed", { body: "{}", contentEncoding: "gzip" }, 'content encoding "gzip"'],
    ["of an unknown type", { body: goodAction, type: "Nonsense" }, 'type "Nonsense" is none of OrderAction'],
    ["against its schema", { body: { orderId: "o" } }, "OrderAction: the whole must have required property 'price'"],
  ])("%s", (_, draft, expected) => {
    expect(reason(draft)).toContain(expected);
  });
});

describe("a body is taken when it", () => {
  test.each<[string, DeliveryDraft]>([
    ["has no properties at all, as from a foreign client", {}],
    ["has an empty content type", { contentType: "" }],
    ["names its charset", { contentType: "application/json; charset=UTF-8" }],
    ["is a +json type", { contentType: "application/vnd.order+json" }],
    ["puts the charset into the encoding, as some clients do", { contentEncoding: "UTF-8" }],
    ["starts with a byte order mark", { body: `\ufeff${JSON.stringify(goodAction)}` }],
    ["has properties of the wrong types", { messageId: 7, timestamp: "soon", replyTo: {}, correlationId: [] } as unknown as DeliveryDraft],
    ["has a time that no date can hold", { timestamp: 2 ** 63 }],
    ["has odd headers", { headers: { "x-attempts": "many", "x-death": "gone", traceparent: 5, n: null, o: { "!": "?" } } }],
  ])("%s", (_, draft) => {
    expect(decoded({ body: goodAction, ...draft })).toMatchObject({ name: "OrderAction", payload: goodAction });
  });

  test("nests exactly 64 levels", () => {
    expect(decoded({ body: nested(64) }, { messages: anything }).name).toBe("Anything");
  });

  test("has brackets in text, however many", () => {
    expect(decoded({ body: JSON.stringify({ text: '\\"['.repeat(200) }) }, { messages: anything }).name).toBe("Anything");
  });

  test("has a plain constructor or mentions __proto__ in text", () => {
    expect(decoded({ body: { constructor: "Brown Ltd", note: "__proto__" } }, { messages: anything }).name).toBe("Anything");
  });
});

test("reasons hold neither values nor control characters, and are short", () => {
  const secret = "4111-1111-1111-1111";
  expect(reason({ body: { orderId: "o", price: secret } })).not.toContain("4111");
  expect(reason({ body: `{"card": ${secret}` })).not.toContain("4111");
  const everythingWrong = Object.fromEntries(Array.from({ length: 500 }, (_, at) => [`key\n${at}${"é".repeat(100)}`, at]));
  const strict = [message("Strict", { type: "object", additionalProperties: { type: "string" } })];
  const text = reason({ body: everythingWrong }, { messages: strict });
  expect(Buffer.byteLength(text)).toBeLessThan(1100);
  expect(text).not.toContain("\n");
  expect(text).toContain("more");
});

describe("which message it is", () => {
  const tagged = (name: string, extra: object = {}) =>
    message(
      name,
      { type: "object", required: ["kind"], properties: { kind: { const: name }, ...extra } },
      { tag: { property: "kind", value: name } },
    );
  const two = { messages: [tagged("Opened", { at: { type: "number" } }), tagged("Closed")] };
  const open = { messages: [message("Number", { type: "number" }), message("Small", { enum: [1, 2, "text"] })] };

  test("the AMQP type tells first", () => {
    expect(decoded({ body: { kind: "Closed" }, type: "Closed" }, two).name).toBe("Closed");
    expect(reason({ body: { kind: "Closed" }, type: "Opened" }, two)).toContain("Opened: /kind");
  });

  test("then the tag, so that faults are those of the right branch", () => {
    expect(decoded({ body: { kind: "Opened" } }, two).name).toBe("Opened");
    expect(reason({ body: { kind: "Opened", at: "noon" } }, two)).toBe("Opened: /at must be number");
  });

  test("then the only one that validates", () => {
    expect(decoded({ body: "5" }, open).name).toBe("Number");
    expect(decoded({ body: '"text"' }, open).name).toBe("Small");
    expect(reason({ body: "1" }, open)).toContain("Number, Small all fit");
  });

  test("and where none fits, the reason lists them", () => {
    expect(reason({ body: { kind: "Other" } }, two)).toContain("none of Opened, Closed fits");
  });
});

describe("headers", () => {
  const headers = validator({
    type: "object",
    additionalProperties: false,
    required: ["tenant"],
    properties: { tenant: { type: "string" } },
  });
  const operation = { messages: [message("M", {}, { headers })] };

  test("are validated without what the broker and the runtime add", () => {
    const sent = { tenant: "a", traceparent: "x", "x-death": [], "x-attempts": 1, "x-delivery-count": 2 };
    expect(decoded({ body: "1", headers: sent }, operation).headers).toEqual({ tenant: "a" });
  });

  test("that break their schema are refused", () => {
    expect(reason({ body: "1", headers: { tenant: 5 } }, operation)).toBe("headers of M: /tenant must be string");
  });

  test("of the runtime that a schema asks for are there", () => {
    const wantsTrace = validator({ type: "object", required: ["traceparent"] });
    const traced = { messages: [message("M", {}, { headers: wantsTrace })] };
    expect(decoded({ body: "1", headers: { traceparent: "t" } }, traced).headers.traceparent).toBe("t");
  });
});

test("the correlation id stands where the contract says, else in the AMQP property", () => {
  const operation = { messages: [message("M", {}, { correlationId: "$message.payload#/ref" })] };
  expect(decoded({ body: { ref: "p" }, correlationId: "a" }, operation).correlationId).toBe("p");
  expect(decoded({ body: {}, correlationId: "a" }, operation).correlationId).toBe("a");
});

test("what was encoded is decoded to the same payload and properties", () => {
  const operation = sendOperation({ messages: anything });
  fc.assert(
    fc.property(fc.jsonValue({ maxDepth: 6 }), fc.string({ maxLength: 60 }), (payload, correlationId) => {
      fc.pre(!JSON.stringify(payload).includes("__proto__"));
      const outgoing = encode(operation, "Anything", payload, { correlationId }, { appId: "a" });
      const received = decoded({ ...outgoing, body: outgoing.body }, { messages: anything });
      expect(received.payload).toEqual(JSON.parse(JSON.stringify(payload)));
      expect(received.id).toBe(outgoing.messageId);
      expect(received.correlationId ?? "").toBe(correlationId);
    }),
  );
});

test("no bytes and no headers whatever make decoding fail otherwise than with a reason", () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 200 }), fc.dictionary(fc.string(), fc.anything()), fc.anything(), (bytes, headers, odd) => {
      const draft = { body: Buffer.from(bytes), headers, type: odd, contentType: odd, contentEncoding: odd } as unknown as DeliveryDraft;
      try {
        decoded(draft);
      } catch (error) {
        expect(error).toBeInstanceOf(MessagingError);
      }
    }),
  );
});
