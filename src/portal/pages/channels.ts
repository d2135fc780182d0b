import type { Application, Channel, ExchangeChannel, QueueChannel } from "#contract";
import { code, listed } from "../content/inline.js";
import type { Block, Inline, Page } from "../content/model.js";
import { findingNote } from "../phrases/standing.js";
import { exchangePhrase } from "../phrases/way.js";
import { lookup, readChannelOf } from "../system/lookup.js";
import type { Places, System } from "../system/model.js";
import { groupOf } from "../system/survey.js";
import { facts, prose, section, table } from "./parts/blocks.js";
import { argumentsInline, argumentTable, parameterTable, yesNo } from "./parts/broker.js";
import { messageLinks, retriesPhrase } from "./parts/operation-facts.js";

/** A page for each channel: the place on the broker that its document describes, and what goes over it. */
export function* channelPages(system: System): Iterable<Page> {
  for (const application of system.contracts.applications) {
    for (const channel of application.channels) yield channelPage(system, application, channel);
  }
}

function channelPage(system: System, application: Application, channel: Channel): Page {
  const { places } = system;
  const { key, address, description, messages, parameters, location } = channel;
  const blocks = channel.kind === "exchange" ? exchangeBlocks(places, channel) : queueBlocks(places, application, channel);
  const name = channel.kind === "queue" ? channel.queue.name : channel.exchange.name;
  return {
    address: places.channel(application.id, key).to,
    kind: "channel",
    title: key,
    summary: summaryOf(application, channel),
    trail: [places.group(groupOf(application.id)), places.application(application.id)],
    names: [...new Set([name, address ?? ""])].filter((each) => each !== ""),
    blocks: [
      ...prose(description),
      ...lookup(system).findingsAt(location).map(findingNote),
      ...facts([
        ["Written in", [code(`${location.file}:${location.line}`)]],
        ["Address", address === null ? undefined : [code(address)]],
        ["Messages", messageLinks(places, messages)],
        ["Operations", operationLinks(system, application, channel)],
      ]),
      ...section("parameters", "Parameters", parameterTable(parameters)),
      ...blocks,
    ],
  };
}

const summaryOf = ({ id }: Application, channel: Channel): string => {
  const names = channel.messages.map(({ name }) => name).join(", ");
  return channel.kind === "queue"
    ? `Queue ${channel.queue.name}, as ${id} describes it${names === "" ? "" : `, with ${names}`}.`
    : `Where ${id} sends ${names === "" ? "to" : names}: routing key ${channel.address ?? ""}, ${channel.exchange.name === "" ? "the default exchange" : `exchange ${channel.exchange.name}`}.`;
};

const operationLinks = (system: System, application: Application, channel: Channel): readonly Inline[] =>
  listed(
    lookup(system)
      .usersOf(channel, application.id)
      .map(({ key, action, channel: own }) => [
        system.places.operation(application.id, key),
        own.key !== channel.key ? " (answers)" : action === "send" ? " (sends)" : " (receives)",
      ]),
  );

function exchangeBlocks(places: Places, { exchange }: ExchangeChannel): readonly Block[] {
  const { name, type, durable, autoDelete, arguments: args } = exchange;
  return section(
    "exchange",
    "Exchange",
    name === ""
      ? [{ kind: "paragraph", text: ["The default exchange: a message goes to the queue whose name is its routing key."] }]
      : [
          ...facts([
            ["Name", [places.exchange(name)]],
            ["Type", [type]],
            ["Durable", [yesNo(durable)]],
            ["Auto-delete", [yesNo(autoDelete)]],
          ]),
          ...argumentTable(places, args),
        ],
  );
}

/** What becomes of messages that are not done is decided by who reads them: other documents do not know it. */
function queueBlocks(places: Places, { operations }: Application, channel: QueueChannel): readonly Block[] {
  const { queue, bindings, deadLetterQueue } = channel;
  const reader = operations.find((operation) => readChannelOf(operation)?.queue.name === queue.name);
  const rows = bindings.map(({ exchange, routingKey, arguments: args }) => [
    [exchangePhrase(places, exchange.name)],
    [exchange.type],
    [code(routingKey)],
    argumentsInline(places, args),
  ]);
  return [
    ...section("queue", "Queue", [
      ...facts([
        ["Name", [places.queue(queue.name)]],
        ["Durable", [yesNo(queue.durable)]],
        ["Exclusive", [yesNo(queue.exclusive)]],
        ["Auto-delete", [yesNo(queue.autoDelete)]],
        ["Retries", reader?.action === "receive" ? retriesPhrase(channel) : undefined],
        ["Dead letters", reader && [places.queue(deadLetterQueue)]],
      ]),
      ...argumentTable(places, queue.arguments),
    ]),
    ...section("bindings", "Bindings", table("How the queue is bound", ["Exchange", "Type", "Routing key", "Arguments"], rows)),
  ];
}
