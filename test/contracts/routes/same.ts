/** What has to be the same at both ends of a route, and what a message tells of its way. */
import { expect } from "vitest";
import { amqpTypeOf, type Json, type Message, type Operation } from "#contract";
import type { Delivery, OutgoingMessage, Received } from "#messaging";
import type { NearValue } from "../values/near-values.js";
import { isObject } from "./ends.js";

/** What the consumer got is what was sent: payload, headers, type, ids; and what was sent is the sample, with what the runtime fills in. */
export function expectSame(
  sample: NearValue,
  message: Message,
  { outgoing, delivery, received }: { outgoing: OutgoingMessage; delivery: Delivery; received: Received },
): void {
  const { about } = sample;
  const sent = JSON.parse(outgoing.body.toString()) as Json;
  expectFilled(sample, message, sent);
  expect(received.payload, about).toEqual(sent);
  expect(delivery.body.equals(outgoing.body), "the bytes").toBe(true);
  const { type, contentType, messageId, correlationId, replyTo } = outgoing;
  const ids = { messageId, ...(correlationId && { correlationId }), ...(replyTo && { replyTo }) };
  expect(delivery, about).toMatchObject({ type, contentType, ...ids });
  expect({ type, contentType }, "as the document says").toEqual({ type: amqpTypeOf(message), contentType: message.contentType });
  expect(delivery.headers, about).toMatchObject(outgoing.headers);
  expect(received.correlationId, "correlation id").toBe(correlationId);
}

/** The sample itself; a property that the runtime writes may be there besides, and a correlation id another. */
export function expectFilled({ about, value }: NearValue, { fill = {}, correlationId }: Message, sent: Json): void {
  const own = markOf(correlationId);
  const added = [...Object.keys(fill), ...(own === undefined ? [] : [own])];
  const written = isObject(value) && isObject(sent) ? added.filter((name) => name in sent && (name === own || !(name in value))) : [];
  const expected = written.map((name) => [name, isObject(sent) ? sent[name] : undefined]);
  expect(sent, about).toEqual(isObject(value) ? { ...value, ...Object.fromEntries(expected) } : value);
}

/** The property of the payload that holds the correlation id. */
const markOf = (expression = ""): string | undefined => /^\$message\.payload#\/([^/]+)$/.exec(expression)?.[1];

/** What a handler of the operation gives back: whose the answer is, the runtime writes into it. */
export function answerWith({ reply }: Operation, message: Message, value: Json): unknown {
  const mark = markOf(message.correlationId);
  const payload =
    mark === undefined || !isObject(value) ? value : Object.fromEntries(Object.entries(value).filter(([name]) => name !== mark));
  return reply?.messages.length === 1 && message.headers === undefined ? payload : { name: message.key, payload };
}

/** The payload of what a requester's method resolves with: that itself, where there is one message without headers. */
export const payloadOf = (answer: unknown): Json =>
  (typeof answer === "object" && answer !== null && "payload" in answer && "routingKey" in answer ? answer.payload : answer) as Json;

/** Queues that the message left, and why, as the broker noted it. */
export const deathsOf = (
  headers: Readonly<Record<string, unknown>> = {},
): readonly { readonly queue?: unknown; readonly reason?: unknown }[] =>
  Array.isArray(headers["x-death"]) ? (headers["x-death"] as object[]) : [];
