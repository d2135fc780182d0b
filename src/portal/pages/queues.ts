import { code, listed } from "../content/inline.js";
import type { Block, Inline, Page } from "../content/model.js";
import { queueFlow } from "../flow/flows.js";
import { durationPhrase } from "../phrases/duration.js";
import { findingNote } from "../phrases/standing.js";
import { lookup, type QueueEntry } from "../system/lookup.js";
import type { Places, System } from "../system/model.js";
import { facts, prose, section } from "./parts/blocks.js";
import { argumentTable, bindingTable, declaredBy, yesNo } from "./parts/broker.js";
import { isDrawn } from "./parts/pictures.js";
import { afterwards, deskLink, partNames } from "./parts/queue-ends.js";
import { arrivalTable, readerTable } from "./parts/queue-traffic.js";

/** A page for each queue that is not a part of another's: what it is, what comes in, who reads it, what becomes of what is not done. */
export function* queuePages(system: System): Iterable<Page> {
  for (const entry of lookup(system).queues.values()) {
    const { to, part } = system.places.queue(entry.name);
    if (part === undefined && to !== "queues") yield queuePage(system, entry, to);
  }
}

function queuePage(system: System, entry: QueueEntry, address: string): Page {
  const { name, channels } = entry;
  const findings = new Set(channels.flatMap(({ channel }) => lookup(system).findingsAt(channel.queue.location)));
  const descriptions = new Set(channels.flatMap(({ channel }) => channel.description ?? []));
  return {
    address,
    kind: "queue",
    title: name,
    summary: summaryOf(entry),
    trail: [{ kind: "link", to: "queues", text: "Queues" }],
    names: [name, ...partNames(system.places, entry)],
    blocks: [
      { kind: "paragraph", text: leadOf(system.places, entry) },
      ...[...descriptions].flatMap(prose),
      ...[...findings].map(findingNote),
      ...(isDrawn(system) ? [queueFlow(system, name)] : []),
      ...declarationBlocks(system, entry),
      ...section("arrivals", "What comes in", arrivalTable(system, entry)),
      ...section("readers", "Who reads", readerTable(system, entry)),
      ...afterwards(system, entry),
    ],
  };
}

const roles = {
  work: "queue",
  reply: "queue of answers",
  "dead-letter": "dead-letter queue",
  delay: "queue in which messages wait for their next attempt",
} as const;

function leadOf(places: Places, { node, readers, buries }: QueueEntry): readonly Inline[] {
  const kind = `A ${node?.type ?? "classic"} ${roles[node?.role ?? "work"]}`;
  const failed = listed([...buries].map((queue) => places.queue(queue)));
  if (readers.length === 0) {
    return failed.length > 0 ? [`${kind} for what fails in `, ...failed, "."] : [`${kind} that no application of these documents reads.`];
  }
  return [
    `${kind}, read by `,
    ...listed([...new Set(readers.map(({ application }) => application.id))].map((id) => places.application(id))),
    ".",
    ...(failed.length === 0 ? [] : [" It gets what fails in ", ...failed, "."]),
  ];
}

/** Plain text. */
function summaryOf({ name, node, readers, buries }: QueueEntry): string {
  if (buries.size > 0)
    return `Dead letters of ${[...buries].slice(0, 3).join(", ")}${buries.size > 3 ? ` and ${buries.size - 3} more queues` : ""}.`;
  const by = [...new Set(readers.map(({ application }) => application.id))];
  return `${roles[node?.role ?? "work"].replace(/^./, (first) => first.toUpperCase())} ${name}, ${by.length === 0 ? "read by nobody in these documents" : `read by ${by.join(", ")}`}.`;
}

function declarationBlocks(system: System, { name, node, declared, channels, buries }: QueueEntry): readonly Block[] {
  const { places } = system;
  const written = channels[0]?.channel.queue;
  const declaration = declared[0]?.declaration ?? written;
  const descriptions = channels.map(({ application, channel }) => [
    places.application(application.id),
    " › ",
    places.channel(application.id, channel.key),
  ]);
  const bindings = channels.flatMap(({ application, channel }) => channel.bindings.map((binding) => ({ application, channel, binding })));
  return [
    ...facts([
      ["Type", [code(node?.type ?? "classic")]],
      ["Declared by", declaredBy(places, declared)],
      ["Described in", listed(descriptions)],
      ["Durable", declaration && [yesNo(declaration.durable)]],
      ["Exclusive", declaration && [yesNo(declaration.exclusive)]],
      ["Auto-delete", declaration && [yesNo(declaration.autoDelete)]],
      ["Time to live", node?.ttlMs === undefined ? undefined : [`${durationPhrase(node.ttlMs)} for each message`]],
      ["At the desk", buries.size === 0 ? undefined : deskLink(system, name)],
    ]),
    ...(declaration === undefined
      ? []
      : section("arguments", "Arguments", argumentTable(places, declaration.arguments, written?.arguments ?? {}))),
    ...section("bindings", "Bindings", bindingTable(places, bindings, "queue")),
  ];
}
