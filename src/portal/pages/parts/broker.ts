/** Tables of what stands on the broker. */
import type { Application, Json, Parameter, QueueBinding, QueueChannel } from "#contract";
import { code, listed } from "../../content/inline.js";
import type { Block, Inline } from "../../content/model.js";
import { argumentPhrase } from "../../phrases/arguments.js";
import { expressionPhrase } from "../../phrases/expression.js";
import { exchangePhrase } from "../../phrases/way.js";
import type { Places } from "../../system/model.js";
import { table } from "./blocks.js";

type Arguments = { readonly [key: string]: Json };

/** A value as the documents write it; names of exchanges and queues that it stands for are links. */
function argumentValue(places: Places, name: string, args: Arguments): Inline {
  const value = args[name];
  if (typeof value !== "string") return code(JSON.stringify(value));
  const isExchange = name === "x-dead-letter-exchange" || name === "alternate-exchange";
  if (isExchange) return exchangePhrase(places, value);
  // To the default exchange a routing key is the name of a queue.
  return name === "x-dead-letter-routing-key" && args["x-dead-letter-exchange"] === "" ? places.queue(value) : code(value);
}

/** @param written those that stand in a document; the others follow from it. Missing: all. */
export const argumentTable = (places: Places, args: Arguments, written?: Arguments): readonly Block[] =>
  table(
    "Arguments",
    written === undefined ? ["Argument", "Value", "Meaning"] : ["Argument", "Value", "Meaning", "From"],
    Object.entries(args).map(([name, value]) => [
      [code(name)],
      [argumentValue(places, name, args)],
      [argumentPhrase(name, value)],
      ...(written === undefined ? [] : [[Object.hasOwn(written, name) ? "document" : "runtime"]]),
    ]),
  );

/** `a = 1, b = 2`, or nothing. */
export const argumentsInline = (places: Places, args: Arguments): readonly Inline[] =>
  listed(Object.keys(args).map((name) => [code(name), " = ", argumentValue(places, name, args)]));

export const parameterTable = (parameters: readonly Parameter[]): readonly Block[] =>
  table(
    "Parameters of the address",
    ["Parameter", "Taken from", "Values", "Default", "Description"],
    parameters.map(({ name, expression, enum: values, values: byValue, default: fallback, description }) => [
      [code(`{${name}}`)],
      expression === undefined ? ["the caller"] : expressionPhrase(expression),
      byValue === undefined
        ? listed(values.map(code))
        : listed(Object.entries(byValue).map(([value, text]) => [code(value), " → ", code(text)])),
      fallback === undefined ? [] : [code(fallback)],
      [description ?? ""],
    ]),
  );

export const yesNo = (value: boolean): string => (value ? "yes" : "no");

interface BindingOf {
  readonly application: Application;
  readonly channel: QueueChannel;
  readonly binding: QueueBinding;
}

/** @param from the side that the page is about, which need not be named in each row */
export function bindingTable(places: Places, bindings: readonly BindingOf[], from: "queue" | "exchange"): readonly Block[] {
  const rows = bindings.map(({ application, channel, binding: { exchange, routingKey, arguments: args } }) => [
    from === "queue" ? [exchangePhrase(places, exchange.name), `, ${exchange.type}`] : [places.queue(channel.queue.name)],
    [code(routingKey)],
    argumentsInline(places, args),
    [places.application(application.id), " › ", places.channel(application.id, channel.key)],
  ]);
  return table("Bindings", [from === "queue" ? "Exchange" : "Queue", "Routing key", "Arguments", "Described in"], rows);
}

/** Those whose it is; others declare it only where it is missing. */
export function declaredBy(
  places: Places,
  declared: readonly { readonly application: string; readonly own: boolean }[],
): readonly Inline[] {
  const names = (own: boolean): readonly Inline[] =>
    listed(
      [...new Set(declared.filter((each) => each.own === own).map(({ application }) => application))].map((id) => places.application(id)),
    );
  const [owners, others] = [names(true), names(false)];
  return [
    ...owners,
    ...(others.length === 0 ? [] : [owners.length === 0 ? "where it is missing: " : "; where it is missing, by ", ...others]),
  ];
}
