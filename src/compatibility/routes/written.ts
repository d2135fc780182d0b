/** What the runtime writes into a message before it is sent, and so is there whatever its sender leaves out. */
import { type Json, parseRuntimeExpression, type Route, type SchemaNode } from "#contract";
import { requestOfEnd, type Sender } from "./deliveries.js";

export type MessagePart = "payload" | "header";

/** A place in a message, and what holds of the value there once it is written. */
export interface WrittenPlace {
  readonly source: MessagePart;
  /** Steps through objects; never empty. */
  readonly path: readonly string[];
  readonly value: SchemaNode;
}

/** One of these values stands at a place in the message, or nothing does. */
export interface GivenPlace {
  /** Steps through objects; never empty. */
  readonly path: readonly string[];
  readonly values: readonly string[];
}

/**
 * What of a part of the message decided on each of its ways; undefined where one of them is for all messages. Where the message says
 * nothing, its sender may give the way itself.
 */
export function givenOn(routes: readonly Route[], part: MessagePart): readonly (readonly GivenPlace[])[] | undefined {
  const ways = routes.map(({ hops: [first] }) => {
    const given = first?.kind === "publish" ? (first.given ?? []) : [];
    return given.flatMap(({ expression, values }) => {
      const parsed = parseRuntimeExpression(expression);
      const isOther = parsed === undefined || parsed.source !== part || parsed.path.length === 0 || leadsThroughLists(parsed.path);
      return isOther ? [] : [{ path: parsed.path, values }];
    });
  });
  return ways.some((places) => places.length === 0) ? undefined : ways;
}

/** What a message satisfies that takes one of the ways. */
export function givenSchema(ways: readonly (readonly GivenPlace[])[]): SchemaNode {
  return { anyOf: ways.map((places) => ({ allOf: places.map(({ path, values }) => holdsAtMost(path, values)) })) };
}

function holdsAtMost(path: readonly string[], values: readonly string[]): SchemaNode {
  // A table's key is text, or the JSON of another value.
  const meant = values.flatMap((text) => [text, ...jsonIn(text)]);
  return path.reduceRight<SchemaNode>((below, step) => ({ properties: { [step]: below } }), { enum: [...meant, null, ""] });
}

function jsonIn(text: string): Json[] {
  try {
    return [JSON.parse(text) as Json];
  } catch {
    return [];
  }
}

/** A correlation id is neither null nor empty: such a value is written over. */
const correlationValue: SchemaNode = { not: { enum: [null, ""] } };
const addressValue: SchemaNode = { type: "string", minLength: 1 };

/** `x-fill` of any message; the correlation id of requests and answers; the reply address that a request names. */
export function writtenBy(sender: Sender): readonly WrittenPlace[] {
  const { message, operation } = sender;
  const filled = Object.keys(message.fill ?? {}).map((property): WrittenPlace => ({ source: "payload", path: [property], value: true }));
  const request = requestOfEnd(sender);
  if (request === undefined && operation.action === "send") return filled;
  const address = request?.address?.location;
  return [
    ...filled,
    ...placeAt(message.correlationId, correlationValue),
    ...(address === undefined || isReplyTo(address) ? [] : placeAt(address, addressValue)),
  ];
}

function placeAt(expression: string | undefined, value: SchemaNode): WrittenPlace[] {
  const parsed = expression === undefined ? undefined : parseRuntimeExpression(expression);
  return parsed === undefined || parsed.path.length === 0 ? [] : [{ ...parsed, value }];
}

/** AMQP's own property, which AsyncAPI writes as if it were a header. */
export function isReplyTo(expression: string): boolean {
  const parsed = parseRuntimeExpression(expression);
  return parsed?.source === "header" && parsed.path.length === 1 && parsed.path[0] === "replyTo";
}

/** What a message satisfies in which the place was written: wherever there is an object on the way, it has the next step. */
export function writtenSchema({ path, value }: Pick<WrittenPlace, "path" | "value">): SchemaNode {
  return path.reduceRight<SchemaNode>((below, step) => ({ required: [step], properties: { [step]: below } }), value);
}

/** What a message satisfies that has nothing at the path: no value, null, or an empty text. */
export function absentSchema(path: readonly string[]): SchemaNode {
  return path.reduceRight<SchemaNode>((below, step) => ({ properties: { [step]: below } }), { enum: [null, ""] });
}

/** What a message satisfies that has something at the path for certain. */
export function presentSchema(path: readonly string[]): SchemaNode {
  return path.reduceRight<SchemaNode>((below, step) => ({ type: "object", required: [step], properties: { [step]: below } }), {
    not: { enum: [null, ""] },
  });
}

/** Whether a path may lead through a list too, where these schemas say nothing. */
export function leadsThroughLists(path: readonly string[]): boolean {
  return path.some((step) => /^\d+$|^length$/.test(step));
}
