/** Keys of requests and replies: where they may stand, what they may say, and what is wrong with them, with its place. */
import { describe, expect, test } from "vitest";
import { answering, ask, asking, fixed, named, queueOf, read, receiveOnly, said, sendOnly } from "./request-documents.js";

describe("keys of requests and replies", () => {
  test.each([
    [
      "▸x-timeoutMs: 5",
      '▸ error "x-timeoutMs" has no effect here; it belongs into the AMQP binding of a receive operation, or of a send operation with reply.',
    ],
    [
      "▸x-concurrency: 5",
      '▸ error "x-concurrency" has no effect here; it belongs into the AMQP binding of a receive operation, or of a send operation with reply.',
    ],
    ["▸x-max-waiting: 5", '▸ error "x-max-waiting" has no effect here; it belongs into the AMQP binding of a send operation with reply.'],
    ["▸x-max-wating: 5", '▸ error There is no key "x-max-wating" in the AMQP binding of a send operation; did you mean "x-max-waiting"?'],
    [
      "▸x-read-only: true",
      '▸ error There is no key "x-read-only" in the AMQP binding of a send operation: it belongs into the AMQP binding of a receive operation.',
    ],
    [
      "▸x-reply: {}",
      '▸ error There is no key "x-reply" in the AMQP binding of a send operation: it belongs into the AMQP binding of a receive operation.',
    ],
    [
      "▸x-fill: {}",
      '▸ error There is no key "x-fill" in the AMQP binding of a send operation: it belongs into the AMQP binding of a message.',
    ],
  ])("on a send operation without reply: %s", async (operation, expected) => {
    expect(await said(sendOnly(operation))).toEqual([expected]);
  });

  test.each([
    ["x-timeoutMs: ▸0", '▸ error "x-timeoutMs" must be an integer from 1 to 2147483647, not 0.'],
    ["x-concurrency: ▸0", '▸ error "x-concurrency" must be an integer from 1 to 1000000, not 0.'],
    ["x-max-waiting: ▸-1", '▸ error "x-max-waiting" must be an integer from 0 to 1000000, not -1.'],
  ])("on a request: %s", async (operation, expected) => {
    expect(await said(asking({ operation }))).toEqual([expected]);
  });

  test.each([
    [
      "▸x-max-waiting: 5",
      '▸ error There is no key "x-max-waiting" in the AMQP binding of a receive operation: it belongs into the AMQP binding of a send operation with reply.',
    ],
    ["x-read-only: ▸'yes'", '▸ error "x-read-only" must be true or false, not "yes".'],
    ["▸x-readonly: true", '▸ error There is no key "x-readonly" in the AMQP binding of a receive operation; did you mean "x-read-only"?'],
    ["x-reply: { ▸defualt: a }", '▸ error There is no key "defualt" in x-reply; did you mean "default"?'],
    ["x-reply: { default: ▸'a.{b}' }", '▸ error "default" must be text of 1 to 255 bytes without braces, not "a.{b}".'],
    ["x-reply: { deliveryMode: ▸3 }", '▸ error "deliveryMode" must be 1 or 2, not 3.'],
    ["x-reply: { allowed: ▸[] }", '▸ error "allowed" must be a list with at least one entry, not a list.'],
    [
      "x-reply: { allowed: ['a.{b}', ▸'a.{b'] }",
      '▸ error Item 2 must be text of 1 to 255 bytes with parameters in braces, such as "replies.{client}", not "a.{b".',
    ],
    [
      "x-reply: { allowed: [▸'a.{}'] }",
      '▸ error Item 1 must be text of 1 to 255 bytes with parameters in braces, such as "replies.{client}", not "a.{}".',
    ],
    [
      "x-reply: { default: ▸a.b.c, allowed: ['a.{b}', 'b.{c}.{d}'] }",
      '▸ error The default address "a.b.c" is of none of the allowed forms: a.{b}, b.{c}.{d}.',
    ],
    [
      "x-read-only: true, ▸x-idempotency-key: $message.payload#/id",
      "▸ warning A read-only operation keeps no record of what it handled; the key has no effect beside x-read-only.",
    ],
  ])("on a receive operation: %s", async (operation, expected) => {
    expect(await said(answering({ operation }))).toEqual([expected]);
  });

  test.each([
    ["▸x-fill: {}", '▸ error There is no key "x-fill" in an AMQP channel binding: it belongs into the AMQP binding of a message.'],
    [
      "▸x-reply: {}",
      '▸ error There is no key "x-reply" in an AMQP channel binding: it belongs into the AMQP binding of a receive operation.',
    ],
    [
      "▸x-max-waiting: 1",
      '▸ error There is no key "x-max-waiting" in an AMQP channel binding: it belongs into the AMQP binding of a send operation with reply.',
    ],
  ])("on a channel: %s", async (key, expected) => {
    expect(await said(asking({ replies: `${queueOf("replies.{instance}")}, ${key}` }))).toEqual([expected]);
  });

  test.each([
    ["▸x-fil: {}", '▸ error There is no key "x-fil" in the AMQP binding of a message; did you mean "x-fill"?'],
    [
      "▸x-read-only: true",
      '▸ error There is no key "x-read-only" in the AMQP binding of a message: it belongs into the AMQP binding of a receive operation.',
    ],
    [
      "▸x-max-waiting: 1",
      '▸ error There is no key "x-max-waiting" in the AMQP binding of a message: it belongs into the AMQP binding of a send operation with reply.',
    ],
  ])("on a message: %s", async (key, expected) => {
    expect(await said(asking({ message: `${ask}, bindings: { amqp: { ${key} } }` }))).toEqual([expected]);
  });

  test("x-reply needs a reply, and one whose address stands in the request", async () => {
    expect(await said(receiveOnly("▸x-reply: { default: a }"))).toEqual([
      '▸ error "x-reply" has no effect here: the operation has no reply.',
    ]);
    expect(await said(answering({ reply: `{ ${fixed} }`, address: "there", operation: "▸x-reply: { default: a }" }))).toEqual([
      '▸ error "x-reply" has no effect here: the reply has a fixed address, and no request names another.',
    ]);
  });

  test("x-reply says how answers are delivered, also to a fixed address", async () => {
    const operation = "x-reply: { deliveryMode: 1 }";
    expect((await read(answering({ reply: `{ ${fixed} }`, address: "there", operation }))).operation).toMatchObject({
      reply: { deliveryMode: 1 },
    });
  });

  test("x-reply is read", async () => {
    const operation = "x-read-only: true, x-reply: { default: a.b, allowed: ['a.{b}', '{all}'] }";
    expect((await read(answering({ operation }))).operation).toMatchObject({
      readOnly: true,
      reply: { address: "$message.header#/replyTo", defaultAddress: "a.b", allowedAddresses: ["a.{b}", "{all}"] },
    });
  });

  test.each([
    ["▸x-fill: { id: { now: true } },", '"x-fill" has no effect here; it belongs into the AMQP binding of a message, under bindings.amqp.'],
    [
      "▸x-read-only: true,",
      '"x-read-only" has no effect here; it belongs into the AMQP binding of a receive operation, under bindings.amqp.',
    ],
  ])("outside an AMQP binding have no effect, and are an error: %s", async (key, expected) => {
    expect(await said(answering().replace("action: receive,", `action: receive, ${key}`))).toEqual([`▸ error ${expected}`]);
  });
});

