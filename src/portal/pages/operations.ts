import type { Application, Operation } from "#contract";
import type { Block, Page } from "../content/model.js";
import { findingNote } from "../phrases/standing.js";
import { lookup } from "../system/lookup.js";
import type { System } from "../system/model.js";
import { groupOf } from "../system/survey.js";
import { prose, section } from "./parts/blocks.js";
import { parameterTable } from "./parts/broker.js";
import { deliveriesFrom, deliveriesTo } from "./parts/deliveries.js";
import { receiveFacts, sendFacts, sendTables } from "./parts/operation-facts.js";
import { replyBlocks } from "./parts/reply.js";

/** A page for each operation: how its messages go over the broker, and who is at the other end. */
export function* operationPages(system: System): Iterable<Page> {
  for (const application of system.contracts.applications) {
    for (const operation of application.operations) yield operationPage(system, application, operation);
  }
}

function operationPage(system: System, application: Application, operation: Operation): Page {
  const { places } = system;
  const { key, summary, description, location } = operation;
  return {
    address: places.operation(application.id, key).to,
    kind: "operation",
    title: key,
    summary: summary ?? summaryOf(application, operation),
    trail: [places.group(groupOf(application.id)), places.application(application.id)],
    names: namesOf(operation),
    blocks: [
      ...prose(summary),
      ...prose(description),
      ...lookup(system).findingsAt(location).map(findingNote),
      ...exchangeBlocks(system, application.id, operation),
      ...replyBlocks(system, application.id, operation),
    ],
  };
}

function exchangeBlocks(system: System, application: string, operation: Operation): readonly Block[] {
  const end = { application, operation: operation.key };
  return operation.action === "send"
    ? [
        ...sendFacts(system, application, operation),
        ...section("parameters", "Parameters", parameterTable(operation.channel.parameters)),
        ...sendTables(operation),
        ...section("receivers", "Who receives", deliveriesFrom(system, end)),
      ]
    : [
        ...receiveFacts(system, application, operation),
        ...section("senders", "Who sends", deliveriesTo(system, end, operation.channel.queue.name)),
      ];
}

/** Plain text, for lists. */
function summaryOf({ id }: Application, operation: Operation): string {
  const names = operation.messages.map(({ name }) => name).join(", ");
  return operation.action === "send" ? `${id} sends ${names}.` : `${id} takes ${names} from ${operation.channel.queue.name}.`;
}

const namesOf = ({ channel }: Operation): readonly string[] =>
  channel.kind === "queue" ? [channel.queue.name] : [channel.exchange.name, channel.address ?? ""].filter((name) => name !== "");
