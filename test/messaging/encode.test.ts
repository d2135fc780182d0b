import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { encode, type MessageDescriptor, MessagingError, type SendOperation, type SendRequest } from "#messaging";
import { message, sendOperation, validator } from "./payment-contract.js";

const encoded = (payload: unknown, operation: Partial<SendOperation> = {}, request?: SendRequest) =>
  encode(sendOperation(operation), operation.messages?.[0]?.name ?? "PaymentResult", payload, request, { appId: "orders/payment" });

const refusal = (act: () => unknown): MessagingError => {
  try {
    act();
  } catch (error) {
    if (error instanceof MessagingError) return error;
    throw error;
  }
  throw new Error("nothing was refused");
};

const charged = { orderId: "o-1", status: "charged" };
const anything = message("Anything", {});

describe("encode", () => {
  test("writes the payload as JSON with the contract's exchange, key, type and content type", () => {
    const outgoing = encoded(charged);
    expect(JSON.parse(outgoing.body.toString())).toEqual(charged);
    expect(outgoing).toMatchObject({
      exchange: "order-result-exchange",
      routingKey: "payment-result-queue",
      type: "PaymentResult",
      contentType: "application/json",
      appId: "orders/payment",
      mandatory: true,
      persistent: true,
    });
  });

  test("gives each message an id of its own and the time in seconds", () => {
    const [first, second] = [encoded(charged), encoded(charged)];
    expect(first.messageId).toMatch(/^[0-9a-f-]{36}$/);
    expect(first.messageId).not.toBe(second.messageId);
    expect(Math.abs((first.timestamp ?? 0) - Date.now() / 1000)).toBeLessThan(5);
  });

  test("takes id, correlation id, reply address, priority and expiration from the caller", () => {
    const request = { messageId: "m", correlationId: "c", replyTo: "r", priority: 3, expirationMs: 1000 };
    expect(encoded(charged, {}, request)).toMatchObject(request);
  });

  test("refuses an invalid payload, naming place and rule but no value", () => {
    const error = refusal(() => encoded({ orderId: "o-1", status: "s3cret" }));
    expect(error.code).toBe("invalid");
    expect(error.message).toContain('/status must be equal to one of the allowed values: ["charged","declined"]');
    expect(error.message).not.toContain("s3cret");
    expect(error.faults).not.toHaveLength(0);
  });

  test("refuses headers that break their schema", () => {
    const headers = validator({ type: "object", required: ["tenant"], properties: { tenant: { type: "string" } } });
    const messages = [message("M", {}, { headers })];
    expect(encoded({}, { messages }, { headers: { tenant: "a" } }).headers.tenant).toBe("a");
    expect(refusal(() => encoded({}, { messages })).message).toContain("tenant");
    expect(refusal(() => encoded({}, { messages }, { headers: { tenant: 1 } })).code).toBe("invalid");
  });

  test.each([
    ["nothing", undefined],
    ["a function", () => 1],
    ["a bigint", { n: 1n }],
    ["a value that contains itself", Object.assign([], { 0: 0 }, { length: 1 })],
  ])("refuses %s as payload", (name, payload) => {
    if (name.includes("contains itself")) (payload as unknown[])[0] = payload;
    expect(refusal(() => encoded(payload, { messages: [anything] })).code).toBe("invalid");
  });

  test("refuses a value that contains itself and runs a recursive schema out of stack", () => {
    const tree = message("Tree", { $id: "tree", type: "object", properties: { child: { $ref: "tree" } } });
    const loop: { child?: object } = {};
    loop.child = loop;
    expect(refusal(() => encoded(loop, { messages: [tree] })).code).toBe("invalid");
  });

  test("refuses what no consumer would take: too deep, too big, reaching for a prototype", () => {
    const messages = [anything];
    let deep: unknown = 0;
    for (let level = 0; level < 65; level++) deep = [deep];
    expect(refusal(() => encoded(deep, { messages })).message).toContain("deeper than 64");
    expect(refusal(() => encoded("x".repeat(1024 * 1024), { messages })).message).toContain("1048576");
    expect(refusal(() => encoded(JSON.parse('{"a":{"__proto__":1}}'), { messages })).message).toContain("/a/__proto__");
  });

  test("refuses a message that the operation does not have, naming those it has", () => {
    const error = refusal(() => encode(sendOperation(), "Other", {}, {}, { appId: "a" }));
    expect(error.message).toContain("only PaymentResult");
  });

  test("does not change the payload", () => {
    const payload = Object.freeze({ orderId: "o-1", status: "charged" });
    expect(() => encoded(payload, {}, { correlationId: "c" })).not.toThrow();
  });

  test.each([
    ["a message id of 256 bytes", { messageId: "x".repeat(256) }],
    ["a correlation id that is no text", { correlationId: 7 as unknown as string }],
    ["a priority of 256", { priority: 256 }],
    ["a negative expiration", { expirationMs: -1 }],
    ["a CC header", { headers: { CC: ["elsewhere"] } }],
    ["a BCC header", { headers: { BCC: ["elsewhere"] } }],
  ])("refuses %s", (_, request) => {
    expect(refusal(() => encoded(charged, {}, request)).code).toBe("invalid");
  });
});

