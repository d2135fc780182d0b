/** What can be published: every send operation of the documents, and what one message of it needs to be written. */
import { type Application, type Json, type Message, parseRuntimeExpression, type SendOperation } from "#contract";
import { HttpError } from "#http";
import { exampleOf } from "../payload/examples.js";
import { isObject } from "../payload/shape.js";
import type { System } from "../system/model.js";
import type { Choice, FormField, Opening } from "./answers.js";
import { formOf } from "./form.js";

export interface Chosen {
  readonly application: Application;
  readonly operation: SendOperation;
  readonly message: Message;
}

export function choicesOf({ contracts }: Pick<System, "contracts">): readonly Choice[] {
  return contracts.applications.flatMap(({ id, operations }) =>
    operations.filter((operation) => operation.action === "send").map((operation) => choiceOf(id, operation)),
  );
}

const choiceOf = (application: string, { key, summary, reply, messages }: SendOperation): Choice => ({
  application,
  operation: key,
  ...(summary !== undefined && { summary }),
  asks: reply !== undefined,
  messages: messages.map(({ name }) => name),
});

/** @throws {HttpError} 404 where the documents have no such thing. */
export function choose({ contracts }: Pick<System, "contracts">, application: string, key: string, name?: string): Chosen {
  const owner = contracts.applications.find(({ id }) => id === application);
  const operation = owner?.operations.find((one): one is SendOperation => one.action === "send" && one.key === key);
  const message = name === undefined ? operation?.messages[0] : operation?.messages.find((one) => one.name === name);
  if (owner === undefined || operation === undefined || message === undefined)
    throw new HttpError(404, `There is no message ${[application, key, name].filter((part) => part !== undefined).join(" ")} to be sent.`);
  return { application: owner, operation, message };
}

export function openingOf(system: System, { application, operation, message }: Chosen): Opening {
  const { schemas } = system.contracts;
  const { channel, limits } = operation;
  const { payload = null, headers } = exampleOf(system, message);
  const filled = filledBy(operation, message);
  return {
    ...choiceOf(application.id, operation),
    message: message.name,
    exchange: channel.exchange.name,
    routingKey: channel.address ?? "",
    parameters: channel.parameters.map(({ name, description, enum: values, default: otherwise, expression }) => ({
      name,
      enum: values,
      found: expression !== undefined,
      ...(description !== undefined && { description }),
      ...(otherwise !== undefined && { default: otherwise }),
    })),
    ...(operation.reply !== undefined && { timeoutMs: limits?.timeoutMs ?? 5_000 }),
    filled,
    form: optional(formOf({ $ref: message.payload }, schemas), filled),
    ...(message.headers !== undefined && { headersForm: formOf({ $ref: message.headers }, schemas) }),
    example: without(payload, filled),
    ...(headers !== undefined && { headersExample: headers }),
    links: { operation: system.places.operation(application.id, operation.key), message: system.places.message(message) },
  };
}

/** What the runtime writes by itself: an example of it would be of no use, and a correlation id that is used twice does harm. */
function filledBy({ reply }: SendOperation, { fill = {}, correlationId = "" }: Message): readonly string[] {
  const { source, path: [property, ...deeper] = [] } = parseRuntimeExpression(correlationId) ?? {};
  const isGiven = reply !== undefined && source === "payload" && property !== undefined && deeper.length === 0;
  return [...Object.keys(fill), ...(isGiven ? [property] : [])];
}

const without = (value: Json, names: readonly string[]): Json =>
  isObject(value) ? Object.fromEntries(Object.entries(value).filter(([name]) => !names.includes(name))) : value;

const optional = (form: FormField, names: readonly string[]): FormField =>
  form.kind !== "object"
    ? form
    : {
        ...form,
        properties: form.properties.map((property) => ({ ...property, required: property.required && !names.includes(property.name) })),
      };