describe("reply", () => {
  test("has an address in the request or a channel with one, not both", async () => {
    expect(await said(asking({ reply: `{ ${named.replace("channel", "▸channel")} }`, address: "somewhere" }))).toEqual([
      '▸ error The reply\'s address stands in the request, so its channel must have none: leave "address" of the channel "replies" out, or null.',
    ]);
  });

  test("with neither, through an exchange that needs a routing key, leads nowhere", async () => {
    expect(await said(answering({ reply: `{ ${fixed.replace("channel", "▸channel")} }` }))).toEqual([
      '▸ error "answer" answers, but its reply channel has no address and no request names one: the routing key of the answer is missing.',
    ]);
  });

  test("reads its address where the request declares it", async () => {
    const reply = "{ address: { location: $message.payload#/back }, channel: { $ref: '#/channels/replies' } }";
    expect((await read(answering({ reply }))).operation?.reply?.address).toBe("$message.payload#/back");
    expect(await said(answering({ reply: reply.replace("$message.payload#/back", "▸$message.payload#/reply_to") }))).toEqual([
      '▸ error "$message.payload#/reply_to" leads nowhere: the payload of message "Ask" declares no "reply_to".',
    ]);
    expect(await said(answering({ reply: reply.replace("$message.payload#/back", "▸replyTo") }))).toEqual([
      '▸ error "replyTo" is not a runtime expression such as "$message.header#/replyTo".',
    ]);
  });
});

describe("x-fill", () => {
  const filled = (fill: string): string => asking({ message: `${ask}, bindings: { amqp: { x-fill: ${fill} } }` });

  test("names top-level properties and what goes there", async () => {
    const { operation } = await read(filled("{ id: { value: null }, back: { now: true } }"));
    expect(operation?.messages[0]?.fill).toEqual({ id: { value: null }, back: { now: true } });
  });

  test.each([
    ["{ id: ▸{ now: false } }", '▸ error "id" must be { now: true } or { value: … }, not an object.'],
    ["{ id: ▸{ now: true, value: 1 } }", '▸ error "id" must be { now: true } or { value: … }, not an object.'],
    ["{ id: ▸{} }", '▸ error "id" must be { now: true } or { value: … }, not an object.'],
    ["{ id: ▸now }", '▸ error "id" must be { now: true } or { value: … }, not "now".'],
    ["▸[id]", '▸ error "x-fill" must be an object, not a list.'],
    [
      "{ ▸bakc: { now: true } }",
      '▸ error "$message.payload#/bakc" leads nowhere: the payload of message "Ask" declares no "bakc"; did you mean "back"?',
    ],
  ])("is refused as %s", async (fill, expected) => {
    expect(await said(filled(fill))).toEqual([expected]);
  });
});
