/** Operations and messages of the documents, as a journey needs to find them. */
import {
  amqpTypeOf,
  type ContractSet,
  type Json,
  type Message,
  type Operation,
  parseRuntimeExpression,
  type Route,
  type RouteEnd,
} from "#contract";
import { instance } from "./applications.js";

export function operationOf({ applications }: ContractSet, { application, operation }: RouteEnd): Operation {
  const found = applications.find(({ id }) => id === application)?.operations.find(({ key }) => key === operation);
  if (found === undefined) throw new Error(`${application} has no operation ${operation}`);
  return found;
}

/** Who takes messages out of a queue: by a receive operation, or by one that asks. */
export function readerOf({ applications }: ContractSet, queue: string): RouteEnd | undefined {
  const ends = applications.flatMap(({ id, operations }) => operations.map((operation) => ({ id, operation })));
  const found = ends.find(({ operation }) => readQueue(operation) === queue);
  return found && { application: found.id, operation: found.operation.key };
}

const readQueue = ({ action, channel, reply }: Operation): string | undefined => {
  const read = action === "receive" ? channel : reply?.channel;
  return read?.kind === "queue" ? read.queue.name : undefined;
};

/** What an operation publishes: a receive operation, its answers. */
export const sentBy = ({ action, messages, reply }: Operation): readonly Message[] =>
  action === "receive" && reply !== undefined ? reply.messages : messages;

/** Delays of the attempts after the first, milliseconds. */
export const delaysOf = (operation: Operation): readonly number[] =>
  operation.action === "receive" ? operation.channel.retryDelaysMs : [];

/** By what name a consumer knows a message: both say the same AMQP type. */
export const takenAs = (consumer: Operation, message: Message): string | undefined =>
  consumer.messages.find((each) => amqpTypeOf(each) === amqpTypeOf(message))?.key;

/** A name or a key as the instance that runs has it. */
export const named = (text: string): string => text.replaceAll("{instance}", instance);

/** Where a value in the message decides which way it goes, not every message goes every way. */
export function takesThisWay(payload: Json, { hops: [first] }: Route): boolean {
  const given = first?.kind === "publish" ? (first.given ?? []) : [];
  return given.every(({ expression, values }) => {
    const { path = [] } = parseRuntimeExpression(expression) ?? {};
    const value = path.reduce<Json | undefined>(
      (below, step) => (below !== undefined && isObject(below) ? below[step] : undefined),
      payload,
    );
    return values.includes(typeof value === "string" ? value : JSON.stringify(value));
  });
}

export function isObject(value: Json): value is { readonly [key: string]: Json } {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
