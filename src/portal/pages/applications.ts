import type { Standing } from "#compatibility";
import type { Application, Operation, RouteEnd } from "#contract";
import { code, listed } from "../content/inline.js";
import type { Block, Inline, Page } from "../content/model.js";
import { applicationFlow } from "../flow/flows.js";
import { firstLine } from "../phrases/first-line.js";
import { findingNote, standingBadge } from "../phrases/standing.js";
import { exchangePhrase } from "../phrases/way.js";
import { lookup } from "../system/lookup.js";
import type { System } from "../system/model.js";
import { groupOf } from "../system/survey.js";
import { facts, linkTo, prose, section, table } from "./parts/blocks.js";
import { messageLinks } from "./parts/operation-facts.js";

/** A page for each application: what it sends and receives, whom it talks to, what it declares. */
export function* applicationPages(system: System): Iterable<Page> {
  for (const application of system.contracts.applications) yield applicationPage(system, application);
}

function applicationPage(system: System, application: Application): Page {
  const { places, contracts } = system;
  const { id, title, description, location } = application;
  const problems = contracts.problems.filter(({ file }) => file === location.file);
  return {
    address: places.application(id).to,
    kind: "application",
    title: id,
    summary: firstLine(description) || `${title}: what it sends and receives.`,
    trail: [places.group(groupOf(id))],
    names: [id, title],
    blocks: [
      ...prose(description),
      ...problems.map(findingNote),
      ...lookup(system).findingsAt(location).map(findingNote),
      ...identity(system, application),
      applicationFlow(system, id),
      ...operationBlocks(system, application),
      ...section("channels", "Channels", channelTable(system, application)),
      ...section("broker", "On the broker", brokerFacts(system, id)),
    ],
  };
}

function identity({ places, apis }: System, { id, title, version, location }: Application): readonly Block[] {
  const isServed = apis.some((api) => api.id === id);
  return facts([
    ["Title", [title]],
    ["Version", [version]],
    ["Document", [code(location.file)]],
    ["HTTP API", isServed ? [places.api(id)] : undefined],
  ]);
}

function operationBlocks(system: System, { id, operations }: Application): readonly Block[] {
  const rows = (action: Operation["action"]) =>
    operations
      .filter((operation) => operation.action === action)
      .map((operation) => operationRow(system, { application: id, operation: operation.key }, operation));
  return [
    ...section(
      "sends",
      "Sends",
      table("What it sends", ["Operation", "Messages", "Exchange and routing key", "Taken by", "Contract"], rows("send")),
    ),
    ...section(
      "receives",
      "Receives",
      table("What it receives", ["Operation", "Messages", "Queue", "Sent by", "Contract"], rows("receive")),
    ),
  ];
}

function operationRow(system: System, end: RouteEnd, operation: Operation): readonly (readonly Inline[])[] {
  const { places } = system;
  const { sentBy, takenBy } = lookup(system);
  const { channel, key, messages, reply } = operation;
  const proofs = operation.action === "send" ? sentBy(end) : takenBy(end);
  const others = new Set(proofs.map(({ producer, consumer }) => (operation.action === "send" ? consumer : producer).application));
  return [
    [places.operation(end.application, key), ...(reply === undefined ? [] : [operation.action === "send" ? " (asks)" : " (answers)"])],
    messageLinks(places, messages),
    channel.kind === "queue"
      ? [places.queue(channel.queue.name)]
      : [
          exchangePhrase(places, channel.exchange.name),
          ...(channel.address === null || channel.address === "" ? [] : [" ", code(channel.address)]),
        ],
    others.size === 0 ? ["nobody in these documents"] : listed([...others].map((id) => places.application(id))),
    proofs.length === 0 ? [] : [standingBadge(worst(proofs.map(({ standing }) => standing)))],
  ];
}

const worst = (standings: readonly Standing[]): Standing =>
  (["broken", "unknown"] as const).find((standing) => standings.includes(standing)) ?? "proved";

const channelTable = ({ places }: System, { id, channels }: Application): readonly Block[] =>
  table(
    "Channels",
    ["Channel", "Place", "Messages"],
    channels.map((channel) => [
      [places.channel(id, channel.key)],
      channel.kind === "queue"
        ? ["queue ", places.queue(channel.queue.name)]
        : ["exchange ", exchangePhrase(places, channel.exchange.name)],
      messageLinks(places, channel.messages),
    ]),
  );

/** What the application declares when it starts; what follows from a queue is on the queue's page. */
function brokerFacts(system: System, id: string): readonly Block[] {
  const { places } = system;
  const topology = lookup(system).topologies.get(id);
  if (topology === undefined) return [];
  const { exchanges, queues, foreign } = topology;
  const isOwn = (names: readonly string[] | undefined) => (name: string) => names?.includes(name) !== true;
  const exchangeNames = exchanges.map(({ name }) => name);
  const queueNames = queues.map(({ name }) => name).filter((name) => places.queue(name).part === undefined);
  const missing = [
    ...(foreign?.exchanges ?? []).map((name) => places.exchange(name)),
    ...(foreign?.queues ?? []).filter((name) => queueNames.includes(name)).map((name) => places.queue(name)),
  ];
  return facts([
    ["Declares exchanges", listed(exchangeNames.filter(isOwn(foreign?.exchanges)).map((name) => places.exchange(name)))],
    ["Declares queues", listed(queueNames.filter(isOwn(foreign?.queues)).map((name) => places.queue(name)))],
    ["Where they are missing", listed(missing)],
  ]);
}

/** One row for each application: what it is, and how much it says. */
export const applicationRows = (
  { places, apis }: System,
  applications: readonly Application[],
): readonly (readonly (readonly Inline[])[])[] =>
  applications.map(({ id, description, operations }) => [
    [places.application(id)],
    [firstLine(description)],
    [String(operations.filter(({ action }) => action === "send").length)],
    [String(operations.filter(({ action }) => action === "receive").length)],
    ...(apis.length === 0 ? [] : [apis.some((api) => api.id === id) ? [linkTo(places.api(id), "HTTP API")] : []]),
  ]);

export const applicationHead = ({ apis }: System): readonly string[] => [
  "Application",
  "Description",
  "Sends",
  "Receives",
  ...(apis.length === 0 ? [] : ["HTTP"]),
];