describe("routing key parameters", () => {
  const parameters: SendOperation["parameters"] = [
    { name: "region", enum: ["eu", "us"] },
    { name: "shop", default: "main" },
  ];
  const keyOf = (given: Record<string, unknown>) =>
    encoded(charged, { routingKey: "orders.{region}.{shop}.new", parameters }, { parameters: given }).routingKey;

  test("are filled in, with their defaults", () => {
    expect(keyOf({ region: "eu" })).toBe("orders.eu.main.new");
    expect(keyOf({ region: "us", shop: "north" })).toBe("orders.us.north.new");
  });

  test("are taken from the message where the contract says that it holds them, and must not differ from it", () => {
    const operation = {
      routingKey: "orders.{status}",
      parameters: [{ name: "status", location: "$message.payload#/status", default: "new" }],
    };
    expect(encoded(charged, operation).routingKey).toBe("orders.charged");
    expect(encoded(charged, operation, { parameters: { status: "charged" } }).routingKey).toBe("orders.charged");
    expect(refusal(() => encoded(charged, operation, { parameters: { status: "new" } })).message).toContain('another parameter "status"');
    const elsewhere = { ...operation, parameters: [{ name: "status", location: "$message.header#/status", default: "new" }] };
    expect(encoded(charged, elsewhere).routingKey).toBe("orders.new");
    expect(encoded(charged, elsewhere, { headers: { status: "old" } }).routingKey).toBe("orders.old");
  });

  test.each([
    ["missing", {}],
    ["not one of the enum", { region: "mars" }],
    ["unknown", { region: "eu", colour: "red" }],
    ["empty", { region: "eu", shop: "" }],
    ["no text", { region: "eu", shop: 5 }],
    ["with a dot", { region: "eu", shop: "a.b" }],
    ["with a star", { region: "eu", shop: "*" }],
    ["with a hash", { region: "eu", shop: "#" }],
    ["too long", { region: "eu", shop: "x".repeat(250) }],
  ])("are refused when %s", (_, given) => {
    expect(refusal(() => keyOf(given)).code).toBe("invalid");
  });
});

describe("correlation ids", () => {
  const inHeader = [message("M", {}, { correlationId: "$message.header#/correlationId" })];
  const inPayload = [message("M", {}, { correlationId: "$message.payload#/request/id" })];

  test("are written into the header that the contract names, and into the AMQP property", () => {
    const outgoing = encoded({}, { messages: inHeader }, { correlationId: "c-1" });
    expect(outgoing.headers.correlationId).toBe("c-1");
    expect(outgoing.correlationId).toBe("c-1");
  });

  test("are read from the payload where the contract names a place there", () => {
    expect(encoded({ request: { id: "c-2" } }, { messages: inPayload }).correlationId).toBe("c-2");
  });

  test("may not be given twice with different values", () => {
    expect(refusal(() => encoded({ request: { id: "a" } }, { messages: inPayload }, { correlationId: "b" })).code).toBe("invalid");
  });
});

