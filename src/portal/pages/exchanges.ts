import { code, listed } from "../content/inline.js";
import type { Block, Inline, Page } from "../content/model.js";
import { exchangeFlow } from "../flow/flows.js";
import { findingNote } from "../phrases/standing.js";
import { type ExchangeEntry, lookup } from "../system/lookup.js";
import type { System } from "../system/model.js";
import { facts, section, table } from "./parts/blocks.js";
import { argumentTable, bindingTable, declaredBy, yesNo } from "./parts/broker.js";
import { endLinks } from "./parts/deliveries.js";
import { messageLinks } from "./parts/operation-facts.js";
import { isDrawn } from "./parts/pictures.js";

/** A page for each exchange: who sends to it, and where it goes from there. */
export function* exchangePages(system: System): Iterable<Page> {
  for (const entry of lookup(system).exchanges.values()) {
    const { to } = system.places.exchange(entry.name);
    if (to !== "exchanges") yield exchangePage(system, entry, to);
  }
}

function exchangePage(system: System, entry: ExchangeEntry, address: string): Page {
  const { name, node, declared, senders, bindings } = entry;
  const { places } = system;
  const declaration = declared[0]?.declaration;
  const findings = new Set(bindings.flatMap(({ binding }) => lookup(system).findingsAt(binding.exchange.location)));
  return {
    address,
    kind: "exchange",
    title: name,
    summary: `${(node?.type ?? "unknown").replace(/^./, (first) => first.toUpperCase())} exchange ${name}: ${senders.length} operations send to it, ${bindings.length} bindings lead from it.`,
    trail: [{ kind: "link", to: "exchanges", text: "Exchanges" }],
    names: [name, ...new Set(bindings.map(({ binding }) => binding.routingKey))].filter((each) => each !== ""),
    blocks: [
      { kind: "paragraph", text: [meaningOf[node?.type ?? "unknown"] ?? ""] },
      ...[...findings].map(findingNote),
      ...(isDrawn(system) ? [exchangeFlow(system, name)] : []),
      ...facts([
        ["Type", [code(node?.type ?? "unknown")]],
        ["Declared by", declaredBy(places, declared)],
        ["Durable", declaration && [yesNo(declaration.durable)]],
        ["Auto-delete", declaration && [yesNo(declaration.autoDelete)]],
      ]),
      ...(declaration === undefined ? [] : argumentTable(places, declaration.arguments)),
      ...section("senders", "Who sends", senderBlocks(system, entry)),
      ...section("bindings", "Bindings", bindingTable(places, bindings, "exchange")),
    ],
  };
}

const meaningOf: Readonly<Record<string, string>> = {
  direct: "A direct exchange: a message goes to the queues that are bound with exactly its routing key.",
  topic: "A topic exchange: a message goes to the queues whose pattern fits its routing key; * stands for one word, # for any number.",
  fanout: "A fanout exchange: a message goes to every queue that is bound.",
  headers: "A headers exchange: a message goes to the queues whose arguments fit its headers.",
  unknown: "No document says what kind of exchange this is.",
};

function senderBlocks(system: System, { senders, fedBy }: ExchangeEntry): readonly Block[] {
  const { places } = system;
  const rows = senders.map(({ application, operation, routingKey }) => [
    endLinks(system, { application: application.id, operation: operation.key }),
    messageLinks(places, operation.action === "send" ? operation.messages : (operation.reply?.messages ?? [])),
    [routingKey === undefined ? "the address that the request names" : code(routingKey)],
  ]);
  const fed = fedBy.map(({ kind, name }): readonly Inline[] =>
    kind === "queue" ? ["dead letters of ", places.queue(name)] : ["what ", places.exchange(name), " cannot route"],
  );
  return [
    ...table("Operations that send to it", ["Operation", "Messages", "Routing key"], rows),
    ...(fed.length === 0 ? [] : [{ kind: "paragraph", text: ["Also gets ", ...listed(fed), "."] } as const]),
  ];
}
