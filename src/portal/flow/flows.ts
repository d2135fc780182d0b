/** The flow pictures of the docs, each of a part of the route graph. Plain data: `drawFlow` draws it. */
import type { Flow } from "../content/model.js";
import type { Group, MessageDefinition, System } from "../system/model.js";
import { framed } from "./frames.js";
import { type Lines, linesOf } from "./lines.js";
import { messageWays } from "./message-ways.js";
import { edgesOfApplications, edgesOfNode } from "./near.js";
import { mostNodes, select } from "./selection.js";
import { sketch } from "./sketch.js";
import { applicationsOnly, groupsOnly } from "./summary.js";

/** Everything: who sends, over which exchanges and queues, to whom. Of a large system the groups, and how many messages pass between them. */
export function wholeFlow(system: System): Flow {
  const lines = linesOf(system);
  const caption = `All that the applications of ${system.title} send each other`;
  const nodes = [...lines.nodes.values()].flatMap((node) => (node.kind === "queue" && node.role === "dead-letter" ? [] : [node.id]));
  const selection = select(lines, { nodes, edges: lines.edges });
  if (selection.ids.length > mostNodes) return groupsOnly(system, caption);
  return framed(system, sketch(system, { caption, selection, standings: allStandings(system) }));
}

/** What the applications of a group send and receive, and who is at the other end. Of a large group its applications only. */
export function groupFlow(system: System, { name, applications }: Group): Flow {
  const lines = linesOf(system);
  const nodes = applications.map(({ id }) => `application:${id}`);
  const caption = `What the applications of ${name} send and receive`;
  const selection = select(lines, { nodes, edges: edgesOfApplications(lines, nodes) });
  if (selection.ids.length > mostNodes) return applicationsOnly(system, nodes, caption);
  return sketch(system, { caption, selection, standings: allStandings(system) });
}

/** What an application sends and receives, and who is at the other end. Without nodes where that is nothing. */
export function applicationFlow(system: System, application: string): Flow {
  const lines = linesOf(system);
  const selection = select(lines, { edges: edgesOfApplications(lines, [`application:${application}`]) });
  return sketch(system, { caption: `What ${application} sends and receives`, selection, standings: allStandings(system) });
}

/** The ways of one message, and how it stands on them. Without nodes where no operation uses it. */
export function messageFlow(system: System, definition: MessageDefinition): Flow {
  const lines = linesOf(system);
  const { edges, proofs } = messageWays(lines, definition);
  const caption = `The ways of ${definition.message.name}`;
  return sketch(system, { caption, selection: select(lines, { edges }), standings: lines.standings(proofs) });
}

/** What comes into a queue and what leaves it. */
export function queueFlow(system: System, queue: string): Flow {
  const lines = linesOf(system);
  const node = `queue:${queue}`;
  const selection = select(lines, { nodes: [node], edges: edgesOfNode(lines, node) });
  return sketch(system, { caption: `What comes into ${queue}, and what leaves it`, selection, standings: allStandings(system) });
}

/** Who sends to an exchange, and where it goes from there. */
export function exchangeFlow(system: System, exchange: string): Flow {
  const lines = linesOf(system);
  const node = `exchange:${exchange}`;
  const selection = select(lines, { nodes: [node], edges: edgesOfNode(lines, node) });
  return sketch(system, { caption: `Who sends to ${exchange}, and where it goes`, selection, standings: allStandings(system) });
}

const known = new WeakMap<System, ReturnType<Lines["standings"]>>();

function allStandings(system: System): ReturnType<Lines["standings"]> {
  const standings = known.get(system) ?? linesOf(system).standings(system.proofs.proofs);
  known.set(system, standings);
  return standings;
}