describe("what the sender leaves out", () => {
  const bodyOf = (payload: unknown, descriptor: MessageDescriptor, request?: SendRequest): unknown =>
    JSON.parse(encoded(payload, { messages: [descriptor] }, request).body.toString());
  const stamped = message(
    "Stamped",
    { type: "object", required: ["by", "at", "tags"] },
    { fill: { by: { value: "portfolio-api" }, at: { now: true }, tags: { value: ["a", { b: null }] } } },
  );

  test("is filled in as the contract says, before it is validated", () => {
    const before = Date.now();
    const body = bodyOf({ id: 1 }, stamped) as { readonly at: string };
    expect(body).toEqual({
      id: 1,
      by: "portfolio-api",
      at: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/),
      tags: ["a", { b: null }],
    });
    expect(Date.parse(body.at)).toBeGreaterThanOrEqual(before);
    expect(Date.parse(body.at)).toBeLessThanOrEqual(Date.now());
  });

  test("is told apart from what the sender gives, null and false too", () => {
    expect(bodyOf({ by: null, at: "", tags: false }, stamped)).toEqual({ by: null, at: "", tags: false });
    expect(bodyOf({ by: undefined, at: 0, tags: 0 }, stamped)).toEqual({ by: "portfolio-api", at: 0, tags: 0 });
  });

  test("is not taken from a prototype", () => {
    const inherited = message("Inherited", {}, { fill: { toString: { value: "ours" } } });
    expect(bodyOf({}, inherited)).toEqual({ toString: "ours" });
  });

  test("does not change the sender's payload", () => {
    const payload = Object.freeze({ id: 1, meta: Object.freeze({}) });
    bodyOf(payload, { ...stamped, correlationId: "$message.payload#/meta/request/id" }, { correlationId: "c-1" });
    expect(payload).toEqual({ id: 1, meta: {} });
  });

  test.each([1, "text", null, [{}]].map((payload) => ({ payload })))("is left out of $payload, which is no object", ({ payload }) => {
    expect(bodyOf(payload, message("Loose", {}, { fill: { by: { value: 1 } } }))).toEqual(payload);
  });

  test.each([
    ["$message.payload#/correlation_id", { correlation_id: "c-1" }],
    ["$message.payload#/meta/request/id", { meta: { request: { id: "c-1" } } }],
  ])("is the correlation id at %s, where the caller gives one", (correlationId, body) => {
    expect(bodyOf({}, message("Correlated", {}, { correlationId }), { correlationId: "c-1" })).toEqual(body);
  });

  test("is not written over what stands in the correlation id's way", () => {
    const correlated = message("Correlated", {}, { correlationId: "$message.payload#/meta/id" });
    expect(bodyOf({ meta: ["a"] }, correlated, { correlationId: "c-1" })).toEqual({ meta: ["a"] });
    expect(encoded({ meta: ["a"] }, { messages: [correlated] }, { correlationId: "c-1" }).correlationId).toBe("c-1");
  });
});

test("the ordering key comes from the payload", () => {
  expect(encoded(charged, { orderingKey: "$message.payload#/orderId" }).orderingKey).toBe("o-1");
  expect(encoded(charged, { orderingKey: "$message.payload#/absent" }).orderingKey).toBeUndefined();
});

test("what is encoded is the JSON form of the payload, whatever JSON it is", () => {
  fc.assert(
    fc.property(fc.jsonValue({ maxDepth: 5 }), (payload) => {
      fc.pre(!/__proto__|constructor/.test(JSON.stringify(payload)));
      expect(encoded(payload, { messages: [anything] }).body.toString()).toBe(JSON.stringify(payload));
    }),
  );
});
