/** How an operation's messages go over the broker, label by label. */
import { type Message, type QueueChannel, type ReceiveOperation, retryTiersOf, type SendOperation } from "#contract";
import { code, listed } from "../../content/inline.js";
import type { Block, Inline } from "../../content/model.js";
import { durationPhrase } from "../../phrases/duration.js";
import { expressionPhrase } from "../../phrases/expression.js";
import { exchangePhrase } from "../../phrases/way.js";
import type { Places, System } from "../../system/model.js";
import { facts, section, table } from "./blocks.js";
import { argumentsInline } from "./broker.js";

export const messageLinks = (places: Places, messages: readonly Message[]): readonly Inline[] =>
  listed(messages.map((message) => places.message(message)));

export function sendFacts({ places }: System, application: string, operation: SendOperation): readonly Block[] {
  const { channel, messages, priority, priorityBy, expirationMs, cc, bcc, orderingKey } = operation;
  return facts([
    ["Action", ["sends"]],
    ["Written in", [code(`${operation.location.file}:${operation.location.line}`)]],
    ["Channel", [places.channel(application, channel.key)]],
    ["Messages", messageLinks(places, messages)],
    ["Exchange", [exchangePhrase(places, channel.exchange.name), ...(channel.exchange.name === "" ? [] : [`, ${channel.exchange.type}`])]],
    ["Routing key", [code(channel.address ?? "")]],
    ["Delivery mode", [deliveryModePhrase(operation.deliveryMode)]],
    [
      "Mandatory",
      [operation.mandatory ? "yes: a message that reaches no queue is an error" : "no: a message that reaches no queue is dropped"],
    ],
    [
      "Priority",
      priorityBy === undefined
        ? priority === undefined
          ? undefined
          : [String(priority)]
        : ["by ", ...expressionPhrase(priorityBy.expression), ...(priority === undefined ? [] : [`, else ${priority}`])],
    ],
    ["Expires", expirationMs === undefined ? undefined : [`after ${durationPhrase(expirationMs)} in a queue`]],
    ["Further keys (CC)", listed(cc.map(code))],
    ["Further keys (BCC)", listed(bcc.map(code))],
    [
      "Ordering key",
      orderingKey === undefined
        ? undefined
        : [...expressionPhrase(orderingKey), ": messages of one value leave in the order in which they were sent"],
    ],
  ]);
}

export const deliveryModePhrase = (mode: 1 | 2): string =>
  mode === 2 ? "2, persistent: kept when the broker restarts" : "1, transient: lost when the broker restarts";

export function receiveFacts({ places }: System, application: string, operation: ReceiveOperation): readonly Block[] {
  const { channel, messages, prefetch, consumers = 1, concurrency, timeoutMs, idempotencyKey, readOnly } = operation;
  return facts([
    ["Action", ["receives"]],
    ["Written in", [code(`${operation.location.file}:${operation.location.line}`)]],
    ["Channel", [places.channel(application, channel.key)]],
    ["Messages", messageLinks(places, messages)],
    ["Queue", [places.queue(channel.queue.name)]],
    ["Bound to", boundTo(places, channel)],
    ["Prefetch", [`${prefetch} unacknowledged at a time${consumers > 1 ? ", for each consumer" : ""}`]],
    ["Consumers", [`${consumers} in each instance`]],
    ["Handlers", [concurrency === 1 ? "one at a time, in the order of the queue" : `${concurrency} at a time`]],
    ["Time limit", [`${durationPhrase(timeoutMs)} for each run`]],
    ["Idempotency key", idempotencyKey === undefined ? ["the AMQP message id"] : expressionPhrase(idempotencyKey)],
    ["Read only", readOnly === true ? ["yes: changes nothing, and may run more than once for one message"] : undefined],
    ["Retries", retriesPhrase(channel)],
    ["Dead letters", [places.queue(channel.deadLetterQueue)]],
  ]);
}

const boundTo = (places: Places, { bindings }: QueueChannel): readonly Inline[] =>
  listed(
    bindings.map(({ exchange, routingKey, arguments: args }) => {
      const key = routingKey === "" ? [] : ["key ", code(routingKey)];
      const said = listed([key, argumentsInline(places, args)].filter((part) => part.length > 0));
      return [exchangePhrase(places, exchange.name), ...(said.length === 0 ? [] : [" with ", ...said])];
    }),
    "; ",
  );

export function retriesPhrase(channel: QueueChannel): readonly Inline[] {
  const delays = retryTiersOf(channel);
  return delays.length === 0 ? ["none"] : [`${delays.length}: after ${delays.map(durationPhrase).join(", ")}`];
}

/** What a value in the message decides, and what callers call its properties. */
export function sendTables({ priorityBy, callNames }: SendOperation): readonly Block[] {
  const names = Object.entries(callNames ?? {});
  const values = Object.entries(priorityBy?.values ?? {});
  return [
    ...section(
      "priorities",
      "Priorities",
      table(
        "The priority for each value",
        ["Value", "Priority"],
        values.map(([value, priority]) => [[code(value)], [String(priority)]]),
      ),
    ),
    ...section(
      "call",
      "Names of the call",
      table(
        "What callers write, and what is sent",
        ["Callers write", "Sent as"],
        names.map(([name, property]) => [[code(name)], [code(property)]]),
      ),
    ),
  ];
}
